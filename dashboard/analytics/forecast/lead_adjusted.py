"""A forecast moved by what leads: one distribution a period ahead."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.analytics.forecast.distribution import Side
from dashboard.analytics.forecast.univariate import Forecast
from dashboard.analytics.series.bounds import Bounds
from dashboard.analytics.typing import Floats


@dataclass(frozen=True, eq=False)
class LeadAdjusted:
    """A distribution whose middle is moved and whose ranges are narrowed, period by period, and cut at the bounds.

    `origin` has no bounds of its own. Every answer comes from the one moved distribution, so none contradicts another.
    """

    origin: Forecast
    moved: Floats
    narrowed: Floats
    bounds: Bounds

    @property
    def points(self) -> int:
        """How many periods it is made from."""
        return self.origin.points

    @property
    def method(self) -> str:
        """What made it."""
        return f"{self.origin.method}, led"

    @property
    def surprises(self) -> pd.Series:
        """Those of the forecast without what leads."""
        return self.origin.surprises

    @property
    def median(self) -> Floats:
        """The middle of the outcomes, one a period ahead."""
        return self.quantile(0.5)

    def quantile(self, q: float | Floats) -> Floats:
        """The value that a share `q` of the outcomes stays below, one a period ahead; of several shares a row each."""
        middle = self.origin.quantile(0.5)
        outcome = middle + self.moved + (self.origin.quantile(q) - middle) * self.narrowed
        return self.bounds.clip(outcome)

    def chance(self, target: float, step: int = -1, direction: Side = "increase") -> float:
        """The probability of at least `target` at that step; for `decrease` of at most `target`."""
        low, high = self.bounds.low, self.bounds.high
        if low is not None and target <= low and (direction == "increase" or target < low):
            return float(direction == "increase")
        if high is not None and target >= high and (direction == "decrease" or target > high):
            return float(direction == "decrease")
        middle = float(self.origin.quantile(0.5)[step])
        away = (target - middle - float(self.moved[step])) / float(self.narrowed[step])
        return self.origin.chance(middle + away, step, direction)

    def between(self, low: float, high: float, step: int = -1) -> float:
        """The probability of a value from `low` to `high` at that step, both included."""
        up_to, from_low = self.chance(high, step, "decrease"), self.chance(low, step, "increase")
        return max(0.0, up_to + from_low - 1)
