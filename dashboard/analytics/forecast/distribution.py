"""A recalibrated probability, and the distribution that agrees with it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from dashboard.analytics.forecast.method import Method
from dashboard.analytics.typing import Floats

Side = Literal["increase", "decrease"]

_MIN_LEVEL = 1e-12
"""Quantiles are not evaluated at levels nearer to 0 or 1: no record of forecasts covers them."""


@dataclass(frozen=True)
class CalibrationMap:
    """A recalibration: p becomes `logistic(intercept + slope * logit(p))`; 0 and 1 stay unchanged.

    Cox (Two further applications of a model for binary regression, 1958). A slope below 1 corrects
    overconfidence, an intercept above 0 corrects probabilities that were too low. The slope is
    positive, so the order of probabilities is kept.
    """

    intercept: float = 0.0
    slope: float = 1.0

    @property
    def is_identity(self) -> bool:
        """Whether every probability stays unchanged, bit by bit."""
        return self.intercept == 0 and self.slope == 1

    @property
    def of_complement(self) -> CalibrationMap:
        """The map of the complementary probability, so that the two still sum to 1."""
        return CalibrationMap(-self.intercept, self.slope)

    @property
    def without_intercept(self) -> CalibrationMap:
        """The map for probabilities of neither a good nor a bad event.

        They become more or less confident, not higher or lower.
        """
        return CalibrationMap(0.0, self.slope)

    def apply(self, chance: float) -> float:
        """The recalibrated probability."""
        if self.is_identity or chance <= 0 or chance >= 1:
            return chance
        return _logistic(self.intercept + self.slope * _logit(chance))

    def undo(self, chance: float) -> float:
        """The probability that the map turns into this one; the inverse of `apply`."""
        return _logistic((_logit(chance) - self.intercept) / self.slope)


class Distribution(Protocol):
    """The distribution of a value at each period of the horizon; see `Forecast`."""

    @property
    def points(self) -> int:
        """The number of known periods that it was made from."""

    @property
    def method(self) -> Method:
        """The method."""

    def quantile(self, q: float | Floats, /) -> Floats:
        """The quantile at level `q`, one per period; for several levels one row each."""

    def chance(self, target: float, step: int = -1, direction: Side = "increase") -> float:
        """P(value >= `target`) at the forecast step `step`; for `decrease` P(value <= `target`)."""

    def between(self, low: float, high: float, step: int = -1) -> float:
        """P(`low` <= value <= `high`) at the forecast step `step`."""


@dataclass(frozen=True)
class Calibrated:
    """A distribution with recalibrated probabilities.

    `map` applies to the probability of at least a target; its complement applies to that of less.
    Where F(x) is the distribution function of the original, the new one is
    `map.of_complement.apply(F(x))`. It still increases from 0 to 1, and every answer comes from
    it. So P(>= t) + P(< t) = 1, ranges nest and bounds hold.
    """

    origin: Distribution
    map: CalibrationMap

    @property
    def points(self) -> int:
        """The number of known periods that it was made from."""
        return self.origin.points

    @property
    def method(self) -> Method:
        """The method."""
        return self.origin.method

    @property
    def median(self) -> Floats:
        """The median, one per period of the horizon."""
        return self.quantile(0.5)

    def quantile(self, q: float | Floats) -> Floats:
        """The quantile at level `q`, one per period; for several levels one row each.

        Raises:
            ValueError: `q` is not between 0 and 1, both excluded.
        """
        shares = np.asarray(q, dtype=float)
        if not ((shares > 0) & (shares < 1)).all():
            return self.origin.quantile(q)  # raises the error
        undo = self.map.of_complement.undo
        levels = np.array([undo(float(share)) for share in shares.ravel()]).reshape(shares.shape)
        return self.origin.quantile(np.clip(levels, _MIN_LEVEL, 1 - _MIN_LEVEL))

    def chance(self, target: float, step: int = -1, direction: Side = "increase") -> float:
        """P(value >= `target`) at the forecast step `step`; for `decrease` P(value <= `target`)."""
        calibration = self.map if direction == "increase" else self.map.of_complement
        return calibration.apply(self.origin.chance(target, step, direction))

    def between(self, low: float, high: float, step: int = -1) -> float:
        """P(`low` <= value <= `high`) at the forecast step `step`."""
        up_to, from_low = self.chance(high, step, "decrease"), self.chance(low, step, "increase")
        return max(0.0, up_to + from_low - 1)


def _logit(chance: float) -> float:
    return math.log(chance) - math.log1p(-chance)


def _logistic(log_odds: float) -> float:
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    odds = math.exp(log_odds)
    return odds / (1 + odds)
