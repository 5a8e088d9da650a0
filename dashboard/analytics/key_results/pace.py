"""Pace: progress compared with steady progress from the baseline to the target."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """Progress compared with the time elapsed; what is unknown is `None`.

    `elapsed_share` is taken at the end of the value's period, or on the day asked about where
    there is no value. `ratio` is progress divided by it, see `pace`. `steady_value` is the value
    of steady progress at that time.
    """

    elapsed_share: float | None = None
    ratio: float | None = None
    steady_value: float | None = None


def elapsed_share(starts_on: dt.date, ends_on: dt.date, through: dt.date) -> float:
    """The share of the days elapsed at the end of `through`, first and last day included; 0 to 1.

    NaN where the last day is before the first.
    """
    days = (ends_on - starts_on).days + 1
    if days < 1:
        return math.nan
    gone = (through - starts_on).days + 1
    return min(1.0, max(0.0, gone / days))


def pace(progress: float, elapsed: float) -> float:
    """Progress divided by the elapsed share: 1 arrives on the last day; NaN while nothing has elapsed."""
    return progress / elapsed if elapsed > 0 else math.nan


def steady_line(
    baseline: float, target: float, starts_on: dt.date, due_on: dt.date
) -> tuple[float, float]:
    """The steady values at the end of the first and of the last day; those between lie on a straight line."""
    first, last = (elapsed_share(starts_on, due_on, day) for day in (starts_on, due_on))
    return steady_value(baseline, target, first), steady_value(baseline, target, last)


def steady_value(baseline: float, target: float, elapsed: float) -> float:
    """The value after an elapsed share of steady progress from the baseline to the target."""
    return baseline + (target - baseline) * elapsed
