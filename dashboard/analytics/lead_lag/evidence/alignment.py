"""Two series on one calendar: a value for every period that both may know, at the coarser of their grains."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap

import numpy as np
import pandas as pd

from dashboard.analytics.series.periods import day_numbers, period_of
from dashboard.analytics.series.robust import median
from dashboard.analytics.series.series import grain_of_step
from dashboard.analytics.typing import Floats, Integers
from dashboard.domain.kpi import Grain

FEWEST_PERIODS = 8
"""Periods known of both, below which nothing is said."""

_LEAST_KNOWN = 1 / 3
"""The share of the common span's periods that must be known of either side."""

ORDER = tuple(Grain)
"""From the finest to the coarsest."""


@dataclass(frozen=True)
class Calendar:
    """The known values of one series by day.

    `days` counts from 1970-01-01, ascending; `grain` is how long one of its periods is.
    """

    days: Integers
    values: Floats
    grain: Grain


@dataclass(frozen=True)
class Aligned:
    """Both sides period by period, NaN where not known; `first` is the number of the first period since 1970."""

    grain: Grain
    first: int
    kpi: Floats
    outcome: Floats


def calendar(series: pd.Series) -> Calendar:
    """A tidy series by day; one of fewer than two values counts as daily."""
    days = day_numbers(pd.DatetimeIndex(series.index))
    grain = grain_of_step(median(np.diff(days).astype(float))) if len(days) > 1 else Grain.DAY
    return Calendar(days, series.to_numpy(dtype=float), grain)


def coarser(kpi: Calendar, outcome: Calendar) -> Grain:
    """The coarser of two grains."""
    return max(kpi.grain, outcome.grain, key=ORDER.index)


def common_points(kpi: Calendar, outcome: Calendar) -> int:
    """How many periods of the coarser of the two grains are known of both."""
    grain = coarser(kpi, outcome)
    first, second = (np.unique(period_of(side.days, grain)) for side in (kpi, outcome))
    return len(np.intersect1d(first, second, assume_unique=True))


def aligned(kpi: Calendar, outcome: Calendar, grain: Grain) -> Aligned | None:
    """Means by period of `grain` over the span that both know; `None` where that is too little or a constant."""
    periods = [period_of(side.days, grain) for side in (kpi, outcome)]
    first = int(max(each[0] for each in periods))
    count = int(min(each[-1] for each in periods)) - first + 1
    if count < FEWEST_PERIODS:
        return None
    means = [
        period_means(each - first, side.values, count)
        for each, side in zip(periods, (kpi, outcome), strict=True)
    ]
    if not all(starmap(_says_something, ((each, count) for each in means))):
        return None
    return Aligned(grain, first, means[0], means[1])


def period_means(at: Integers, values: Floats, count: int) -> Floats:
    """The mean of the values that fall on each of `count` places, NaN where none does."""
    inside = (at >= 0) & (at < count)
    number = np.bincount(at[inside], minlength=count)
    total = np.bincount(at[inside], weights=values[inside], minlength=count)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)


def _says_something(values: Floats, count: int) -> bool:
    known = values[np.isfinite(values)]
    enough = len(known) >= max(FEWEST_PERIODS, _LEAST_KNOWN * count)
    return enough and float(np.ptp(known)) > 1e-12 * float(np.abs(known).max())
