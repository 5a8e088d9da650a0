"""The distribution that members make together, as a table of its quantiles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import special

from dashboard.analytics.typing import Floats

DF = 5.0
"""Degrees of freedom of a single member's errors to come."""

POINTS_A_DF = 2.0
"""A history of n points has tails as heavy as n / 2 degrees of freedom allow, where that is less."""

FEWEST_DF = 2.5

LEAST_WEIGHT = 2e-3
"""Members that weigh less than this share of the best one are left out."""

_FAR = np.concatenate([np.arange(0.08, 4, 0.08), np.geomspace(4, 400, 24)])
_GRID = np.concatenate([-_FAR[::-1], [0.0], _FAR])
_T = np.concatenate([-np.geomspace(2000, 0.02, 300), [0.0], np.geomspace(0.02, 2000, 300)])
_SCORE_FAR = np.geomspace(0.05, 14, 60)
SCORES = np.concatenate([-_SCORE_FAR[::-1], [0.0], _SCORE_FAR])
"""The levels at which the table is kept, as quantiles of Student's t: between them and beyond it is a straight line, so
that tails go on as they begin."""

_FURTHEST = 1e6

LEVELS: Floats = np.asarray(special.stdtr(DF, SCORES))


@dataclass(frozen=True, eq=False)
class QuantileTable:
    """A distribution a step: `values` (len(SCORES), steps) are its quantiles at the levels of `SCORES`, rising."""

    values: Floats

    def quantile(self, level: float | Floats) -> Floats:
        """The value at a level, by step; of several levels a row each."""
        at = np.asarray(special.stdtrit(DF, level))
        row = np.clip(np.searchsorted(SCORES, at) - 1, 0, len(SCORES) - 2)
        share = ((at - SCORES[row]) / (SCORES[row + 1] - SCORES[row]))[..., None]
        below, above = self.values[row], self.values[row + 1]
        found = below + share * (above - below)
        # a rounding error must not carry a level past the next one
        return np.asarray(np.where(share <= 1, np.minimum(found, above), found))

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
    """The degrees of freedom of the errors to come after a history of so many points."""
    return min(DF, max(FEWEST_DF, points / POINTS_A_DF))


def mixture(ahead: Floats, variances: Floats, weights: Floats, df: float) -> Floats:
    """The quantiles at `LEVELS` of a weighted mixture of Student's t, (len(SCORES), steps).

    Args:
        ahead: the middle of each part, (parts, steps).
        variances: its squared scale, (parts, steps).
        weights: one a part.
        df: their degrees of freedom.
    """
    is_kept = weights > LEAST_WEIGHT * weights.max()
    weights, ahead = weights[is_kept] / weights[is_kept].sum(), ahead[is_kept]
    scales = np.sqrt(variances[is_kept])
    middle = weights @ ahead
    unit = np.sqrt(weights @ (scales**2 + (ahead - middle) ** 2))
    places = middle + _GRID[:, None] * unit
    below = np.tensordot(
        weights, _t_below((places - ahead[:, None, :]) / scales[:, None, :], df), 1
    )
    found = [np.interp(LEVELS, below[:, step], places[:, step]) for step in range(places.shape[1])]
    return np.column_stack(found)


def _t_below(places: Floats, df: float) -> Floats:
    """Student's t distribution function, read from a table."""
    return np.interp(places, _T, _table_of(df))


@cache
def _table_of(df: float) -> Floats:
    return np.asarray(special.stdtr(df, _T))
