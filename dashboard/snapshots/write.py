"""Snapshots, written beside the current one and never touched again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import duckdb
import pandas as pd
import pyarrow as pa

from dashboard.domain.errors import StoreError

SCHEMA = Path(__file__).with_name("schema.sql")

STORAGE_VERSION = "v1.5.0"
"""Files are written in this format, so that the version of DuckDB before the current one still reads them."""

BLOCK_SIZE = 16_384
"""The smallest that there is: a snapshot is many small tables, each of which takes whole blocks for every column."""

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}
"""Nothing is fetched, nothing is loaded, no variable of the program is read by a query."""


@cache
def schema_fingerprint() -> str:
    """A short text that is another one for every other schema."""
    return sha256(SCHEMA.read_bytes()).hexdigest()[:16]


@cache
def table_columns() -> dict[str, list[str]]:
    """The columns of every table of a snapshot, in the order of the schema."""
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        connection.execute(SCHEMA.read_text("utf-8"))
        rows = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY table_oid, column_index"
        ).fetchall()
    columns: dict[str, list[str]] = {}
    for table, column in rows:
        columns.setdefault(table, []).append(column)
    return columns


def write_snapshot(
    folder: Path, snapshot_id: str, tables: Mapping[str, pd.DataFrame | pa.Table]
) -> Path:
    """The path of a new snapshot file that holds `tables`; complete on the disk when this returns.

    A table that is left out is empty. A frame may hold its columns in any order; columns it lacks are null.

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
            f"The snapshot cannot be written to {folder} ({error}). The current one still stands; make room or allow "
            "writing there, then run `fremdrift sync` again."
        ) from error
    return path


def _discard(draft: Path) -> None:
    for path in (draft, draft.with_name(f"{draft.name}.wal")):
        path.unlink(missing_ok=True)


def _fill(path: Path, tables: Mapping[str, pd.DataFrame | pa.Table]) -> None:
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        connection.execute(
            f"ATTACH '{_quoted(path)}' AS draft (STORAGE_VERSION '{STORAGE_VERSION}', BLOCK_SIZE {BLOCK_SIZE})"
        )
        connection.execute("USE draft")
        connection.execute("BEGIN")
        connection.execute(SCHEMA.read_text("utf-8"))
        known = {
            row[0]
            for row in connection.execute(
                "SELECT table_name FROM duckdb_tables() WHERE NOT internal"
            ).fetchall()
        }
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
"""Sorted tables answer for one KPI without reading the others."""


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
