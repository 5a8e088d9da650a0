"""The evaluation of a key result: what it has attained, and the projection or the task that computes it."""

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
    """A key result's attainment, its projection or the task that computes it, and the required pace.

    `grain` is that at which it is judged: of its KPI, of its check-ins, or of the path of its
    milestones.
    """

    attainment: Attainment
    projection: Projection | Task[Projection]
    grain: Grain | None = None
    required_pace: RequiredPace = field(default_factory=RequiredPace)


def evaluate(
    key_result: KeyResult, target: float | Band, attainment: Attainment, given: ProjectionInput
) -> Evaluation:
    """The evaluation of a key result that still needs a forecast; `maintain` has no required pace."""
    task = Task(key_result.id, projection, (_bare(key_result), target, given))
    if isinstance(target, Band):
        return Evaluation(attainment, task, given.grain)
    pace = required_pace(key_result.direction, target, given.history, given.grain, given.horizon)
    return Evaluation(attainment, task, given.grain, pace)


def recalibrated(
    result: Projection | Task[Projection], calibration: CalibrationMap
) -> Projection | Task[Projection]:
    """The forecast task with recalibration; final results are unchanged."""
    if calibration.is_identity or isinstance(result, Projection):
        return result
    arguments = (
        replace(one, chance_map=calibration) if isinstance(one, ProjectionInput) else one
        for one in result.arguments
    )
    return replace(result, arguments=tuple(arguments))


def _bare(key_result: KeyResult) -> KeyResult:
    """The key result without the fields that no forecast depends on: a new title needs no new forecast."""
    return key_result.model_copy(update={"title": "", "owner": None, "weight": 1.0})
