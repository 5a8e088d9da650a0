"""Lists the kept snapshots, and makes an earlier one current."""

from __future__ import annotations

import datetime as dt

from dashboard.config import Paths
from dashboard.domain.errors import StoreError
from dashboard.pipeline.workspace_records import applied_records
from dashboard.records import snapshot_files as snapshot_records


def listed(paths: Paths) -> tuple[list[str], list[list[str]]]:
    """The snapshots as a table, newest day first; the current one is marked."""
    rows = sorted(
        snapshot_records.snapshots(applied_records(paths)),
        key=lambda row: (row.as_of, row.published_at),
        reverse=True,
    )
    return ["id", "as of", "week", "published", "kept for its week", ""], [
        [
            row.id,
            row.as_of.isoformat(),
            row.week,
            f"{row.published_at:%Y-%m-%d %H:%M} UTC",
            "yes" if row.is_kept else "",
            "current" if row.is_current else "",
        ]
        for row in rows
    ]


def use(paths: Paths, snapshot_id: str, *, by: str, now: dt.datetime) -> str:
    """Make an earlier snapshot the current one.

    Raises:
        NotFound: there is no such snapshot.
    """
    engine = applied_records(paths)
    asked = [row for row in snapshot_records.snapshots(engine) if row.id == snapshot_id]
    if asked and not (paths.snapshots / asked[0].file_name).exists():
        raise StoreError(
            f"The file of the snapshot {snapshot_id} is gone ({asked[0].file_name}). "
            f"Publish its day anew with `fremdrift sync --as-of {asked[0].as_of}`."
        )
    row = snapshot_records.use_snapshot(engine, snapshot_id, by=by, now=now)
    return (
        f"Pages now show {row.id}, the state of {row.as_of}. The next sync publishes a newer one."
    )
