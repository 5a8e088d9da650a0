"""The joint distribution of several key results.

A Gaussian copula: outcome i is worse than a share u of its outcomes where `loadings[i] @ F +
sqrt(1 - |loadings[i]|²) E[i]` is below z(u), with independent normal F and E. Where no loadings
are given, they are those of `prior_loadings`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy import special

from dashboard.analytics.objectives.factor_model import correlation_of, prior_loadings
from dashboard.analytics.typing import Floats

DRAWS = 4096
"""Number of draws of the joint distribution; more change no displayed digit."""

_NODES = {1: (7.0, 0.1), 2: (6.0, 0.25)}
"""How far out and how far apart the points of the quadrature lie, by the number of factors."""


def chance_of_all(chances: Sequence[float], loadings: Floats | None = None) -> float:
    """The probability that all come true, each with its own chance.

    What is certain changes nothing; the result lies between the bounds of Fréchet, the least of
    the chances and the sum of the chances less all but one; where any two are positively
    correlated, it is at least their product.
    """
    if any(chance <= 0 for chance in chances):
        return 0.0
    least = min(chances, default=1.0)
    if sum(chance < 1 for chance in chances) < 2:
        return float(least)
    surely = math.fsum([*chances, 1 - len(chances)])
    return min(least, max(0.0, surely, reached_counts(chances, loadings)[-1]))


def reached_counts(chances: Sequence[float], loadings: Floats | None = None) -> tuple[float, ...]:
    """The probability that exactly 0, 1, 2 ... all of them come true; it sums to 1 and its mean is the sum of the chances.

    Given the factors the outcomes are independent, and the number of those that come true is built
    up one by one; one quadrature over the factors does the rest (Vasicek, 1987).
    """
    given = prior_loadings(len(chances)) if loadings is None else loadings
    rows = sorted((float(c), *map(float, row)) for c, row in zip(chances, given, strict=True))
    is_open = [0 < row[0] < 1 for row in rows]
    settled = sum(row[0] >= 1 for row in rows)
    table = np.array([row for row, is_one in zip(rows, is_open, strict=True) if is_one])
    found = _open_counts(table) if len(table) else [1.0]
    total = math.fsum(found)
    never = len(rows) - settled - len(table)
    return (*[0.0] * settled, *(share / total for share in found), *[0.0] * never)


def mean_quantiles(
    weights: Sequence[float],
    outcomes: Sequence[Floats],
    levels: Sequence[float],
    loadings: Floats | None = None,
) -> Floats:
    """The quantiles of the weighted mean of several outcomes between 0 and 1, by the same copula.

    The mean is taken of `DRAWS` evenly spread draws, the same each time, so no draw of luck is in
    it.

    Args:
        weights: one an outcome, not negative, not all zero.
        outcomes: the quantile function of each, at equally spaced levels; one number if it is
            final.
        levels: the levels asked for.
        loadings: the factor loadings of the outcomes.
    """
    given = prior_loadings(len(weights)) if loadings is None else loadings
    total = math.fsum(weights)
    parts = [
        (w / total, np.clip(outcome, 0, 1), row)
        for w, outcome, row in zip(weights, outcomes, given, strict=True)
        if w > 0
    ]
    settled = math.fsum(share * float(o[0]) for share, o, _ in parts if np.ptp(o) == 0)
    moving = sorted(
        (part for part in parts if np.ptp(part[1]) > 0),
        key=lambda part: (part[0], *part[1], *part[2]),
    )
    if not moving:
        return np.full(len(levels), settled)
    if len(moving) == 1:
        share, outcome, _ = moving[0]
        return settled + share * np.interp(levels, _levels(len(outcome)), outcome)
    ranks = _ranks(np.array([row for _, _, row in moving]))
    drawn = np.zeros(DRAWS)
    for (share, outcome, _), rank in zip(moving, ranks, strict=True):
        drawn += share * np.interp(rank, _levels(len(outcome)), outcome)
    return np.minimum(1.0, settled + np.quantile(drawn, levels))


def _open_counts(table: Floats) -> list[float]:
    """How likely each number of open outcomes is; rows of the table are a chance and its loadings, in a fixed order."""
    if len(table) == 1:
        return [1 - float(table[0, 0]), float(table[0, 0])]
    loadings = table[:, 1:]
    points, weights = _quadrature(2 if loadings[:, 1].any() else 1)
    own = np.sqrt(1 - (loadings**2).sum(axis=1))
    inner = special.ndtri(table[:, 0])[:, None] - loadings[:, : len(points)] @ points
    counts = np.zeros((len(table) + 1, len(weights)))
    counts[0] = 1.0
    for share in special.ndtr(inner / own[:, None]):
        counts[1:] = counts[1:] * (1 - share) + counts[:-1] * share
        counts[0] *= 1 - share
    return [float(share) for share in counts @ weights]


@lru_cache
def _quadrature(factors: int) -> tuple[Floats, Floats]:
    """Points of independent normal factors, a row a factor, and their weights.

    Even steps: for what is as smooth as a normal curve no other choice of points converges faster.
    """
    far, step = _NODES[factors]
    line = np.arange(-round(far / step), round(far / step) + 1) * step
    points = np.stack([axis.ravel() for axis in np.meshgrid(*[line] * factors, indexing="ij")])
    square = (points**2).sum(axis=0)
    points, weights = points[:, square <= far**2], np.exp(-square[square <= far**2] / 2)
    return points, weights / weights.sum()


def _ranks(loadings: Floats) -> Floats:
    """The ranks between 0 and 1 that the outcomes take in each draw, a row an outcome."""
    together = np.linalg.cholesky(correlation_of(loadings))
    return np.asarray(special.ndtr(together @ _normal_draws(len(loadings))))


@lru_cache(maxsize=32)
def _normal_draws(count: int) -> Floats:
    """Evenly spread draws of `count` independent normal variables, a row each.

    Multiples of the powers of a generalised golden ratio, which leave the most even gaps that are
    known for such a rule (Roberts, 2018), and their mirror images, so that what is symmetric stays
    so.
    """
    ratio = 2.0
    for _ in range(64):  # the fixed point of x = (1 + x) ** (1 / (count + 1))
        ratio = (1 + ratio) ** (1 / (count + 1))
    powers = ratio ** -np.arange(1.0, count + 1)
    half = (0.5 + np.outer(powers, np.arange(1, DRAWS // 2 + 1))) % 1
    draws = np.concatenate([half, 1 - half], axis=1)
    ranks = draws.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    return np.asarray(special.ndtri((ranks + 0.5) / DRAWS))


def _levels(count: int) -> Floats:
    return np.arange(1, count + 1) / (count + 1)
