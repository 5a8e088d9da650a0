"""The seasonal pattern that a single year suggests, and the weight that it deserves."""

from __future__ import annotations

import numpy as np

from dashboard.analytics.series.robust import TINY, sd_of_deviations
from dashboard.analytics.typing import Floats

MAX_WEIGHT = 0.9
"""The weight of a season whose year ends exactly where it began."""

GAP_EXPONENT = 1.5
"""How steeply the weight falls with the gap: a random walk also ends near its start by chance."""

LONGEST_DETRENDED = 12
"""The longest season, in periods, that is detrended first: with more of them the trend would
fit a random walk."""

MIN_REPEATED_SHARE = 0.25
"""The share of a year that must have repeated before the growth between the years is estimated."""

SPIKE_SDS = 2.0
"""A deviation from its neighbours beyond this number of robust standard deviations is kept as a
spike."""

MIN_SD_RATIO = 0.7
"""The least robust standard deviation, as a share of the plain one."""

_KERNELS = {52: (1.0, 2.0, 3.0, 2.0, 1.0)}
_KERNEL = (1.0, 2.0, 1.0)


def seasonal_deviations(values: Floats, length: int) -> Floats:
    """The deviations of the first year's periods from its mean, detrended, by seasonal index.

    The slope combines the median difference of the pairs one year apart, weighted by their number,
    and the slope between the ends of the first year, with the weight of a quarter of a year.
    Unknown periods are interpolated.
    """
    year, later = values[:length], values[length : 2 * length]
    known = np.flatnonzero(np.isfinite(year))
    first, last = known[0], known[-1]
    ends = (year[last] - year[first]) / max(last - first, 1)
    apart = later - year[: len(later)]
    apart = apart[np.isfinite(apart)]
    yearly = float(np.median(apart)) / length if len(apart) else 0.0
    slope = (len(apart) * yearly + length / 4 * ends) / (len(apart) + length / 4)
    line = slope * (np.arange(length) - (length - 1) / 2)
    return filled(year - np.nanmean(year) - line)


def filled(circle: Floats) -> Floats:
    """The values with NaN interpolated linearly; the last and the first value are neighbours."""
    is_known = np.isfinite(circle)
    between = np.interp(
        np.arange(len(circle)), np.flatnonzero(is_known), circle[is_known], period=len(circle)
    )
    return np.where(is_known, circle, between)


def season_weight(values: Floats, length: int) -> float:
    """The weight of the season of the first year before it has repeated, 0 to 1.

    The ends of a year are close to each other where there is a season, and as far apart as any two
    values in a random walk or a trend. So the weight falls with the gap between them, measured by
    the range of the year. A year of months or quarters is detrended first, where enough periods
    have repeated to estimate the growth; for weeks this would let a random walk pass for a season.
    """
    year = values[:length]
    apart = values[length : 2 * length] - year[: max(0, len(values) - length)]
    apart = apart[np.isfinite(apart)]
    if len(apart) >= MIN_REPEATED_SHARE * length and length <= LONGEST_DETRENDED:
        year = year - float(np.median(apart)) / length * np.arange(len(year))
    year = year[np.isfinite(year)]
    gap, span = abs(year[-1] - year[0]), float(np.ptp(year))
    return MAX_WEIGHT * (1 - min(1.0, gap / span)) ** GAP_EXPONENT if span > 0 else 0.0


def seasonal_pattern(values: Floats, length: int) -> Floats:
    """The part of the first year's deviations that exceeds noise: a smooth part and spikes.

    The smooth part is a kernel average of neighbours, shrunk by its share of the variance; the
    spikes are soft-thresholded residuals (Donoho and Johnstone, Ideal spatial adaptation by
    wavelet shrinkage, 1994).
    """
    deviations = seasonal_deviations(values, length)
    kernel = np.array(_KERNELS.get(length, _KERNEL))
    kernel = kernel / kernel.sum()
    half = len(kernel) // 2
    smooth = sum(share * np.roll(deviations, at - half) for at, share in enumerate(kernel))
    residuals = deviations - smooth
    left = 1 - 2 * kernel[half] + (kernel**2).sum()
    # a small MAD with large outliers means irregular values: then use the plain sd
    spread = max(sd_of_deviations(np.abs(residuals)), MIN_SD_RATIO * float(residuals.std()))
    spread = spread / np.sqrt(max(left, 0.05)) + TINY
    noise = float(np.var(residuals)) / max(left, 0.05) * (kernel**2).sum()
    share = max(0.0, 1 - noise / max(float(np.var(smooth)), TINY))
    spikes = np.sign(residuals) * np.maximum(np.abs(residuals) - SPIKE_SDS * spread, 0)
    return np.asarray(share * smooth + spikes)
