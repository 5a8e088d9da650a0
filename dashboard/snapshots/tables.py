"""The tables of a snapshot, as `schema.sql` declares them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb

from dashboard.snapshots.engine import CONFIG

SCHEMA = Path(__file__).with_name("schema.sql")


@cache
def table_types() -> dict[str, dict[str, str]]:
    """The columns of every table with their types in DuckDB, in the order of the schema."""
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        connection.execute(SCHEMA.read_text("utf-8"))
        rows = connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal "
            "ORDER BY table_oid, column_index"
        ).fetchall()
    types: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        types.setdefault(table, {})[column] = kind
    return types
