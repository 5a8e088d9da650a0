"""The health of one key result: what it has attained, where it is projected to end, what the team states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from dashboard.analytics.forecast.lead_inputs import LeadInput
from dashboard.analytics.key_results.attainment import (
    Attainment,
    in_order,
    is_attained,
    is_past,
    measured_attainment,
)
from dashboard.analytics.key_results.check_in_series import reported_evaluation
from dashboard.analytics.key_results.evaluation import Evaluation, evaluate
from dashboard.analytics.key_results.milestone_forecast import milestone_evaluation
from dashboard.analytics.key_results.pace import Pace, elapsed_share, pace, steady_value
from dashboard.analytics.key_results.projection import (
    Projection,
    ProjectionInput,
    final_projection,
    no_projection,
)
from dashboard.analytics.key_results.required_pace import RequiredPace
from dashboard.analytics.key_results.status import StatusFacts, status_of
from dashboard.analytics.series.bounds import NO_BOUNDS, Bounds
from dashboard.analytics.series.series import finite_or_none, tidy, up_to
from dashboard.analytics.tasks import Task
from dashboard.domain.check_in import CheckIn
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Cycle, Direction, KeyResult, Status
from dashboard.domain.periods import last_complete_period, period_end, periods_until
from dashboard.i18n import Message


@dataclass(frozen=True, eq=False)
class MeasuredKpi:
    """The data of a key result's own KPI, at the grain at which it is judged.

    `series`: its complete periods, all of its history, stamped with their first days. `running`:
    stamp and value so far of the incomplete period. `bounds`: the lowest and highest possible
    value. `stale_reason`: why the data are too old to forecast from; `None` where they are not.
    `leads`: its leading KPIs, as measured.
    """

    grain: Grain
    series: pd.Series | None
    running: tuple[dt.date, float] | None = None
    bounds: Bounds = NO_BOUNDS
    stale_reason: Message | None = None
    leads: tuple[LeadInput, ...] = ()


@dataclass(frozen=True)
class RunningPeriod:
    """The value so far of the period that is not complete, and its stamp; both `None` where there is none."""

    value: float | None = None
    on: dt.date | None = None


@dataclass(frozen=True)
class StatedConfidence:
    """The confidence of the team's last check-in that states one: 0 to 1, its day and its author; else all are `None`."""

    value: float | None = None
    on: dt.date | None = None
    by: str | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class KeyResultHealth:
    """All that is known of a key result on one day.

    `grain` is that at which the key result is judged, see `Evaluation`. `confidence` is what the
    team states, `projection.chance` the computed probability.
    """

    key_result_id: str
    grain: Grain | None
    status: Status
    attainment: Attainment
    running: RunningPeriod
    pace: Pace
    confidence: StatedConfidence
    projection: Projection
    required_pace: RequiredPace


@dataclass(frozen=True, eq=False)
class Pending:
    """A key result evaluated but for its projection.

    `projection` is the result or the task that computes it; `finish` makes the health from the
    result.
    """

    projection: Projection | Task[Projection]
    finish: Callable[[Projection], KeyResultHealth]


def assess_key_result(
    key_result: KeyResult,
    cycle: Cycle,
    measure: MeasuredKpi | None,
    check_ins: Sequence[CheckIn],
    as_of: dt.date,
    stated_until: dt.date | None = None,
) -> KeyResultHealth:
    """The health of a key result at the end of `as_of`; nothing observed later has any influence.

    The arguments are those of `pending_key_result`.
    """
    pending = pending_key_result(key_result, cycle, measure, check_ins, as_of, stated_until)
    result = pending.projection
    return pending.finish(result.run() if isinstance(result, Task) else result)


def pending_key_result(
    key_result: KeyResult,
    cycle: Cycle,
    measure: MeasuredKpi | None,
    check_ins: Sequence[CheckIn],
    as_of: dt.date,
    stated_until: dt.date | None = None,
) -> Pending:
    """The evaluation of a key result at the end of `as_of`; its projection is still to be computed.

    Args:
        key_result: the key result.
        cycle: its cycle.
        measure: the data of its own KPI; `None` where it has none, or none was delivered.
        check_ins: its check-ins in the order of recording. Values and confidences dated before the
            cycle do not count, except as history of a key result without a KPI.
        as_of: the day asked about.
        stated_until: the last day whose check-ins count, where that is after `as_of`: people may
            check in after a snapshot was published. A key result without a KPI is evaluated at
            that day.
    """
    until = stated_until or as_of
    of_cycle = [c for c in check_ins if c.on >= cycle.starts_on]
    if key_result.direction is Direction.MILESTONE or key_result.kpi is None:
        as_of = until
    if key_result.direction is Direction.MILESTONE:
        evaluation = milestone_evaluation(key_result, cycle, check_ins, as_of)
    elif key_result.kpi is None:
        evaluation = reported_evaluation(key_result, cycle, check_ins, as_of)
    else:
        evaluation = _measured(key_result, cycle, measure, as_of)
    subject = key_result, cycle, as_of
    confidence = _stated_confidence(of_cycle, until)
    return Pending(
        evaluation.projection, partial(_health, subject, measure, evaluation, confidence)
    )


def _health(
    subject: tuple[KeyResult, Cycle, dt.date],
    measure: MeasuredKpi | None,
    evaluation: Evaluation,
    confidence: StatedConfidence,
    projection: Projection,
) -> KeyResultHealth:
    key_result, cycle, as_of = subject
    attainment = evaluation.attainment
    return KeyResultHealth(
        key_result_id=key_result.id,
        grain=evaluation.grain,
        status=status_of(projection.chance, _status_facts(key_result, cycle, attainment, as_of)),
        attainment=attainment,
        running=_running(measure, attainment, min(as_of, key_result.deadline(cycle))),
        pace=_pace(key_result, cycle, attainment, as_of),
        confidence=confidence,
        projection=projection,
        required_pace=evaluation.required_pace,
    )


def _measured(
    key_result: KeyResult, cycle: Cycle, measure: MeasuredKpi | None, as_of: dt.date
) -> Evaluation:
    if measure is None:
        return Evaluation(Attainment(), no_projection(Message("reason-no-data")))
    due_on, grain = key_result.deadline(cycle), measure.grain
    counted = up_to(tidy(measure.series), grain, min(as_of, due_on))
    attainment, points = measured_attainment(key_result, cycle, counted, grain), len(counted)
    if attainment.value_on is None:
        return Evaluation(attainment, no_projection(Message("reason-no-data")), grain)
    if key_result.target is None:
        return Evaluation(attainment, no_projection(Message("reason-no-target"), points), grain)
    if attainment.is_final:
        return Evaluation(attainment, final_projection(key_result, attainment, points), grain)
    if period_end(last_complete_period(due_on, grain), grain) < cycle.starts_on:
        return Evaluation(attainment, no_projection(Message("reason-no-period"), points), grain)
    if measure.stale_reason is not None:
        return Evaluation(attainment, no_projection(measure.stale_reason, points), grain)
    horizon = periods_until(attainment.value_on, due_on, grain)
    given = ProjectionInput(
        counted, grain, horizon, measure.bounds, cycle.starts_on, leads=measure.leads
    )
    return evaluate(key_result, key_result.target, attainment, given)


def _status_facts(
    key_result: KeyResult, cycle: Cycle, attainment: Attainment, as_of: dt.date
) -> StatusFacts:
    is_reached = is_attained(key_result, attainment)
    return StatusFacts(
        has_started=as_of >= cycle.starts_on,
        is_met_now=is_reached,
        is_final=attainment.is_final,
        is_past=is_past(key_result, cycle, as_of),
        is_reached_for_good=key_result.direction is Direction.MILESTONE and is_reached,
    )


def _pace(key_result: KeyResult, cycle: Cycle, attainment: Attainment, as_of: dt.date) -> Pace:
    """The pace at the end of the value's period; milestones are done until the next one is, so theirs is at `as_of`."""
    is_counted = key_result.direction is Direction.MILESTONE
    through = as_of if is_counted or attainment.value_ends_on is None else attainment.value_ends_on
    elapsed = elapsed_share(cycle.starts_on, key_result.deadline(cycle), through)
    return Pace(
        finite_or_none(elapsed),
        _ratio(key_result, attainment, elapsed),
        _steady_value(key_result, elapsed),
    )


def _ratio(key_result: KeyResult, attainment: Attainment, elapsed: float) -> float | None:
    if isinstance(key_result.target, Band) or attainment.progress is None:
        return None
    return finite_or_none(pace(attainment.progress, elapsed))


def _steady_value(key_result: KeyResult, elapsed: float) -> float | None:
    baseline, target = key_result.baseline, key_result.target
    if baseline is None or target is None or isinstance(target, Band):
        return None
    return finite_or_none(steady_value(baseline, target, elapsed))


def _running(measure: MeasuredKpi | None, attainment: Attainment, until: dt.date) -> RunningPeriod:
    """The incomplete period; none where it begins after `until` or is not newer than the value."""
    if measure is None or measure.running is None:
        return RunningPeriod()
    on, value = measure.running
    is_newer = on <= until and (attainment.value_on is None or on > attainment.value_on)
    return RunningPeriod(finite_or_none(value), on) if is_newer else RunningPeriod()


def _stated_confidence(check_ins: Sequence[CheckIn], as_of: dt.date) -> StatedConfidence:
    """The confidence of the last check-in that states one; check-ins without one change nothing."""
    stated = [c for c in in_order(check_ins, as_of) if c.confidence is not None]
    return (
        StatedConfidence(stated[-1].confidence, stated[-1].on, stated[-1].by)
        if stated
        else StatedConfidence()
    )
