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


def steady_line(
    baseline: float, target: float, starts_on: dt.date, due_on: dt.date
) -> tuple[float, float]:
    """The steady pace at the end of the first and of the last day; on the days between, the straight line from one to the other."""
    first, last = (elapsed_share(starts_on, due_on, day) for day in (starts_on, due_on))
    return steady_value(baseline, target, first), steady_value(baseline, target, last)


def steady_value(baseline: float, target: float, elapsed: float) -> float:
    """Where a steady walk from the baseline to the target stands now."""
    return baseline + (target - baseline) * elapsed
