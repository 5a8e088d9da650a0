"""Leading KPIs laid beside the history that they lead, period by period, and why some cannot be."""

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
"""Why a leading KPI has no part in a forecast: it is counted in other periods; too much of it is missing; it never moves;
its newest value is older than its lead is long; too few periods can test it; the test did not show that it helps."""

EARLIER = 26
"""So many periods before the history begins are used as well, where they are known: its own rhythm is learnt from them."""

LEAST_KNOWN = 2 / 3
"""The share of the history's periods of which the KPI must be known."""


@dataclass(frozen=True, eq=False)
class LeadInput:
    """A KPI that leads: `periods` before the outcome, 8 in 10 of its effect between `low` and `high`, in the outcome's periods.

    `series` has its complete periods at `grain`, no later than the day asked about; `strength` is the size of the link, `bounds`
    the lowest and highest value that it can have.
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
    """A KPI's values period by period, without gaps; `offset` is the row of the history's first period, which may be negative."""

    values: Floats
    offset: int

    @property
    def centre(self) -> float:
        """The middle of its values."""
        return float(np.median(self.values))

    @property
    def unit(self) -> float:
        """The mean size of its moves."""
        return float(np.abs(np.diff(self.values)).mean())

    @property
    def scaled(self) -> Floats:
        """Its values from the middle, in moves."""
        return (self.values - self.centre) / self.unit


def align(lead: LeadInput, history: pd.Series, grain: Grain) -> Aligned | LeftOut:
    """The KPI in the periods of `history`, which has a row for every period; or why that cannot be.

    A gap holds the value before it, so that nothing later is used; only where nothing earlier is known, the first known one.
    """
    if lead.grain is not grain:
        return "other_grain"
    own = on_grid(lead.series, grain) if len(lead.series) else lead.series
    if len(own) < 2:
        return "too_short"
    first, begin = (_first_period(series, grain) for series in (own, history))
    offset = begin - first
    window, offset = slice(max(0, offset - EARLIER), None), min(offset, EARLIER)
    filled, own = own.ffill().iloc[window], own.iloc[window]
    known = int(np.isfinite(own.to_numpy()[max(0, offset) :]).sum())
    if known < LEAST_KNOWN * len(history):
        return "too_short" if len(own) - max(0, offset) < LEAST_KNOWN * len(history) else "gaps"
    if len(own) - offset - len(history) + math.ceil(lead.high) < 1:
        return "too_old"
    values = filled.bfill().to_numpy(dtype=float)
    return Aligned(values, offset) if np.ptp(values) > 0 else "flat"


def _first_period(series: pd.Series, grain: Grain) -> int:
    return int(period_of(day_numbers(pd.DatetimeIndex(series.index[:1])), grain)[0])
