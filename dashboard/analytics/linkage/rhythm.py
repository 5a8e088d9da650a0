"""The rhythm of a series: what its own past says of its next value."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_banded

Floats = NDArray[np.float64]

_TINY = 1e-12

MOST_MEMORY = 4
"""The longest autoregression, in periods."""


def most_memory(n: int) -> int:
    """The longest autoregression that n values allow."""
    return min(MOST_MEMORY, max(1, n // 8))


def middle(values: Floats) -> float:
    """The median, found without the checks that make numpy's slow on short series."""
    n = len(values)
    part = np.partition(values, [(n - 1) // 2, n // 2])
    return float(part[(n - 1) // 2] + part[n // 2]) / 2


def rhythms_of(values: Floats, *, is_shared: bool = False) -> list[Floats]:
    """The coefficients of an autoregression for each column of the values, (n, m); one for all where they share it.

    Burg's recursion; the order by Schwarz's criterion, maybe none.
    """
    n, columns = values.shape
    points = n * columns if is_shared else n
    ahead = behind = np.ascontiguousarray(values.T)
    variance = _pooled(ahead, ahead, is_shared=is_shared) / points + _TINY
    score = points * np.log(variance)
    memory = np.zeros((0, len(variance)))
    best: list[Floats] = [np.zeros(0)] * len(variance)
    for order in range(1, most_memory(n) + 1):
        ahead, behind = ahead[:, 1:], behind[:, :-1]
        both = _pooled(ahead, ahead, is_shared=is_shared)
        both += _pooled(behind, behind, is_shared=is_shared) + _TINY
        reflection = 2 * _pooled(ahead, behind, is_shared=is_shared) / both
        memory = np.concatenate([memory - reflection * memory[::-1], reflection[None]])
        each = reflection[:, None]
        ahead, behind = ahead - each * behind, behind - each * ahead
        variance = variance * np.maximum(1 - reflection**2, 1e-9)
        now = points * np.log(variance) + order * np.log(points)
        for column, is_better in enumerate(now < score):
            if is_better:
                best[column] = memory[:, column]
        score = np.minimum(score, now)
    return best


def _pooled(one: Floats, other: Floats, *, is_shared: bool) -> Floats:
    """The products of rows, (m,), or of all of them together, (1,)."""
    products = np.einsum("ij,ij->i", one, other)
    return np.asarray(products.sum(keepdims=True) if is_shared else products)


def surprises(values: Floats, memory: Floats) -> Floats:
    """What an autoregression did not foretell of the values, (n,); before the first one stands 0."""
    return np.convolve(values, np.concatenate([[1.0], -memory]))[: len(values)]


def retold(surprise: Floats, memory: Floats) -> Floats:
    """The values with these surprises: the inverse of `surprises`."""
    bands = np.repeat(np.concatenate([[1.0], -memory])[:, None], len(surprise), axis=1)
    return np.asarray(solve_banded((len(memory), 0), bands, surprise, check_finite=False))


def rhythm_spectrum(memory: Floats, n: int) -> Floats:
    """The spectrum of an autoregression with innovations of variance 1 at the frequencies pi j / n, j = 1 .. n - 1."""
    if not len(memory):
        return np.ones(n - 1)
    return np.asarray(1 / np.abs(1 - _turns(n)[:, : len(memory)] @ memory) ** 2)


@lru_cache(maxsize=256)
def _turns(n: int) -> NDArray[np.complex128]:
    frequency = np.pi * np.arange(1, n) / n
    return np.asarray(np.exp(-1j * np.outer(frequency, np.arange(1, MOST_MEMORY + 1))))
