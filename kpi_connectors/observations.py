"""The contract of connectors: tidy observations, rejected rows, and the check of a frame."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi_connectors.errors import BadData

Grain = Literal["day", "week", "month", "quarter"]
Days = NDArray[np.datetime64]

COLUMNS = ("kpi_id", "observed_on", "value")

LARGEST = 1e300
"""Beyond this a sum of a few values overflows."""


@dataclass(frozen=True)
class KpiSpec:
    """One KPI as a source delivers it: its name there, its grain, and the limits of its values."""

    kpi_id: str
    delivered_as: str
    grain: Grain
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class BadRow:
    """A rejected row or cell, and why.

    `line` counts from 1 as an editor or a spreadsheet does; in Parquet it is the number of the
    row. `kpi_id` and `observed_on` (the first day of the period) are None if unknown. `value` is
    the text as given.
    """

    path: str
    line: int | None
    column: str
    kpi_id: str | None
    observed_on: dt.date | None
    value: str
    reason: str


@dataclass(frozen=True)
class Delivery:
    """The result of one read.

    `observations` has the columns kpi_id (str), observed_on (datetime64[s], the first day of the
    period) and value (float64), sorted by kpi_id and observed_on, each pair once. `bad_rows` lists
    rejected rows in the order of the file; if there are very many, the first of them, and
    `unlisted` counts the rest. `rows_read` counts the rows of the source, good and bad.
    """

    observations: pd.DataFrame
    bad_rows: tuple[BadRow, ...]
    rows_read: int
    unlisted: int = 0

    @property
    def bad_count(self) -> int:
        """The number of rejected rows or cells, listed or not."""
        return len(self.bad_rows) + self.unlisted

    @property
    def latest(self) -> dt.date | None:
        """The first day of the newest period with a value; None without values."""
        if self.observations.empty:
            return None
        latest: dt.date = self.observations["observed_on"].max().date()
        return latest


def observations_frame(
    kpi_id: pd.Series, observed_on: Days, value: NDArray[np.float64]
) -> pd.DataFrame:
    """A frame in the contract's types from three columns of equal length; not sorted or checked."""
    return pd.DataFrame(
        {
            "kpi_id": kpi_id.astype("str").array,
            "observed_on": np.asarray(observed_on).astype("datetime64[s]"),
            "value": np.asarray(value, dtype="float64"),
        }
    )


def empty_frame() -> pd.DataFrame:
    """An empty frame that satisfies the contract."""
    return observations_frame(
        pd.Series([], dtype="str"), np.array([], "datetime64[s]"), np.array([], "float64")
    )


def period_starts(days: Days, grain: Grain) -> Days:
    """The first day of the period of each day, datetime64[D]; weeks are ISO weeks; NaT stays NaT."""
    days = days.astype("datetime64[D]")
    match grain:
        case "day":
            return days
        case "week":
            since_thursday = days.astype(
                "int64"
            )  # 1970-01-01 was a Thursday, so 3 days later is a Monday
            return np.where(np.isnat(days), days, days - (since_thursday + 3) % 7)
        case "month":
            return days.astype("datetime64[M]").astype("datetime64[D]")
        case "quarter":
            months = days.astype("datetime64[M]")
            first = months - months.astype("int64") % 3
            return np.where(np.isnat(days), days, first.astype("datetime64[D]"))


def check_frame(frame: pd.DataFrame) -> None:
    """Checks that the frame satisfies the contract.

    Raises:
        BadData: the columns, their types, their order or their values violate it; the message says
            which.
    """
    if tuple(frame.columns) != COLUMNS:
        raise _broken(
            f"its columns are {', '.join(map(str, frame.columns))}, not {', '.join(COLUMNS)}"
        )
    types = {name: str(frame[name].dtype) for name in COLUMNS}
    for name, wanted in {
        "kpi_id": "str",
        "observed_on": "datetime64[s]",
        "value": "float64",
    }.items():
        if types[name] != wanted:
            raise _broken(f"column {name} is {types[name]}, not {wanted}")
    if frame[["kpi_id", "observed_on"]].isna().to_numpy().any():
        raise _broken("a row has no KPI or no date")
    values = frame["value"].to_numpy()
    if not (np.abs(values) <= LARGEST).all():
        raise _broken("a value is missing, infinite or too large")
    days = frame["observed_on"].to_numpy()
    if (days != days.astype("datetime64[D]")).any():
        raise _broken("a date has a time of day")
    _check_order(frame["kpi_id"], days)


def _check_order(kpi_ids: pd.Series, days: Days) -> None:
    if len(kpi_ids) < 2:
        return
    codes, names = pd.factorize(kpi_ids)
    if not names.is_monotonic_increasing or (np.diff(codes) < 0).any():
        raise _broken("its rows are not sorted by kpi_id")
    same = np.diff(codes) == 0
    steps = np.diff(days).astype("int64")
    if (same & (steps == 0)).any():
        raise _broken("a KPI has two values for one date")
    if (same & (steps < 0)).any():
        raise _broken("its rows are not sorted by observed_on within a KPI")


def _broken(why: str) -> BadData:
    return BadData(
        f"The observations that the connector delivered break the contract: {why}. This is a mistake in the "
        "connector, not in the data; report it to its author.",
        "contract",
    )
