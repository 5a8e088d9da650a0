"""The inputs of a snapshot, gathered from the records and the observations."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

import pandas as pd

from dashboard.config import Paths
from dashboard.domain.errors import StoreError
from dashboard.domain.kpi import Source
from dashboard.domain.okr import OkrSet
from dashboard.domain.periods import week_start
from dashboard.observations.read import observed_until, series
from dashboard.records import observation_files as file_records
from dashboard.records import read
from dashboard.records import snapshot_files as snapshot_records
from dashboard.records.database import Records
from dashboard.records.history import Revision
from dashboard.records.rows import CheckInRow, DecisionRow, RunRow, VerdictReviewRow
from dashboard.snapshots.read import Snapshot
from dashboard.snapshots.tables import table_types


@dataclass(frozen=True)
class Inputs:
    """The inputs of a snapshot.

    `series` has the columns of the snapshot's table of that name; `observed_until` is the last day
    of each KPI's latest period as delivered.
    """

    snapshot_id: str
    as_of: dt.date
    known_at: dt.datetime
    change_number: int
    okrs: tuple[OkrSet, ...]
    sources: tuple[Source, ...]
    series: pd.DataFrame
    observed_until: Mapping[str, dt.date]
    check_ins: Mapping[str, Sequence[CheckInRow]]
    decisions: Sequence[DecisionRow]
    verdict_reviews: Sequence[VerdictReviewRow]
    revisions: Sequence[Revision]
    last_runs: Mapping[str, RunRow]
    key_result_history: pd.DataFrame
    objective_history: pd.DataFrame
    verdict_history: pd.DataFrame


def gather(engine: Records, paths: Paths, as_of: dt.date, now: dt.datetime) -> Inputs:
    """Everything that was observed up to `as_of` and recorded up to `now`.

    The change number is that of `now`: what was written since, even while the sources were read,
    is applied to the snapshot by its readers.
    """
    change_number = read.change_number_at(engine, now)
    sources = read.sources(engine)
    current = file_records.observation_files(engine)
    files = [
        paths.observations / current[s.source].file_name for s in sources if s.source in current
    ]
    kpis = _kpi_frame(sources)
    check_ins = defaultdict(list)
    for row in read.check_ins(engine, as_of, now):
        check_ins[row.key_result].append(row)
    return Inputs(
        snapshot_id=f"{as_of:%Y-%m-%d}-{uuid4().hex[:8]}",
        as_of=as_of,
        known_at=now,
        change_number=change_number,
        okrs=read.okrs(engine, as_of, now),
        sources=sources,
        series=series(files, kpis, as_of, now),
        observed_until=observed_until(files, kpis, as_of, now),
        check_ins=dict(check_ins),
        decisions=read.decisions(engine, as_of, now),
        verdict_reviews=read.verdict_reviews(engine, as_of, now),
        revisions=[
            r for r in read.revisions(engine) if r.effective_on <= as_of and r.recorded_at <= now
        ],
        last_runs=read.last_runs(engine),
        key_result_history=_history(engine, paths, as_of, "key_result_history"),
        objective_history=_history(engine, paths, as_of, "objective_history"),
        verdict_history=_history(engine, paths, as_of, "verdict_history"),
    )


def _kpi_frame(sources: Sequence[Source]) -> pd.DataFrame:
    rows = [
        (kpi.id, kpi.grain.value, kpi.aggregation.value)
        for source in sources
        for kpi in source.kpis
    ]
    return pd.DataFrame(rows, columns=["kpi_id", "grain", "aggregation"])


def _history(engine: Records, paths: Paths, as_of: dt.date, table: str) -> pd.DataFrame:
    """The rows of the kept snapshots of earlier weeks, each for its own week.

    A snapshot carries the history that it had, so the newest one mostly answers for all; others
    are asked for the weeks that are still missing. A week whose snapshot cannot be read any more
    is missing from the history, and nothing else.
    """
    monday = week_start(as_of)
    kept = [
        row for row in snapshot_records.snapshots(engine) if row.is_kept and row.as_of < monday
    ]
    missing, frames = {row.as_of for row in kept}, []
    for row in kept:
        if row.as_of not in missing:
            continue
        try:
            frame = Snapshot(paths.snapshots / row.file_name).select(_TABLES[table])
        except StoreError:
            continue
        days = frame["as_of"].dt.date
        known = [name for name in table_types()[table] if name in frame.columns]
        frames.append(frame.loc[days.isin(missing), known])
        missing -= {row.as_of, *days}
    return pd.concat(frames).sort_values("as_of", ignore_index=True) if frames else pd.DataFrame()


_TABLES = {
    "key_result_history": "SELECT * FROM key_result_history",
    "objective_history": "SELECT * FROM objective_history",
    "verdict_history": "SELECT * FROM verdict_history",
}
