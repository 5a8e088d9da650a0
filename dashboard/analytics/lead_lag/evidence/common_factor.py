"""Models in which both sides follow one common factor, each with its own noise.

A dynamic factor model (Geweke 1977, "The dynamic factor analysis of economic time series") with
one factor, evaluated by Whittle's likelihood on the periodogram (Whittle 1953) and averaged over a
grid of parameters.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np

from dashboard.analytics.lead_lag.evidence.spectra import (
    LagSet,
    Spectra,
    at_lags,
    either_sign,
    inflation,
)
from dashboard.analytics.typing import Floats

FACTOR_AUTOCORRELATIONS = (0.0, 0.35, 0.65, 0.85)
"""Lag-one autocorrelations of the common factor."""

NOISE_AUTOCORRELATIONS = (0.1, 0.45)
"""Lag-one autocorrelations of the noise of either side."""

SHARES = (0.36, 0.56, 0.81)
"""Shares of the variance of either side that are the factor: correlations of .36 to .81."""


class UnlinkedFit(NamedTuple):
    """The fit of each model to the sides without a link; all arrays are (t,).

    Attributes:
        kpi: log-likelihoods of the KPI.
        outcome: log-likelihoods of the outcome.
        kpi_scale: maximum-likelihood variance scales of the KPI.
        outcome_scale: the same of the outcome.
    """

    kpi: Floats
    outcome: Floats
    kpi_scale: Floats
    outcome_scale: Floats

    @property
    def log_unlinked(self) -> float:
        """The log-likelihood of both sides without a link, averaged over models for each side."""
        return _log_mean(self.kpi) + _log_mean(self.outcome)


class _Models(NamedTuple):
    """The spectra of every model and the coefficients of its log-likelihood ratio, all (t, f).

    `power_weight` multiplies the powers, `cross_weight` the cross-spectrum; `log_determinant` is
    that of the link.
    """

    kpi: Floats
    outcome: Floats
    log_kpi: Floats
    log_outcome: Floats
    power_weight: Floats
    cross_weight: Floats
    log_determinant: Floats


def factor_unlinked(pair: Spectra) -> UnlinkedFit:
    """The Whittle log-likelihoods of each side alone, with its scale at the maximum likelihood."""
    models = _models(len(pair.weight) + 1)
    kpi_scale = (1 / models.kpi) @ (pair.weight * pair.kpi)
    outcome_scale = (1 / models.outcome) @ (pair.weight * pair.outcome)
    return UnlinkedFit(
        -pair.freedom * (models.log_kpi @ pair.weight + np.log(kpi_scale)),
        -pair.freedom * (models.log_outcome @ pair.weight + np.log(outcome_scale)),
        kpi_scale,
        outcome_scale,
    )


def factor_linked(
    pair: Spectra, unlinked: UnlinkedFit, lag_set: LagSet, min_inflation: float
) -> Floats:
    """The log-likelihood with a link at each near lag, (2 K + 1,), averaged over models and signs.

    With c the coherence of a model and x, y the sides in its scale, a link at lag k adds to the
    Whittle log-likelihood the sum over frequencies w of
    -log(1 - c^2) - c^2 / (1 - c^2) (|x|^2 + |y|^2) + 2 c / (1 - c^2) Re(x* y e^(i w k)).
    This ratio is divided by the variance inflation at the far lags and scaled by the overlap.
    """
    models = _models(len(pair.weight) + 1)
    weight = pair.freedom * pair.weight
    scale = np.sqrt(unlinked.kpi_scale * unlinked.outcome_scale)[:, None]
    cross_weight = weight * models.cross_weight / scale
    link = at_lags(cross_weight, pair.cross, lag_set.farthest)
    variance = ((cross_weight * scale) ** 2 * models.kpi * models.outcome).sum(axis=1)
    constant = models.log_determinant @ weight
    constant -= (models.power_weight / models.kpi) @ (weight * pair.kpi) / unlinked.kpi_scale
    constant -= (
        (models.power_weight / models.outcome) @ (weight * pair.outcome) / unlinked.outcome_scale
    )
    gain = constant[:, None] * lag_set.overlap[lag_set.near] + either_sign(link[:, lag_set.near])
    gain *= lag_set.known_weight / inflation(link, variance, lag_set, min_inflation)
    return np.asarray(
        np.logaddexp.reduce(gain + (unlinked.kpi + unlinked.outcome)[:, None], axis=0)
        - np.log(len(gain))
    )


@lru_cache(maxsize=64)
def _models(n: int) -> _Models:
    frequency = np.pi * np.arange(1, n) / n
    grid = list(
        product(FACTOR_AUTOCORRELATIONS, NOISE_AUTOCORRELATIONS, NOISE_AUTOCORRELATIONS, SHARES)
    )
    factor, kpi_noise, outcome_noise = (
        np.array([_spectrum(each[at], frequency) for each in grid]) for at in range(3)
    )
    share = np.array([each[3] for each in grid])[:, None]
    kpi = share * factor + (1 - share) * kpi_noise
    outcome = share * factor + (1 - share) * outcome_noise
    coherence = share * factor / np.sqrt(kpi * outcome)
    squared = coherence**2
    cross_weight = 2 * coherence / (1 - squared) / np.sqrt(kpi * outcome)
    power_weight = squared / (1 - squared)
    return _Models(
        kpi, outcome, np.log(kpi), np.log(outcome), power_weight, cross_weight, -np.log1p(-squared)
    )


def _spectrum(autocorrelation: float, frequency: Floats) -> Floats:
    """The spectrum of a first-order autoregression of variance 1."""
    return np.asarray(
        (1 - autocorrelation**2)
        / (1 - 2 * autocorrelation * np.cos(frequency) + autocorrelation**2)
    )


def _log_mean(values: Floats) -> float:
    return float(np.logaddexp.reduce(values) - np.log(len(values)))
