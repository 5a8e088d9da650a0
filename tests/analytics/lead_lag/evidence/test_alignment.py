from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.alignment import (
    Calendar,
    aligned,
    calendar,
    coarser,
    common_points,
    period_means,
)
from dashboard.analytics.series.periods import period_of
from dashboard.domain.kpi import Grain

FREQUENCIES = {Grain.DAY: "D", Grain.WEEK: "W-MON", Grain.MONTH: "MS", Grain.QUARTER: "QS"}


def side(values: object, grain: Grain, start: str = "2024-01-01") -> Calendar:
    values = np.asarray(values, dtype=float)
    index = pd.date_range(start, periods=len(values), freq=FREQUENCIES[grain])
    return calendar(pd.Series(values, index))


def day(text: str) -> np.ndarray:
    return np.array([text], dtype="datetime64[D]").astype(np.int64)


def test_the_mean_of_a_period_is_that_of_its_values_and_unknown_where_there_are_none() -> None:
    means = period_means(np.array([-1, 0, 0, 2, 3]), np.array([9.0, 1.0, 3.0, 5.0, 9.0]), 3)

    assert means == pytest.approx([2.0, np.nan, 5.0], nan_ok=True)


@given(at=st.lists(st.integers(-3, 12), max_size=40))
def test_means_by_period_keep_the_sum_of_what_lies_inside(at: list[int]) -> None:
    places, values = np.array(at, dtype=np.int64), np.arange(len(at), dtype=float)
    means = period_means(places, values, 10)
    inside = (places >= 0) & (places < 10)
    number = np.array([(places == place).sum() for place in range(10)])

    assert np.isnan(means).tolist() == (number == 0).tolist()
    assert np.nansum(means * number) == pytest.approx(values[inside].sum())


def test_days_and_weeks_meet_by_the_week_over_the_span_that_both_know() -> None:
    days = side(np.repeat(np.arange(12.0), 7), Grain.DAY)
    weeks = side(np.arange(20.0) ** 2, Grain.WEEK, "2024-01-15")
    pair = aligned(days, weeks, coarser(days, weeks))

    assert pair is not None
    assert pair.grain is Grain.WEEK
    assert pair.first == period_of(day("2024-01-15"), Grain.WEEK)[0]
    assert pair.kpi.tolist() == list(range(2, 12))
    assert pair.outcome.tolist() == [number**2 for number in range(10)]


def test_a_period_that_one_side_lacks_is_unknown_and_does_not_count_as_common() -> None:
    kpi = pd.Series(np.arange(12.0), pd.date_range("2024-01-01", periods=12, freq="W-MON"))
    gappy, whole = calendar(kpi.drop(kpi.index[[3, 7]])), calendar(kpi)
    pair = aligned(gappy, whole, Grain.WEEK)

    assert pair is not None
    assert np.flatnonzero(np.isnan(pair.kpi)).tolist() == [3, 7]
    assert common_points(gappy, whole) == 10


@given(n=st.integers(0, 40), m=st.integers(0, 40), later=st.integers(-40, 40))
def test_common_points_are_those_of_both_whichever_comes_first(n: int, m: int, later: int) -> None:
    start = pd.Timestamp("2024-01-01") + pd.Timedelta(weeks=later)
    one, other = side(np.arange(n), Grain.WEEK), side(np.arange(m), Grain.WEEK, str(start.date()))
    expected = len(set(range(n)) & set(range(later, later + m)))

    assert common_points(one, other) == common_points(other, one) == expected


def test_a_series_of_one_value_counts_as_daily() -> None:
    assert side([1], Grain.MONTH).grain is Grain.DAY


@pytest.mark.parametrize(
    ("kpi", "outcome"),
    [
        (np.arange(7), np.arange(30)),
        (np.full(30, 5.1), np.arange(30)),
        (np.arange(30), np.full(30, -2.3e9)),
    ],
    ids=["seven periods", "constant KPI", "constant outcome"],
)
def test_too_little_in_common_is_no_pair(kpi: np.ndarray, outcome: np.ndarray) -> None:
    assert aligned(side(kpi, Grain.WEEK), side(outcome, Grain.WEEK), Grain.WEEK) is None


@pytest.mark.parametrize(("known", "is_enough"), [(9, False), (10, True)])
def test_a_third_of_the_span_must_be_known(known: int, is_enough: bool) -> None:
    weeks = pd.Series(np.arange(30.0), pd.date_range("2024-01-01", periods=30, freq="W-MON"))
    kept = [*range(known - 1), 29]
    pair = aligned(
        Calendar(calendar(weeks).days[kept], np.arange(known) ** 2.0, Grain.WEEK),
        calendar(weeks),
        Grain.WEEK,
    )

    assert (pair is not None) == is_enough
