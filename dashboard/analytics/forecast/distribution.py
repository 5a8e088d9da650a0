"""A chance moved by what a record of past forecasts taught, and with it the whole distribution that it is read from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from dashboard.analytics.typing import Floats

Side = Literal["increase", "decrease"]

_NEAREST = 1e-12
"""Levels nearer to 0 or 1 are not asked for: no record tells what lies there."""


@dataclass(frozen=True)
class CalibrationMap:
    """What was said becomes `logistic(intercept + slope * logit(said))`; 0 and 1 stay what they are.

    A slope below 1 takes back what was said too surely, an intercept above 0 adds to what was said too low. The slope is
    positive: what was more likely stays more likely.
    """

    intercept: float = 0.0
    slope: float = 1.0

    @property
    def is_identity(self) -> bool:
        """Whether every chance stays what it is, bit by bit."""
        return self.intercept == 0 and self.slope == 1

    @property
    def of_the_opposite(self) -> CalibrationMap:
        """The map of the chance that it does not come true, so that the two still sum to 1."""
        return CalibrationMap(-self.intercept, self.slope)

    @property
    def of_no_direction(self) -> CalibrationMap:
        """The map of chances that have no good side: surer or less sure, not higher or lower."""
        return CalibrationMap(0.0, self.slope)

    def apply(self, chance: float) -> float:
        """The chance after the map."""
        if self.is_identity or chance <= 0 or chance >= 1:
            return chance
        return _logistic(self.intercept + self.slope * _logit(chance))

    def undo(self, chance: float) -> float:
        """The chance that the map makes this one of."""
        return _logistic((_logit(chance) - self.intercept) / self.slope)


class Distribution(Protocol):
    """The distribution of a value at each period ahead; see `Forecast`."""

    @property
    def points(self) -> int:
        """How many periods it is made from."""

    @property
    def method(self) -> str:
        """What made it."""

    def quantile(self, q: float | Floats, /) -> Floats:
        """The value that a share `q` of the outcomes stays below, one a period ahead; of several shares a row each."""

    def chance(self, target: float, step: int = -1, direction: Side = "increase") -> float:
        """The probability of at least `target` at that step; for `decrease` of at most `target`."""

    def between(self, low: float, high: float, step: int = -1) -> float:
        """The probability of a value from `low` to `high` at that step, both included."""


@dataclass(frozen=True)
class Calibrated:
    """A distribution after a map of its chances: every answer comes from the one mapped distribution function.

    `map` is that of the chance of a value at least as high as some target; that of a lower one is its opposite. Where
    F(x) is the share of the outcomes up to x, it is now `map.of_the_opposite.apply(F(x))`: it still rises from 0 to 1, so
    P(>= t) + P(< t) = 1, ranges nest, bounds hold, and the chance is the share of the range beyond the target.
    """

    origin: Distribution
    map: CalibrationMap

    @property
    def points(self) -> int:
        """How many periods it is made from."""
        return self.origin.points

    @property
    def method(self) -> str:
        """What made it."""
        return self.origin.method

    @property
    def median(self) -> Floats:
        """The middle of the outcomes, one a period ahead."""
        return self.quantile(0.5)

    def quantile(self, q: float | Floats) -> Floats:
        """The value that a share `q` of the outcomes stays below, one a period ahead; of several shares a row each.

        Raises:
            ValueError: `q` is not between 0 and 1, both excluded.
        """
        shares = np.asarray(q, dtype=float)
        if not ((shares > 0) & (shares < 1)).all():
            return self.origin.quantile(q)  # which says what is wrong
        back = self.map.of_the_opposite.undo
        levels = np.array([back(float(share)) for share in shares.ravel()]).reshape(shares.shape)
        return self.origin.quantile(np.clip(levels, _NEAREST, 1 - _NEAREST))

    def chance(self, target: float, step: int = -1, direction: Side = "increase") -> float:
        """The probability of at least `target` at that step; for `decrease` of at most `target`."""
        of_it = self.map if direction == "increase" else self.map.of_the_opposite
        return of_it.apply(self.origin.chance(target, step, direction))

    def between(self, low: float, high: float, step: int = -1) -> float:
        """The probability of a value from `low` to `high` at that step, both included."""
        up_to, from_low = self.chance(high, step, "decrease"), self.chance(low, step, "increase")
        return max(0.0, up_to + from_low - 1)


def _logit(chance: float) -> float:
    return math.log(chance) - math.log1p(-chance)


def _logistic(log_odds: float) -> float:
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    odds = math.exp(log_odds)
    return odds / (1 + odds)
