"""Series of a KPI: one value a period, stamped with the period's first day."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.kpi import Grain
from dashboard.domain.periods import period_end, period_start

Bounds = tuple[float | None, float | None]
"""The lowest and the highest value that can be; `None` where there is no such bound."""

_FREQUENCY = {Grain.DAY: "D", Grain.WEEK: "W-MON", Grain.MONTH: "MS", Grain.QUARTER: "QS"}


def tidy(series: pd.Series | None) -> pd.Series:
    """The known values of a series as floats, in the order of time, one a stamp.

    Missing and infinite values go; of several values with one stamp the last one given stays.
    """
    if series is None or series.empty:
        return pd.Series([], index=pd.DatetimeIndex([]), dtype=float)
    index = series.index
    if (
        isinstance(index, pd.DatetimeIndex)
        and index.is_monotonic_increasing
        and index.is_unique
        and series.dtype == np.float64
        and np.isfinite(series.to_numpy()).all()
    ):
        return series
    values = series.astype(float)
    values.index = pd.DatetimeIndex(values.index)
    values = values[np.isfinite(values.to_numpy())]
    return values[~values.index.duplicated(keep="last")].sort_index()


def on_grid(series: pd.Series, grain: Grain) -> pd.Series:
    """The series with a row for every period from its first to its last, NaN where nothing is known."""
    stamps = pd.DatetimeIndex([period_start(day, grain) for day in dates(series)])
    values = pd.Series(series.to_numpy(), index=stamps)
    return values[~stamps.duplicated(keep="last")].asfreq(_FREQUENCY[grain])


def up_to(series: pd.Series, grain: Grain, day: dt.date) -> pd.Series:
    """The periods of a series that had closed at the end of `day`."""
    closed = [period_end(stamp, grain) <= day for stamp in dates(series)]
    return series[np.array(closed, dtype=bool)]


def dates(series: pd.Series) -> list[dt.date]:
    """The stamps of a series as plain dates."""
    return [stamp.date() for stamp in pd.DatetimeIndex(series.index)]


def steps(index: pd.Index) -> NDArray[np.int64]:
    """How many periods each stamp of a sorted index lies after the first.

    The length of a period is the median distance, in months where every stamp is a first of the month. An index
    without dates counts its rows.
    """
    if not isinstance(index, pd.DatetimeIndex) or len(index) < 2:
        return np.arange(len(index), dtype=np.int64)
    days = (
        index.normalize().asi8
        // np.diff(pd.DatetimeIndex(["1970-01-01", "1970-01-02"]).as_unit(index.unit).asi8)[0]
    )
    is_monthly = bool((index.day == 1).all()) and int(np.diff(days).min()) >= 28
    at = np.asarray(index.year * 12 + index.month) if is_monthly else days
    period = max(1.0, float(np.median(np.diff(at))))
    return np.asarray(np.rint((at - at[0]) / period), dtype=np.int64)


def grain_of(series: pd.Series) -> Grain | None:
    """How long one period of a series is, read from the median distance of its stamps; `None` below two stamps."""
    stamps = pd.DatetimeIndex(series.index)
    if len(stamps) < 2:
        return None
    return grain_of_step(float(np.median(np.diff(stamps.as_unit("s").asi8))) / 86_400)


def grain_of_step(days: float) -> Grain:
    """How long a period is whose stamps lie so many days apart."""
    for grain, longest in ((Grain.DAY, 3), (Grain.WEEK, 17), (Grain.MONTH, 60)):
        if days <= longest:
            return grain
    return Grain.QUARTER


def known(value: float | None) -> float | None:
    """The value as a plain float, `None` where it is missing or not a finite number."""
    return float(value) if value is not None and math.isfinite(value) else None


def within(value: float, bounds: Bounds) -> float:
    """The value, moved to the nearest bound where it lies outside."""
    low, high = bounds
    value = value if low is None else max(low, value)
    return float(value if high is None else min(high, value))
