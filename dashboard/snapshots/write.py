"""Writes snapshots to new files that are never changed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import duckdb
import pandas as pd
import pyarrow as pa

from dashboard.domain.errors import StoreError
from dashboard.snapshots.engine import CONFIG, quoted_text
from dashboard.snapshots.tables import SCHEMA, table_types

STORAGE_VERSION = "v1.5.0"
"""The file format, chosen so that the previous version of DuckDB can still read it."""

BLOCK_SIZE = 16_384
"""The smallest block size: a snapshot has many small tables, and every column takes whole blocks.
"""


def write_snapshot(
    folder: Path, snapshot_id: str, tables: Mapping[str, pd.DataFrame | pa.Table]
) -> Path:
    """The path of a new snapshot file with `tables`; complete on the disk when this returns.

    A missing table is empty. The columns of a frame may be in any order; missing ones are null.

    Raises:
        StoreError: the folder cannot be written.
        ValueError: a table or a column is not in the schema.
    """
    path = folder / f"{snapshot_id}-{uuid4().hex[:8]}.duckdb"
    draft = path.with_suffix(".draft")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _fill(draft, tables)
        _flush(draft)
        draft.replace(path)
        _flush(folder)
    except (OSError, duckdb.OperationalError) as error:
        _discard(draft)
        raise StoreError(
            f"The snapshot cannot be written to {folder} ({error}). The current one is unchanged; make room or allow "
            "writing there, then run `fremdrift sync` again."
        ) from error
    return path


def _discard(draft: Path) -> None:
    for path in (draft, draft.with_name(f"{draft.name}.wal")):
        path.unlink(missing_ok=True)


def _fill(path: Path, tables: Mapping[str, pd.DataFrame | pa.Table]) -> None:
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        connection.execute(
            f"ATTACH {quoted_text(str(path))} AS draft (STORAGE_VERSION '{STORAGE_VERSION}', BLOCK_SIZE {BLOCK_SIZE})"
        )
        connection.execute("USE draft")
        connection.execute("BEGIN")
        connection.execute(SCHEMA.read_text("utf-8"))
        known = table_types()
        for name, frame in tables.items():
            if name not in known:
                raise ValueError(
                    f"a snapshot has no table {name!r}; it has {', '.join(sorted(known))}"
                )
            if len(frame) == 0:
                continue
            connection.register("incoming", frame)
            order = _ORDERED.get(name, "")
            connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM incoming {order}")  # noqa: S608  # both from this file
            connection.unregister("incoming")
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT draft")
        connection.execute("USE memory")
        connection.execute("DETACH draft")


_ORDERED = {
    "series": "ORDER BY kpi_id, grain, period_on",
    "usual_ranges": "ORDER BY kpi_id, grain, period_on",
    "forecast_paths": "ORDER BY key_result_id, period_on",
    "landings": "ORDER BY key_result_id, level",
    "lag_profiles": "ORDER BY key_result_id, kpi_id, lag",
}
"""Sorts the table so that a query on one KPI does not read the others."""


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
