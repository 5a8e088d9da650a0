"""Lasting changes of level in one side: a reorganisation, another way of counting."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from dashboard.analytics.robust import TINY, sd_of_deviations
from dashboard.analytics.typing import Floats

_FEWEST = 24
"""Periods below which a step cannot be told from chance."""

_MOST_PERIODS = 400
"""Periods above which steps are not looked for: the table of all of them would be large, and they weigh little there."""

_MOST = 2
"""Changes of level at most that are events; a side with more of them moves by steps, and keeps them."""

_PRICE = 3.0
"""The gain in log-likelihood, twice, that a step must bring, in log n: for its size and its place."""

_ABRUPT = 4.0
"""Standard deviations of the changes from one period to the next that a step's own change must reach."""

_ABRUPT_NEAR, _AROUND = 3.0, 8
"""The same of the changes so many periods around: in wild times big changes are usual."""

_JUMP = 4.5
"""The same, by the median, for a change that counts as a jump."""

_CALM = 0.7
"""The lag-one correlation beside a step above which it is not taken out: in a side that wanders, every move is a step."""


def without_steps(values: Floats) -> Floats:
    """The values about their straight line without abrupt lasting changes of level, two at most; unchanged where none is.

    Each is the step that explains most of what remains, whitened by a first-order autoregression.
    """
    n = len(values)
    if not _FEWEST <= n <= _MOST_PERIODS:
        return values
    line, steps = _steps(n)
    rest = straight = values - line @ (line.T @ values)
    moves = np.abs(np.diff(straight))
    usual = sd_of_deviations(moves)
    if moves.max() < _ABRUPT * usual or (moves > _JUMP * usual).sum() > _MOST:
        return values
    for _ in range(_MOST + 1):
        step = steps[:, np.abs(steps.T @ rest).argmax()]
        size = _size(rest, step)
        if size == 0:
            return values if rest is straight else rest
        rest = rest - step * size
    return values


def _size(rest: Floats, step: Floats) -> float:
    """How high the step is, 0 where it does not earn its place."""
    n = len(rest)
    beside = rest - step * (step @ rest)
    memory = float(beside[1:] @ beside[:-1] / max(float(beside @ beside), TINY)) + 2 / n
    moves, at = np.abs(np.diff(rest)), int(np.abs(np.diff(step)).argmax())
    usual = max(sd_of_deviations(moves), 0.6 * float(moves.std()))
    jump = float(moves[max(at - 1, 0) : at + 2].max())
    around = np.sort(moves[max(at - _AROUND, 0) : at + _AROUND + 1])[:-1]
    wild = float(np.sqrt((around**2).mean()))
    if memory > _CALM or jump < max(_ABRUPT * usual, _ABRUPT_NEAR * wild):
        return 0.0
    now, shape = (x[1:] - memory * x[:-1] for x in (rest, step))
    size = float(now @ shape / (shape @ shape))
    explained = min(size * float(now @ shape) / max(float(now @ now), TINY), 1 - 1e-9)
    return size if -n * np.log1p(-explained) > _PRICE * np.log(n) else 0.0


@lru_cache(maxsize=16)
def _steps(n: int) -> tuple[Floats, Floats]:
    """An orthonormal straight line, and every step with four values or more on either side, about it, of unit length."""
    line = np.asarray(np.linalg.qr(np.column_stack([np.ones(n), np.arange(n)]))[0])
    steps = (np.arange(n)[:, None] >= np.arange(4, n - 3)).astype(float)
    steps -= line @ (line.T @ steps)
    return line, np.asarray(steps / np.sqrt((steps**2).sum(axis=0)))
