from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest

from dashboard.analytics.series.series import finite_or_none, grain_of, on_grid, steps, tidy, up_to
from dashboard.domain.kpi import Grain


def test_unknown_values_go_and_the_last_of_two_stays() -> None:
    index = pd.to_datetime(["2026-01-12", "2026-01-05", "2026-01-19", "2026-01-26", "2026-01-12"])
    result = tidy(pd.Series([2.0, 1.0, math.nan, math.inf, 3.0], index))
    assert result.to_dict() == {pd.Timestamp("2026-01-05"): 1.0, pd.Timestamp("2026-01-12"): 3.0}
    assert tidy(None).empty


def test_plain_dates_are_stamps_too() -> None:
    result = tidy(pd.Series([1.0], [dt.date(2026, 1, 5)]))
    assert result.index[0] == pd.Timestamp("2026-01-05")


@pytest.mark.parametrize(
    ("stamps", "grain"),
    [
        (["2026-01-05", "2026-01-19"], Grain.WEEK),
        (["2026-01-01", "2026-03-01"], Grain.MONTH),
        (["2025-10-01", "2026-04-01"], Grain.QUARTER),
        (["2026-01-30", "2026-02-01"], Grain.DAY),
    ],
)
def test_a_missing_period_is_a_row_without_a_value(stamps, grain) -> None:
    full = on_grid(pd.Series([1.0, 3.0], pd.DatetimeIndex(stamps)), grain)
    assert len(full) == 3
    assert math.isnan(full.iloc[1])
    assert steps(full.index).tolist() == [0, 1, 2]


def test_a_period_counts_from_its_last_day() -> None:
    series = pd.Series([1.0, 2.0], pd.DatetimeIndex(["2026-10-05", "2026-10-12"]))
    assert up_to(series, Grain.WEEK, dt.date(2026, 10, 17)).tolist() == [1]
    assert up_to(series, Grain.WEEK, dt.date(2026, 10, 18)).tolist() == [1, 2]
    assert up_to(tidy(None), Grain.WEEK, dt.date(2026, 10, 18)).empty


@pytest.mark.parametrize(
    ("freq", "grain"),
    [
        ("D", Grain.DAY),
        ("B", Grain.DAY),
        ("W-MON", Grain.WEEK),
        ("MS", Grain.MONTH),
        ("QS", Grain.QUARTER),
    ],
)
def test_the_grain_is_read_from_the_stamps(freq, grain) -> None:
    index = pd.date_range("2026-01-05", periods=12, freq=freq)
    assert grain_of(pd.Series(range(12), index)) is grain


def test_one_stamp_has_no_grain() -> None:
    assert grain_of(pd.Series([1.0], pd.DatetimeIndex(["2026-01-05"]))) is None


def test_only_finite_numbers_are_known() -> None:
    assert finite_or_none(3) == 3.0
    assert finite_or_none(None) is None
    assert finite_or_none(math.nan) is None
    assert finite_or_none(math.inf) is None
