"""The filters against what is worked out by hand, and what all of them keep."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.forecast.ensemble.members import plain_members, seasonal_members
from dashboard.analytics.forecast.ensemble.smoothing import Season, paths, variance_growth
from tests.analytics.forecast.ensemble.chosen_members import chosen, drift, level, reverting, trend

ALL = plain_members()
NOT_KNOWN = math.nan
numbers = st.integers(-100, 100).map(float)


@st.composite
def histories(draw: st.DrawFn) -> np.ndarray:
    """Eight to twenty values, the first and the last known."""
    values = np.array(draw(st.lists(numbers, min_size=8, max_size=20)))
    values[draw(st.lists(st.integers(1, len(values) - 2), max_size=4))] = NOT_KNOWN
    return values


def test_a_level_follows_by_three_tenths_once_it_is_no_longer_the_mean_of_less() -> None:
    result = paths(np.array([10.0, 20, 0, 20]), level(0.3), 2)
    # the gains are 1, 1/2, 1/3 and .3
    assert result[:, 0, 0] == pytest.approx([10, 15, 10, 13])
    assert (result[:, 0, 1] == result[:, 0, 0]).all()


def test_a_level_that_follows_nothing_is_the_mean_and_one_that_follows_all_the_last_value() -> (
    None
):
    values = np.array([10.0, 20, 0, 20])
    assert paths(values, level(0.0), 1)[:, 0, 0] == pytest.approx([10, 15, 10, 12.5])
    assert paths(values, level(1.0), 1)[:, 0, 0] == pytest.approx(values)


def test_a_trend_moves_by_half_of_each_residual_and_is_damped() -> None:
    result = paths(np.array([0.0, 10, 10]), trend(1.0, 0.5, 0.93), 2)[:, 0]
    # slope 5 after the second value; 0.93 * 5 was forecast, 4.65 too much: half of it is corrected
    slope = 0.93 * 5 - 4.65 / 2
    assert result[1] == pytest.approx([10 + 0.93 * 5, 10 + (0.93 + 0.93**2) * 5])
    assert result[2] == pytest.approx([10 + 0.93 * slope, 10 + (0.93 + 0.93**2) * slope])


def test_a_drift_is_the_mean_change_as_if_twenty_more_had_brought_none() -> None:
    result = paths(np.array([0.0, 2, 4, 6]), drift(1.0, 20.0), 2)[:, 0]
    assert result[-1] == pytest.approx([6 + 6 / 23, 6 + 12 / 23])
    quick = paths(np.array([0.0, 2, 4, 6]), drift(1.0, 3.0), 1)[-1, 0]
    assert quick == pytest.approx([7.0])


def test_what_returns_keeps_seven_tenths_of_its_distance_to_the_mean() -> None:
    result = paths(np.array([0.0, 0, 9]), reverting(1.0, 0.7), 3)[-1, 0]
    assert result == pytest.approx([3 + 6 * 0.7, 3 + 6 * 0.49, 3 + 6 * 0.343])


def test_an_unknown_period_moves_nothing() -> None:
    result = paths(np.array([10.0, 20, NOT_KNOWN, 20]), level(0.3), 1)[:, 0, 0]
    # the third known value still counts by a third
    assert result == pytest.approx([10, 15, 15, 15 + 5 / 3])


@given(histories())
def test_from_an_unknown_period_every_member_goes_the_way_that_it_expected(values) -> None:
    result = paths(values, ALL, 6)
    for at in np.flatnonzero(np.isnan(values)):
        assert result[at, :, :-1] == pytest.approx(result[at - 1, :, 1:], abs=1e-9)


@given(histories(), numbers, numbers)
def test_paths_follow_a_change_of_scale_and_of_zero(values, scale: float, zero: float) -> None:
    result = paths(scale * values + zero, ALL, 4)
    assert result == pytest.approx(scale * paths(values, ALL, 4) + zero, abs=1e-7)


@given(st.lists(st.tuples(numbers, numbers), min_size=8, max_size=20))
def test_the_path_of_a_sum_is_the_sum_of_the_paths(pairs) -> None:
    one, other = np.array(pairs).T
    assert paths(one + other, ALL, 4) == pytest.approx(
        paths(one, ALL, 4) + paths(other, ALL, 4), abs=1e-8
    )


@given(histories(), st.integers(1, 12))
def test_what_comes_later_changes_no_earlier_path(values, cut: int) -> None:
    known = values[: max(1, len(values) - cut)]
    assert (paths(values, ALL, 3)[: len(known)] == paths(known, ALL, 3)).all()


# A season

BOOK = chosen(seasonal_members((1.0,)), alpha=0.0, slope_gain=0.0, unchanged=np.nan)
PATTERN = np.array([4.0, -4, 0, 0])


def season(count: int) -> Season:
    return Season(np.arange(count) % 4, PATTERN, 4)


def test_a_season_starts_halved_where_noise_is_as_large_and_learns_at_the_second_visit() -> None:
    result = paths(np.array([12.0, 8, 10, 10, 20]), BOOK, 4, season(9))[:, 0]
    assert result[0] == pytest.approx([8, 10, 10, 12])
    assert result[3] == pytest.approx([12, 8, 10, 10])
    # residual 8: the level takes a fifth; of the other 6.4 the index, seen twice, takes a third
    assert result[4] == pytest.approx([9.6, 11.6, 11.6, 11.6 + 2 + 6.4 / 3])


def test_a_place_moves_by_a_fifth_however_often_it_came_back() -> None:
    """Ten years of the pattern, then a value 10 too high: a fifth of what the level leaves."""
    count = 41
    values = np.tile([12.0, 8, 10, 10], 11)[:count]
    before = paths(values, BOOK, 4, season(count + 4))[-1, 0]
    values[-1] += 10
    after = paths(values, BOOK, 4, season(count + 4))[-1, 0]
    left = 10 * (1 - 1 / count)
    assert (after - before)[:3] == pytest.approx(np.full(3, 10 / count))
    assert (after - before)[3] == pytest.approx(10 / count + left / 5)


def test_the_season_of_a_pattern_of_nothing_in_the_first_year_is_none() -> None:
    members = seasonal_members()
    values = np.array([3.0, 1, 4, 1])
    none = Season(np.arange(8) % 4, np.zeros(4), 4)
    assert paths(values, members, 4, none) == pytest.approx(paths(values, members, 4))


# How errors grow


def test_the_variance_of_a_walk_grows_by_one_each_step() -> None:
    assert variance_growth(50, level(1.0), 5)[0] == pytest.approx([1, 2, 3, 4, 5])


def test_the_variance_of_a_level_grows_by_the_square_of_its_gain() -> None:
    assert variance_growth(50, level(0.3), 3)[0] == pytest.approx([1, 1.09, 1.18])
    assert variance_growth(2, level(0.3), 3)[0] == pytest.approx([1, 1.25, 1.5])


def test_the_variance_of_what_returns_stops_growing() -> None:
    result = variance_growth(10**9, reverting(1.0, 0.7), 60)[0]
    assert result[:3] == pytest.approx([1, 1.49, 1.49 + 0.7**4])
    assert result[-1] == pytest.approx(1 / (1 - 0.49))
    # of ten values, each residual moves the mean as well, by a tenth
    assert variance_growth(10, reverting(1.0, 0.7), 2)[0] == pytest.approx([1, 1 + 0.73**2])


def test_the_variance_of_a_trend_includes_the_effect_of_a_residual_on_the_slope() -> None:
    result = variance_growth(50, trend(1.0, 0.15, 1.0), 3)[0]
    assert result == pytest.approx([1, 1 + 1.15**2, 1 + 1.15**2 + 1.3**2])


@given(st.integers(8, 156))
def test_error_variances_never_decrease_with_the_horizon(count: int) -> None:
    result = variance_growth(count, ALL, 13)
    assert (result[:, 0] == 1).all()
    assert (np.diff(result, axis=1) >= 0).all()
