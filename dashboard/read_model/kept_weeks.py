"""The past weeks whose snapshots are kept."""

from __future__ import annotations

from dashboard.config import Paths, records_place
from dashboard.records import snapshot_files
from dashboard.records.database import open_records


def kept_weeks(paths: Paths) -> tuple[str, ...]:
    """The ISO weeks with a kept snapshot, such as 2026-W42, newest first."""
    engine = open_records(records_place(paths))
    return tuple(
        sorted({row.week for row in snapshot_files.snapshots(engine) if row.is_kept}, reverse=True)
    )
