"""Leading KPIs aligned with the periods of their outcome, and the reasons against using one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.analytics.series.bounds import NO_BOUNDS, Bounds
from dashboard.analytics.series.periods import day_numbers, period_of
from dashboard.analytics.series.series import on_grid
from dashboard.analytics.typing import Floats
from dashboard.domain.kpi import Grain

LeftOut = Literal["other_grain", "gaps", "flat", "too_old", "too_short", "no_help"]
"""Why a forecast does not use a leading KPI: its periods are of another grain; too much of it
is missing; it never changes; its latest value is older than its lead is long; too few periods
can test it; the backtest did not show that it helps."""

EXTRA_PERIODS = 26
"""The number of periods before the history that are also used where known, to fit the KPI's own
autoregression."""

MIN_KNOWN_SHARE = 2 / 3
"""The share of the history's periods in which the KPI must be known."""


@dataclass(frozen=True, eq=False)
class LeadInput:
    """A leading KPI and its lead, in the outcome's periods.

    The lead is `periods`, with an 80 % interval from `low` to `high`. `series` has the KPI's
    complete periods at `grain` up to the date of the forecast. `strength` is the size of the link,
    `bounds` the lowest and the highest value that the KPI can have.
    """

    kpi_id: str
    series: pd.Series
    grain: Grain
    periods: float
    low: float
    high: float
    strength: float
    bounds: Bounds = NO_BOUNDS


@dataclass(frozen=True)
class Aligned:
    """A KPI's values by period, without gaps.

    `offset` is the row of the history's first period and may be negative.
    """

    values: Floats
    offset: int

    @property
    def centre(self) -> float:
        """The median of its values."""
        return float(np.median(self.values))

    @property
    def unit(self) -> float:
        """The mean absolute change from one period to the next."""
        return float(np.abs(np.diff(self.values)).mean())

    @property
    def scaled(self) -> Floats:
        """Its values, centred and divided by the mean absolute change."""
        return (self.values - self.centre) / self.unit


def align(lead: LeadInput, history: pd.Series, grain: Grain) -> Aligned | LeftOut:
    """The KPI in the periods of `history`, which has every period; or why it is not used.

    A gap is filled with the value before it, so no later value is used; only gaps at the beginning
    take the first known value.
    """
    if lead.grain is not grain:
        return "other_grain"
    own = on_grid(lead.series, grain) if len(lead.series) else lead.series
    if len(own) < 2:
        return "too_short"
    first, history_first = (_first_period(series, grain) for series in (own, history))
    offset = history_first - first
    window, offset = slice(max(0, offset - EXTRA_PERIODS), None), min(offset, EXTRA_PERIODS)
    filled, own = own.ffill().iloc[window], own.iloc[window]
    known = int(np.isfinite(own.to_numpy()[max(0, offset) :]).sum())
    if known < MIN_KNOWN_SHARE * len(history):
        return (
            "too_short" if len(own) - max(0, offset) < MIN_KNOWN_SHARE * len(history) else "gaps"
        )
    if len(own) - offset - len(history) + math.ceil(lead.high) < 1:
        return "too_old"
    values = filled.bfill().to_numpy(dtype=float)
    return Aligned(values, offset) if np.ptp(values) > 0 else "flat"


def _first_period(series: pd.Series, grain: Grain) -> int:
    return int(period_of(day_numbers(pd.DatetimeIndex(series.index[:1])), grain)[0])
