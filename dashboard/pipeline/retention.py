"""Retention: keeps and compacts the last snapshot of every ISO week, removes unused files."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection
from pathlib import Path

from dashboard.config import Paths
from dashboard.domain.errors import OtherVersion, StoreError
from dashboard.pipeline.workspace_records import workspace_day
from dashboard.records import observation_files as file_records
from dashboard.records import snapshot_files as snapshot_records
from dashboard.records.database import Records
from dashboard.records.rows import SnapshotRow, iso_week
from dashboard.snapshots.compact import compact_snapshot

GRACE = dt.timedelta(days=1)
"""How long a page may go on reading a file that was replaced."""


def tidy_up(engine: Records, paths: Paths, now: dt.datetime) -> tuple[str, ...]:
    """Compact past weeks and remove unused snapshots and files; returns what failed, in words.

    The day of grace runs from the moment at which a file lost its name: then it is touched.
    """
    troubles = []
    for row in snapshot_records.snapshots(engine):
        if _is_to_compact(row, engine, paths, now):
            try:
                _compact(engine, paths, row, now)
            except OtherVersion:
                continue  # it can be read as it is
            except StoreError as error:
                troubles.append(f"The snapshot of {row.week} was left as it is: {error}")
    for row in snapshot_records.prunable_snapshots(engine, now):
        let_go(paths.snapshots / row.file_name, now)
        snapshot_records.forget_snapshots(engine, [row.id])
    _sweep(paths.snapshots, {row.file_name for row in snapshot_records.snapshots(engine)}, now)
    file_records.forget_observation_files(
        engine, file_records.replaced_observation_files(engine, now)
    )
    current = file_records.observation_files(engine).values()
    _sweep(paths.observations, {row.file_name for row in current}, now)
    return tuple(troubles)


def let_go(path: Path, now: dt.datetime) -> None:
    """Mark a file as unused from now on, by its modification time."""
    if path.exists():
        os.utime(path, (now.timestamp(), now.timestamp()))


def _is_to_compact(row: SnapshotRow, engine: Records, paths: Paths, now: dt.datetime) -> bool:
    is_gone_by = row.week < iso_week(workspace_day(engine, now)) and not row.is_current
    is_there = (paths.snapshots / row.file_name).exists()
    return row.is_kept and is_gone_by and not row.is_compact and is_there


def _compact(engine: Records, paths: Paths, row: SnapshotRow, now: dt.datetime) -> None:
    path = paths.snapshots / row.file_name
    compacted = compact_snapshot(path, row.id)
    let_go(path, now)
    snapshot_records.replace_snapshot_file(engine, row.id, compacted.name, is_compact=True)


def _sweep(folder: Path, named: Collection[str], now: dt.datetime) -> None:
    """Remove files of `folder` that were unused for a day: left by a crash, or replaced."""
    if not folder.is_dir():
        return
    oldest = (now - GRACE).timestamp()
    for path in folder.iterdir():
        if path.name not in named and path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
