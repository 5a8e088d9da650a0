"""Compacts snapshots of past weeks to their results and the series that pages draw."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboard.domain.errors import OtherVersion
from dashboard.snapshots.read import Snapshot
from dashboard.snapshots.schema_version import SCHEMA_VERSION
from dashboard.snapshots.tables import table_types
from dashboard.snapshots.write import write_snapshot

DRAWN_DAYS = 800
"""Pages draw at most the last twelve months and the year before, and the whole length of a cycle.
"""

_LEFT_OUT = ("series", "pieces")

_DRAWN = """
SELECT series.* FROM series
WHERE series.period_on >= $since
  AND series.kpi_id IN (SELECT kpi_id FROM indicators UNION SELECT kpi_id FROM key_results)
"""


def compact_snapshot(path: Path, snapshot_id: str) -> Path:
    """The path of a smaller file with the same results.

    It omits series that no page draws, and cached intermediate results.

    Raises:
        StoreError: the file cannot be read.
        OtherVersion: it was written with another version of the schema; such a file stays as it
            is.
    """
    snapshot = Snapshot(path)
    if snapshot.header()["schema_version"] != SCHEMA_VERSION:
        raise OtherVersion(
            f"The snapshot {path.name} has another schema than {SCHEMA_VERSION} and is not compacted."
        )
    tables = {name: snapshot.table(name) for name in table_types() if name not in _LEFT_OUT}
    as_of = tables["snapshot"]["as_of"].iloc[0]
    since = as_of - dt.timedelta(days=DRAWN_DAYS)
    tables["series"] = snapshot.select(_DRAWN, {"since": since})
    return write_snapshot(path.parent, snapshot_id, tables)
