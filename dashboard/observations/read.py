"""Queries on observations, each for a day (`as_of`) and a moment of recording (`known_at`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from dashboard.domain.kpi import Grain
from dashboard.observations.engine import connection, in_utc, query
from dashboard.observations.frames import give, take

_GRAINS = tuple(Grain)
_KPIS = {"kpi_id": pa.string(), "grain": pa.string(), "aggregation": pa.string()}
_SERIES = {
    "kpi_id": "str",
    "grain": "str",
    "period_on": "datetime64[s]",
    "value": "float64",
    "observation_count": "int64",
    "is_complete": "bool",
}


def series(
    files: Sequence[Path],
    kpis: pd.DataFrame,
    as_of: dt.date,
    known_at: dt.datetime,
    grains: Sequence[Grain] = (Grain.WEEK, Grain.MONTH),
) -> pd.DataFrame:
    """Every KPI as delivered and rolled up, by kpi_id, grain and period_on.

    An observation counts if the last day of its period is not after `as_of` and it was recorded by
    `known_at`; among several, the one recorded last counts. Only those of the declared grain
    count: a KPI that was daily and is weekly now has no days. Values are rolled up to those of
    `grains` that are coarser than the delivered grain; days are returned only if `grains` contains
    them. A week belongs to the month, and the quarter, of its Thursday.

    Args:
        files: the current file of each source.
        kpis: the columns kpi_id, grain (as declared) and aggregation; one row per KPI.
        as_of: the day for which the answer holds.
        known_at: the moment, with a time zone, by which an observation was recorded.
        grains: the requested grains in addition to the delivered one.

    Returns:
        The columns kpi_id (str), grain (str), period_on (datetime64[s], the first day), value
        (float64, never NaN), observation_count (int64, delivered values in the period) and
        is_complete (bool): whether the KPI's newest counting observation reaches the end of the
        period. Only the last period of a KPI and grain can be incomplete: one that is running, or
        one that has ended but lacks its last observations; its value is made of what counts so
        far. A gap before the newest observation stays a gap: periods without an observation have
        no row.

    Raises:
        StoreError: a file is missing or broken.
    """
    with _visible(files, kpis, as_of, known_at) as asking:
        if asking is None:
            return pd.DataFrame(
                {name: pd.Series([], dtype=kind) for name, kind in _SERIES.items()}
            )
        give(
            asking, "wanted", _wanted(kpis, grains), {"kpi_id": pa.string(), "target": pa.string()}
        )
        answer = take(asking, query("series"))
    return answer.astype(_SERIES)


def observed_until(
    files: Sequence[Path], kpis: pd.DataFrame, as_of: dt.date, known_at: dt.datetime
) -> dict[str, dt.date]:
    """The last day of each KPI's latest period, as delivered: the age of the data counts from it.

    Raises:
        StoreError: a file is missing or broken.
    """
    with _visible(files, kpis, as_of, known_at) as asking:
        if asking is None:
            return {}
        return dict(asking.execute(query("observed_until")).fetchall())


def fingerprints(
    files: Sequence[Path], kpis: pd.DataFrame, as_of: dt.date, known_at: dt.datetime
) -> dict[str, str]:
    """A hash of each KPI's observations, equal as long as they are, for one `as_of`.

    Observations dated up to `as_of` and recorded by `known_at` count, among several for one date
    the newest. `kpis` has the columns kpi_id and grain; observations of another grain do not
    count.

    Raises:
        StoreError: a file is missing or broken.
    """
    moment = in_utc(known_at)
    if not files:
        return {}
    with connection(files) as asking:
        give(asking, "kpis", kpis, {"kpi_id": pa.string(), "grain": pa.string()})
        rows = asking.execute(
            query("fingerprints"), {"files": _texts(files), "as_of": as_of, "known_at": moment}
        )
        return dict(rows.fetchall())


def row_counts(files: Sequence[Path]) -> dict[str, int]:
    """The number of rows of each KPI in these files, including restated ones and former grains.

    Raises:
        StoreError: a file is missing or broken.
    """
    if not files:
        return {}
    with connection(files) as asking:
        return dict(asking.execute(query("row_counts"), {"files": _texts(files)}).fetchall())


@contextmanager
def _visible(
    files: Sequence[Path], kpis: pd.DataFrame, as_of: dt.date, known_at: dt.datetime
) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """A connection with the table `visible`; None if there is nothing to query."""
    moment = in_utc(known_at)
    if not files or kpis.empty:
        yield None
        return
    with connection(files) as asking:
        give(asking, "kpis", kpis, _KPIS)
        asking.execute(
            query("visible"), {"files": _texts(files), "as_of": as_of, "known_at": moment}
        )
        yield asking


def _wanted(kpis: pd.DataFrame, grains: Sequence[Grain]) -> pd.DataFrame:
    pairs = [
        (kpi_id, target.value)
        for kpi_id, delivered in zip(kpis["kpi_id"], map(Grain, kpis["grain"]), strict=True)
        for target in _GRAINS
        if target in _targets(delivered, grains)
    ]
    return pd.DataFrame(pairs, columns=["kpi_id", "target"])


def _targets(delivered: Grain, grains: Sequence[Grain]) -> set[Grain]:
    coarser = {grain for grain in grains if _GRAINS.index(grain) >= _GRAINS.index(delivered)}
    return coarser if delivered is Grain.DAY else coarser | {delivered}


def _texts(files: Sequence[Path]) -> list[str]:
    return [str(path) for path in files]
