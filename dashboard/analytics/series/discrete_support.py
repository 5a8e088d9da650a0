"""Measures that come in steps: counts, ratings in tenths, sums of equal parts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dashboard.analytics.typing import Floats

FEWEST_PLACES = 3
"""So many different values must be known before steps are told from chance."""

MOST_STEPS = 1000.0
"""Steps finer than this share of the range change nothing that is shown."""

_WHOLE = 1e-6
_DIGITS = 7


@dataclass(frozen=True)
class DiscreteSupport:
    """The places where a measure can be: `origin` and every whole number of steps of size `step` from it.

    A continuous distribution stands for it by its nearest places: the chance of at least a target is that of all beyond
    half a step below the first place that meets it (the continuity correction of Yates and Feller), and at least and
    less than a target still sum to 1.
    """

    origin: float
    step: float

    def nearest(self, values: Floats) -> Floats:
        """The places nearest to the values, without the dust of the arithmetic: 52, not 51.99999999."""
        found = self.origin + self.step * np.rint((values - self.origin) / self.step)
        return np.asarray(np.round(found, _DIGITS - math.floor(math.log10(self.step))))

    def least(self, target: float) -> float:
        """From where on a continuous value stands for a place of at least `target`."""
        return float(self.origin + self.step * (self._steps(target, np.ceil) - 0.5))

    def most(self, target: float) -> float:
        """Up to where a continuous value stands for a place of at most `target`."""
        return float(self.origin + self.step * (self._steps(target, np.floor) + 0.5))

    def _steps(self, target: float, whole: np.ufunc) -> float:
        steps = (target - self.origin) / self.step
        near = np.rint(steps)
        return float(near if abs(steps - near) < _WHOLE else whole(steps))


def discrete_support_of(values: Floats) -> DiscreteSupport | None:
    """The steps in which known values come; `None` where they may lie anywhere, or so close that it does not matter.

    The step is the greatest common divisor of the differences; unchanged by a shift, and scaled with the values.
    """
    places = np.unique(values[np.isfinite(values)])
    if len(places) < FEWEST_PLACES:
        return None
    span, step = float(places[-1] - places[0]), 0.0
    for difference in np.sort(np.diff(places)):
        step = _common(float(difference), step, span)
        if step * MOST_STEPS < span:
            return None
    return DiscreteSupport(float(values[np.isfinite(values)][-1]), step)


def _common(larger: float, smaller: float, span: float) -> float:
    """Euclid's algorithm on numbers that carry rounding errors."""
    while smaller > _WHOLE * span / MOST_STEPS:
        larger, smaller = smaller, abs(larger - smaller * round(larger / smaller))
    return larger
