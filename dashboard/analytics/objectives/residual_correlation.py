"""Correlation of forecast residuals between key results, shrunk towards a prior.

Shrinkage on Fisher's scale (Fisher, On the probable error of a coefficient of correlation, 1921).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from dashboard.analytics.objectives.factor_model import CORRELATION
from dashboard.analytics.series.periods import day_numbers, period_of
from dashboard.analytics.series.series import grain_of, tidy
from dashboard.analytics.typing import Floats, Integers
from dashboard.domain.kpi import Grain

PRIOR_PERIODS = 10.0
"""Weight of the prior, in common periods. On pairs of monthly series of public agencies 5 to 20
forecast the correlation of six months' outcomes about equally well, from 12 months as from 96."""

FEWEST = 8
"""Minimum number of common periods; with fewer the prior is used alone."""

CLIP = 3.0
"""Residuals are clipped at this many standard errors: one extreme period must not make a
correlation."""

NEIGHBOUR_EVERY = 24
"""Number of common periods per neighbouring period that is included, up to `MOST_NEIGHBOURS`."""

MOST_NEIGHBOURS = 4

_HIGHEST = 0.95
_LONGER = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER)


def residual_correlation(residuals: Sequence[pd.Series | None]) -> Floats:
    """The correlation of the outcomes of any two key results, ones on the diagonal; not always positive semidefinite.

    Each pair's correlation r over n common periods is shrunk towards `CORRELATION` on Fisher's
    scale, atanh(r), where its variance is 1 / (n - 3) for every r; the prior has the weight of
    `PRIOR_PERIODS` periods. A pair with too few common periods has the prior.

    A residual belongs to one period, an outcome is the sum of many. Movements of two key results a
    few periods apart move both outcomes, so with long histories products of neighbouring periods
    are included with falling weights (the long-run correlation of Newey and West, 1987), which
    costs effective periods. Movements further apart are missed: the correlation of outcomes is
    rather understated than overstated.

    Args:
        residuals: the standardised one-step errors, positive where good for the key result,
            stamped with the first days
            of periods; `None` or empty where there are none. Finer ones are summed to the coarser
            grain of a pair.
    """
    known = [_Residuals.of(tidy(series)) for series in residuals]
    matrix = np.full((len(known), len(known)), CORRELATION)
    np.fill_diagonal(matrix, 1.0)
    for i, one in enumerate(known):
        for j, other in enumerate(known[:i]):
            matrix[i, j] = matrix[j, i] = _shrunk(one, other)
    return matrix


@dataclass(frozen=True)
class _Residuals:
    """Clipped residuals with the days of their stamps, counted from 1970-01-01; `grain` is `None` if unknown."""

    grain: Grain | None
    days: Integers
    values: Floats

    @classmethod
    def of(cls, series: pd.Series) -> Self:
        clipped = np.clip(series.to_numpy(dtype=float), -CLIP, CLIP)
        return cls(grain_of(series), day_numbers(pd.DatetimeIndex(series.index)), clipped)


def _shrunk(one: _Residuals, other: _Residuals) -> float:
    first, second = _aligned(one, other)
    count = int((np.isfinite(first) & np.isfinite(second)).sum())
    if count < FEWEST:
        return CORRELATION
    neighbours = min(MOST_NEIGHBOURS, count // NEIGHBOUR_EVERY)
    measured = _long_run(first, second, neighbours)
    if measured is None:
        return CORRELATION
    weights = 1 - np.arange(neighbours + 1) / (neighbours + 1)
    effective_periods = (count - 3) / (2 * float((weights**2).sum()) - 1)
    weighted_sum = PRIOR_PERIODS * math.atanh(CORRELATION) + effective_periods * math.atanh(
        measured
    )
    return math.tanh(weighted_sum / (PRIOR_PERIODS + effective_periods))


def _aligned(one: _Residuals, other: _Residuals) -> tuple[Floats, Floats]:
    """Both series over their common range of periods, a value per period; NaN where unknown."""
    if one.grain is None or other.grain is None:
        return np.array([]), np.array([])
    coarse = max(one.grain, other.grain, key=_LONGER.index)
    at, at_other = period_of(one.days, coarse), period_of(other.days, coarse)
    begin, end = max(at[0], at_other[0]), min(at[-1], at_other[-1])
    return _summed(at, one.values, begin, end), _summed(at_other, other.values, begin, end)


def _summed(at: Integers, values: Floats, begin: int, end: int) -> Floats:
    """The sum of the residuals of each period from `begin` to `end`, scaled back to unit variance."""
    is_in = (at >= begin) & (at <= end)
    length, places = max(0, end - begin + 1), at[is_in] - begin
    sums, counts = np.bincount(places, values[is_in], length), np.bincount(places, None, length)
    return np.asarray(np.where(counts > 0, sums / np.sqrt(np.maximum(counts, 1)), np.nan))


def _long_run(first: Floats, second: Floats, neighbours: int) -> float | None:
    """The long-run correlation with neighbours on either side; `None` if one of the two never moved."""
    is_known = np.isfinite(first) & np.isfinite(second)
    x, y = np.where(is_known, first, 0.0), np.where(is_known, second, 0.0)
    sizes = [max(_weighted_products(v, v, neighbours), float(v @ v) / 4) for v in (x, y)]
    if min(sizes) <= 0:
        return None
    correlation = _weighted_products(x, y, neighbours) / math.sqrt(sizes[0] * sizes[1])
    return min(_HIGHEST, max(-_HIGHEST, correlation))


def _weighted_products(x: Floats, y: Floats, neighbours: int) -> float:
    """The sum of products at lag 0 and, with linearly falling weights, up to `neighbours` lags."""
    total = float(x @ y)
    for apart in range(1, neighbours + 1):
        both = float(x[apart:] @ y[:-apart]) + float(y[apart:] @ x[:-apart])
        total += (1 - apart / (neighbours + 1)) * both
    return total
