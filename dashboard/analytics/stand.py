"""Where a key result stands, and what its forecast starts from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dashboard.analytics.chance_map import ChanceMap
from dashboard.analytics.outlook import Ahead, Outlook, outlook
from dashboard.analytics.position import Position
from dashboard.analytics.required_pace import RequiredPace, required_pace
from dashboard.analytics.tasks import Task
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, KeyResult


@dataclass(frozen=True, eq=False)
class Stand:
    """A key result's position, its outlook or the task that computes it, and the pace that the way ahead takes.

    `grain` is that at which it is judged: of its KPI, of what is reported, or of the path of its steps.
    """

    position: Position
    outlook: Outlook | Task[Outlook]
    grain: Grain | None = None
    pace: RequiredPace = field(default_factory=RequiredPace)


def stand_before(
    key_result: KeyResult, target: float | Band, position: Position, ahead: Ahead
) -> Stand:
    """The stand of a key result whose way ahead is still to be forecast; a band is kept and asks for no pace."""
    task = Task(key_result.id, outlook, (_bare(key_result), target, ahead))
    if isinstance(target, Band):
        return Stand(position, task, ahead.grain)
    pace = required_pace(key_result.direction, target, ahead.history, ahead.grain, ahead.horizon)
    return Stand(position, task, ahead.grain, pace)


def read_by(found: Outlook | Task[Outlook], learnt: ChanceMap) -> Outlook | Task[Outlook]:
    """The forecast task with recalibration; final results are unchanged."""
    if learnt.is_identity or isinstance(found, Outlook):
        return found
    arguments = (
        replace(one, chance_map=learnt) if isinstance(one, Ahead) else one
        for one in found.arguments
    )
    return replace(found, arguments=tuple(arguments))


def _bare(key_result: KeyResult) -> KeyResult:
    """The key result without what no forecast depends on: a better title is no reason to forecast anew."""
    return key_result.model_copy(update={"title": "", "owner": None, "weight": 1.0})
