"""A series without its year: what both an outcome and a KPI owe to the season is no news."""

from __future__ import annotations

import numpy as np

from dashboard.analytics.typing import Floats

SEEN = 1.5
"""So many years must be known before a season is told from anything else."""

WAVES = 3
"""The year as so many waves: one, two and three a year."""

CAUTION = 3.0
"""So many times what chance would show is held against a pattern: slow swings are easily taken for a season."""

_STICKIEST = 0.9


def without_year(values: Floats, year: float) -> Floats:
    """The values less their yearly pattern; the same values where too few years are known.

    Args:
        values: one a period, none missing.
        year: the periods of a year.
    """
    return values - yearly_pattern(values, year)[: len(values)]


def yearly_pattern(values: Floats, year: float, ahead: int = 0) -> Floats:
    """The yearly pattern of the values as far as it is beyond chance, continued over the periods ahead; 0 where none is seen.

    Waves beside a straight line, by least squares, shrunk in the manner of James and Stein by what waves of this number would
    take from noise as sticky as the rest.

    Args:
        values: one a period, none missing.
        year: the periods of a year.
        ahead: how many periods after the last value.
    """
    count, waves = len(values), min(WAVES, int((year - 1) // 2))
    if count < SEEN * year or waves < 1:
        return np.zeros(count + ahead)
    time = np.arange(count + ahead)
    angles = 2 * np.pi * time[:, None] * np.arange(1, waves + 1) / year
    line = np.column_stack([np.ones(count + ahead), time - (count - 1) / 2])
    every = np.hstack([line, np.sin(angles), np.cos(angles)])
    seen = every[:count]
    found = np.linalg.lstsq(seen, values, rcond=None)[0]
    pattern = every[:, 2:] @ found[2:]
    rest = values - seen @ found
    size = float(pattern[:count] @ pattern[:count])
    noise = float(rest @ rest) / (count - every.shape[1])
    if size <= 0:
        return np.zeros(count + ahead)
    sticky = min(
        _STICKIEST, max(0.0, float(rest[1:] @ rest[:-1]) / max(float(rest @ rest), 1e-300))
    )
    chance = 2 * waves * noise * (1 + sticky) / (1 - sticky)
    return np.asarray(max(0.0, 1 - CAUTION * chance / size) * pattern)
