"""Level shifts of one series, such as a reorganisation or a new way of counting.

Level shifts are found one by one, each as the step that explains most of the remainder, after Chen
and Liu (1993), "Joint estimation of model parameters and outlier effects in time series".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dashboard.analytics.series.robust import TINY, sd_of_deviations
from dashboard.analytics.typing import Floats

FEWEST_PERIODS = 24
"""Below this number of periods no step is searched for: it could be chance."""

_MOST_PERIODS = 400
"""Above this number of periods no step is searched for: the table of steps would be large, and the
effect of a step is small."""

MOST_STEPS = 2
"""The most level shifts that count as events; a series with more of them moves in steps."""

_ABRUPT = 4.0
"""The least change at a step, in standard deviations of the period-to-period changes."""

_ABRUPT_NEAR, _AROUND = 3.0, 8
"""The same in standard deviations of the changes within 8 periods around: volatile periods have
large changes."""

_JUMP = 4.5
"""The least change that counts as a jump, in robust standard deviations of the changes."""


@dataclass(frozen=True)
class StepRules:
    """When a level shift is removed.

    Attributes:
        penalty: twice the gain in log-likelihood that a step needs, in units of log n.
        most_persistent: the highest lag-one autocorrelation of the remainder at which a step is
            removed.
        must_be_abrupt: whether the change at the step must exceed the changes around it.
    """

    penalty: float
    most_persistent: float
    must_be_abrupt: bool


ABRUPT_STEPS = StepRules(penalty=3.0, most_persistent=0.7, must_be_abrupt=True)
"""For pairs of one grain. The penalty covers the size and the position of a step; in a highly
autocorrelated series every move would count as a step."""

STATIONARY_STEPS = StepRules(penalty=6.0, most_persistent=0.45, must_be_abrupt=False)
"""For pairs of two grains. The penalty is twice as high because the levels of linked series often
shift together. Only weakly autocorrelated series are searched: to remove a move of a series that
resembles a random walk would remove the link."""


def without_level_shifts(values: Floats) -> Floats:
    """The values minus their linear trend and up to two abrupt level shifts, (n,).

    The values come back unchanged where there is no level shift, or more than two.
    """
    n = len(values)
    if not FEWEST_PERIODS <= n <= _MOST_PERIODS:
        return values
    line, _ = _steps(n)
    straight = values - line @ (line.T @ values)
    moves = np.abs(np.diff(straight))
    typical = sd_of_deviations(moves)
    if moves.max() < _ABRUPT * typical or (moves > _JUMP * typical).sum() > MOST_STEPS:
        return values
    rest, taken = steps_taken_out(straight, ABRUPT_STEPS, MOST_STEPS + 1)
    return rest if 1 <= taken <= MOST_STEPS else values


def steps_taken_out(
    straight: Floats, rules: StepRules, most: int = MOST_STEPS
) -> tuple[Floats, int]:
    """The detrended values without their level shifts, and the number of level shifts removed.

    Each candidate is the step that explains most of the remainder; its size and its gain in
    likelihood are computed after whitening by a first-order autoregression.
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
    """The size of the step, 0 where its gain in likelihood is below the penalty."""
    n = len(rest)
    without = rest - step * (step @ rest)
    autocorrelation = (
        float(without[1:] @ without[:-1] / max(float(without @ without), TINY)) + 2 / n
    )
    if autocorrelation > rules.most_persistent or (
        rules.must_be_abrupt and not _is_abrupt(rest, step)
    ):
        return 0.0
    whitened, shape = (x[1:] - autocorrelation * x[:-1] for x in (rest, step))
    size = float(whitened @ shape / (shape @ shape))
    explained = min(
        size * float(whitened @ shape) / max(float(whitened @ whitened), TINY), 1 - 1e-9
    )
    return size if -n * np.log1p(-explained) > rules.penalty * np.log(n) else 0.0


def _is_abrupt(rest: Floats, step: Floats) -> bool:
    """Whether the change at the step exceeds the typical changes and those around it."""
    moves, at = np.abs(np.diff(rest)), int(np.abs(np.diff(step)).argmax())
    typical = max(sd_of_deviations(moves), 0.6 * float(moves.std()))
    jump = float(moves[max(at - 1, 0) : at + 2].max())
    around = np.sort(moves[max(at - _AROUND, 0) : at + _AROUND + 1])[:-1]
    local = float(np.sqrt((around**2).mean()))
    return jump >= max(_ABRUPT * typical, _ABRUPT_NEAR * local)


@lru_cache(maxsize=16)
def _steps(n: int) -> tuple[Floats, Floats]:
    """An orthonormal linear trend, (n, 2), and every step, detrended and of unit length, (n, s).

    Each step has at least four values on either side.
    """
    line = np.asarray(np.linalg.qr(np.column_stack([np.ones(n), np.arange(n)]))[0])
    steps = (np.arange(n)[:, None] >= np.arange(4, n - 3)).astype(float)
    steps -= line @ (line.T @ steps)
    return line, np.asarray(steps / np.sqrt((steps**2).sum(axis=0)))
