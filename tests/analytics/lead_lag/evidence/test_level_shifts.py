from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.level_shifts import (
    ABRUPT_STEPS,
    STATIONARY_STEPS,
    StepRules,
    steps_taken_out,
    without_level_shifts,
)
from tests.analytics.lead_lag.evidence.waves import wave


def detrended(values: np.ndarray) -> np.ndarray:
    line = np.polynomial.polynomial.polyfit(np.arange(len(values)), values, 1)
    return values - np.polynomial.polynomial.polyval(np.arange(len(values)), line)


def test_a_level_shift_in_white_noise_is_removed() -> None:
    stationary = np.random.default_rng(3).standard_normal(60)
    stepped = stationary + 9.0 * (np.arange(60) >= 25)

    rest = without_level_shifts(stepped)

    assert stepped[25:].mean() - stepped[:25].mean() > 8
    assert detrended(rest) == pytest.approx(detrended(without_level_shifts(stationary)), abs=1.0)


def test_a_side_that_moves_by_steps_keeps_them() -> None:
    rng = np.random.default_rng(3)
    many = 0.2 * rng.standard_normal(120) + np.repeat(rng.permutation(np.arange(10) * 4.0), 12)

    assert (without_level_shifts(many) == many).all()


def test_a_ramp_is_no_step() -> None:
    ramp = np.clip(np.arange(60) - 20.0, 0, 15) + 0.3 * wave(4, 60)

    assert (without_level_shifts(ramp) == ramp).all()


@pytest.mark.parametrize("n", [8, 23, 401])
def test_short_and_very_long_histories_stay_as_they_are(n: int) -> None:
    values = np.where(np.arange(n) < n // 2, 0.0, 9.0) + 0.1 * wave(1, n)

    assert without_level_shifts(values) is values


@given(seed=st.integers(0, 2**31), scale=st.floats(1e-3, 1e3), n=st.integers(24, 160))
def test_scale_and_sign_change_nothing(seed: int, scale: float, n: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.standard_normal(n) + 7 * (np.arange(n) >= n // 2)

    one, other = without_level_shifts(values), without_level_shifts(-scale * values)

    assert detrended(other) == pytest.approx(-scale * detrended(one), abs=1e-6 * scale)


@pytest.mark.parametrize("rules", [ABRUPT_STEPS, STATIONARY_STEPS])
def test_a_step_is_taken_out_and_counted_under_either_rules(rules: StepRules) -> None:
    stepped = detrended(np.random.default_rng(3).standard_normal(60) + 9.0 * (np.arange(60) >= 25))

    rest, taken = steps_taken_out(stepped, rules)

    assert taken == 1
    assert rest.std() < 0.5 * stepped.std()


@pytest.mark.parametrize("rules", [ABRUPT_STEPS, STATIONARY_STEPS])
def test_no_more_steps_are_taken_out_than_asked_for(rules: StepRules) -> None:
    level = np.repeat([0.0, 30.0, -20.0, 25.0, 5.0], 20)
    stepped = detrended(level + np.random.default_rng(5).standard_normal(100))

    assert steps_taken_out(stepped, rules, most=0)[0] is stepped
    assert steps_taken_out(stepped, rules, most=1)[1] <= 1


def test_only_under_the_rules_for_abrupt_steps_a_gradual_change_stays() -> None:
    gradual = np.clip((np.arange(100) - 45) / 8.0, 0, 1) * 5
    values = detrended(gradual + np.random.default_rng(2).standard_normal(100))

    assert steps_taken_out(values, ABRUPT_STEPS)[1] == 0
    assert steps_taken_out(values, STATIONARY_STEPS)[1] == 1
