"""The kept snapshots, and going back to one."""

from __future__ import annotations

import datetime as dt

from dashboard.config import Paths, records_url
from dashboard.records import snapshot_files as snapshot_records
from dashboard.records.database import open_records


def listed(paths: Paths) -> tuple[list[str], list[list[str]]]:
    """The snapshots as a table, newest day first; the current one is marked."""
    rows = sorted(
        snapshot_records.snapshots(open_records(records_url(paths))),
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
    row = snapshot_records.use_snapshot(
        open_records(records_url(paths)), snapshot_id, by=by, now=now
    )
    return (
        f"Pages now show {row.id}, the state of {row.as_of}. The next sync publishes a newer one."
    )
