"""Medians and the spread that they suggest: a few wild values do not move them."""

from __future__ import annotations

import numpy as np

from dashboard.analytics.typing import Floats

SD_PER_MAD = 1.4826
"""A normal distribution's standard deviation over its median absolute deviation: 1 / Φ⁻¹(3/4)."""

TINY = 1e-12
"""What keeps a division by a variance, or by a sum of squares, of values that do not vary from failing."""


def robust_sd(values: Floats) -> float:
    """The standard deviation of the normal distribution that has the median absolute deviation of the values."""
    return SD_PER_MAD * median_absolute_deviation(values)


def sd_of_deviations(deviations: Floats) -> float:
    """The standard deviation of the normal distribution whose absolute deviations have the median of these."""
    return SD_PER_MAD * median(deviations)


def median_absolute_deviation(values: Floats) -> float:
    """The median of the distances from the median."""
    return median(np.abs(values - median(values)))


def median(values: Floats) -> float:
    """The median of one value or more, none missing, without the checks that make numpy's slow on short series."""
    n = len(values)
    part = np.partition(values, [(n - 1) // 2, n // 2])
    return float(part[(n - 1) // 2] + part[n // 2]) / 2
