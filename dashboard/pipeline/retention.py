"""What is kept and what goes: the last snapshot of every ISO week stays, compacted; files that nobody names go after a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path

from dashboard.config import Paths
from dashboard.records import files as file_records
from dashboard.records import snapshot_files as snapshot_records
from dashboard.records.database import Records
from dashboard.records.rows import iso_week
from dashboard.snapshots.compact import compact_snapshot

GRACE = dt.timedelta(days=1)
"""A page that was opened on an earlier file may read it for so long."""


def tidy_up(engine: Records, paths: Paths, now: dt.datetime) -> None:
    """Compact the weeks gone by, forget what is not kept, and remove files that nothing names and that are a day old."""
    week = iso_week(now.date())
    for row in snapshot_records.snapshots(engine):
        is_gone_by = row.week < week and not row.is_current
        if (
            row.is_kept
            and is_gone_by
            and not row.is_compact
            and (paths.snapshots / row.file_name).exists()
        ):
            compacted = compact_snapshot(paths.snapshots / row.file_name, row.id)
            snapshot_records.replace_snapshot_file(engine, row.id, compacted.name, is_compact=True)
    gone = snapshot_records.prunable_snapshots(engine, now - GRACE)
    snapshot_records.forget_snapshots(engine, [row.id for row in gone])
    _sweep(paths.snapshots, {row.file_name for row in snapshot_records.snapshots(engine)}, now)
    file_records.forget_observation_files(
        engine, file_records.replaced_observation_files(engine, now - GRACE)
    )
    _sweep(paths.observations, _named_observations(engine, now), now)


def _named_observations(engine: Records, now: dt.datetime) -> set[str]:
    current = {row.file_name for row in file_records.observation_files(engine).values()}
    return current | set(file_records.replaced_observation_files(engine, now))


def _sweep(folder: Path, named: Collection[str], now: dt.datetime) -> None:
    """Remove the files of `folder` that nothing names: left by a crash, or replaced more than a day ago."""
    if not folder.is_dir():
        return
    oldest = (now - GRACE).timestamp()
    for path in folder.iterdir():
        if path.name not in named and path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
