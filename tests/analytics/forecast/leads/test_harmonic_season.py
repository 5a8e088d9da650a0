from __future__ import annotations

import numpy as np
import pytest

from dashboard.analytics.forecast.leads.harmonic_season import without_year, yearly_pattern

TIME = np.arange(156)
WAVE = 5 * np.sin(2 * np.pi * TIME / 52.18 + 1)


def test_a_strong_year_is_taken_out_and_the_trend_is_left():
    noise = np.random.default_rng(1).standard_normal(156)

    result = without_year(0.05 * TIME + WAVE + noise, 52.18)

    assert np.std(result - 0.05 * TIME - noise) < 0.15 * np.std(WAVE)


def test_the_pattern_goes_on_where_the_values_end():
    result = yearly_pattern(WAVE[:140], 52.18, 16)

    assert result == pytest.approx(WAVE, abs=0.1)


def test_noise_and_slow_swings_are_left_as_they_are():
    rng = np.random.default_rng(2)
    for values in (rng.standard_normal(156), rng.standard_normal(156).cumsum()):
        assert np.array_equal(without_year(values, 52.18), values)


def test_less_than_a_year_and_a_half_is_no_season():
    assert np.array_equal(without_year(WAVE[:78], 52.18), WAVE[:78])
    assert not np.array_equal(without_year(WAVE[:79], 52.18), WAVE[:79])


def test_a_year_of_quarters_has_one_wave():
    values = np.tile([0.0, 3.0, 0.0, -3.0], 10)

    assert without_year(values, 4.0) == pytest.approx(np.zeros(40), abs=0.5)


def test_a_constant_has_no_year():
    assert np.array_equal(without_year(np.full(60, 7.0), 12.0), np.full(60, 7.0))
