"""Scales from dates and values to pixels, and round ticks."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import isotonic_regression

from dashboard.i18n.format import month, numbers

MIN_MONTH_DAYS = 10
"""A month with less than this in view gets no name: it would collide with the next one."""


@dataclass(frozen=True)
class Scale:
    """A linear scale from `low`–`high` to the pixels `start`–`end` (which may run backwards)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of the value; NaN stays NaN."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def day_scale(first: dt.date, last: dt.date, start: float, end: float) -> Scale:
    """A scale of days, called with `date.toordinal()`."""
    low, high = first.toordinal(), last.toordinal()
    return Scale(low, max(high, low + 1), start, end)


def value_range(values: Iterable[float | None], air: float = 0.1) -> tuple[float, float]:
    """The lowest and highest known value with a margin; never empty, 0 to 1 without values."""
    known = [v for v in values if v is not None and math.isfinite(v)]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    room = (high - low) * air or max(abs(high) * 0.1, 1e-9)
    return low - room, high + room


def month_ticks(
    first: dt.date, last: dt.date, locale: str, most: int = 12
) -> tuple[list[dt.date], list[tuple[dt.date, str]]]:
    """The first days of the visible months, and the middle of each month with its name."""
    starts, names = [], []
    day = first.replace(day=1)
    while day <= last:
        following = (day + dt.timedelta(days=32)).replace(day=1)
        start, end = max(day, first), min(following - dt.timedelta(days=1), last)
        if day >= first:
            starts.append(day)
        if (end - start).days + 1 >= MIN_MONTH_DAYS:
            names.append((start + (end - start) / 2, month(day, locale)))
        day = following
    step = math.ceil(len(names) / most) if names else 1
    return starts, names[::step]


def value_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers from `low` to `high`: multiples of 1, 2, 2.5 or 5 times a power of ten."""
    rough = (high - low) / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [
        round(i * step, 12 - math.floor(math.log10(step)))
        for i in range(first, math.floor(high / step + 1e-9) + 1)
    ]


def tick_texts(ticks: Sequence[float], unit: str, locale: str) -> list[str]:
    """The ticks as numbers with equal decimals; only short units ("%", "€") are repeated."""
    shown = unit if unit == "%" or len(unit) == 1 or unit.upper() in ("EUR", "USD", "GBP") else ""
    return list(numbers(ticks, shown, locale, is_apart=True))


def spread(wanted: Sequence[float], room: float) -> list[float]:
    """The positions in the same order, moved as little as needed to be at least `room` apart.

    Neighbours that are too close are pushed apart about their common middle (isotonic regression).
    """
    steps = np.arange(len(wanted)) * room
    levels = (
        isotonic_regression(np.asarray(wanted, dtype=float) - steps).x if len(wanted) else steps
    )
    return [float(place) for place in levels + steps]
