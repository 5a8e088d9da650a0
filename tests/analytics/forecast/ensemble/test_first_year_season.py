from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.analytics.forecast.ensemble.first_year_season import (
    GAP_EXPONENT,
    MAX_WEIGHT,
    filled,
    season_weight,
    seasonal_deviations,
    seasonal_pattern,
)

NOT_KNOWN = math.nan
WEEKS = np.arange(52)
WAVE = 20 * np.cos(2 * math.pi * WEEKS / 52)
years = st.lists(st.integers(-100, 100).map(float), min_size=52, max_size=104).map(np.array)


def noise(seed: int, count: int = 52) -> np.ndarray:
    return np.random.default_rng([7, seed]).standard_normal(count)


# How far it is believed


def test_a_year_that_closes_is_believed_most_and_a_ramp_not_at_all() -> None:
    closed = np.append(WAVE[:-1], WAVE[0])
    assert season_weight(closed, 52) == pytest.approx(MAX_WEIGHT)
    assert season_weight(np.arange(52.0), 52) == 0
    assert season_weight(np.full(52, 3.0), 52) == 0


def test_ends_as_far_apart_as_half_the_range_are_believed_by_the_rule() -> None:
    assert season_weight(np.array([0.0, 10, 0, 5]), 4) == pytest.approx(
        MAX_WEIGHT * 0.5**GAP_EXPONENT
    )


def test_the_ends_are_those_that_are_known() -> None:
    year = np.array([NOT_KNOWN, 0.0, 10, 0])
    assert season_weight(year, 4) == pytest.approx(MAX_WEIGHT)


def test_of_months_that_came_back_the_growth_is_no_gap_and_of_weeks_it_is() -> None:
    wave = np.sin(2 * np.pi * np.arange(18) / 12)
    growing = wave + 0.2 * np.arange(18)
    assert season_weight(growing, 12) == pytest.approx(season_weight(wave, 12))
    assert season_weight(growing[:12], 12) < 0.5 * season_weight(wave, 12)
    weeks = np.sin(2 * np.pi * np.arange(80) / 52)
    assert season_weight(weeks + 0.05 * np.arange(80), 52) < season_weight(weeks, 52)


@given(years, st.floats(0.01, 100), st.integers(-50, 50))
def test_belief_is_a_share_and_has_no_unit(year, unit: float, zero: int) -> None:
    assert 0 <= season_weight(year, 52) <= MAX_WEIGHT
    assert season_weight(unit * year + zero, 52) == pytest.approx(
        season_weight(year, 52), abs=1e-9
    )
    assert season_weight(-year, 52) == season_weight(year, 52)


# By how much each period departs


def test_a_year_departs_from_its_mean_by_what_the_line_between_its_ends_leaves() -> None:
    assert seasonal_deviations(np.array([1.0, 2, 3, 4]), 4) == pytest.approx([0, 0, 0, 0])
    assert seasonal_deviations(np.array([0.0, 10, 0, 0]), 4) == pytest.approx(
        [-2.5, 7.5, -2.5, -2.5]
    )


def test_a_pair_a_year_apart_determines_the_slope() -> None:
    result = seasonal_deviations(np.array([0.0, 10, 0, 0, 4]), 4)
    # slope 1 from the pair; 0 from the ends, with the weight of a quarter of a year, one pair: 0.5
    assert result == pytest.approx([-2.5 + 0.75, 7.5 + 0.25, -2.5 - 0.25, -2.5 - 0.75])


def test_what_is_not_known_departs_like_its_neighbours_and_is_not_counted() -> None:
    result = seasonal_deviations(np.array([0.0, NOT_KNOWN, 8, 0]), 4)
    assert result == pytest.approx([-8 / 3, 4 - 8 / 3, 8 - 8 / 3, -8 / 3])


def test_the_last_and_the_first_of_a_circle_are_neighbours() -> None:
    result = filled(np.array([NOT_KNOWN, 6.0, 4, 0, NOT_KNOWN]))
    assert result == pytest.approx([4, 6, 4, 0, 2])


@given(years, st.integers(-9, 9), st.integers(-100, 100))
def test_a_line_beneath_the_year_changes_no_departure(year, slope: int, zero: int) -> None:
    tilted = year + slope * np.arange(len(year)) + zero
    assert seasonal_deviations(tilted, 52) == pytest.approx(
        seasonal_deviations(year, 52), abs=1e-8
    )


@given(years)
def test_departures_are_about_nothing(year) -> None:
    assert seasonal_deviations(year, 52).mean() == pytest.approx(0, abs=1e-9)


# What of it is more than noise


def test_most_of_white_noise_is_taken_for_noise() -> None:
    left = [seasonal_pattern(noise(seed), 52).std() for seed in range(40)]
    assert np.mean(left) < 0.3
    assert np.mean(left) < 0.4 * np.mean(
        [seasonal_deviations(noise(seed), 52).std() for seed in range(40)]
    )


def test_a_wave_is_kept_and_the_noise_on_it_is_not() -> None:
    result = seasonal_pattern(WAVE + 3 * noise(1), 52)
    assert np.abs(result - WAVE).mean() < 0.7 * 3 * np.abs(noise(1)).mean()
    assert np.corrcoef(result, WAVE)[0, 1] > 0.98


def test_one_week_of_holidays_is_kept_almost_half_as_high_as_it_was_seen() -> None:
    result = seasonal_pattern(noise(2) + 30 * (WEEKS == 40), 52)
    assert result[40] > 0.4 * 30
    assert np.abs(np.delete(result, [38, 39, 40, 41, 42])).max() < 0.15 * 30


def test_values_that_come_and_go_have_no_holidays() -> None:
    """Where every third week sells, no single one of them is a yearly event."""
    rng = np.random.default_rng(5)
    result = seasonal_pattern(np.where(rng.random(52) < 0.35, 30.0, 0.0), 52)
    assert np.ptp(result) < 0.6 * 30


def test_december_reaches_into_january() -> None:
    """A year is a circle: a bump over its turn is one bump."""
    bump = 10.0 * np.isin(WEEKS, [50, 51, 0, 1])
    turned = np.roll(bump, 20)
    assert np.roll(seasonal_pattern(bump, 52), 20) == pytest.approx(
        seasonal_pattern(turned, 52), abs=1e-9
    )


def test_twelve_months_keep_their_shape() -> None:
    months = 10 * np.cos(2 * math.pi * np.arange(12) / 12)
    result = seasonal_pattern(np.tile(months, 2), 12)
    assert np.corrcoef(result, months)[0, 1] > 0.95
    assert 0.5 < np.ptp(result) / np.ptp(months) <= 1.001


@given(years, st.floats(0.1, 10), st.integers(-50, 50))
def test_a_pattern_has_the_unit_of_its_values(year, unit: float, zero: int) -> None:
    assume(seasonal_deviations(year, 52).std() > 1)
    result = seasonal_pattern(year, 52)
    assert seasonal_pattern(unit * year + zero, 52) == pytest.approx(unit * result, abs=1e-6)
    assert seasonal_pattern(-year, 52) == pytest.approx(-result, abs=1e-8)


def test_no_value_is_left_out_for_another_that_is_unknown() -> None:
    year = WAVE + noise(3)
    year[[5, 6, 30]] = NOT_KNOWN
    result = seasonal_pattern(year, 52)
    assert np.isfinite(result).all()
    assert np.corrcoef(result, WAVE)[0, 1] > 0.95
