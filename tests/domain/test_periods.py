from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.kpi import Grain
from dashboard.domain.periods import (
    last_complete_period,
    next_period,
    period_end,
    period_start,
    periods_until,
)

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))
GRAINS = st.sampled_from(list(Grain))
ONE_DAY = dt.timedelta(days=1)


def test_the_last_days_of_2026_are_in_its_53rd_week():
    assert period_start(dt.date(2027, 1, 1), Grain.WEEK) == dt.date(2026, 12, 28)
    assert period_end(dt.date(2026, 12, 30), Grain.WEEK) == dt.date(2027, 1, 3)


def test_a_leap_day_is_the_last_of_its_month():
    assert period_end(dt.date(2028, 2, 3), Grain.MONTH) == dt.date(2028, 2, 29)


@pytest.mark.parametrize(
    ("last", "due", "grain", "count"),
    [
        (
            dt.date(2026, 10, 12),
            dt.date(2026, 12, 31),
            Grain.WEEK,
            10,
        ),  # closes on Sunday 27 December
        (dt.date(2019, 6, 1), dt.date(2019, 12, 31), Grain.MONTH, 6),
        (dt.date(2019, 6, 1), dt.date(2019, 12, 30), Grain.MONTH, 5),
        (dt.date(2019, 12, 1), dt.date(2019, 12, 31), Grain.MONTH, 0),
        (dt.date(2020, 1, 1), dt.date(2019, 12, 31), Grain.MONTH, 0),
        (dt.date(2026, 7, 1), dt.date(2026, 12, 31), Grain.QUARTER, 1),
        (dt.date(2026, 12, 29), dt.date(2026, 12, 31), Grain.DAY, 2),
    ],
)
def test_how_many_periods_close_by_the_deadline(
    last: dt.date, due: dt.date, grain: Grain, count: int
):
    assert periods_until(last, due, grain) == count


@given(DAYS, GRAINS)
def test_a_day_lies_in_its_period_and_periods_leave_no_gap(day: dt.date, grain: Grain):
    start, end = period_start(day, grain), period_end(day, grain)

    assert start <= day <= end
    assert period_start(end, grain) == start
    assert next_period(day, grain) == end + ONE_DAY


@given(DAYS, GRAINS, st.integers(-60, 60))
def test_going_on_and_back_by_the_same_number_of_periods_ends_where_it_began(
    day: dt.date, grain: Grain, count: int
):
    there = next_period(day, grain, count)

    assert next_period(there, grain, -count) == period_start(day, grain)


@given(DAYS, GRAINS)
def test_the_last_complete_period_has_ended_and_the_next_one_has_not(day: dt.date, grain: Grain):
    last = last_complete_period(day, grain)

    assert period_end(last, grain) <= day
    assert period_end(next_period(last, grain), grain) > day


@given(DAYS, st.integers(0, 400), GRAINS)
def test_after_so_many_periods_the_next_one_would_miss_the_deadline(
    last: dt.date, days: int, grain: Grain
):
    due = last + dt.timedelta(days=days)
    count = periods_until(last, due, grain)

    if count:
        assert period_end(next_period(last, grain, count), grain) <= due
    assert period_end(next_period(last, grain, count + 1), grain) > due
