"""The season that a single year suggests, and how far to believe it."""

from __future__ import annotations

import numpy as np

from dashboard.analytics.robust import TINY, sd_of_deviations
from dashboard.analytics.typing import Floats

MOST_BELIEVED = 0.9
"""How far a season is believed whose year closes perfectly."""

STRICT = 1.5
"""How steeply the belief falls with the gap: values that wander come back near their start by chance as well."""

LONGEST_GROWN = 12
"""The longest season whose growth is told from it: more periods would fit what merely wanders."""

RETURNED = 0.25
"""The share of a year that must have come back before its growth is told from it."""

SPIKE = 2.0
"""What stands further out of its neighbours than so many robust standard deviations is kept as it is."""

MIXED = 0.7
"""The least robust standard deviation, as a share of the plain one."""

_NEIGHBOURS = {52: (1.0, 2.0, 3.0, 2.0, 1.0)}
_NEAR = (1.0, 2.0, 1.0)


def departures(values: Floats, length: int) -> Floats:
    """By how much each period of the first year departs from its mean, without the trend.

    The slope comes from the pairs a year apart as far as there are any, and from the ends of the first year with the weight
    of a quarter of a year. A period that is not known departs like its neighbours.
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
    """The values with straight lines where one is NaN, the last and the first of them being neighbours."""
    is_known = np.isfinite(circle)
    between = np.interp(
        np.arange(len(circle)), np.flatnonzero(is_known), circle[is_known], period=len(circle)
    )
    return np.where(is_known, circle, between)


def belief(values: Floats, length: int) -> float:
    """How far the season of the first year is believed, 0 to 1, before it has come back even once.

    The ends of a year are neighbours where there is a season, and lie as far apart as anything else where values wander or
    rise: the nearer they are, measured by the range of the year, the more it looks like one that closes. Of a year of months
    or quarters the growth is taken out first, where enough of them came back to tell it; weeks that wander look alike.
    """
    year = values[:length]
    apart = values[length : 2 * length] - year[: max(0, len(values) - length)]
    apart = apart[np.isfinite(apart)]
    if len(apart) >= RETURNED * length and length <= LONGEST_GROWN:
        year = year - float(np.median(apart)) / length * np.arange(len(year))
    year = year[np.isfinite(year)]
    gap, span = abs(year[-1] - year[0]), float(np.ptp(year))
    return MOST_BELIEVED * (1 - min(1.0, gap / span)) ** STRICT if span > 0 else 0.0


def pattern(values: Floats, length: int) -> Floats:
    """The part of the first year's departures that is more than noise: what neighbours share, and what stands far out."""
    found = departures(values, length)
    kernel = np.array(_NEIGHBOURS.get(length, _NEAR))
    kernel = kernel / kernel.sum()
    half = len(kernel) // 2
    smooth = sum(share * np.roll(found, at - half) for at, share in enumerate(kernel))
    rough = found - smooth
    left = 1 - 2 * kernel[half] + (kernel**2).sum()
    # where most periods are alike and some are not, those are no yearly event: the spread is that of all of them
    spread = max(sd_of_deviations(np.abs(rough)), MIXED * float(rough.std()))
    spread = spread / np.sqrt(max(left, 0.05)) + TINY
    noise = float(np.var(rough)) / max(left, 0.05) * (kernel**2).sum()
    share = max(0.0, 1 - noise / max(float(np.var(smooth)), TINY))
    spikes = np.sign(rough) * np.maximum(np.abs(rough) - SPIKE * spread, 0)
    return np.asarray(share * smooth + spikes)
