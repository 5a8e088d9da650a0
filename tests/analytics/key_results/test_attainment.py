"""A value from before the cycle says where the key result starts, and settles nothing."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.analytics.key_results.attainment import (
    is_attained,
    measured_attainment,
    milestone_attainment,
    reported_attainment,
)
from dashboard.analytics.key_results.key_result import (
    KeyResultHealth,
    MeasuredKpi,
    assess_key_result,
)
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Cycle, Direction, KeyResult, Milestone, Status
from dashboard.domain.periods import next_period, period_end, period_start
from dashboard.i18n import Message, translator

CYCLE = Cycle(id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31))
FIRST_DAY = CYCLE.starts_on


def key_result(target: float = 100.0, due_on: dt.date | None = None) -> KeyResult:
    return KeyResult(
        id="k", title="k", kpi="k", direction="increase", baseline=0, target=target, due_on=due_on
    )


def ending(last: str, grain: Grain, count: int = 12) -> pd.Series:
    """The values 39, 40 … 50 of periods of which the last starts on `last`."""
    day = dt.date.fromisoformat(last)
    stamps = [next_period(day, grain, step) for step in range(1 - count, 1)]
    return pd.Series(51.0 - count + np.arange(count), pd.DatetimeIndex(stamps))


def judge(series: pd.Series, grain: Grain, as_of: dt.date, **more: object) -> KeyResultHealth:
    return assess_key_result(key_result(**more), CYCLE, MeasuredKpi(grain, series), (), as_of)


@pytest.mark.parametrize(
    ("grain", "last", "due_on"),
    [
        (Grain.QUARTER, "2026-07-01", dt.date(2026, 12, 15)),
        (Grain.MONTH, "2026-09-01", dt.date(2026, 10, 15)),
        (Grain.WEEK, "2026-09-21", dt.date(2026, 10, 3)),
    ],
)
@pytest.mark.parametrize("target", [100.0, 10.0])
@pytest.mark.parametrize("days", [0, 2, 200])
def test_where_no_period_closes_by_the_deadline_there_is_no_forecast_and_no_fact(
    grain, last, due_on, target, days
):
    as_of = FIRST_DAY + dt.timedelta(days=days)

    found = judge(ending(last, grain), grain, as_of, target=target, due_on=due_on)

    assert (found.attainment.value, found.attainment.is_final, found.attainment.reached_on) == (
        50.0,
        False,
        None,
    )
    assert (found.status, found.projection.chance, found.projection.method) == (
        Status.NO_FORECAST,
        None,
        None,
    )
    assert found.projection.reason == Message("reason-no-period")
    assert translator().write(found.projection.reason) == (
        "no period of its KPI closes before the deadline"
    )


def test_a_value_that_is_missing_from_before_the_cycle_is_not_forecast_as_if_it_settled_anything():
    # the quarter that ended on 2026-09-30 is not delivered yet, and the next one ends after the deadline
    late = ending("2026-04-01", Grain.QUARTER)

    found = judge(late, Grain.QUARTER, dt.date(2026, 10, 5), due_on=dt.date(2026, 12, 15))

    assert (found.projection.chance, found.projection.reason) == (
        None,
        Message("reason-no-period"),
    )


def test_the_one_period_that_closes_in_the_cycle_settles_it_though_it_began_before():
    # the week of Monday 2026-09-28 ends on Sunday 2026-10-04, the third day of the cycle
    due_on = dt.date(2026, 10, 6)

    found = judge(ending("2026-09-28", Grain.WEEK), Grain.WEEK, due_on, target=10, due_on=due_on)

    assert (found.status, found.projection.chance, found.attainment.is_final) == (
        Status.REACHED,
        1,
        True,
    )
    assert found.attainment.reached_on == dt.date(2026, 10, 4)


def test_while_a_period_is_still_to_close_the_value_from_before_is_forecast():
    found = judge(ending("2026-07-01", Grain.QUARTER), Grain.QUARTER, FIRST_DAY)

    assert found.projection.reason is None
    assert len(found.projection.path) == 1


def test_what_was_met_before_the_cycle_is_met_now_and_was_not_reached_on_a_day_before_it():
    found = judge(ending("2026-09-21", Grain.WEEK), Grain.WEEK, FIRST_DAY, target=10)

    assert found.status is Status.REACHED
    assert found.attainment.reached_on is None


def test_a_report_from_before_the_cycle_was_not_reached_in_it(check_in):
    reports = [check_in("2026-09-20", value=150), check_in("2026-09-27", value=150)]

    before = reported_attainment(key_result(), CYCLE, reports, FIRST_DAY)
    after = reported_attainment(
        key_result(), CYCLE, [*reports, check_in("2026-10-05", value=150)], dt.date(2026, 10, 9)
    )

    assert (is_attained(key_result(), before), before.reached_on) == (True, None)
    assert after.reached_on == dt.date(2026, 10, 5)


@pytest.mark.parametrize(
    ("as_of", "reached_on"),
    [(dt.date(2026, 9, 30), None), (FIRST_DAY, FIRST_DAY), (dt.date(2026, 11, 1), FIRST_DAY)],
)
def test_steps_that_were_done_before_the_cycle_are_reached_on_its_first_day(as_of, reached_on):
    steps = (Milestone(title="One", done_on=dt.date(2026, 9, 2)),)
    early = KeyResult(id="k", title="k", direction=Direction.MILESTONE, milestones=steps)

    found = milestone_attainment(early, CYCLE, (), as_of)

    assert (is_attained(early, found), found.reached_on) == (True, reached_on)


@given(
    st.sampled_from([Grain.WEEK, Grain.MONTH, Grain.QUARTER]),
    st.dates(dt.date(2026, 6, 1), dt.date(2027, 1, 31)),
    st.dates(CYCLE.starts_on, CYCLE.ends_on),
    st.sampled_from([10.0, 45.0, 100.0]),
)
def test_only_a_period_of_the_cycle_settles_or_reaches(grain, last, due_on, target):
    counted = ending(str(period_start(last, grain)), grain)
    ends_on = period_end(last, grain)
    assume(ends_on <= due_on)

    found = measured_attainment(key_result(target, due_on), CYCLE, counted, grain)

    following = period_end(next_period(last, grain), grain)
    assert found.is_final == (CYCLE.starts_on <= ends_on and following > due_on)
    assert found.reached_on is None or CYCLE.starts_on <= found.reached_on <= due_on


@given(
    st.sampled_from([Grain.WEEK, Grain.MONTH, Grain.QUARTER]),
    st.dates(dt.date(2026, 6, 1), dt.date(2027, 1, 31)),
    st.dates(CYCLE.starts_on, CYCLE.ends_on),
    st.integers(0, 120),
)
def test_there_is_a_forecast_a_fact_or_no_period_to_judge_by(grain, last, due_on, days):
    series = ending(str(period_start(last, grain)), grain, count=40)
    as_of = FIRST_DAY + dt.timedelta(days=days)
    assume(period_end(last, grain) <= as_of)

    found = judge(series, grain, as_of, due_on=due_on)

    closes = any(
        period_end(day.date(), grain) == day.date()
        for day in pd.date_range(CYCLE.starts_on, due_on)
    )
    assert (found.projection.chance is not None) == closes
    assert found.projection.reason == (None if closes else Message("reason-no-period"))
