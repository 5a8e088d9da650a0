"""Where a key result will land: its chance, its likely ranges, or the reason why that cannot be said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.analytics.forecast import MIN_POINTS, Forecast, TooShort, forecast
from dashboard.analytics.position import Position
from dashboard.analytics.progress import is_inside, progress
from dashboard.analytics.series import Bounds, dates, on_grid
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Direction, KeyResult
from dashboard.domain.periods import next_period, period_end
from dashboard.i18n import Message

LEVELS = np.round(np.arange(1, 100) / 100, 2)
"""The levels of the landing: every whole percent between 0 and 100."""

FACT = "fact"
"""The method of what is settled and needs no forecast."""

RANGES = {"low80": 0.1, "low50": 0.25, "median": 0.5, "high50": 0.75, "high80": 0.9}
"""The likely ranges, 8 in 10 and 5 in 10, and the middle, as levels of the distribution."""

PATH_COLUMNS = ("period_on", "median", "low50", "high50", "low80", "high80")
LANDING_COLUMNS = ("level", "value", "progress")


def empty_path() -> pd.DataFrame:
    """A path without periods."""
    return pd.DataFrame(columns=list(PATH_COLUMNS))


def empty_landing() -> pd.DataFrame:
    """A landing without levels."""
    return pd.DataFrame(columns=list(LANDING_COLUMNS), dtype=float)


@dataclass(frozen=True, eq=False)
class Outlook:
    """Where a key result will land; what is unknown is `None`.

    `reason` says why there is no forecast. The ranges are
    those of the value at the deadline. `path` has a row a period ahead. `landing` has a row a level: the value and the
    final progress that this share of the outcomes does not exceed, each column its own quantile function.
    """

    chance: float | None = None
    method: str | None = None
    points: int = 0
    reason: Message | None = None
    median: float | None = None
    low50: float | None = None
    high50: float | None = None
    low80: float | None = None
    high80: float | None = None
    path: pd.DataFrame = field(default_factory=empty_path)
    landing: pd.DataFrame = field(default_factory=empty_landing)


def no_outlook(reason: Message, points: int = 0) -> Outlook:
    """No forecast, and why."""
    return Outlook(reason=reason, points=points)


def fact(position: Position, points: int = 0) -> Outlook:
    """What is settled: a chance of 0 or 1, and every range is the value itself."""
    return Outlook(
        chance=float(position.is_met_now),
        method=FACT,
        points=points,
        **dict.fromkeys(RANGES, position.value),
    )


@dataclass(frozen=True)
class Ahead:
    """What a forecast of a key result starts from: the periods that count, and the way still to go.

    `history` has a value a known period and ends with the value that the key result has now; `horizon` counts the
    periods after it that close by the deadline. A band is judged over the periods that end on `starts_on` or later.
    """

    history: pd.Series
    grain: Grain
    horizon: int
    bounds: Bounds
    starts_on: dt.date


def outlook(key_result: KeyResult, target: float | Band, ahead: Ahead) -> Outlook:
    """The forecast of a key result that has a measure, towards its target."""
    try:
        found = forecast(on_grid(ahead.history, ahead.grain), ahead.horizon, ahead.bounds)
    except TooShort as short:
        seen = {"points": short.points, "needed": MIN_POINTS, "grain": ahead.grain.value}
        return no_outlook(Message("reason-too-short", seen), short.points)
    ranges = {name: found.quantile(level) for name, level in RANGES.items()}
    return Outlook(
        chance=_chance(key_result.direction, target, found),
        method=found.method,
        points=found.points,
        path=pd.DataFrame({"period_on": _stamps(ahead), **ranges})[list(PATH_COLUMNS)],
        landing=_landing(key_result, target, found, ahead),
        **{name: float(values[-1]) for name, values in ranges.items()},  # type: ignore[arg-type]  # names of fields
    )


def _chance(direction: Direction, target: float | Band, found: Forecast) -> float:
    if isinstance(target, Band):
        return found.between(target.low, target.high)
    return found.chance(
        target, direction="decrease" if direction is Direction.DECREASE else "increase"
    )


def _landing(
    key_result: KeyResult, target: float | Band, found: Forecast, ahead: Ahead
) -> pd.DataFrame:
    values = np.array([found.quantile(level)[-1] for level in LEVELS])
    if isinstance(target, Band):
        final = _band_landing(target, found, ahead)
    else:
        direction, baseline = key_result.direction, key_result.baseline
        final = np.sort([progress(direction, value, baseline, target) for value in values])
    return pd.DataFrame({"level": LEVELS, "value": values, "progress": final})


def _band_landing(band: Band, found: Forecast, ahead: Ahead) -> NDArray[np.float64]:
    """The final share of periods inside the band, by level.

    Periods ahead are taken as moving together: an outcome better than a share u of all is inside at each step whose
    chance exceeds 1 - u. Their expectation is exact, and so is the chance at the deadline.
    """
    ends = [period_end(stamp, ahead.grain) for stamp in dates(ahead.history)]
    so_far = [
        is_inside(value, band)
        for value, end in zip(ahead.history, ends, strict=True)
        if end >= ahead.starts_on
    ]
    inside = np.array(
        [
            found.between(band.low, band.high, step)
            for step, stamp in enumerate(_stamps(ahead))
            if period_end(stamp, ahead.grain) >= ahead.starts_on
        ]
    )
    kept = (LEVELS[:, None] > 1 - inside[None, :]).sum(axis=1)
    return np.asarray((sum(so_far) + kept) / (len(so_far) + len(inside)))


def _stamps(ahead: Ahead) -> list[dt.date]:
    last = dates(ahead.history)[-1]
    return [next_period(last, ahead.grain, step) for step in range(1, ahead.horizon + 1)]
