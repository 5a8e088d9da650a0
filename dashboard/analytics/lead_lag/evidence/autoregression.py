"""The rhythm of a series: what its own past says of its next value."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from scipy.linalg import solve_banded

from dashboard.analytics.series.robust import TINY
from dashboard.analytics.typing import Complexes, Floats

MAX_ORDER = 4
"""The longest autoregression, in periods."""


def max_order(n: int) -> int:
    """The longest autoregression that n values allow."""
    return min(MAX_ORDER, max(1, n // 8))


def autoregressions(values: Floats) -> list[Floats]:
    """The coefficients of an autoregression for each column of the values, (n, m).

    Burg's recursion; the order by Schwarz's criterion, maybe none.
    """
    return [_autoregression(column) for column in np.ascontiguousarray(values.T)]


def _autoregression(values: Floats) -> Floats:
    points = len(values)
    ahead = behind = values
    variance = float(values @ values) / points + TINY
    score = points * math.log(variance)
    memory: list[float] = []
    best = memory
    for order in range(1, max_order(points) + 1):
        ahead, behind = ahead[1:], behind[:-1]
        both = float(ahead @ ahead) + float(behind @ behind) + TINY
        reflection = 2 * float(ahead @ behind) / both
        turned = memory[::-1]
        memory = [a - reflection * b for a, b in zip(memory, turned, strict=True)] + [reflection]
        ahead, behind = ahead - reflection * behind, behind - reflection * ahead
        variance *= max(1 - reflection**2, 1e-9)
        now = points * math.log(variance) + order * math.log(points)
        if now < score:
            score, best = now, memory
    return np.array(best)


def residuals(values: Floats, memory: Floats) -> Floats:
    """What an autoregression did not foretell of the values, (n,); before the first one stands 0."""
    return np.convolve(values, np.concatenate([[1.0], -memory]))[: len(values)]


def from_residuals(surprise: Floats, memory: Floats) -> Floats:
    """The values with these surprises: the inverse of `residuals`."""
    bands = np.repeat(np.concatenate([[1.0], -memory])[:, None], len(surprise), axis=1)
    return np.asarray(solve_banded((len(memory), 0), bands, surprise, check_finite=False))


def autoregressive_spectrum(memory: Floats, n: int) -> Floats:
    """The spectrum of an autoregression with innovations of variance 1 at the frequencies pi j / n, j = 1 .. n - 1."""
    if not len(memory):
        return np.ones(n - 1)
    return np.asarray(1 / np.abs(1 - _turns(n)[:, : len(memory)] @ memory) ** 2)


@lru_cache(maxsize=256)
def _turns(n: int) -> Complexes:
    frequency = np.pi * np.arange(1, n) / n
    return np.asarray(np.exp(-1j * np.outer(frequency, np.arange(1, MAX_ORDER + 1))))
