"""Whether an objective counts as on track: one rule for all pages."""

from __future__ import annotations

from dashboard.domain.okr import Objective, Status
from dashboard.read_model.state import State

GOOD = (Status.ON_TRACK, Status.REACHED)


def is_on_track(state: State, objective: Objective) -> bool:
    """Whether the objective is on track: its weakest key result is, and none lacks a forecast."""
    health = state.objectives[objective.id]
    return health.status in GOOD and not health.partial
