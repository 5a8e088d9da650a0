"""Robust cleaning of both sides: gaps and outliers are filled, volatile periods are scaled down.

Large residuals are clipped as in Huber (1981), "Robust Statistics", so that a few values do not
dominate the evidence.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from dashboard.analytics.lead_lag.evidence.autoregression import (
    autoregressions,
    from_residuals,
    residuals,
)
from dashboard.analytics.series.robust import TINY, robust_sd, sd_of_deviations
from dashboard.analytics.typing import Flags, Floats

_GROSS_LIMIT = 4.0
"""Robust standard deviations from the running median beyond which a raw value is an outlier."""

_NEIGHBOUR_LIMIT = 4.5
"""Robust standard deviations from the interpolation of both neighbours beyond which a value is an
outlier."""

_RESIDUAL_LIMIT = 3.0
"""Robust standard deviations at which a residual is clipped."""

_VOLATILITY_Z = 1.0
"""The autocorrelation of squared residuals, in standard errors, above which the scale is taken to
change."""

_FEWEST_FOR_SCALE = 24
"""Below this number of periods the scale is taken to be constant: a change could be chance."""

_PRIOR_PERIODS = 4.0
"""The weight of a constant scale in the local one, as a number of periods."""


@dataclass(frozen=True)
class Robustified:
    """Both sides after robust cleaning.

    Attributes:
        values: without outliers and volatile periods, (n, 2).
        aside: which values were filled, (n, 2).
        shared_scale: the variance inflation of products of both sides from shared volatility, 1 or
            more.
        coefficients: the autoregressive coefficients of each side.
    """

    values: Floats
    aside: Flags
    shared_scale: float
    coefficients: tuple[Floats, Floats]


def standard(values: Floats) -> Floats:
    """The values standardised to mean 0 and variance 1; zeros where they are constant."""
    deviation = values - values.mean(axis=0)
    scale = np.sqrt((deviation**2).mean(axis=0))
    return np.asarray(deviation / np.where(scale > TINY, scale, np.inf))


def filled(values: Floats) -> tuple[Floats, Flags]:
    """One side, standardised, with gaps (NaN) and gross outliers interpolated, and which ones."""
    aside = ~np.isfinite(values)
    known = _between(values, aside)
    aside = aside | gross_outliers(known)
    return _between(known, aside), aside


def gross_outliers(values: Floats) -> Flags:
    """Which values of one side differ from their running median of five by more than the limit.

    The limit depends on the typical difference and on the standard deviation of the side.
    """
    if len(values) < 12:
        return np.zeros(len(values), dtype=bool)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(values, 2, mode="reflect"), 5)
    deviation = np.abs(values - np.sort(around, axis=1)[:, 2])
    typical = max(sd_of_deviations(deviation), 0.8 * float(values.std()), TINY)
    return np.asarray(deviation > _GROSS_LIMIT * typical)


def interpolated(values: Floats, aside: Flags) -> tuple[Floats, Flags]:
    """The centred sides, (n, 2), with gaps and further outliers interpolated, and which ones.

    The interpolation is that of a first-order autoregression: the expected value between two known
    ones is phi / (1 + phi^2) times their sum.
    """
    out, more = values.copy(), aside.copy()
    for side in range(values.shape[1]):
        out[:, side], more[:, side] = _interpolated(values[:, side], aside[:, side])
    return out, more


def robustified(values: Floats, aside: Flags, reach: int) -> Robustified:
    """The sides, (n, 2), rebuilt from residuals of constant scale, with large residuals clipped.

    Where the scale changes the step is repeated: volatile periods dominate the first
    autoregression, and the second pass removes what remains of them. `reach` is the longest lag,
    in periods, at which the volatility of both sides is compared.
    """
    once, was_volatile = _robustified_once(values, aside, reach)
    if not was_volatile:
        return once
    again, _ = _robustified_once(once.values, aside, reach)
    return replace(again, shared_scale=max(once.shared_scale, again.shared_scale))


def _robustified_once(values: Floats, aside: Flags, reach: int) -> tuple[Robustified, bool]:
    """The sides after one pass, and whether the scale of either changes."""
    out, residual, was_volatile = np.empty_like(values), np.empty_like(values), False
    kpi, outcome = autoregressions(values)
    for side, coefficients in enumerate((kpi, outcome)):
        known = ~aside[:, side]
        out[:, side], residual[:, side], scale = _robustify(values[:, side], known, coefficients)
        was_volatile = was_volatile or bool((scale != 1).any())
    return Robustified(out, aside, _shared_scale(residual, reach), (kpi, outcome)), was_volatile


def _between(values: Floats, missing: Flags) -> Floats:
    if missing.any():
        time = np.arange(len(values))
        values = np.where(missing, np.interp(time, time[~missing], values[~missing]), values)
    return standard(values)


def _interpolated(values: Floats, missing: Flags) -> tuple[Floats, Flags]:
    n, known = len(values), ~missing
    both = known[1:] & known[:-1]
    if not both.any():
        return values, missing
    variance = float((values[known] ** 2).mean()) + TINY
    phi = float(np.clip((values[1:] * values[:-1])[both].mean() / variance + 1.5 / n, 0, 0.98))
    share = phi / (1 + phi * phi)
    expected = np.concatenate(
        [[phi * values[1]], share * (values[2:] + values[:-2]), [phi * values[-2]]]
    )
    deviation = np.abs(values - expected)
    typical = max(
        sd_of_deviations(deviation[known]), 0.6 * float((values - expected)[known].std()), TINY
    )
    # The neighbours of an outlier deviate as well: only the largest deviation of three is removed.
    is_largest = np.ones(n, dtype=bool)
    is_largest[1:] &= deviation[1:] >= deviation[:-1]
    is_largest[:-1] &= deviation[:-1] >= deviation[1:]
    missing = missing | (known & (deviation > _NEIGHBOUR_LIMIT * typical) & is_largest)
    out, at = values.copy(), np.flatnonzero(missing)
    for _ in range(3):
        before = np.where(at > 0, out[at - 1], 0.0)
        after = np.where(at < n - 1, out[np.minimum(at + 1, n - 1)], 0.0)
        inner = (at > 0) & (at < n - 1)
        out[at] = np.where(inner, share, phi) * (before + after)
    return out, missing


def _robustify(
    values: Floats, known: Flags, coefficients: Floats
) -> tuple[Floats, Floats, Floats]:
    """One side after cleaning, its residuals (0 where filled), and their scale."""
    residual = residuals(values, coefficients)
    known = known.copy()
    known[0] = True
    typical = _typical(residual[known])
    scale = _scale(np.clip(residual, -4 * typical, 4 * typical), known)
    residual = residual / scale
    limit = _RESIDUAL_LIMIT * _typical(residual[known])
    is_unchanged = (scale == 1).all() and np.abs(residual).max() <= limit
    residual = np.clip(residual, -limit, limit)
    rebuilt = values if is_unchanged else from_residuals(residual, coefficients)
    return rebuilt, np.where(known, residual, 0.0), scale


def _typical(residual: Floats) -> float:
    """A standard deviation, robust to a few large residuals and positive for many equal ones."""
    return max(robust_sd(residual), 0.5 * _sd(residual), TINY)


def _sd(values: Floats) -> float:
    deviation = values - values.sum() / len(values)
    return math.sqrt(float(deviation @ deviation) / len(values))


def _scale(residual: Floats, known: Flags) -> Floats:
    """The local scale of the residuals, (n,); 1 everywhere where there is no evidence of a change.

    The test uses the autocorrelation of the squares (McLeod and Li 1983, "Diagnostic checking ARMA
    time series models using squared-residual autocorrelations"), the estimate a Gaussian window.
    """
    n = len(residual)
    size = float((residual[known] ** 2).mean())
    square = np.where(known, np.minimum(residual**2 / max(size, TINY), 6.0), 1.0)
    deviation = square - square.mean()
    lags = min(8, n // 8)
    if n < _FEWEST_FOR_SCALE or not deviation.any():
        return np.ones(n)
    autocovariance = sum(float(deviation[lag:] @ deviation[:-lag]) for lag in range(1, lags + 1))
    if autocovariance / float(deviation @ deviation) * np.sqrt(n / lags) < _VOLATILITY_Z:
        return np.ones(n)
    width = max(3, n // 20)
    window = np.exp(-0.5 * (np.arange(-3 * width, 3 * width + 1) / width) ** 2)
    window = window[(len(window) - n) // 2 : (len(window) + n) // 2] if len(window) > n else window
    smoothed, weight = (np.convolve(x, window, "same") for x in (square, np.ones(n)))
    return np.asarray(np.sqrt((smoothed + _PRIOR_PERIODS) / (weight + _PRIOR_PERIODS)))


def _shared_scale(residual: Floats, reach: int) -> float:
    """The mean product of the squares of both sides over lags, at least 1.

    The highest quarter is left out, because a link would raise it.
    """
    n = len(residual)
    square = residual**2 / np.maximum((residual**2).mean(axis=0), TINY)
    reach = min(reach, n // 2)
    products = np.correlate(square[:, 1], square[:, 0], "full")[n - 1 - reach : n + reach]
    products = np.sort(products / (n - np.abs(np.arange(-reach, reach + 1))))
    return max(1.0, float(products[: -max(2, len(products) // 4)].mean()))
