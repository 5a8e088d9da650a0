"""Where a key result stands, and what its forecast starts from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dashboard.analytics.forecast.distribution import CalibrationMap
from dashboard.analytics.key_results.attainment import Attainment
from dashboard.analytics.key_results.projection import Projection, ProjectionInput, projection
from dashboard.analytics.key_results.required_pace import RequiredPace, required_pace
from dashboard.analytics.tasks import Task
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, KeyResult


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A key result's position, its outlook or the task that computes it, and the pace that the way ahead takes.

    `grain` is that at which it is judged: of its KPI, of what is reported, or of the path of its steps.
    """

    position: Attainment
    outlook: Projection | Task[Projection]
    grain: Grain | None = None
    pace: RequiredPace = field(default_factory=RequiredPace)


def evaluate(
    key_result: KeyResult, target: float | Band, position: Attainment, ahead: ProjectionInput
) -> Evaluation:
    """The stand of a key result whose way ahead is still to be forecast; a band is kept and asks for no pace."""
    task = Task(key_result.id, projection, (_bare(key_result), target, ahead))
    if isinstance(target, Band):
        return Evaluation(position, task, ahead.grain)
    pace = required_pace(key_result.direction, target, ahead.history, ahead.grain, ahead.horizon)
    return Evaluation(position, task, ahead.grain, pace)


def recalibrated(
    found: Projection | Task[Projection], learnt: CalibrationMap
) -> Projection | Task[Projection]:
    """The forecast task with recalibration; final results are unchanged."""
    if learnt.is_identity or isinstance(found, Projection):
        return found
    arguments = (
        replace(one, chance_map=learnt) if isinstance(one, ProjectionInput) else one
        for one in found.arguments
    )
    return replace(found, arguments=tuple(arguments))


def _bare(key_result: KeyResult) -> KeyResult:
    """The key result without what no forecast depends on: a better title is no reason to forecast anew."""
    return key_result.model_copy(update={"title": "", "owner": None, "weight": 1.0})
