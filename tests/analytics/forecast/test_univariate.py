from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from dashboard.analytics.forecast.method import Method
from dashboard.analytics.forecast.univariate import (
    MAX_PERIODS,
    TooShort,
    forecast,
)
from dashboard.analytics.series.bounds import Bounds


def weekly(values: object) -> pd.Series:
    values = np.asarray(values, dtype=float)
    return pd.Series(values, pd.date_range("2025-01-06", periods=len(values), freq="W-MON"))


def test_seven_points_are_too_few_and_the_error_counts_them() -> None:
    history = weekly([1, 2, math.nan, 3, 4, math.inf, 5, 6, 7])
    with pytest.raises(TooShort) as caught:
        forecast(history, 4)
    assert caught.value.points == 7


def test_a_constant_history_stays_where_it_is() -> None:
    result = forecast(weekly([5.0] * 12), 3)
    assert list(result.quantile(0.05)) == list(result.quantile(0.95)) == [5, 5, 5]
    assert result.chance(5) == 1
    assert result.chance(5.1) == 0
    assert result.chance(5, direction="decrease") == 1
    assert result.between(5, 6) == 1
    assert result.between(6, 7) == 0


def test_a_straight_line_goes_on_but_not_with_certainty() -> None:
    result = forecast(weekly(np.arange(52)), 13)
    assert result.quantile(0.1)[-1] < 64 < result.quantile(0.9)[-1]
    assert result.median[-1] == pytest.approx(64, abs=0.5)


def test_noise_without_a_trend_is_not_continued_as_one() -> None:
    noise = np.array([0, 3, -2, 4, -3, 2, -4, 3, -1, 2, -3, 4, 1, -2, 3, 2.0])
    assert forecast(weekly(noise), 13).median[-1] == pytest.approx(noise.mean(), abs=0.5)


def test_one_spike_does_not_set_the_width() -> None:
    quiet = np.tile([0.0, 1.0], 20)
    spiked = quiet.copy()
    spiked[10] = 500
    wide, narrow = (forecast(weekly(v), 4) for v in (spiked, quiet))
    ratio = (wide.quantile(0.9) - wide.median) / (narrow.quantile(0.9) - narrow.median)
    assert ratio[-1] < 0.2 * np.diff(spiked).std() / np.diff(quiet).std()


def test_gaps_take_their_time() -> None:
    every_other = weekly([float(v) if v % 2 == 0 else math.nan for v in range(31)])
    result = forecast(every_other, 2)
    assert result.median == pytest.approx([31, 32], abs=0.1)


def test_missing_periods_at_the_end_are_part_of_the_way() -> None:
    values = [0, 2, 1, 3, 2, 4, 3, 5, 4, 6.0]
    late = forecast(weekly([*values, math.nan, math.nan]), 1)
    assert late.median[0] == forecast(weekly(values), 3).median[2]
    assert late.quantile(0.9)[0] == forecast(weekly(values), 3).quantile(0.9)[2]


def test_months_are_steps_of_one_whatever_their_days() -> None:
    index = pd.date_range("2025-01-01", periods=14, freq="MS")
    values = np.cumsum([1, 2, 0, 3, 1, -1, 2, 1, 0, 2, 1, 3, -1, 2.0])
    whole = forecast(pd.Series(values, index), 3)
    without_march = forecast(pd.Series(values, index).drop(index[2]), 3)
    emptied = forecast(pd.Series(values, index).where(index != index[2]), 3)
    assert without_march.median.tolist() == emptied.median.tolist() != whole.median.tolist()
    assert whole.residuals.index.isin(index).all()


def test_stamps_that_share_a_period_count_by_the_later_one() -> None:
    ends = pd.date_range("2020-01-31", periods=26, freq="ME")
    result = forecast(pd.Series(np.arange(26.0) % 5, ends), 3)
    assert result.points <= 26
    assert np.isfinite(result.median).all()
    assert result.residuals.index.isin(ends).all()


def test_a_level_is_never_carried_past_the_next_by_rounding() -> None:
    """Moves of one unit in the last place."""
    values = np.full(52, 1e6)
    values[26] = np.nextafter(1e6, 2e6)
    result = forecast(weekly(values), 2)
    quantiles = np.vstack([result.quantile(level) for level in np.linspace(0.01, 0.99, 99)])
    assert (np.diff(quantiles, axis=0) >= 0).all()


def test_a_target_beyond_all_numbers_is_as_good_as_never_reached() -> None:
    result = forecast(weekly(1e-9 * (np.arange(20) % 4)), 3)
    assert result.chance(1e300) == pytest.approx(0, abs=1e-9)
    assert result.chance(-1e300) == pytest.approx(1, abs=1e-9)


def test_bounds_hold_points_ranges_and_chances() -> None:
    history = weekly([96, 97, 95, 98, 97, 99, 98, 99.5, 99])
    result = forecast(history, 13, bounds=Bounds(0, 100))
    assert result.quantile(0.99).max() == 100
    assert result.chance(100) > 0
    assert result.chance(100.1) == 0
    assert result.chance(0) == 1
    assert result.chance(100, direction="decrease") == 1
    assert result.chance(-1, direction="decrease") == 0
    assert result.between(0, 100) == 1


def test_what_lies_beyond_the_last_years_has_no_say() -> None:
    recent = np.cumsum(np.tile([1, -1, 2, 0], 45))[-MAX_PERIODS:]
    long = np.concatenate([np.linspace(-1e5, 0, 50), recent])
    whole = weekly(long)
    assert (
        forecast(whole, 5).quantile(0.8).tolist()
        == forecast(whole.iloc[-MAX_PERIODS:], 5).quantile(0.8).tolist()
    )


def test_the_residuals_are_standardised_one_step_errors() -> None:
    rng = np.random.default_rng(3)
    history = weekly(50 + np.cumsum(rng.normal(size=60)))
    result = forecast(history, 4).residuals
    moves = history.diff()
    assert result.index.isin(history.index).all()
    assert result.index[-1] == history.index[-1]
    assert np.sqrt((result**2).mean()) == pytest.approx(1)
    assert result.corr(moves) > 0.9


def test_a_year_that_repeats_is_forecast_and_reported_as_a_season() -> None:
    weeks = np.arange(150)
    result = forecast(weekly(100 + 20 * np.sin(2 * np.pi * weeks / 52)), 13)
    expected = 100 + 20 * np.sin(2 * np.pi * np.arange(150, 163) / 52)
    assert result.median == pytest.approx(expected, abs=4)
    assert result.method is Method.SEASONAL_SMOOTHING
    assert result.season_share > 0.5


def test_a_level_or_a_horizon_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="horizon of 0"):
        forecast(weekly(range(10)), 0)
    with pytest.raises(ValueError, match="not a quantile"):
        forecast(weekly(range(10)), 1).quantile(1.0)


def test_eight_in_ten_ranges_hold_eight_in_ten_of_simulated_walks() -> None:
    rng = np.random.default_rng(11)
    hits = []
    for _ in range(400):
        path = np.cumsum(rng.normal(0.1, 1, 83))
        result = forecast(weekly(path[:70]), 13)
        hits.append(result.quantile(0.1)[-1] <= path[-1] <= result.quantile(0.9)[-1])
    assert 0.72 <= np.mean(hits) <= 0.87
