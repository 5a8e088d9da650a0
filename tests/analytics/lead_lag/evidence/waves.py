"""Simulated series for the tests of the evidence."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from dashboard.analytics.lead_lag.evidence.outliers import Robustified
from dashboard.analytics.typing import Floats


def wave(seed: int, n: int, autocorrelation: float = 0.5) -> Floats:
    """A first-order autoregression of standard deviation 1."""
    noise = np.random.default_rng(seed).standard_normal(n + 50)
    out = lfilter([1.0], [1.0, -autocorrelation], noise)[50:]
    return np.asarray(out / out.std())


def linked(
    seed: int, n: int, lead: int, share: float = 0.8, autocorrelation: float = 0.4
) -> Floats:
    """A KPI and an outcome that follows it by `lead` periods, (n, 2).

    `share` of the variance of either is a common factor.
    """
    movement = wave(seed, n + 40, autocorrelation)
    own = [wave(seed + by, n, 0.1) for by in (100_000, 200_000)]
    sides = (movement[20 : 20 + n], movement[20 - lead : 20 - lead + n])
    return np.column_stack(
        [share**0.5 * x + (1 - share) ** 0.5 * e for x, e in zip(sides, own, strict=True)]
    )


def robust_sides(
    values: Floats, autocorrelation: tuple[float, ...] = (), shared_scale: float = 1.0
) -> Robustified:
    """The sides as if after cleaning, with nothing filled and the same autoregression for both."""
    coefficients = np.array(autocorrelation)
    return Robustified(
        values, np.zeros(values.shape, dtype=bool), shared_scale, (coefficients, coefficients)
    )
