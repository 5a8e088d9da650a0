"""Calendar arithmetic on arrays: days and periods as numbers counted from 1970-01-01."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.analytics.typing import Integers
from dashboard.domain.kpi import Grain

_THURSDAY = 3
"""Days from a Monday to the Thursday of its week: 1970-01-01 was a Thursday."""


def day_numbers(stamps: NDArray[np.datetime64] | pd.DatetimeIndex) -> Integers:
    """The day number of each stamp, 0 on 1970-01-01; stamps without a time zone."""
    return np.asarray(np.asarray(stamps).astype("datetime64[D]").astype(np.int64))


def period_of(days: Integers, grain: Grain) -> Integers:
    """The number of the period that contains each day, 0 for the one of 1970-01-01.

    Weeks start on Monday.
    """
    match grain:
        case Grain.DAY:
            return days
        case Grain.WEEK:
            return (days + _THURSDAY) // 7
        case Grain.MONTH | Grain.QUARTER:
            months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
            return np.asarray(months if grain is Grain.MONTH else months // 3)


def first_day(periods: Integers, grain: Grain) -> Integers:
    """The first day of each period, the inverse of `period_of`."""
    match grain:
        case Grain.DAY:
            return periods
        case Grain.WEEK:
            return periods * 7 - _THURSDAY
        case Grain.MONTH | Grain.QUARTER:
            months = periods * (3 if grain is Grain.QUARTER else 1)
            days = months.astype("datetime64[M]").astype("datetime64[D]")
            return np.asarray(days.astype(np.int64))
