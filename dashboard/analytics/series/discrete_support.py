"""KPIs with discrete values: counts, ratings in tenths, sums of equal parts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dashboard.analytics.typing import Floats

MIN_DISTINCT = 3
"""The number of distinct values that must be known before a step is estimated."""

MAX_STEPS = 1000.0
"""If the range has more steps than this, the values are treated as continuous."""

_WHOLE = 1e-6
_DIGITS = 7


@dataclass(frozen=True)
class DiscreteSupport:
    """The possible values of a KPI: `origin` plus whole multiples of `step`.

    A continuous distribution represents them with a continuity correction (Yates, Contingency
    tables involving small numbers and the chi-squared test, 1934): the chance of at least a target
    is that of all values above half a step below the first possible value that reaches it. So the
    chances of at least and of less than a target still sum to 1.
    """

    origin: float
    step: float

    def nearest(self, values: Floats) -> Floats:
        """The nearest possible values.

        They are rounded to remove floating-point noise: 52, not 51.99999999.
        """
        points = self.origin + self.step * np.rint((values - self.origin) / self.step)
        return np.asarray(np.round(points, _DIGITS - math.floor(math.log10(self.step))))

    def least(self, target: float) -> float:
        """The least continuous value that represents a possible value of at least `target`."""
        return float(self.origin + self.step * (self._step_count(target, np.ceil) - 0.5))

    def most(self, target: float) -> float:
        """The largest continuous value that represents a possible value of at most `target`."""
        return float(self.origin + self.step * (self._step_count(target, np.floor) + 0.5))

    def _step_count(self, target: float, rounding: np.ufunc) -> float:
        steps = (target - self.origin) / self.step
        near = np.rint(steps)
        return float(near if abs(steps - near) < _WHOLE else rounding(steps))


def discrete_support_of(values: Floats) -> DiscreteSupport | None:
    """The discrete support of known values; `None` where they are continuous or nearly so.

    The step is the greatest common divisor of the differences: invariant to a shift, and scaled
    with the values.
    """
    distinct = np.unique(values[np.isfinite(values)])
    if len(distinct) < MIN_DISTINCT:
        return None
    span, step = float(distinct[-1] - distinct[0]), 0.0
    for difference in np.sort(np.diff(distinct)):
        step = _common_divisor(float(difference), step, span)
        if step * MAX_STEPS < span:
            return None
    return DiscreteSupport(float(values[np.isfinite(values)][-1]), step)


def _common_divisor(larger: float, smaller: float, span: float) -> float:
    """Euclid's algorithm for numbers with rounding errors."""
    while smaller > _WHOLE * span / MAX_STEPS:
        larger, smaller = smaller, abs(larger - smaller * round(larger / smaller))
    return larger
