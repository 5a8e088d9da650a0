from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.series.periods import day_numbers, first_day, period_of
from dashboard.domain.kpi import Grain
from dashboard.domain.periods import period_start


def day(text: str) -> np.ndarray:
    return day_numbers(np.array([text], dtype="datetime64[D]"))


def test_days_are_counted_from_1970_whatever_the_time_of_day():
    stamps = pd.DatetimeIndex(["1970-01-01 23:59", "1970-01-03", "1969-12-31 00:01"])
    assert day_numbers(stamps).tolist() == [0, 2, -1]
    assert day_numbers(pd.DatetimeIndex([])).tolist() == []


@given(number=st.integers(-200_000, 200_000), grain=st.sampled_from(Grain))
def test_the_first_day_of_a_period_is_that_of_the_domain(number: int, grain: Grain) -> None:
    epoch = dt.date(1970, 1, 1)
    result = int(first_day(period_of(np.array([number]), grain), grain)[0])

    assert epoch + dt.timedelta(days=result) == period_start(
        epoch + dt.timedelta(days=number), grain
    )


@pytest.mark.parametrize(
    ("text", "grain", "period"),
    [
        ("1970-01-01", Grain.DAY, 0),
        ("1970-01-04", Grain.WEEK, 0),
        ("1970-01-05", Grain.WEEK, 1),
        ("1969-12-28", Grain.WEEK, -1),
        ("1970-02-28", Grain.MONTH, 1),
        ("1969-12-31", Grain.MONTH, -1),
        ("1970-03-31", Grain.QUARTER, 0),
        ("1970-04-01", Grain.QUARTER, 1),
        ("1969-12-31", Grain.QUARTER, -1),
    ],
)
def test_periods_are_counted_from_1970_and_weeks_start_on_monday(
    text: str, grain: Grain, period: int
) -> None:
    assert period_of(day(text), grain).tolist() == [period]


@given(number=st.integers(-200_000, 200_000), grain=st.sampled_from(Grain))
def test_every_day_lies_in_its_period_and_no_other(number: int, grain: Grain) -> None:
    period = period_of(np.array([number]), grain)
    start, after = first_day(period, grain)[0], first_day(period + 1, grain)[0]

    assert start <= number < after
    assert period_of(np.array([start, after - 1]), grain).tolist() == [period[0]] * 2


@given(period=st.integers(-3000, 3000))
def test_the_first_day_of_a_week_is_a_monday(period: int) -> None:
    number = int(first_day(np.array([period]), Grain.WEEK)[0])

    assert (dt.date(1970, 1, 1) + dt.timedelta(days=number)).weekday() == 0
