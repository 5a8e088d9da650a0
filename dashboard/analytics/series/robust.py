"""Medians and robust standard deviations, which a few outliers hardly change."""

from __future__ import annotations

import numpy as np

from dashboard.analytics.typing import Floats

SD_PER_MAD = 1.4826
"""The standard deviation of a normal distribution divided by its median absolute deviation
(MAD): 1 / Φ⁻¹(3/4)."""

TINY = 1e-12
"""Added to denominators that are variances or sums of squares, so that constant values do not
divide by zero."""


def robust_sd(values: Floats) -> float:
    """The standard deviation estimated from the MAD of the values.

    It is exact for a normal distribution.
    """
    return SD_PER_MAD * median_absolute_deviation(values)


def sd_of_deviations(deviations: Floats) -> float:
    """The standard deviation estimated from absolute deviations, by their median.

    It is exact for a normal distribution.
    """
    return SD_PER_MAD * median(deviations)


def median_absolute_deviation(values: Floats) -> float:
    """The median of the absolute deviations from the median."""
    return median(np.abs(values - median(values)))


def median(values: Floats) -> float:
    """The median of at least one value, none missing.

    It skips the checks that make `numpy.median` slow on short series.
    """
    n = len(values)
    part = np.partition(values, [(n - 1) // 2, n // 2])
    return float(part[(n - 1) // 2] + part[n // 2]) / 2
