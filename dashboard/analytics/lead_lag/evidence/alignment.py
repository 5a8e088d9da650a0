"""Aligns two series on one calendar: one value per period over their common span."""

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
"""Number of common periods below which no evidence is computed."""

_MIN_COVERAGE = 1 / 3
"""Share of the periods of the common span for which each series must have a value."""

ORDER = tuple(Grain)
"""Grains from the finest to the coarsest."""


@dataclass(frozen=True)
class Calendar:
    """The values of one series by the first days of their periods.

    Attributes:
        days: days since 1970-01-01, (n,), ascending.
        values: (n,).
        grain: length of a period.
    """

    days: Integers
    values: Floats
    grain: Grain


@dataclass(frozen=True)
class Aligned:
    """Two series on the same n periods.

    Attributes:
        grain: length of a period.
        first: number of the first period, counted from 1970.
        kpi: values of the KPI, (n,), NaN where missing.
        outcome: values of the outcome, (n,), NaN where missing.
    """

    grain: Grain
    first: int
    kpi: Floats
    outcome: Floats


def calendar(series: pd.Series) -> Calendar:
    """A tidy series by day; its grain is the median step, a day for fewer than two values."""
    days = day_numbers(pd.DatetimeIndex(series.index))
    grain = grain_of_step(median(np.diff(days).astype(float))) if len(days) > 1 else Grain.DAY
    return Calendar(days, series.to_numpy(dtype=float), grain)


def coarser(kpi: Calendar, outcome: Calendar) -> Grain:
    """The coarser of the grains of two series."""
    return max(kpi.grain, outcome.grain, key=ORDER.index)


def common_points(kpi: Calendar, outcome: Calendar) -> int:
    """The number of periods, at the coarser of the two grains, for which both have a value."""
    grain = coarser(kpi, outcome)
    first, second = (np.unique(period_of(side.days, grain)) for side in (kpi, outcome))
    return len(np.intersect1d(first, second, assume_unique=True))


def aligned(kpi: Calendar, outcome: Calendar, grain: Grain) -> Aligned | None:
    """The means per period of `grain` over the common span.

    `None` where the common span or a series' coverage of it is too short, or a series is constant.
    """
    periods = [period_of(side.days, grain) for side in (kpi, outcome)]
    first = int(max(each[0] for each in periods))
    count = int(min(each[-1] for each in periods)) - first + 1
    if count < FEWEST_PERIODS:
        return None
    means = [
        period_means(each - first, side.values, count)
        for each, side in zip(periods, (kpi, outcome), strict=True)
    ]
    if not all(starmap(_is_informative, ((each, count) for each in means))):
        return None
    return Aligned(grain, first, means[0], means[1])


def period_means(at: Integers, values: Floats, count: int) -> Floats:
    """The mean of the values with each index 0 .. `count` - 1, (count,), NaN where there is none.

    `at` has the index of each value; values with an index outside the range are ignored.
    """
    inside = (at >= 0) & (at < count)
    number = np.bincount(at[inside], minlength=count)
    total = np.bincount(at[inside], weights=values[inside], minlength=count)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)


def _is_informative(values: Floats, count: int) -> bool:
    """Whether enough of the `count` values are known, and they are not constant."""
    known = values[np.isfinite(values)]
    enough = len(known) >= max(FEWEST_PERIODS, _MIN_COVERAGE * count)
    return enough and float(np.ptp(known)) > 1e-12 * float(np.abs(known).max())
