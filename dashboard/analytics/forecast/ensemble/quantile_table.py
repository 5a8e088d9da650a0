"""The distribution of the ensemble, stored as a table of its quantiles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import special

from dashboard.analytics.typing import Floats

DF = 5.0
"""The degrees of freedom of the future errors of a single member."""

POINTS_PER_DF = 2.0
"""A short history of n points has heavier tails: n / 2 degrees of freedom, where that is less."""

MIN_DF = 2.5

MIN_RELATIVE_WEIGHT = 2e-3
"""Members whose weight is below this share of the largest one are left out."""

_FAR = np.concatenate([np.arange(0.08, 4, 0.08), np.geomspace(4, 400, 24)])
_GRID = np.concatenate([-_FAR[::-1], [0.0], _FAR])
_T = np.concatenate([-np.geomspace(2000, 0.02, 300), [0.0], np.geomspace(0.02, 2000, 300)])
_SCORE_FAR = np.geomspace(0.05, 14, 60)
SCORES = np.concatenate([-_SCORE_FAR[::-1], [0.0], _SCORE_FAR])
"""The levels of the table, as quantiles of Student's t. Between two of them and beyond the last
ones the distribution is interpolated linearly in these scores, so the tails keep their shape."""

_FURTHEST = 1e6

LEVELS: Floats = np.asarray(special.stdtr(DF, SCORES))


@dataclass(frozen=True, eq=False)
class QuantileTable:
    """A distribution for each step.

    `values` (len(SCORES), steps) are its quantiles at the levels of `SCORES`, increasing.
    """

    values: Floats

    def quantile(self, level: float | Floats) -> Floats:
        """The quantile at a level, by step; for several levels one row each."""
        at = np.asarray(special.stdtrit(DF, level))
        row = np.clip(np.searchsorted(SCORES, at) - 1, 0, len(SCORES) - 2)
        share = ((at - SCORES[row]) / (SCORES[row + 1] - SCORES[row]))[..., None]
        below, above = self.values[row], self.values[row + 1]
        value = below + share * (above - below)
        # rounding must not make the quantiles decrease
        return np.asarray(np.where(share <= 1, np.minimum(value, above), value))

    def share_below(self, value: float, step: int) -> float:
        """The probability of less than `value` at a step; the inverse of `quantile`."""
        column = self.values[:, step]
        row = int(np.clip(np.searchsorted(column, value) - 1, 0, len(column) - 2))
        rise = column[row + 1] - column[row]
        furthest = _FURTHEST * rise
        away = min(furthest, max(-furthest, value - column[row]))
        share = away / rise if rise > 0 else 0.5
        at = (1 - share) * SCORES[row] + share * SCORES[row + 1]
        return float(special.stdtr(DF, at))


def tail_df(points: int) -> float:
    """The degrees of freedom of the future errors after a history of `points` known values."""
    return min(DF, max(MIN_DF, points / POINTS_PER_DF))


def mixture(means: Floats, variances: Floats, weights: Floats, df: float) -> Floats:
    """The quantiles at `LEVELS` of a weighted mixture of Student's t, (len(SCORES), steps).

    Args:
        means: the centre of each component, (components, steps).
        variances: its squared scale, (components, steps).
        weights: one per component.
        df: the degrees of freedom of all components.
    """
    is_kept = weights > MIN_RELATIVE_WEIGHT * weights.max()
    weights, means = weights[is_kept] / weights[is_kept].sum(), means[is_kept]
    scales = np.sqrt(variances[is_kept])
    middle = weights @ means
    unit = np.sqrt(weights @ (scales**2 + (means - middle) ** 2))
    places = middle + _GRID[:, None] * unit
    cdf = np.tensordot(weights, _t_cdf((places - means[:, None, :]) / scales[:, None, :], df), 1)
    columns = [np.interp(LEVELS, cdf[:, step], places[:, step]) for step in range(places.shape[1])]
    return np.column_stack(columns)


def _t_cdf(places: Floats, df: float) -> Floats:
    """Student's t distribution function, interpolated from a table."""
    return np.interp(places, _T, _table_of(df))


@cache
def _table_of(df: float) -> Floats:
    return np.asarray(special.stdtr(df, _T))
