"""Series of a KPI: one value per period, stamped with the period's first day."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd

from dashboard.analytics.series.periods import day_numbers, first_day, period_of
from dashboard.analytics.typing import Integers
from dashboard.domain.kpi import Grain
from dashboard.domain.periods import last_complete_period, period_end


def tidy(series: pd.Series | None) -> pd.Series:
    """The known values of a series as floats, in order of time, one per stamp.

    Missing and infinite values are dropped; of several values with one stamp the last one is kept.
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
    """The series with a row for every period from its first to its last, NaN where unknown.

    Of several values in one period the last one is kept.
    """
    if series.empty:
        return pd.Series([], index=pd.DatetimeIndex([]), dtype=float)
    number = period_of(day_numbers(pd.DatetimeIndex(series.index)), grain)
    first = int(number.min())
    values = np.full(int(number.max()) - first + 1, np.nan)
    values[number - first] = series.to_numpy(dtype=float)
    days = first_day(np.arange(first, first + len(values)), grain)
    stamps = days.astype("datetime64[D]").astype("datetime64[s]")
    return pd.Series(values, index=pd.DatetimeIndex(stamps))


def up_to(series: pd.Series, grain: Grain, day: dt.date) -> pd.Series:
    """The periods of a series that had ended by the end of `day`."""
    if series.empty:
        return series
    last = period_end(last_complete_period(day, grain), grain)
    return series[series.index < pd.Timestamp(last) + pd.Timedelta(days=1)]


def dates(series: pd.Series) -> list[dt.date]:
    """The stamps of a series as plain dates."""
    return list(pd.DatetimeIndex(series.index).date)


def steps(index: pd.Index) -> Integers:
    """The number of periods from the first stamp of a sorted index to each of them.

    The length of a period is the median distance, in months where every stamp is the first of a
    month. An index without dates counts its rows.
    """
    if not isinstance(index, pd.DatetimeIndex) or len(index) < 2:
        return np.arange(len(index), dtype=np.int64)
    stamps = index.tz_localize(None).to_numpy().astype("datetime64[D]")
    days, months = stamps.astype(np.int64), stamps.astype("datetime64[M]")
    is_monthly = bool((stamps == months).all()) and int(np.diff(days).min()) >= 28
    at = months.astype(np.int64) if is_monthly else days
    period = max(1.0, float(np.median(np.diff(at))))
    return np.asarray(np.rint((at - at[0]) / period), dtype=np.int64)


def grain_of(series: pd.Series) -> Grain | None:
    """The grain of a series by the median distance of its stamps.

    `None` with fewer than two stamps.
    """
    stamps = pd.DatetimeIndex(series.index)
    if len(stamps) < 2:
        return None
    return grain_of_step(float(np.median(np.diff(stamps.as_unit("s").asi8))) / 86_400)


def grain_of_step(days: float) -> Grain:
    """The grain of periods whose stamps are this many days apart."""
    for grain, longest in ((Grain.DAY, 3), (Grain.WEEK, 17), (Grain.MONTH, 60)):
        if days <= longest:
            return grain
    return Grain.QUARTER


def finite_or_none(value: float | None) -> float | None:
    """The value as a plain float, `None` where it is missing or not a finite number."""
    return float(value) if value is not None and math.isfinite(value) else None
