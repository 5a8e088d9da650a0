"""Lasting changes of level in one side: a reorganisation, another way of counting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dashboard.analytics.series.robust import TINY, sd_of_deviations
from dashboard.analytics.typing import Floats

FEWEST_PERIODS = 24
"""Periods below which a step cannot be told from chance."""

_MOST_PERIODS = 400
"""Periods above which steps are not looked for: the table of all of them would be large, and they weigh little there."""

MOST_STEPS = 2
"""Changes of level at most that are events; a side with more of them moves by steps."""

_ABRUPT = 4.0
"""Standard deviations of the changes from one period to the next that a step's own change must reach."""

_ABRUPT_NEAR, _AROUND = 3.0, 8
"""The same of the changes so many periods around: in wild times big changes are usual."""

_JUMP = 4.5
"""The same, by the median, for a change that counts as a jump."""


@dataclass(frozen=True)
class StepRules:
    """When a lasting change of level is taken out.

    `price`: twice the gain in log-likelihood that a step must bring, in log n. `most_persistent`: the lag-one correlation of
    what remains above which the step stays. `must_be_abrupt`: whether its own change must exceed the changes around it.
    """

    price: float
    most_persistent: float
    must_be_abrupt: bool


ABRUPT_STEPS = StepRules(price=3.0, most_persistent=0.7, must_be_abrupt=True)
"""For sides of the same grain. The price pays for a step's size and its place; in a side that wanders, every move is a step."""

CALM_STEPS = StepRules(price=6.0, most_persistent=0.45, must_be_abrupt=False)
"""For sides of two grains. The price is twice as high because linked series often shift together, and only a calm side is
searched: taking a move of a wandering one out would take the link out."""


def without_level_shifts(values: Floats) -> Floats:
    """The values about their straight line without abrupt lasting changes of level, two at most; unchanged where none is."""
    n = len(values)
    if not FEWEST_PERIODS <= n <= _MOST_PERIODS:
        return values
    line, _ = _steps(n)
    straight = values - line @ (line.T @ values)
    moves = np.abs(np.diff(straight))
    usual = sd_of_deviations(moves)
    if moves.max() < _ABRUPT * usual or (moves > _JUMP * usual).sum() > MOST_STEPS:
        return values
    rest, taken = steps_taken_out(straight, ABRUPT_STEPS, MOST_STEPS + 1)
    return rest if 1 <= taken <= MOST_STEPS else values


def steps_taken_out(
    straight: Floats, rules: StepRules, most: int = MOST_STEPS
) -> tuple[Floats, int]:
    """What remains of values about their straight line without their steps, and how many steps were taken out.

    Each is the step that explains most of what remains, whitened by a first-order autoregression.
    """
    _, steps = _steps(len(straight))
    rest = straight
    for taken in range(most):
        step = steps[:, np.abs(steps.T @ rest).argmax()]
        size = _size(rest, step, rules)
        if size == 0:
            return rest, taken
        rest = rest - step * size
    return rest, most


def _size(rest: Floats, step: Floats, rules: StepRules) -> float:
    """How high the step is, 0 where it does not earn its place."""
    n = len(rest)
    without = rest - step * (step @ rest)
    memory = float(without[1:] @ without[:-1] / max(float(without @ without), TINY)) + 2 / n
    if memory > rules.most_persistent or (rules.must_be_abrupt and not _is_abrupt(rest, step)):
        return 0.0
    now, shape = (x[1:] - memory * x[:-1] for x in (rest, step))
    size = float(now @ shape / (shape @ shape))
    explained = min(size * float(now @ shape) / max(float(now @ now), TINY), 1 - 1e-9)
    return size if -n * np.log1p(-explained) > rules.price * np.log(n) else 0.0


def _is_abrupt(rest: Floats, step: Floats) -> bool:
    """Whether the change at the step exceeds the usual changes of the side, and those around it."""
    moves, at = np.abs(np.diff(rest)), int(np.abs(np.diff(step)).argmax())
    usual = max(sd_of_deviations(moves), 0.6 * float(moves.std()))
    jump = float(moves[max(at - 1, 0) : at + 2].max())
    around = np.sort(moves[max(at - _AROUND, 0) : at + _AROUND + 1])[:-1]
    wild = float(np.sqrt((around**2).mean()))
    return jump >= max(_ABRUPT * usual, _ABRUPT_NEAR * wild)


@lru_cache(maxsize=16)
def _steps(n: int) -> tuple[Floats, Floats]:
    """An orthonormal straight line, and every step with four values or more on either side, about it, of unit length."""
    line = np.asarray(np.linalg.qr(np.column_stack([np.ones(n), np.arange(n)]))[0])
    steps = (np.arange(n)[:, None] >= np.arange(4, n - 3)).astype(float)
    steps -= line @ (line.T @ steps)
    return line, np.asarray(steps / np.sqrt((steps**2).sum(axis=0)))
