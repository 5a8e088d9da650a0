"""A small family of exponential-smoothing models: levels, and levels that revert to their mean.

A mean-reverting level is a first-order autoregression with observation noise. The family serves
only to measure the effect of one series on another, so a few members are enough. The recursion of
`ensemble.smoothing` is that for one series with trends, seasons and gaps; this one runs several
series at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.analytics.forecast.ensemble.members import equally_weighted
from dashboard.analytics.typing import Floats, Integers

_REVERTING_WEIGHT = 0.625
"""The prior weight of all members that revert to their mean."""

_MEMBERS = [
    *equally_weighted("level", 1 - _REVERTING_WEIGHT, [0.0, 0.1, 0.3, 0.6, 1.0]),
    *equally_weighted("reverting", _REVERTING_WEIGHT, [0.3, 0.6, 1.0], phis=[0.7, 0.9]),
]

ALPHAS = np.array([member.alpha for member in _MEMBERS])
PHIS = np.array([member.phi for member in _MEMBERS])
PRIOR = np.array([member.weight for member in _MEMBERS])


def smoothed(series: Sequence[Floats], steps: int) -> list[Floats]:
    """The forecasts of each series from each of its rows, (rows, members, steps).

    No value may be missing.
    """
    size = max(map(len, series))
    values = np.stack([np.r_[np.full(size - len(x), x[0]), x] for x in series], axis=1)
    starts = np.array([size - len(x) for x in series])
    levels, means = _filtered(values, starts)
    is_reverting = PHIS < 1
    keep = np.where(is_reverting[:, None], PHIS[:, None] ** np.arange(1, steps + 1), 1.0)
    target = means[:, :, None] * is_reverting
    return [
        target[start:, at, :, None] + (levels - target)[start:, at, :, None] * keep
        for at, start in enumerate(starts)
    ]


def _filtered(values: Floats, starts: Integers) -> tuple[Floats, Floats]:
    """Levels (rows, series, members) and means (rows, series) after each row.

    Before a series starts, both are its first value.
    """
    size, count = values.shape
    levels, means = np.empty((size, count, len(ALPHAS))), np.empty((size, count))
    level, mean = np.repeat(values[0][:, None], len(ALPHAS), axis=1), values[0]
    for row, value in enumerate(values):
        weight = 1 / (np.maximum(row - starts, 0) + 1)
        expected = mean[:, None] + PHIS * (level - mean[:, None])
        level = expected + np.maximum(ALPHAS, weight[:, None]) * (value[:, None] - expected)
        mean = mean + weight * (value - mean)
        levels[row], means[row] = level, mean
    return levels, means
