"""A forecast adjusted by leading KPIs: one distribution per period of the horizon."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.analytics.forecast.distribution import Side
from dashboard.analytics.forecast.method import Method
from dashboard.analytics.forecast.univariate import Forecast
from dashboard.analytics.series.bounds import Bounds
from dashboard.analytics.typing import Floats


@dataclass(frozen=True, eq=False)
class LeadAdjusted:
    """A distribution with its median shifted and its ranges narrowed, clipped at the bounds.

    By step, `shift` is added to the median and `scale` multiplies the distances from it. `origin`
    has no bounds of its own. Every answer comes from the one adjusted distribution, so answers
    cannot contradict each other.
    """

    origin: Forecast
    shift: Floats
    scale: Floats
    bounds: Bounds

    @property
    def points(self) -> int:
        """The number of known periods that it was made from."""
        return self.origin.points

    @property
    def method(self) -> Method:
        """The method, which leading KPIs are part of."""
        return self.origin.method.with_leads

    @property
    def residuals(self) -> pd.Series:
        """The standardised residuals of the forecast without leading KPIs."""
        return self.origin.residuals

    @property
    def median(self) -> Floats:
        """The median, one per period of the horizon."""
        return self.quantile(0.5)

    def quantile(self, q: float | Floats) -> Floats:
        """The quantile at level `q`, one per period; for several levels one row each."""
        median = self.origin.quantile(0.5)
        outcome = median + self.shift + (self.origin.quantile(q) - median) * self.scale
        return self.bounds.clip(outcome)

    def chance(self, target: float, step: int = -1, direction: Side = "increase") -> float:
        """P(value >= `target`) at the forecast step `step`; for `decrease` P(value <= `target`)."""
        low, high = self.bounds.low, self.bounds.high
        if low is not None and target <= low and (direction == "increase" or target < low):
            return float(direction == "increase")
        if high is not None and target >= high and (direction == "decrease" or target > high):
            return float(direction == "decrease")
        middle = float(self.origin.quantile(0.5)[step])
        distance = (target - middle - float(self.shift[step])) / float(self.scale[step])
        return self.origin.chance(middle + distance, step, direction)

    def between(self, low: float, high: float, step: int = -1) -> float:
        """The probability of a value from `low` to `high` at that step, both included."""
        up_to, from_low = self.chance(high, step, "decrease"), self.chance(low, step, "increase")
        return max(0.0, up_to + from_low - 1)
