"""The history of a key result without a KPI: the values of its check-ins, brought to regular periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.analytics.key_results.attainment import reported_attainment, reports
from dashboard.analytics.key_results.evaluation import Evaluation, evaluate
from dashboard.analytics.key_results.projection import (
    ProjectionInput,
    final_projection,
    no_projection,
)
from dashboard.analytics.series.bounds import assumed_bounds
from dashboard.domain.check_in import CheckIn
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Cycle, KeyResult
from dashboard.domain.periods import next_period, period_end, period_start, periods_until
from dashboard.i18n import Message

MONTHLY_FROM_DAYS = 24
"""From this usual distance of values on, in days, the series is monthly, else weekly."""

STALE_PERIODS = 4
"""Age of the last value, in periods, from which there is no forecast: the team has stopped
reporting."""


def reported_evaluation(
    key_result: KeyResult, cycle: Cycle, check_ins: Sequence[CheckIn], as_of: dt.date
) -> Evaluation:
    """The evaluation of a key result without a KPI.

    Values of the cycle make its attainment, all that were reported its forecast.
    """
    of_cycle = [c for c in check_ins if c.on >= cycle.starts_on]
    attainment = reported_attainment(key_result, cycle, of_cycle, as_of)
    if attainment.value is None:
        return Evaluation(attainment, no_projection(Message("reason-nothing-reported")))
    if attainment.is_final:
        return Evaluation(attainment, final_projection(key_result, attainment))
    if key_result.target is None:
        return Evaluation(attainment, no_projection(Message("reason-no-target")))
    given = reported_input(key_result, cycle, reports(check_ins, as_of), as_of)
    if isinstance(given, Message):
        return Evaluation(attainment, no_projection(given))
    return evaluate(key_result, key_result.target, attainment, given)


def reported_input(
    key_result: KeyResult, cycle: Cycle, given: Sequence[CheckIn], as_of: dt.date
) -> ProjectionInput | Message:
    """What the forecast of a key result without a KPI starts from, or the reason why there is none.

    The history is as old as the first value, whether or not that is of the cycle. A value is that
    of the period whose end lies nearest to the day of its report: people say on a Monday what the
    week before brought. Of several the last counts.

    Args:
        key_result: the promise, with its target.
        cycle: its time box.
        given: the check-ins with a value up to `as_of`, oldest first; at least one.
        as_of: the day asked about.
    """
    days = [report.on for report in given]
    grain = _grain(days)
    values = pd.Series(
        [float(report.value) for report in given if report.value is not None],
        pd.DatetimeIndex([_stamp(day, grain) for day in days]),
    )
    history = values[~values.index.duplicated(keep="last")]
    if as_of > period_end(next_period(days[-1], grain, STALE_PERIODS), grain):
        return Message("reason-reports-stale", {"days": (as_of - days[-1]).days})
    due_on = key_result.deadline(cycle)
    last, final = history.index[-1].date(), _stamp(due_on, grain)
    return ProjectionInput(
        history,
        grain,
        # what is reported on the last days may be corrected until the deadline has gone
        max(1, periods_until(last, period_end(final, grain), grain)),
        assumed_bounds(key_result.title, key_result.unit, values, key_result.target),
        cycle.starts_on,
        too_short="reason-too-few-reports",
    )


def _grain(days: Sequence[dt.date]) -> Grain:
    apart = np.diff([day.toordinal() for day in dict.fromkeys(days)])
    is_rare = len(apart) > 0 and float(np.median(apart)) >= MONTHLY_FROM_DAYS
    return Grain.MONTH if is_rare else Grain.WEEK


def _stamp(day: dt.date, grain: Grain) -> dt.date:
    """The first day of the period whose end is nearest; the one that holds the day where two are as near."""
    start, end = period_start(day, grain), period_end(day, grain)
    since_last_end = (day - start).days + 1
    return start if (end - day).days <= since_last_end else next_period(day, grain, -1)
