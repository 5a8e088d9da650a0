"""The seasonal index of each period: its place within its year, or within its week."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analytics.typing import Integers
from dashboard.domain.kpi import Grain

LENGTHS = {Grain.DAY: 7, Grain.WEEK: 52, Grain.MONTH: 12, Grain.QUARTER: 4}
"""The number of periods in the season of each grain: the week for days, the year for all
others."""


def season_indices(first: pd.Timestamp, grain: Grain, count: int) -> Integers:
    """The seasonal index of `count` periods from `first` on, counted from 0.

    It follows the calendar: weeks by their ISO number, the 53rd together with the 52nd; months and
    quarters within the year; days within the week.
    """
    if grain is Grain.WEEK:
        # a week belongs to the year of its Thursday
        thursday = np.datetime64(first.date(), "D") + 3 - first.day_of_week
        days = thursday + 7 * np.arange(count)
        weeks = (days - days.astype("M8[Y]")).astype(np.int64) // 7
        return np.asarray(np.minimum(weeks, 51))
    if grain is Grain.DAY:
        return (first.day_of_week + np.arange(count)) % 7
    if grain is Grain.MONTH:
        return (first.month - 1 + np.arange(count)) % 12
    return (first.quarter - 1 + np.arange(count)) % 4
