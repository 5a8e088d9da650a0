"""The usual range of a KPI: the limits of an individuals chart (XmR) around its trend."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.analytics.series.bounds import NO_BOUNDS, Bounds
from dashboard.analytics.series.series import steps
from dashboard.analytics.typing import Floats, Integers
from dashboard.domain.thresholds import TOLERANCE

WINDOW = 24
"""The number of periods before the judged one that determine the range."""

MIN_POINTS = 8
"""With fewer known periods in the window than this there is no usual range."""

LIMIT_FACTOR = 2.66
"""3 / 1.128: three standard deviations, estimated from the mean moving range of pairs (Wheeler,
Understanding Variation, 1993)."""

Side = Literal["above", "below", "inside"]


@dataclass(frozen=True)
class UsualRange:
    """The range expected of one period from those before it, and the side of its value."""

    period_on: dt.date
    value: float
    low: float
    center: float
    high: float
    side: Side


def usual_range(series: pd.Series, bounds: Bounds = NO_BOUNDS) -> UsualRange | None:
    """The usual range of the last period of a series, `None` where too little is known.

    The limits are the forecast of a least-squares line through the 24 periods before, ± 2.66 times
    the mean moving range of the residuals. Only rule 1 of the chart is applied: a value beyond a
    limit. The judged period has no part in its own range.

    Args:
        series: one value per period, with a regular DatetimeIndex in order of time; NaN where
            unknown.
        bounds: the lowest and the highest possible value, at which the limits are clipped.
    """
    ranges = usual_ranges(series, 1, bounds)
    return ranges[0] if ranges else None


def usual_ranges(series: pd.Series, last: int, bounds: Bounds = NO_BOUNDS) -> list[UsualRange]:
    """The usual ranges of the last `last` periods, oldest first.

    Each comes from the periods before it alone. Periods with too little known before them have
    none.
    """
    values, time = series.to_numpy(dtype=float), steps(series.index)
    judged = (
        _judge(values[: at + 1], time[: at + 1], series.index[at], bounds)
        for at in range(max(0, len(values) - last), len(values))
    )
    return [usual for usual in judged if usual is not None]


def _judge(
    values: Floats, time: Integers, period_on: pd.Timestamp, bounds: Bounds
) -> UsualRange | None:
    """The range of the last of `values` from those before it."""
    value = float(values[-1])
    since = time - time[-1]
    is_before = np.isfinite(values) & (since >= -WINDOW) & (since < 0)
    before, when = values[is_before], since[is_before].astype(float)
    if not np.isfinite(value) or len(before) < MIN_POINTS:
        return None
    center, residuals = _regression_line(when, before)
    reach = LIMIT_FACTOR * float(np.abs(np.diff(residuals)).mean())
    low, middle, high = (
        bounds.clip_value(limit) for limit in (center - reach, center, center + reach)
    )
    noise = TOLERANCE * max(abs(value), float(np.abs(before).max()))
    side: Side = "above" if value > high + noise else "below" if value < low - noise else "inside"
    return UsualRange(period_on.date(), value, low, middle, high, side)


def _regression_line(when: Floats, values: Floats) -> tuple[float, Floats]:
    """The value of the least-squares line at time 0, and the residuals from it."""
    centred_time = when - when.mean()
    level = float(values.mean())
    slope = float(centred_time @ (values - level)) / float(centred_time @ centred_time)
    residuals = values - level - slope * centred_time
    return level - slope * float(when.mean()), residuals
