"""Diagnostics of a verdict: correlations by lag, in sub-periods, and the forecast error saved.

The cross-correlations are prewhitened (Box and Jenkins 1970, "Time Series Analysis"): without the
autoregression of each series they are not spread over neighbouring lags.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dashboard.analytics.lead_lag.evidence.autoregression import autoregressive_spectrum, residuals
from dashboard.analytics.lead_lag.evidence.outliers import Robustified
from dashboard.analytics.series.robust import TINY
from dashboard.analytics.typing import Floats
from dashboard.domain.kpi import Grain

_TWO_SIDED = 1.96
"""95 % of a standard normal distribution lie between minus and plus this."""

_WINDOW = {Grain.DAY: 28, Grain.WEEK: 13, Grain.MONTH: 12, Grain.QUARTER: 8}
"""Minimum length of a sub-period: four weeks, a quarter, a year and two years."""

_MIN_TRAINING = 20
"""Number of periods of training data before the first out-of-sample forecast."""

_MIN_TEST = 8
"""Number of out-of-sample periods below which no error reduction is computed."""

_RIDGE = 2.0
"""Ridge penalty of the regression coefficient, in periods of data."""


@dataclass(frozen=True)
class Profile:
    """The correlation at each lag, -K .. K.

    Attributes:
        lag: (2 K + 1,), positive where the KPI moves first.
        link: correlation, -1 to 1; NaN where too few periods overlap.
        chance: half the width of the 95 % interval of the correlation of unrelated series.
    """

    lag: Floats
    link: Floats
    chance: Floats


def lag_profile(robust: Robustified, longest: int) -> Profile:
    """The cross-correlation at every lag up to `longest`, each series prewhitened.

    Each Fourier transform is divided by the square root of the series' autoregressive spectrum.
    This leaves the phase of the cross-spectrum unchanged, so that lags are unbiased; filtering
    each series with its own autoregression would shift them.
    """
    n = len(robust.values)
    kpi, outcome = np.fft.rfft(robust.values, 2 * n, axis=0)[1:n].T
    spectra = [autoregressive_spectrum(coefficients, n) for coefficients in robust.coefficients]
    kpi, outcome = (x / np.sqrt(s) for x, s in zip((kpi, outcome), spectra, strict=True))
    cross = np.concatenate([[0], np.conj(kpi) * outcome, [0]])
    size = math.sqrt(float((np.abs(kpi) ** 2).sum() * (np.abs(outcome) ** 2).sum()))
    row = np.fft.irfft(cross, 2 * n) * n / max(size, TINY)
    lag = np.arange(-longest, longest + 1)
    is_known = (~robust.aside).astype(float)
    overlap = np.correlate(is_known[:, 1], is_known[:, 0], "full")[n - 1 - longest : n + longest]
    link = np.clip(row[lag] * n / np.maximum(overlap, 1), -1, 1)
    chance = _TWO_SIDED * np.sqrt(robust.shared_scale / np.maximum(overlap, 1))
    return Profile(lag.astype(float), np.where(overlap > 3, link, np.nan), np.minimum(chance, 1))


def strength(profile: Profile, low: float, high: float) -> tuple[float, int]:
    """The size, 0 to .99, and the sign of the link over the lags from `low` to `high`.

    The size is the square root of the explained share of variance: the sum over the lags of the
    squared correlation less its expectation for unrelated series, at least 0 each. The sign is
    that of the strongest correlation. NaN and 0 where no correlation is known.
    """
    inside = (profile.lag >= low) & (profile.lag <= high) & np.isfinite(profile.link)
    if not inside.any():
        return math.nan, 0
    link, chance = profile.link[inside], profile.chance[inside] / _TWO_SIDED
    strongest = float(link[np.abs(link).argmax()])
    explained = float(np.maximum(link**2 - chance**2, 0).sum())
    size = min(max(math.sqrt(explained), 0.0), 0.99)
    return size, 1 if strongest > 0 else -1


def agreeing_sub_periods(
    robust: Robustified, grain: Grain, lag: int, sign: int, *, is_also_coincident: bool = False
) -> tuple[int, int]:
    """The number of sub-periods of the history, and how many of them agree with the claim.

    A sub-period agrees if its covariance at the claimed lag has the claimed sign and is larger
    than those at lag 0 and at the opposite lag; for a claimed lag of 0, larger than those at the
    lags -2 and 2. Both series are filtered with the outcome's autoregression. About 30 % agree by
    chance. 0 and 0 where the history is shorter than two sub-periods.

    Args:
        robust: both series, prepared.
        grain: grain of the comparison.
        lag: claimed lag in periods, positive where the KPI moves first.
        sign: claimed sign, 1 or -1.
        is_also_coincident: whether lag 0 is linked too; then it is not compared.
    """
    n = len(robust.values)
    length = max(_WINDOW[grain], 2 * abs(lag) + 4)
    count = n // length
    if count < 2:
        return 0, 0
    coefficients = robust.coefficients[1]
    kpi, outcome = (residuals(side, coefficients) for side in robust.values.T)

    def covariance(at: int) -> Floats:
        """The sum of products at this lag in each sub-period, (count,)."""
        product = np.zeros(n)
        start, stop = max(at, 0), n + min(at, 0)
        product[start:stop] = sign * outcome[start:stop] * kpi[start - at : stop - at]
        return np.asarray(product[n - count * length :].reshape(count, length).sum(axis=1))

    claimed = covariance(lag)
    others = np.maximum(
        *(covariance(at) for at in ((-lag, -lag if is_also_coincident else 0) if lag else (-2, 2)))
    )
    return count, int(((claimed > 0) & (claimed > others)).sum())


def error_reduction(robust: Robustified, low: int, high: int) -> float:
    """The share by which the KPI lowers the mean absolute one-step forecast error of the outcome.

    The benchmark forecast is the outcome's autoregression; the other one adds the mean of the KPI
    `low` to `high` periods earlier, with a ridge coefficient estimated from earlier periods only.
    Errors are out of sample, except that trend and season were removed over the whole history.
    NaN where too few periods are left to forecast.
    """
    n = len(robust.values)
    coefficients = robust.coefficients[1]
    kpi, outcome = (residuals(side, coefficients) for side in robust.values.T)
    regressor = np.full(n, np.nan)
    width = high - low + 1
    regressor[high:] = np.convolve(kpi, np.ones(width) / width, "valid")[: n - high]
    regressor, target = regressor[high:], outcome[high:]
    training = max(_MIN_TRAINING, n // 3)
    if len(regressor) < training + _MIN_TEST:
        return math.nan
    product, square = np.cumsum(regressor * target), np.cumsum(regressor**2)
    periods = np.arange(1, len(regressor))
    slope = product[:-1] / np.maximum(square[:-1] * (1 + _RIDGE / periods), TINY)
    without, given = np.abs(target[1:]), np.abs(target[1:] - slope * regressor[1:])
    test = slice(training - 1, None)
    return float(1 - given[test].sum() / max(float(without[test].sum()), TINY))
