"""Computes the next snapshot, writes it as a new file and makes it current in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from dashboard.config import Paths
from dashboard.demo.marker import MARKER
from dashboard.pipeline.progress import Progress, Silent
from dashboard.pipeline.snapshot.compute import Computed, compute
from dashboard.pipeline.snapshot.inputs import Inputs, gather
from dashboard.pipeline.tasks.result_cache import Lookup, ResultCache
from dashboard.pipeline.tasks.worker_pool import WorkerPool
from dashboard.records import read
from dashboard.records import snapshot_files as snapshot_records
from dashboard.records.database import Records
from dashboard.records.rows import SnapshotRow, iso_week
from dashboard.snapshots.pieces import known_pieces
from dashboard.snapshots.schema_version import SCHEMA_VERSION
from dashboard.snapshots.write import write_snapshot

ASKED = 3
"""Number of snapshots that are searched for cached results: those of the nearest days."""


@dataclass(frozen=True)
class Published:
    """A published snapshot, and how much of it had to be computed."""

    snapshot_id: str
    as_of: dt.date
    counts: dict[str, int | float]


def publish(
    engine: Records,
    paths: Paths,
    as_of: dt.date,
    now: dt.datetime,
    progress: Progress,
    pool: WorkerPool | None = None,
) -> Published:
    """Compute the state at `as_of` as it is known at `now`, and publish it.

    A page sees the snapshot before or this one, never a part of it. Results of earlier snapshots
    with the same inputs are taken from them: the result is the same as if nothing were known.
    `pool` runs the costly tasks.
    """
    inputs = gather(engine, paths, as_of, now)
    cache = ResultCache(_lookup(engine, paths, as_of), pool or WorkerPool(), progress)
    computed = compute(inputs, cache)
    progress.step("Publishing")
    path = _write(engine, inputs, computed, now, (paths, paths.snapshots))
    snapshot_records.publish_snapshot(engine, _row(inputs, path, now))
    return Published(inputs.snapshot_id, as_of, computed.counts)


@contextmanager
def computed_snapshot(
    engine: Records, paths: Paths, as_of: dt.date, now: dt.datetime
) -> Iterator[Path]:
    """A temporary snapshot file for a date without a published one."""
    with TemporaryDirectory(prefix="fremdrift-") as folder:
        inputs = gather(engine, paths, as_of, now)
        computed = compute(
            inputs, ResultCache(_lookup(engine, paths, as_of), WorkerPool(), Silent())
        )
        yield _write(engine, inputs, computed, now, (paths, Path(folder)))


def _lookup(engine: Records, paths: Paths, as_of: dt.date) -> Lookup:
    """Looks up results in the snapshots of the days nearest to `as_of`, newest publish first."""
    rows = [row for row in snapshot_records.snapshots(engine) if not row.is_compact]
    nearest = sorted(rows, key=lambda row: abs(row.as_of - as_of))[:ASKED]
    return partial(known_pieces, [paths.snapshots / row.file_name for row in nearest])


def _write(
    engine: Records,
    inputs: Inputs,
    computed: Computed,
    now: dt.datetime,
    places: tuple[Paths, Path],
) -> Path:
    paths, folder = places
    tables = computed.tables | {"snapshot": _header(engine, inputs, now, paths)}
    return write_snapshot(folder, inputs.snapshot_id, tables)


def _header(engine: Records, inputs: Inputs, now: dt.datetime, paths: Paths) -> pd.DataFrame:
    settings = read.settings(engine)
    return pd.DataFrame(
        [
            {
                "snapshot_id": inputs.snapshot_id,
                "as_of": inputs.as_of,
                "known_at": inputs.known_at,
                "built_at": now,
                "code_version": version("fremdrift"),
                "change_number": inputs.change_number,
                "workspace": settings.get("name") or paths.root.name,
                "timezone": settings.get("timezone", "UTC"),
                "locale": settings.get("locale", "en"),
                "is_demo": (paths.root / MARKER).exists(),
                "schema_version": SCHEMA_VERSION,
            }
        ]
    )


def _row(inputs: Inputs, path: Path, now: dt.datetime) -> SnapshotRow:
    return SnapshotRow(
        id=inputs.snapshot_id,
        as_of=inputs.as_of,
        known_at=inputs.known_at,
        published_at=now,
        file_name=path.name,
        code_version=version("fremdrift"),
        week=iso_week(inputs.as_of),
        change_number=inputs.change_number,
    )
