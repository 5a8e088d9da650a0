"""A factor model of the correlations between outcomes: a few common factors move them all."""

from __future__ import annotations

import numpy as np

from dashboard.analytics.typing import Floats

CORRELATION = 0.3
"""Prior correlation of the outcomes of one objective's key results: the same team, quarter and
market act on all of them. With 0 the chance of reaching all would be too low, with 1 it would
be that of the weakest."""

FACTORS = 2
"""One factor cannot say of four key results that they move in pairs; two say it, and up to five
key results nearly any pattern that there is."""

MOST_SHARED = 0.9
"""No outcome is taken to be moved by the factors alone: a correlation of 1 is never known."""

_ROUNDS = 60
_SMALL = 1e-6


def prior_loadings(count: int) -> Floats:
    """The loadings of `count` outcomes without data: one factor, `CORRELATION` between any two."""
    loadings = np.zeros((count, FACTORS))
    loadings[:, 0] = CORRELATION**0.5
    return loadings


def factor_loadings(correlation: Floats) -> Floats:
    """How much each outcome moves with each of `FACTORS` common factors, so that their products are the correlations.

    Outcome i is `loadings[i] @ F + sqrt(1 - |loadings[i]|²) E[i]` with independent normal F and E:
    what comes out is a correlation matrix whatever went in. The nearest one by least squares off
    the diagonal, by iterated principal factors (Harman, Modern Factor Analysis, 1976, chapter 8):
    the share of each outcome that is common is put on the diagonal, the leading eigenvectors give
    new shares, and so on.

    Args:
        correlation: square and symmetric, ones on the diagonal; it need not be positive
            semidefinite.
    """
    count = len(correlation)
    if (correlation[~np.eye(count, dtype=bool)] == CORRELATION).all():
        return prior_loadings(count)
    reduced = correlation - np.eye(count)
    shared = np.minimum(MOST_SHARED, np.abs(reduced).max(axis=0))
    loadings = np.zeros((count, FACTORS))
    for _ in range(_ROUNDS):
        sizes, vectors = np.linalg.eigh(reduced + np.diag(shared))
        loadings = vectors[:, ::-1][:, :FACTORS] * np.sqrt(np.clip(sizes[::-1][:FACTORS], 0, None))
        found = (loadings**2).sum(axis=1)
        loadings *= np.sqrt(np.minimum(1, MOST_SHARED / np.maximum(found, MOST_SHARED)))[:, None]
        before, shared = shared, np.minimum(MOST_SHARED, found)
        if np.abs(shared - before).max() < _SMALL:
            break
    return loadings


def correlation_of(loadings: Floats) -> Floats:
    """The correlations that loadings stand for."""
    found = loadings @ loadings.T
    np.fill_diagonal(found, 1.0)
    return np.asarray(found)
