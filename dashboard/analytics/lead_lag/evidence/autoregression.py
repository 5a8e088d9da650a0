"""Autoregressions of short series: their fit, their residuals (whitening) and their spectrum.

The coefficients come from Burg's recursion (Burg 1967, "Maximum entropy spectral analysis"), the
order from the Bayesian information criterion, BIC (Schwarz 1978, "Estimating the dimension of a
model"). Whitening by an autoregression follows Box and Jenkins (1970), "Time Series Analysis".
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from scipy.linalg import solve_banded

from dashboard.analytics.series.robust import TINY
from dashboard.analytics.typing import Complexes, Floats

MAX_ORDER = 4
"""The highest order of an autoregression."""


def max_order(n: int) -> int:
    """The highest order that n values allow: an eighth of them, from 1 to `MAX_ORDER`."""
    return min(MAX_ORDER, max(1, n // 8))


def autoregressions(values: Floats) -> list[Floats]:
    """The autoregressive coefficients of each column of the values, (n, m).

    The order minimises the BIC and may be 0, which gives an empty array.
    """
    return [_autoregression(column) for column in np.ascontiguousarray(values.T)]


def _autoregression(values: Floats) -> Floats:
    points = len(values)
    forward = backward = values
    variance = float(values @ values) / points + TINY
    best_criterion = points * math.log(variance)
    coefficients: list[float] = []
    best = coefficients
    for order in range(1, max_order(points) + 1):
        forward, backward = forward[1:], backward[:-1]
        both = float(forward @ forward) + float(backward @ backward) + TINY
        reflection = 2 * float(forward @ backward) / both
        mirrored = coefficients[::-1]
        coefficients = [
            a - reflection * b for a, b in zip(coefficients, mirrored, strict=True)
        ] + [reflection]
        forward, backward = forward - reflection * backward, backward - reflection * forward
        variance *= max(1 - reflection**2, 1e-9)
        criterion = points * math.log(variance) + order * math.log(points)
        if criterion < best_criterion:
            best_criterion, best = criterion, coefficients
    return np.array(best)


def residuals(values: Floats, coefficients: Floats) -> Floats:
    """The values minus their one-step forecasts by the autoregression, (n,).

    Values before the first one count as 0.
    """
    return np.convolve(values, np.concatenate([[1.0], -coefficients]))[: len(values)]


def from_residuals(residual: Floats, coefficients: Floats) -> Floats:
    """The values that have these residuals: the inverse of `residuals`."""
    bands = np.repeat(np.concatenate([[1.0], -coefficients])[:, None], len(residual), axis=1)
    return np.asarray(solve_banded((len(coefficients), 0), bands, residual, check_finite=False))


def autoregressive_spectrum(coefficients: Floats, n: int) -> Floats:
    """The spectrum of an autoregression whose residuals have variance 1, (n - 1,).

    The frequencies are pi j / n for j = 1 .. n - 1.
    """
    if not len(coefficients):
        return np.ones(n - 1)
    return np.asarray(1 / np.abs(1 - _harmonics(n)[:, : len(coefficients)] @ coefficients) ** 2)


@lru_cache(maxsize=256)
def _harmonics(n: int) -> Complexes:
    frequency = np.pi * np.arange(1, n) / n
    return np.asarray(np.exp(-1j * np.outer(frequency, np.arange(1, MAX_ORDER + 1))))
