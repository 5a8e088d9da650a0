"""The series of the demo company, a pure function of the quarter: equal on every day of it."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from dashboard.demo.quarter import Quarter
from dashboard.demo.seasons import quiet_share
from dashboard.demo.stories import Shock, Story, stories

Floats = NDArray[np.float64]

HISTORY_WEEKS = 104
"""The number of weeks before the one with the quarter's first day."""

_WEEKS = np.arange(
    -HISTORY_WEEKS - 12, 15
)  # with a margin before, for leads and for the burn-in of the noise
_MONTHS = np.arange(-24, 3)
_MEMORY = 0.35  # the autoregressive coefficient
_WEEKDAYS = {
    "website-visitors": (1.10, 1.13, 1.11, 1.06, 0.96, 0.80, 0.84),
    "session-duration": (0.97, 0.97, 0.98, 0.98, 1.00, 1.05, 1.05),
}
_DAY_SWING = {"website-visitors": 0.03, "session-duration": 0.015}
_DAY_DECIMALS = {"website-visitors": 0, "session-duration": 2}


def weekly_series(quarter: Quarter) -> pd.DataFrame:
    """Every weekly KPI, from 104 weeks before the quarter to its end.

    One row per week (the Monday), one column per KPI; NaN before the first value of a KPI that
    starts later. Rounded as delivered, whatever the KPI's own grain.
    """
    mondays = pd.DatetimeIndex([quarter.monday(int(week)) for week in _WEEKS], name="week")
    swings = _swings(np.array([quiet_share(monday.date()) for monday in mondays]))
    columns = {kpi: _values(story, _WEEKS, swings[kpi]) for kpi, story in stories().weekly.items()}
    frame = pd.DataFrame(columns, index=mondays)
    frame["app-store-rating-change"] = frame["app-store-rating"].diff(4).round(2)
    return frame.loc[_WEEKS >= -HISTORY_WEEKS]


def daily_series(quarter: Quarter) -> pd.DataFrame:
    """The daily KPIs: one row per day, one column per KPI; weekly means follow `weekly_series`."""
    weekly = weekly_series(quarter)
    days = pd.date_range(weekly.index[0], periods=7 * len(weekly), name="day")
    columns = {}
    for kpi, factors in _WEEKDAYS.items():
        level = np.repeat(weekly[kpi].to_numpy(), 7) * np.tile(factors, len(weekly))
        noise = 1 + _DAY_SWING[kpi] * _generator(f"{kpi} by day").standard_normal(len(level))
        columns[kpi] = np.round(level * noise, _DAY_DECIMALS[kpi])
    return pd.DataFrame(columns, index=days)


def monthly_series(quarter: Quarter) -> pd.DataFrame:
    """Every monthly KPI, from 24 months before the quarter to its end.

    One row per month (the first day), one column per KPI.
    """
    firsts = pd.DatetimeIndex([quarter.month(int(month)) for month in _MONTHS], name="month")
    monthly = stories().monthly
    columns = {
        kpi: _values(story, _MONTHS, _noise(kpi, len(_MONTHS))) for kpi, story in monthly.items()
    }
    return pd.DataFrame(columns, index=firsts)


def _swings(quiet: Floats) -> dict[str, Floats]:
    """Deviation of each KPI from its trend, in standard swings.

    It is the sum of the KPI's own noise, its leading KPIs, shocks and holidays.
    """
    swings: dict[str, Floats] = {}
    for kpi, story in stories().weekly.items():
        own = _noise(kpi, len(_WEEKS))
        if story.lead is not None:
            arriving = np.roll(
                swings[story.lead.kpi], story.lead.weeks
            )  # what rolls around falls into the margin
            own = story.lead.strength * arriving + np.sqrt(1 - story.lead.strength**2) * own
        swings[kpi] = own + sum(map(_after, story.shocks)) - story.holiday * quiet
    return swings


def _noise(kpi: str, count: int) -> Floats:
    """First-order autoregressive noise of unit variance: x[t] = m x[t-1] + sqrt(1 - m²) e[t]."""
    draws = _generator(kpi).standard_normal(count)
    noise = np.empty(count)
    noise[0] = draws[0]
    for i in range(1, count):
        noise[i] = _MEMORY * noise[i - 1] + np.sqrt(1 - _MEMORY**2) * draws[i]
    return noise


def _generator(name: str) -> np.random.Generator:
    """Random numbers seeded by a name, so that no series changes when another one is added."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big"))


def _after(shock: Shock) -> Floats:
    """The remaining part of a shock in each week; zero before it."""
    since = np.maximum(_WEEKS - shock.week, 0)
    left: Floats = np.where(
        shock.week <= _WEEKS, shock.size * 0.5 ** (since / shock.half_life), 0.0
    )
    return left


def _values(story: Story, at: NDArray[np.int64], swings: Floats) -> Floats:
    positions, levels = zip(*story.course, strict=True)
    course = PchipInterpolator(positions, levels)(np.clip(at, positions[0], positions[-1]))
    scale = story.swing * course if story.relative else story.swing
    values: Floats = np.round(
        np.clip(course + scale * swings, story.low, story.high), story.decimals
    )
    if story.starts is not None:
        values[at < story.starts] = np.nan
    return values
