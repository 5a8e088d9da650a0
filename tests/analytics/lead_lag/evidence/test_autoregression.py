from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.autoregression import (
    MAX_ORDER,
    autoregressions,
    autoregressive_spectrum,
    from_residuals,
    max_order,
    residuals,
)
from dashboard.analytics.typing import Floats
from tests.analytics.lead_lag.evidence.waves import wave

seeds = st.integers(0, 2**31)


def coefficients_of(values: object) -> Floats:
    return autoregressions(np.asarray(values, dtype=float)[:, None])[0]


def test_one_coefficient_is_burgs_harmonic_mean() -> None:
    """By hand: 2 (4 4 + 4 2 + 2 2) / ((16 + 4 + 4) + (16 + 16 + 4)) = 56 / 60."""
    assert coefficients_of([4, 4, 2, 2]) == pytest.approx([56 / 60])


def test_a_coefficient_that_gains_less_than_its_penalty_is_left_out() -> None:
    """By hand: the penalty is log 4 = 1.4.

    2 5 / 12 gains -4 log(1 - .83^2) = 4.7, which is more, and 2 2 / 10 gains .7, which is less.
    """
    assert coefficients_of([1, 2, 1, 1]) == pytest.approx([10 / 12])
    assert len(coefficients_of([1, 2, 0, 1])) == 0


@pytest.mark.parametrize(("n", "most"), [(4, 1), (15, 1), (16, 2), (31, 3), (32, 4), (600, 4)])
def test_the_order_is_at_most_an_eighth_of_the_values(n: int, most: int) -> None:
    assert max_order(n) == most


@pytest.mark.parametrize(
    "coefficients", [(0.7,), (0.5, 0.3), (1.2, -0.6), (0.6, -0.5, 0.4), (0.0, 0.0, 0.0, 0.6)]
)
def test_the_coefficients_of_a_long_simulated_series_are_estimated(
    coefficients: tuple[float, ...],
) -> None:
    simulated = from_residuals(
        np.random.default_rng(2).standard_normal(6000), np.array(coefficients)
    )
    fitted = coefficients_of(simulated)

    assert fitted[: len(coefficients)] == pytest.approx(coefficients, abs=0.04)
    assert fitted[len(coefficients) :] == pytest.approx(0, abs=0.06)


def test_white_noise_mostly_has_order_0() -> None:
    none = [
        len(coefficients_of(np.random.default_rng(s).standard_normal(200))) == 0 for s in range(40)
    ]

    assert sum(none) >= 36


@given(seed=seeds, n=st.integers(4, 200), walk=st.booleans())
def test_every_fitted_autoregression_is_stationary(seed: int, n: int, walk: bool) -> None:
    values = np.random.default_rng(seed).standard_normal(n)
    coefficients = coefficients_of(values.cumsum() if walk else values)

    assert len(coefficients) <= MAX_ORDER
    assert (np.abs(np.roots(np.concatenate([[1.0], -coefficients]))) < 1).all()


@given(seed=seeds, n=st.integers(8, 120), scale=st.floats(1e-2, 1e3))
def test_each_side_has_its_own_autoregression_at_any_scale(
    seed: int, n: int, scale: float
) -> None:
    one, other = wave(seed, n, 0.7), wave(seed + 1, n, 0.2)
    both = autoregressions(np.column_stack([one, scale * other]))

    assert both[0] == pytest.approx(coefficients_of(one))
    assert both[1] == pytest.approx(coefficients_of(other), abs=1e-6)


def test_a_residual_is_the_value_minus_its_forecast() -> None:
    """By hand: the forecast is half of the last value plus a quarter of the one before."""
    residual = residuals(np.array([4.0, 4.0, 4.0, 0.0]), np.array([0.5, 0.25]))

    assert residual.tolist() == [4.0, 2.0, 1.0, -3.0]


@given(
    values=st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=60),
    coefficients=st.lists(st.floats(-0.16, 0.16), max_size=MAX_ORDER),
)
def test_from_residuals_inverts_residuals(values: list[float], coefficients: list[float]) -> None:
    given_values, fitted_coefficients = np.array(values), np.array(coefficients)

    assert from_residuals(
        residuals(given_values, fitted_coefficients), fitted_coefficients
    ) == pytest.approx(given_values, abs=1e-9)
    assert residuals(
        from_residuals(given_values, fitted_coefficients), fitted_coefficients
    ) == pytest.approx(given_values, abs=1e-9)


def test_the_spectrum_of_one_coefficient_is_the_textbook_one() -> None:
    """By hand: 1 / (1 - 2 .6 cos w + .36) at a quarter, half and three quarters of pi."""
    cosine = np.array([2**-0.5, 0, -(2**-0.5)])

    assert autoregressive_spectrum(np.array([0.6]), 4) == pytest.approx(1 / (1.36 - 1.2 * cosine))
    assert autoregressive_spectrum(np.zeros(0), 4).tolist() == [1, 1, 1]


@given(coefficients=st.lists(st.floats(-0.15, 0.15), min_size=1, max_size=MAX_ORDER))
def test_the_logarithm_of_every_spectrum_is_0_on_average(coefficients: list[float]) -> None:
    """Kolmogorov's formula: the mean log spectrum is the log residual variance, here log 1."""
    fitted_coefficients = np.array(coefficients)
    inner = np.log(autoregressive_spectrum(fitted_coefficients, 400)).sum()
    ends = -np.log(abs(1 - fitted_coefficients.sum())) - np.log(
        abs(1 - (fitted_coefficients * (-1.0) ** np.arange(1, len(fitted_coefficients) + 1)).sum())
    )

    assert (inner + ends) / 400 == pytest.approx(0, abs=1e-6)
