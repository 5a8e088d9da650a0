from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.analytics.forecast.ensemble import first_year_season as first_year
from dashboard.analytics.forecast.ensemble.ensemble import (
    LIKELIHOOD_SETTINGS,
    MIN_REPEATED,
    EnsembleForecast,
    History,
    ensemble_forecast,
)
from dashboard.analytics.forecast.ensemble.season_index import LENGTHS, season_indices
from dashboard.domain.kpi import Grain

MONDAY = pd.Timestamp("2023-01-02")
NOT_KNOWN = math.nan
WEEKS = np.arange(160)
WAVE = 20 * np.cos(2 * math.pi * WEEKS / 52)


def forecast_of(values: object, steps: int = 13, grain: Grain = Grain.WEEK) -> EnsembleForecast:
    values = np.asarray(values, dtype=float)
    return ensemble_forecast(
        History(values, season_indices(MONDAY, grain, len(values) + 40), grain), steps
    )


def noise(seed: int, count: int) -> np.ndarray:
    return np.random.default_rng([11, seed]).standard_normal(count)


@st.composite
def histories(draw: st.DrawFn) -> np.ndarray:
    """Random walks and noise of every length, some with gaps; the first and the last are known."""
    count = draw(st.sampled_from([8, 9, 13, 30, 51, 52, 53, 54, 55, 60, 80, 104, 130]))
    values = noise(draw(st.integers(0, 10**6)), count)
    values = values.cumsum() if draw(st.booleans()) else values
    share = draw(st.sampled_from([0.0, 0.1]))
    values[1:-1][noise(count, count - 2) < 4 * share - 1.7] = NOT_KNOWN
    return values


# From the plain members alone


def test_below_a_year_there_is_no_season() -> None:
    result = forecast_of(WAVE[:51])
    assert result.season_share == 0
    assert result.table.values.shape[1] == 13


def test_a_line_goes_on_and_noise_stays_about_its_mean() -> None:
    assert forecast_of(np.arange(30.0)).table.quantile(0.5) == pytest.approx(
        np.arange(30, 43), abs=0.3
    )
    values = noise(1, 40)
    middle = forecast_of(values).table.quantile(0.5)
    assert middle == pytest.approx(np.full(13, values.mean()), abs=0.4)


def test_the_range_of_a_walk_is_as_wide_as_the_walk() -> None:
    """Over sixty walks, by step: 2.56 standard deviations, which grow with the root of time."""
    width = np.mean(
        [
            result.quantile(0.9) - result.quantile(0.1)
            for result in (forecast_of(noise(seed, 51).cumsum()).table for seed in range(60))
        ],
        axis=0,
    )
    assert width / (2.563 * np.sqrt(np.arange(1, 14))) == pytest.approx(np.ones(13), abs=0.2)


# With a single year


def test_a_single_year_that_closes_comes_back_as_far_as_it_is_believed() -> None:
    values = WAVE[:53]
    result = forecast_of(values)
    assert result.season_share == first_year.season_weight(values, 52) > 0.8
    future = WAVE[53:66]
    assert (
        np.abs(result.table.quantile(0.5) - future).mean()
        < 0.4 * np.abs(values[-1] - future).mean()
    )


def width(result: EnsembleForecast) -> np.ndarray:
    return result.table.quantile(0.9) - result.table.quantile(0.1)


def test_a_season_seen_once_hardly_narrows_the_ranges() -> None:
    values = WAVE[:53] + 0.3 * noise(7, 53)
    assert width(forecast_of(values))[0] > 0.6 * width(forecast_of(values[:51]))[0]


def test_a_week_that_stood_out_once_and_is_half_believed_is_wide_when_it_comes_again() -> None:
    """The ends of the year are a third of its range apart: a weight of about a half.

    The fifth week was a spike.
    """
    at = np.arange(52)
    result = forecast_of(0.5 * noise(8, 52) + 10 * at / 51 + 30 * (at == 4))
    assert 0.35 < result.season_share < 0.6
    assert width(result)[4] > 1.3 * max(width(result)[3], width(result)[5])
    middle = result.table.quantile(0.5)
    assert middle[4] > middle[3] + 3


def test_a_single_year_that_does_not_close_brings_no_season() -> None:
    values = np.append(0.0, np.cumsum(np.abs(noise(2, 51))))
    result, before = forecast_of(values), forecast_of(values[1:])
    assert result.season_share == 0
    assert result.table.quantile(0.5) == pytest.approx(before.table.quantile(0.5), rel=0.02)


def test_a_year_of_which_much_is_unknown_brings_no_season() -> None:
    values = WAVE[:104].copy()
    values[np.arange(104) % 3 == 1] = NOT_KNOWN
    assert forecast_of(values).season_share == 0


def test_weeks_that_are_unknown_here_and_there_do_not_hide_the_season() -> None:
    values = WAVE + noise(6, 160)
    values[np.arange(160) % 5 == 1] = NOT_KNOWN
    result = forecast_of(values[:105])
    assert result.season_share > 0.9
    assert np.abs(result.table.quantile(0.5) - WAVE[105:118]).mean() < 4


def test_a_first_week_missing_from_the_first_year_is_interpolated_from_its_neighbours() -> None:
    """2026 has a 53rd week, so that 52 weeks from the second one on have no first."""
    second = pd.Timestamp("2026-01-05")
    values = 50 + 20 * np.cos(2 * math.pi * np.arange(66) / 52.2)
    where = season_indices(second, Grain.WEEK, 80)
    assert 0 not in where[:52]
    middle = ensemble_forecast(History(values[:52], where, Grain.WEEK), 3).table.quantile(0.5)
    assert np.abs(np.diff(middle)).max() < 3


def test_a_year_that_is_only_its_pattern_is_still_forecast() -> None:
    values = np.zeros(52)
    values[20] = 1.0
    result = forecast_of(values)
    assert np.isfinite(result.table.values).all()
    assert result.table.quantile(0.5) == pytest.approx(np.zeros(13), abs=0.1)


# With a season that came back


@pytest.mark.parametrize(
    ("grain", "years"), [(Grain.WEEK, 2), (Grain.MONTH, 3), (Grain.QUARTER, 6), (Grain.DAY, 6)]
)
def test_a_season_that_repeated_is_forecast_in_every_grain(grain: Grain, years: int) -> None:
    length = LENGTHS[grain]
    at = np.arange(years * length + 8)
    values = 20 * np.cos(2 * math.pi * at / length) + noise(3, len(at))
    result = forecast_of(values[:-8], 8, grain)
    assert result.season_share > 0.9
    middle = result.table.quantile(0.5)
    assert np.abs(middle - values[-8:]).mean() < 4
    assert np.corrcoef(middle, values[-8:])[0, 1] > 0.8


def test_the_more_often_a_season_came_back_the_more_it_is_believed() -> None:
    noisy = WAVE + 5 * noise(4, 160)
    shares = [forecast_of(noisy[:count]).season_share for count in (60, 80, 104)]
    assert shares[0] < shares[1] <= shares[2]
    assert shares[2] > 0.8


def test_noise_of_a_year_and_eight_weeks_is_doubted_to_have_a_season() -> None:
    shares = [forecast_of(noise(seed, 60)).season_share for seed in range(40)]
    assert np.mean(shares) < 0.33


def test_what_wanders_is_hardly_believed_to_have_a_season_after_two_years() -> None:
    shares = [forecast_of(noise(seed, 104).cumsum()).season_share for seed in range(20)]
    assert np.median(shares) < 0.1


# The errors one step ahead


def test_the_errors_of_what_follows_at_once_are_the_moves() -> None:
    walk = noise(5, 45).cumsum()
    walk[20] = NOT_KNOWN
    errors = forecast_of(walk).errors
    assert errors.shape == walk.shape
    # the first has no forecast, the second none out of sample; a gap has none on either side
    assert np.flatnonzero(np.isnan(errors)).tolist() == [0, 1, 20, 21]
    moves = np.append(np.nan, np.diff(walk))
    is_known = np.isfinite(errors)
    assert np.corrcoef(errors[is_known], moves[is_known])[0, 1] > 0.9


# What it keeps


@given(histories(), st.integers(1, 12), st.integers(1, 25))
def test_asking_further_changes_nothing_nearer(values, steps: int, more: int) -> None:
    near, far = forecast_of(values, steps), forecast_of(values, steps + more)
    assert far.table.values[:, :steps] == pytest.approx(near.table.values, abs=1e-9)
    assert far.season_share == pytest.approx(near.season_share, abs=1e-9)


@given(histories(), st.floats(0.05, 20), st.floats(-100, 100))
def test_a_change_of_unit_and_of_zero_changes_it_alike(values, unit: float, zero: float) -> None:
    known = values[np.isfinite(values)]
    assume(np.ptp(known) > 0.1)
    plain, other = forecast_of(values), forecast_of(unit * values + zero)
    assert other.table.values / unit - zero / unit == pytest.approx(plain.table.values, abs=1e-4)
    assert other.season_share == pytest.approx(plain.season_share, abs=1e-6)


@given(histories())
def test_upside_down_it_is_the_mirror_image(values) -> None:
    result, turned = forecast_of(values), forecast_of(-values)
    assert -turned.table.values[::-1] == pytest.approx(result.table.values, abs=1e-6)
    assert turned.season_share == pytest.approx(result.season_share, abs=1e-9)


@given(histories())
def test_every_forecast_is_increasing_in_level_and_finite(values) -> None:
    result = forecast_of(values)
    assert np.isfinite(result.table.values).all()
    assert (np.diff(result.table.values, axis=0) >= 0).all()
    assert 0 <= result.season_share <= 1
    returns = len(values) - 52
    if returns < 0:
        assert result.season_share == 0
    elif returns < MIN_REPEATED:
        assert result.season_share in (0, first_year.season_weight(values, 52))


def test_every_grain_has_a_length_and_habits() -> None:
    assert set(LIKELIHOOD_SETTINGS) == set(LENGTHS) == set(Grain)
