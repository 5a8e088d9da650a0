"""The log-likelihood ratio of a link agrees with exact Gaussian densities of periodic series."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.common_factor import (
    FACTOR_AUTOCORRELATIONS,
    NOISE_AUTOCORRELATIONS,
    SHARES,
    factor_linked,
    factor_unlinked,
)
from dashboard.analytics.lead_lag.evidence.spectra import (
    LagSet,
    Spectra,
    near_and_far_lags,
    spectra,
)
from dashboard.analytics.typing import Floats
from tests.analytics.lead_lag.evidence.waves import linked, wave

HALF = 6
AROUND = 2 * HALF
FREQUENCY = np.pi * np.arange(1, HALF) / HALF
EVERY_LAG = LagSet(2, 2, slice(0, 5), np.zeros(5, dtype=bool), np.ones(5), np.ones(5))


def periodic(seed: int) -> Floats:
    """Twelve periodic values of each side, without the two frequencies that have no phase."""
    values = np.random.default_rng(seed).standard_normal((AROUND, 2))
    fastest = (-1.0) ** np.arange(AROUND)[:, None]
    return np.asarray(values - values.mean(axis=0) - fastest * (fastest * values).mean(axis=0))


def periodograms(values: Floats) -> Spectra:
    kpi, outcome = np.fft.rfft(values, axis=0)[1:HALF].T
    return Spectra(
        np.abs(kpi) ** 2 / AROUND,
        np.abs(outcome) ** 2 / AROUND,
        np.conj(kpi) * outcome / AROUND,
        np.full(HALF - 1, 1 / (HALF - 1)),
        HALF - 1.0,
    )


def autoregression(autocorrelation: float) -> Floats:
    return np.asarray(
        (1 - autocorrelation**2) / np.abs(1 - autocorrelation * np.exp(-1j * FREQUENCY)) ** 2
    )


def covariance(spectrum: Floats, lag: int = 0) -> Floats:
    """The covariance of values t with values s, `lag` earlier, for this spectrum: (t, s)."""
    apart = np.arange(AROUND)[:, None] - np.arange(AROUND) - lag
    return np.asarray(2 / AROUND * np.cos(apart[..., None] * FREQUENCY) @ spectrum)


def log_density(values: Floats, square: Floats) -> float:
    """The Gaussian log-density on the range of the covariance, without the constant factor."""
    size, axes = np.linalg.eigh(square)
    there = size > 1e-9 * size.max()
    seen = axes[:, there].T @ values
    return float(-(np.log(size[there]) + seen**2 / size[there]).sum() / 2)


def direct_densities(values: Floats, lag: int) -> tuple[float, float]:
    """The log-density with a link at a lag, and without one, averaged over models and signs."""
    kpi, outcome = values.T
    together, kpi_alone, outcome_alone = [], [], []
    for autocorrelation, *noises, share in product(
        FACTOR_AUTOCORRELATIONS, NOISE_AUTOCORRELATIONS, NOISE_AUTOCORRELATIONS, SHARES
    ):
        factor = share * autoregression(autocorrelation)
        spectrum = [factor + (1 - share) * autoregression(noise) for noise in noises]
        power = periodograms(values)
        scale = [(power.kpi / spectrum[0]).mean(), (power.outcome / spectrum[1]).mean()]
        cross = np.sqrt(scale[0] * scale[1]) * covariance(factor, lag)
        own = [size * covariance(each) for size, each in zip(scale, spectrum, strict=True)]
        kpi_alone.append(log_density(kpi, own[0]))
        outcome_alone.append(log_density(outcome, own[1]))
        for sign in (1, -1):
            joint = np.block([[own[0], sign * cross.T], [sign * cross, own[1]]])
            together.append(log_density(np.concatenate([kpi, outcome]), joint))
    mean = [np.log(np.mean(np.exp(each))) for each in (together, kpi_alone, outcome_alone)]
    return float(mean[0]), float(mean[1] + mean[2])


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("lag", [-2, 0, 1])
def test_evidence_is_the_ratio_of_gaussian_densities(seed: int, lag: int) -> None:
    values = periodic(seed)
    pair = periodograms(values)
    unlinked = factor_unlinked(pair)
    gain = factor_linked(pair, unlinked, EVERY_LAG, 1.0)[2 + lag] - unlinked.log_unlinked
    with_link, without = direct_densities(values, lag)

    assert gain == pytest.approx(with_link - without, abs=1e-8)


def test_the_densities_apart_are_those_of_each_side_at_its_best_scale() -> None:
    """At the best scale the quadratic form of a side equals its 10 degrees of freedom."""
    values = periodic(3)
    unlinked = factor_unlinked(periodograms(values))

    assert unlinked.log_unlinked == pytest.approx(direct_densities(values, 0)[1] + 10, abs=1e-8)


def pair_of(values: Floats) -> Spectra:
    n = len(values)
    return spectra(values - values.mean(axis=0), np.ones(n - 1), n / 2)


def evidence_of(values: Floats, longest: int = 8, min_inflation: float = 1.0) -> Floats:
    pair = pair_of(values)
    unlinked = factor_unlinked(pair)
    lag_set = near_and_far_lags(np.zeros(values.shape, dtype=bool), longest)
    return np.asarray(
        factor_linked(pair, unlinked, lag_set, min_inflation) - unlinked.log_unlinked
    )


@pytest.mark.parametrize("lead", [-5, -1, 0, 2, 7])
def test_the_lag_of_a_link_is_the_likeliest(lead: int) -> None:
    gain = evidence_of(linked(3, 104, lead))

    assert gain.argmax() - 8 == lead
    assert gain.max() > 8


@given(seed=st.integers(0, 2**31), kpi=st.floats(1e-3, 1e3), outcome=st.floats(-1e3, -1e-3))
def test_neither_scale_nor_sign_matters(seed: int, kpi: float, outcome: float) -> None:
    values = linked(seed, 52, 2)

    assert evidence_of(values * [kpi, outcome]) == pytest.approx(evidence_of(values), abs=1e-6)


@given(seed=st.integers(0, 2**31), n=st.integers(20, 90))
def test_swapping_the_sides_reverses_the_lags(seed: int, n: int) -> None:
    values = linked(seed, n, 1)

    assert evidence_of(values[:, ::-1], 4) == pytest.approx(evidence_of(values, 4)[::-1], abs=1e-9)


def test_shared_volatility_reduces_the_evidence() -> None:
    values = linked(3, 104, 2)

    assert evidence_of(values, min_inflation=3.0).max() < evidence_of(values).max() / 2


def test_unrelated_sides_rarely_give_evidence_of_a_link() -> None:
    loud = [
        evidence_of(np.column_stack([wave(seed, 104, 0.6), wave(seed + 999, 104, 0.6)])).max() > 4
        for seed in range(100)
    ]

    assert sum(loud) <= 4
