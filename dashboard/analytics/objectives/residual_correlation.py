"""How the surprises of several key results hang together, shrunk towards what is taken of them unmeasured."""

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
"""The prior weighs like so many common periods. Tried on pairs of monthly series of public agencies: 5 to 20 foretell
how six months' outcomes go together about equally well, from 12 months as from 96."""

FEWEST = 8
"""Below so many common periods nothing is read from them."""

CLIP = 3.0
"""A surprise further out than this many standard errors counts as that far: one wild period must not tie two key
results together."""

NEIGHBOUR_EVERY = 24
"""For every so many common periods one more neighbour is looked at, up to `MOST_NEIGHBOURS`."""

MOST_NEIGHBOURS = 4

_HIGHEST = 0.95
_LONGER = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER)


def residual_correlation(surprises: Sequence[pd.Series | None]) -> Floats:
    """The correlation of the outcomes of any two key results, ones on the diagonal; not always positive semidefinite.

    Each pair's correlation r over n common periods is shrunk towards `CORRELATION` on Fisher's scale, atanh(r), where its
    variance is 1 / (n - 3) whatever r is; the prior weighs like `PRIOR_PERIODS`. Of a pair with too few common periods
    the prior is all that is known.

    A surprise is one period's; an outcome is the sum of many. What moves two key results within a few periods of each
    other moves both outcomes, so from long histories the surprises of neighbouring periods are counted too, less the
    further apart (the long-run correlation with the weights of Newey and West, 1987); that costs periods. What is
    further apart is missed, so the correlation of outcomes is rather understated than overstated.

    Args:
        surprises: the standardised errors one period ahead, positive where they were good for the key result, stamped
            with first days of periods; `None` or empty where there are none. Finer ones are summed to the coarser grain
            of a pair.
    """
    known = [_Stamped.of(tidy(series)) for series in surprises]
    found = np.full((len(known), len(known)), CORRELATION)
    np.fill_diagonal(found, 1.0)
    for i, one in enumerate(known):
        for j, other in enumerate(known[:i]):
            found[i, j] = found[j, i] = _shrunk(one, other)
    return found


@dataclass(frozen=True)
class _Stamped:
    """Surprises, none further out than `CLIP`, with the days of their stamps, counted from 1970-01-01.

    `grain` is `None` where it cannot be known.
    """

    grain: Grain | None
    days: Integers
    values: Floats

    @classmethod
    def of(cls, series: pd.Series) -> Self:
        held = np.clip(series.to_numpy(dtype=float), -CLIP, CLIP)
        return cls(grain_of(series), day_numbers(pd.DatetimeIndex(series.index)), held)


def _shrunk(one: _Stamped, other: _Stamped) -> float:
    first, second = _together(one, other)
    count = int((np.isfinite(first) & np.isfinite(second)).sum())
    if count < FEWEST:
        return CORRELATION
    neighbours = min(MOST_NEIGHBOURS, count // NEIGHBOUR_EVERY)
    measured = _long_run(first, second, neighbours)
    if measured is None:
        return CORRELATION
    weights = 1 - np.arange(neighbours + 1) / (neighbours + 1)
    worth = (count - 3) / (2 * float((weights**2).sum()) - 1)
    said = PRIOR_PERIODS * math.atanh(CORRELATION) + worth * math.atanh(measured)
    return math.tanh(said / (PRIOR_PERIODS + worth))


def _together(one: _Stamped, other: _Stamped) -> tuple[Floats, Floats]:
    """Both series, a value a period, over the periods from the first to the last that they share; NaN where unknown."""
    if one.grain is None or other.grain is None:
        return np.array([]), np.array([])
    coarse = max(one.grain, other.grain, key=_LONGER.index)
    at, at_other = period_of(one.days, coarse), period_of(other.days, coarse)
    begin, end = max(at[0], at_other[0]), min(at[-1], at_other[-1])
    return _summed(at, one.values, begin, end), _summed(at_other, other.values, begin, end)


def _summed(at: Integers, values: Floats, begin: int, end: int) -> Floats:
    """The sum of the surprises of each period from `begin` to `end`, each again of the size of one."""
    is_in = (at >= begin) & (at <= end)
    length, places = max(0, end - begin + 1), at[is_in] - begin
    sums, counts = np.bincount(places, values[is_in], length), np.bincount(places, None, length)
    return np.asarray(np.where(counts > 0, sums / np.sqrt(np.maximum(counts, 1)), np.nan))


def _long_run(first: Floats, second: Floats, neighbours: int) -> float | None:
    """The correlation with so many neighbouring periods to either side; `None` where one of the two never moved."""
    is_known = np.isfinite(first) & np.isfinite(second)
    x, y = np.where(is_known, first, 0.0), np.where(is_known, second, 0.0)
    sizes = [max(_weighed(v, v, neighbours), float(v @ v) / 4) for v in (x, y)]
    if min(sizes) <= 0:
        return None
    found = _weighed(x, y, neighbours) / math.sqrt(sizes[0] * sizes[1])
    return min(_HIGHEST, max(-_HIGHEST, found))


def _weighed(x: Floats, y: Floats, neighbours: int) -> float:
    """The sum of products at the same time, and of those up to so many periods apart, falling evenly in weight."""
    total = float(x @ y)
    for apart in range(1, neighbours + 1):
        both = float(x[apart:] @ y[:-apart]) + float(y[apart:] @ x[:-apart])
        total += (1 - apart / (neighbours + 1)) * both
    return total
