"""A small family of filters that forecast from every origin: levels, and levels that return to their mean.

Exponential smoothing of a level by several gains, and the same with a pull back to the mean of all that was seen (an
autoregression with observation noise). It serves only to measure what one series says of another, so a few members are enough.

The recursion of `smoothing` does the same for one series with trends, seasons and gaps. This one runs several series at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.analytics.forecast.ensemble.members import alike
from dashboard.analytics.typing import Floats, Integers

_RETURNS = 0.625
"""The share of the weight, before the data are asked, of members that return to their mean."""

_MEMBERS = [
    *alike("level", 1 - _RETURNS, [0.0, 0.1, 0.3, 0.6, 1.0]),
    *alike("reverting", _RETURNS, [0.3, 0.6, 1.0], phis=[0.7, 0.9]),
]

GAINS = np.array([member.alpha for member in _MEMBERS])
MEMORIES = np.array([member.phi for member in _MEMBERS])
PRIOR = np.array([member.weight for member in _MEMBERS])


def smoothed(series: Sequence[Floats], steps: int) -> list[Floats]:
    """The forecasts of each series from each of its rows by each member, (rows, members, steps); no value may be missing."""
    size = max(map(len, series))
    values = np.stack([np.r_[np.full(size - len(x), x[0]), x] for x in series], axis=1)
    begins = np.array([size - len(x) for x in series])
    levels, means = _filtered(values, begins)
    returns = MEMORIES < 1
    keep = np.where(returns[:, None], MEMORIES[:, None] ** np.arange(1, steps + 1), 1.0)
    rest = means[:, :, None] * returns
    return [
        rest[begin:, at, :, None] + (levels - rest)[begin:, at, :, None] * keep
        for at, begin in enumerate(begins)
    ]


def _filtered(values: Floats, begins: Integers) -> tuple[Floats, Floats]:
    """Levels (rows, series, members) and means (rows, series) after each row; before a series begins both are its first value."""
    size, count = values.shape
    levels, means = np.empty((size, count, len(GAINS))), np.empty((size, count))
    level, mean = np.repeat(values[0][:, None], len(GAINS), axis=1), values[0]
    for row, value in enumerate(values):
        weight = 1 / (np.maximum(row - begins, 0) + 1)
        expected = mean[:, None] + MEMORIES * (level - mean[:, None])
        level = expected + np.maximum(GAINS, weight[:, None]) * (value[:, None] - expected)
        mean = mean + weight * (value - mean)
        levels[row], means[row] = level, mean
    return levels, means
