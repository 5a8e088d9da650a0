"""Pace: how fast the way is gone, beside a steady walk from the baseline to the target."""

from __future__ import annotations

import datetime as dt
import math


def elapsed_share(starts_on: dt.date, ends_on: dt.date, through: dt.date) -> float:
    """The share of the days gone at the end of `through`, both ends of the time box counted; between 0 and 1.

    NaN where the box ends before it starts.
    """
    days = (ends_on - starts_on).days + 1
    if days < 1:
        return math.nan
    gone = (through - starts_on).days + 1
    return min(1.0, max(0.0, gone / days))


def pace(progress: float, elapsed: float) -> float:
    """Progress by elapsed share: 1 arrives on the last day; NaN before the first day has gone."""
    return progress / elapsed if elapsed > 0 else math.nan


def steady_value(baseline: float, target: float, elapsed: float) -> float:
    """Where a steady walk from the baseline to the target stands now."""
    return baseline + (target - baseline) * elapsed
