from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analytics.forecast.lead_inputs import EXTRA_PERIODS, Aligned, LeadInput, align
from dashboard.domain.kpi import Grain


def weekly(values: object, start: str = "2024-01-01") -> pd.Series:
    result = np.asarray(values, dtype=float)
    return pd.Series(result, pd.date_range(start, periods=len(result), freq="W-MON"))


def lead(series: pd.Series, periods: float = 3) -> LeadInput:
    return LeadInput("trials", series, Grain.WEEK, periods, periods, periods, 0.7)


def aligned(series: pd.Series, history: pd.Series) -> Aligned:
    result = align(lead(series), history, Grain.WEEK)
    assert isinstance(result, Aligned)
    return result


def test_row_by_row_it_is_the_same_week() -> None:
    history = weekly(range(20), "2024-02-05")

    earlier = aligned(weekly(range(100, 130)), history)  # five weeks before
    later = aligned(weekly(range(100, 118), "2024-02-19"), history)  # two weeks after

    assert (earlier.offset, earlier.values[earlier.offset]) == (5, 105)
    assert (later.offset, later.values[0]) == (-2, 100)


def test_what_is_long_before_the_history_is_not_needed() -> None:
    result = aligned(weekly(range(200)), weekly(range(20), "2027-01-04"))

    assert result.offset == EXTRA_PERIODS
    assert len(result.values) == EXTRA_PERIODS + 200 - 157


def test_a_gap_holds_the_value_before_it() -> None:
    series = weekly(range(30)).drop(pd.Timestamp("2024-03-04"))

    assert aligned(series, weekly(range(30))).values[8:11].tolist() == [8, 8, 10]


def test_a_gap_at_the_start_of_the_window_holds_the_value_before_the_window() -> None:
    history = weekly(range(30), "2026-01-05")  # 105 weeks after the KPI's first one
    series = weekly(range(135))
    begin = 105 - EXTRA_PERIODS

    result = aligned(series.drop(series.index[begin : begin + 2]), history)

    assert result.values[:3].tolist() == [begin - 1, begin - 1, begin + 2]


def test_only_where_nothing_earlier_is_known_a_gap_holds_the_first_value() -> None:
    series = weekly(range(30))
    series.iloc[:2] = np.nan

    assert aligned(series, weekly(range(30))).values[:3].tolist() == [2, 2, 2]


def test_months_are_counted_in_months() -> None:
    months = pd.Series(np.arange(30.0), pd.date_range("2022-11-01", periods=30, freq="MS"))
    history = pd.Series(np.arange(24.0), pd.date_range("2023-01-01", periods=24, freq="MS"))
    monthly = LeadInput("orders", months, Grain.MONTH, 2, 1, 3, 0.7)

    result = align(monthly, history, Grain.MONTH)

    assert isinstance(result, Aligned)
    assert result.offset == 2


def test_without_data_it_is_too_short() -> None:
    nothing = pd.Series([], index=pd.DatetimeIndex([]), dtype=float)

    assert align(lead(nothing), weekly(range(30)), Grain.WEEK) == "too_short"
