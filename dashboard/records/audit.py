"""The audit trail: one row per change, in the transaction of the change itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert

from dashboard.records import tables as t

PROGRAM = "fremdrift"
"""The actor of changes made by the program itself."""

WRITTEN_BY_PEOPLE = (
    "workspace",
    "source",
    "KPI",
    "cycle",
    "objective",
    "key result",
    "check-in",
    "decision",
    "verdict review",
)
"""Object types whose change can invalidate a page of an earlier snapshot."""


@dataclass(frozen=True)
class Entry:
    """One change: action, object, and the values before and after."""

    action: str
    object_type: str
    object_id: str
    old: Any = None
    new: Any = None


def write_audit(
    conn: Connection,
    entries: Sequence[Entry],
    *,
    by: str,
    at: dt.datetime,
    source: str,
    reason: str = "",
) -> None:
    """Append the entries to the trail.

    Args:
        conn: the transaction that makes the change; if this fails, the change is not made.
        entries: what was changed.
        by: the author.
        at: the moment.
        source: the way in, such as `cli`, `files` or `page`.
        reason: the author's reason.
    """
    rows = [
        {**vars(entry), "actor": by, "at": at, "reason": reason, "source": source}
        for entry in entries
    ]
    if rows:
        conn.execute(insert(t.audit), rows)
