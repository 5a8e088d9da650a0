"""A series without its yearly pattern, by harmonic regression.

What an outcome and a KPI both owe to the season says nothing about their link.
"""

from __future__ import annotations

import numpy as np

from dashboard.analytics.typing import Floats

MIN_YEARS = 1.5
"""The number of years that must be known before a yearly pattern is estimated."""

HARMONICS = 3
"""The number of harmonics of the year: cycles of one, a half and a third of a year."""

SHRINKAGE = 3.0
"""The pattern is shrunk by this multiple of the variance that noise would explain, because slow
swings look like a season."""

_MAX_AUTOCORRELATION = 0.9


def without_year(values: Floats, year: float) -> Floats:
    """The values minus their yearly pattern; unchanged where too few years are known.

    Args:
        values: one per period, none missing.
        year: the number of periods in a year.
    """
    return values - yearly_pattern(values, year)[: len(values)]


def yearly_pattern(values: Floats, year: float, steps: int = 0) -> Floats:
    """The yearly pattern of the values, shrunk by what noise would explain, and extrapolated.

    Harmonics and a straight line are fitted by least squares; the harmonics are shrunk in the
    manner of James and Stein (Estimation with quadratic loss, 1961) by the variance that this many
    harmonics would explain of noise as autocorrelated as the residuals.

    Args:
        values: one per period, none missing.
        year: the number of periods in a year.
        steps: the number of periods after the last value.

    Returns:
        `len(values) + steps` values; all 0 where no pattern is seen.
    """
    count, harmonics = len(values), min(HARMONICS, int((year - 1) // 2))
    if count < MIN_YEARS * year or harmonics < 1:
        return np.zeros(count + steps)
    time = np.arange(count + steps)
    angles = 2 * np.pi * time[:, None] * np.arange(1, harmonics + 1) / year
    line = np.column_stack([np.ones(count + steps), time - (count - 1) / 2])
    design = np.hstack([line, np.sin(angles), np.cos(angles)])
    fitted = design[:count]
    coefficients = np.linalg.lstsq(fitted, values, rcond=None)[0]
    pattern = design[:, 2:] @ coefficients[2:]
    residuals = values - fitted @ coefficients
    size = float(pattern[:count] @ pattern[:count])
    noise = float(residuals @ residuals) / (count - design.shape[1])
    if size <= 0:
        return np.zeros(count + steps)
    lagged = float(residuals[1:] @ residuals[:-1])
    autocorrelation = lagged / max(float(residuals @ residuals), 1e-300)
    autocorrelation = min(_MAX_AUTOCORRELATION, max(0.0, autocorrelation))
    by_chance = 2 * harmonics * noise * (1 + autocorrelation) / (1 - autocorrelation)
    return np.asarray(max(0.0, 1 - SHRINKAGE * by_chance / size) * pattern)
