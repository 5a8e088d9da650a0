"""The snapshot of a day: the published one, else a temporary one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from dashboard.config import Paths
from dashboard.domain.errors import StoreError
from dashboard.pipeline.publish import computed_snapshot
from dashboard.pipeline.workspace_records import applied_records, day_asked
from dashboard.records import observation_files as file_records
from dashboard.records import read
from dashboard.records import snapshot_files as snapshot_records
from dashboard.records.database import Records
from dashboard.records.rows import SnapshotRow
from dashboard.snapshots.read import Snapshot
from dashboard.snapshots.schema_version import SCHEMA_VERSION


@contextmanager
def snapshot_for_day(
    paths: Paths, as_of: dt.date | None, now: dt.datetime
) -> Iterator[tuple[Path, bool]]:
    """The snapshot file of a day, and whether it is published; a temporary one is removed afterwards.

    A published one counts as long as nobody has written anything since.

    Raises:
        InvalidInput: nothing was applied yet, or the day is in the future.
    """
    engine = applied_records(paths)
    day = day_asked(engine, as_of, now)
    row = snapshot_records.snapshot_for(engine, day)
    if row is not None and _is_current(row, engine, paths):
        yield paths.snapshots / row.file_name, True
        return
    with computed_snapshot(engine, paths, day, now) as path:
        yield path, False


def _is_current(row: SnapshotRow, engine: Records, paths: Paths) -> bool:
    """Whether a published snapshot is current: nothing new since, and the same program version."""
    current = file_records.observation_files(engine).values()
    return (
        row.code_version == version("fremdrift")
        and all(file.recorded_at <= row.known_at for file in current)
        and not read.written_since(engine, row.change_number)
        and _has_current_schema(paths.snapshots / row.file_name)
    )


def _has_current_schema(path: Path) -> bool:
    """Whether the file can be read and has the current schema."""
    try:
        return bool(Snapshot(path).header()["schema_version"] == SCHEMA_VERSION)
    except StoreError:
        return False
