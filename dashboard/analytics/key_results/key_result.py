"""The health of one key result: where it stands, where it will land, and what the team says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from dashboard.analytics.forecast.lead_contributions import LeadContribution
from dashboard.analytics.forecast.lead_inputs import LeadInput
from dashboard.analytics.key_results.attainment import Attainment, in_order, measured_attainment
from dashboard.analytics.key_results.check_in_series import reported_evaluation
from dashboard.analytics.key_results.evaluation import Evaluation, evaluate
from dashboard.analytics.key_results.milestone_forecast import milestone_evaluation
from dashboard.analytics.key_results.pace import elapsed_share, pace, steady_value
from dashboard.analytics.key_results.projection import (
    Projection,
    ProjectionInput,
    final,
    no_projection,
    no_residuals,
)
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

    `series`: its complete periods, all of its history, stamped with their first days. `running`: stamp and value so far
    of the period that is not complete. `bounds`: the lowest and highest value that can be. `stale_reason`: why the data
    are too old to forecast from; `None` where they are not. `leads`: the KPIs that were measured to lead it.
    """

    grain: Grain
    series: pd.Series | None
    running: tuple[dt.date, float] | None = None
    bounds: Bounds = NO_BOUNDS
    stale_reason: Message | None = None
    leads: tuple[LeadInput, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class KeyResultHealth:
    """All that is known of a key result on one day; what is unknown is `None`.

    `Attainment` explains the fields from `value` to `is_final`, `RequiredPace` those that speak of paces, `Projection` the others
    from `chance` on. `grain` is that at which the key result is judged, see `Evaluation`. `elapsed_share` is taken at the end of
    the value's period, or on the day asked about where there is no value. `confidence` is the team's last word, `chance` the
    computed one.
    """

    key_result_id: str
    grain: Grain | None
    status: Status
    value: float | None
    value_on: dt.date | None
    value_ends_on: dt.date | None
    previous_value: float | None
    running_value: float | None
    running_on: dt.date | None
    progress: float | None
    reached_on: dt.date | None
    is_final: bool
    elapsed_share: float | None
    pace: float | None
    steady_value: float | None
    confidence: float | None
    confidence_on: dt.date | None
    confidence_by: str | None
    chance: float | None
    method: str | None
    points: int
    reason: Message | None
    median: float | None
    low50: float | None
    high50: float | None
    low80: float | None
    high80: float | None
    inside_ahead: float | None
    raw_chance: float | None
    needed_pace: float | None
    usual_pace: float | None
    pace_grain: Grain | None
    paces_enough: int | None
    paces_seen: int | None
    path: pd.DataFrame
    landing: pd.DataFrame
    surprises: pd.Series = field(default_factory=no_residuals)
    lead_effects: tuple[LeadContribution, ...] = ()


@dataclass(frozen=True, eq=False)
class Pending:
    """A key result as it stands: its outlook, or the task that computes it, and what is then known of it altogether."""

    outlook: Projection | Task[Projection]
    finish: Callable[[Projection], KeyResultHealth]


def assess_key_result(
    key_result: KeyResult,
    cycle: Cycle,
    measure: MeasuredKpi | None,
    check_ins: Sequence[CheckIn],
    as_of: dt.date,
    said_until: dt.date | None = None,
) -> KeyResultHealth:
    """The health of a key result at the end of `as_of`; nothing observed later has any influence.

    The arguments are those of `pending_key_result`.
    """
    begun = pending_key_result(key_result, cycle, measure, check_ins, as_of, said_until)
    found = begun.outlook
    return begun.finish(found.run() if isinstance(found, Task) else found)


def pending_key_result(
    key_result: KeyResult,
    cycle: Cycle,
    measure: MeasuredKpi | None,
    check_ins: Sequence[CheckIn],
    as_of: dt.date,
    said_until: dt.date | None = None,
) -> Pending:
    """The health of a key result at the end of `as_of`, but for its forecast, which is still to be made.

    Args:
        key_result: the promise.
        cycle: its time box.
        measure: the data of its own KPI; `None` where it has none, or none was delivered.
        check_ins: its check-ins in the order in which they were recorded; values and confidences of days before the cycle
            speak of another time and do not count, but for the history of a key result that has no KPI.
        as_of: the day asked about.
        said_until: the last day whose check-ins count, where that is after `as_of`: what people said since a snapshot is
            laid over it. A key result that has no KPI is judged at that day altogether.
    """
    until = said_until or as_of
    of_cycle = [c for c in check_ins if c.on >= cycle.starts_on]
    if key_result.direction is Direction.MILESTONE or key_result.kpi is None:
        as_of = until
    if key_result.direction is Direction.MILESTONE:
        stand = milestone_evaluation(key_result, cycle, check_ins, as_of)
    elif key_result.kpi is None:
        stand = reported_evaluation(key_result, cycle, check_ins, as_of)
    else:
        stand = _measured(key_result, cycle, measure, as_of)
    place = key_result, cycle, as_of
    return Pending(
        stand.outlook, partial(_health, place, measure, stand, _last_word(of_cycle, until))
    )


def _health(
    place: tuple[KeyResult, Cycle, dt.date],
    measure: MeasuredKpi | None,
    stand: Evaluation,
    said: CheckIn | None,
    ahead: Projection,
) -> KeyResultHealth:
    key_result, cycle, as_of = place
    position = stand.position
    elapsed = _elapsed(key_result, cycle, position, as_of)
    running_on, running_value = _running(measure, position, min(as_of, key_result.deadline(cycle)))
    return KeyResultHealth(
        key_result_id=key_result.id,
        grain=stand.grain,
        status=status_of(ahead.chance, _standing(key_result, cycle, position, as_of)),
        value=position.value,
        value_on=position.value_on,
        value_ends_on=position.value_ends_on,
        previous_value=position.previous_value,
        running_value=running_value,
        running_on=running_on,
        progress=position.progress,
        reached_on=position.reached_on,
        is_final=position.is_final,
        elapsed_share=finite_or_none(elapsed),
        pace=_pace(key_result, position, elapsed),
        steady_value=_steady_value(key_result, elapsed),
        confidence=said.confidence if said else None,
        confidence_on=said.on if said else None,
        confidence_by=said.by if said else None,
        **vars(ahead),
        **vars(stand.pace),
    )


def _measured(
    key_result: KeyResult, cycle: Cycle, measure: MeasuredKpi | None, as_of: dt.date
) -> Evaluation:
    if measure is None:
        return Evaluation(Attainment(), no_projection(Message("reason-no-data")))
    due_on, grain = key_result.deadline(cycle), measure.grain
    counted = up_to(tidy(measure.series), grain, min(as_of, due_on))
    position, points = measured_attainment(key_result, cycle, counted, grain, as_of), len(counted)
    if position.value_on is None:
        return Evaluation(position, no_projection(Message("reason-no-data")), grain)
    if key_result.target is None:
        return Evaluation(position, no_projection(Message("reason-no-target"), points), grain)
    if position.is_final:
        return Evaluation(position, final(position, points), grain)
    if period_end(last_complete_period(due_on, grain), grain) < cycle.starts_on:
        return Evaluation(position, no_projection(Message("reason-no-period"), points), grain)
    if measure.stale_reason is not None:
        return Evaluation(position, no_projection(measure.stale_reason, points), grain)
    horizon = periods_until(position.value_on, due_on, grain)
    ahead = ProjectionInput(
        counted, grain, horizon, measure.bounds, cycle.starts_on, leads=measure.leads
    )
    return evaluate(key_result, key_result.target, position, ahead)


def _standing(
    key_result: KeyResult, cycle: Cycle, position: Attainment, as_of: dt.date
) -> StatusFacts:
    return StatusFacts(
        has_started=as_of >= cycle.starts_on,
        is_met_now=position.is_met_now,
        is_final=position.is_final,
        is_past=position.is_past,
        is_reached_for_good=key_result.direction is Direction.MILESTONE and position.is_met_now,
    )


def _elapsed(key_result: KeyResult, cycle: Cycle, position: Attainment, as_of: dt.date) -> float:
    """The share of the days gone when the value was true; steps are true every day until one more is done."""
    due_on = key_result.deadline(cycle)
    is_counted = key_result.direction is Direction.MILESTONE
    through = as_of if is_counted or position.value_ends_on is None else position.value_ends_on
    return elapsed_share(cycle.starts_on, due_on, through)


def _pace(key_result: KeyResult, position: Attainment, elapsed: float) -> float | None:
    if isinstance(key_result.target, Band) or position.progress is None:
        return None
    return finite_or_none(pace(position.progress, elapsed))


def _steady_value(key_result: KeyResult, elapsed: float) -> float | None:
    baseline, target = key_result.baseline, key_result.target
    if baseline is None or target is None or isinstance(target, Band):
        return None
    return finite_or_none(steady_value(baseline, target, elapsed))


def _running(
    measure: MeasuredKpi | None, position: Attainment, until: dt.date
) -> tuple[dt.date | None, float | None]:
    """The period that is not complete; one after the deadline, or one older than the value, is no news."""
    if measure is None or measure.running is None:
        return None, None
    on, value = measure.running
    is_news = on <= until and (position.value_on is None or on > position.value_on)
    return (on, finite_or_none(value)) if is_news else (None, None)


def _last_word(check_ins: Sequence[CheckIn], as_of: dt.date) -> CheckIn | None:
    """The last check-in that says how confident the team is; one that is silent leaves the earlier word standing."""
    said = [c for c in in_order(check_ins, as_of) if c.confidence is not None]
    return said[-1] if said else None
