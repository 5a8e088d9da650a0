"""The past weeks whose snapshots are kept."""

from __future__ import annotations

from dashboard.config import Paths
from dashboard.pipeline.workspace_records import shared_records
from dashboard.records import snapshot_files


def kept_weeks(paths: Paths) -> tuple[str, ...]:
    """The ISO weeks with a kept snapshot, such as 2026-W42, newest first."""
    rows = snapshot_files.snapshots(shared_records(paths))
    return tuple(sorted({row.week for row in rows if row.is_kept}, reverse=True))
