from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.analytics.series.bounds import Bounds
from dashboard.analytics.series.usual_range import UsualRange, usual_range, usual_ranges

Judge = Callable[[pd.Series], UsualRange | None]

histories = st.lists(st.integers(-100, 100), min_size=9, max_size=40).map(
    lambda v: np.array(v, dtype=float)
)


def weekly(values: object) -> pd.Series:
    values = np.asarray(values, dtype=float)
    return pd.Series(values, pd.date_range("2025-01-06", periods=len(values), freq="W-MON"))


def test_a_hand_worked_chart_without_a_trend() -> None:
    # 1, 3, 3, 1, 1, 3, 3, 1: mean 2, slope 0, moves 2, 0, 2, 0, 2, 0, 2 with mean 8/7
    result = usual_range(weekly([1, 3, 3, 1, 1, 3, 3, 1, 6]))
    assert result is not None
    assert result.center == pytest.approx(2)
    assert result.high == pytest.approx(2 + 2.66 * 8 / 7)
    assert result.low == pytest.approx(2 - 2.66 * 8 / 7)
    assert result.side == "above"
    assert result.value == 6
    assert result.period_on.isoformat() == "2025-03-03"


def test_the_limits_follow_the_trend() -> None:
    zigzag = np.array([1, -1] * 12)
    result = usual_range(weekly([*(10 * np.arange(24) + zigzag), 240]))
    assert result is not None
    assert result.center == pytest.approx(240, abs=1)
    assert result.side == "inside"


def test_float_noise_on_a_straight_line_is_no_signal() -> None:
    result = usual_range(weekly(0.1 * np.arange(20)))
    assert result is not None
    assert result.side == "inside"


def test_seven_periods_before_are_too_few() -> None:
    assert usual_range(weekly(range(8))) is None
    assert usual_range(weekly(range(9))) is not None
    assert usual_range(weekly([1, 2, 3, 4, math.nan, 6, 7, 8, 9])) is None
    assert usual_range(weekly([])) is None


def test_a_period_without_a_value_is_not_judged() -> None:
    series = weekly([*np.tile([1, 2], 8), math.nan])
    assert usual_range(series) is None
    assert [r.period_on for r in usual_ranges(series, 2)] == [series.index[-2].date()]


def test_only_the_24_periods_before_count() -> None:
    recent = np.tile([1.0, 3.0], 12)
    with_past = weekly([*np.full(30, 900.0), *recent, 2])
    alone = weekly([*recent, 2])
    assert usual_range(with_past).high == usual_range(alone).high


def test_limits_stop_at_the_bounds() -> None:
    result = usual_range(weekly([98, 99, 97, 100, 98, 99, 97, 100, 99]), bounds=Bounds(0, 100))
    assert result is not None
    assert result.high == 100
    assert result.low <= result.center <= 100


def test_each_of_the_last_periods_is_judged_by_those_before_it() -> None:
    series = weekly([1, 3, 3, 1, 1, 3, 3, 1, 6, 2, 1])
    last_three = usual_ranges(series, 3)
    assert [r.side for r in last_three] == ["above", "inside", "inside"]
    assert last_three[0] == usual_range(series.iloc[:9])
    assert len(usual_ranges(series, 50)) == 3


def what_comes_later_changes_nothing(
    judge: Callable[[pd.Series, int], list[UsualRange]], values: np.ndarray
) -> None:
    series = weekly([*values, 1e6])
    assert judge(series, 2)[:-1] == judge(series.iloc[:-1], 1)


def scaled_and_shifted_alike(judge: Judge, values: np.ndarray) -> None:
    plain, moved = judge(weekly(values)), judge(weekly(values * 2.0 + 64))
    assert moved.low == pytest.approx(plain.low * 2 + 64, abs=1e-6)
    assert moved.side == plain.side


def turned_upside_down_alike(judge: Judge, values: np.ndarray) -> None:
    plain, turned = judge(weekly(values)), judge(weekly(-values))
    assert turned.high == pytest.approx(-plain.low, abs=1e-6)
    assert {plain.side, turned.side} in ({"inside"}, {"above", "below"})


def _peeking(series: pd.Series, last: int) -> list[UsualRange]:
    return [
        UsualRange(r.period_on, r.value, r.low, float(series.max()), r.high, r.side)
        for r in usual_ranges(series, last)
    ]


def _absolute(series: pd.Series) -> UsualRange:
    return usual_range(series.abs())


def test_what_comes_later_has_no_say() -> None:
    given(histories)(lambda values: what_comes_later_changes_nothing(usual_ranges, values))()


@pytest.mark.parametrize("law", [scaled_and_shifted_alike, turned_upside_down_alike])
def test_the_range_is_of_no_unit_and_no_side(law) -> None:
    given(histories)(lambda values: law(usual_range, values))()


@pytest.mark.parametrize(
    ("law", "bug"),
    [
        (what_comes_later_changes_nothing, _peeking),
        (scaled_and_shifted_alike, _absolute),
        (turned_upside_down_alike, _absolute),
    ],
)
def test_the_laws_catch_planted_bugs(law, bug) -> None:
    with pytest.raises(AssertionError):
        settings(phases=[Phase.generate])(given(histories)(lambda values: law(bug, values)))()
