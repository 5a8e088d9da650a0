"""The version of the snapshot schema, and views that give older files the current tables."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dashboard.snapshots.engine import CONFIG, quoted_name, quoted_text
from dashboard.snapshots.tables import table_types

SCHEMA_VERSION = 2
"""The version of `schema.sql`. Raise it by one whenever a table or a column is added, removed or
changes its type.

A test compares the tables with those kept for this number and says what else to do. Comments do
not count. Version 1 is every file from before the schema was numbered. A renamed column reads as
null in older files, unless the view of `with_current_tables` takes it from its old name. A column
with a new type is cast to it; an older file with a value that cannot be cast cannot be read.
"""

UNNUMBERED = 1
"""The version of a file that does not state one."""


def version_of(connection: duckdb.DuckDBPyConnection) -> int:
    """The version with which an open snapshot was written.

    Raises:
        duckdb.Error: the file is no snapshot.
    """
    result = connection.execute("SELECT * FROM snapshot")
    columns = [column[0] for column in result.description or ()]
    if "schema_version" not in columns:
        return UNNUMBERED
    rows = result.fetchall()
    return int(rows[0][columns.index("schema_version")]) if rows else SCHEMA_VERSION


def with_current_tables(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection that gives an older file the current tables.

    There is a view for every table: columns missing in the file are null, missing tables are
    empty, columns that no longer exist are omitted, and values have the current types.

    Raises:
        duckdb.Error: the file cannot be read.
    """
    connection = duckdb.connect(":memory:", config=CONFIG)
    connection.execute(f"ATTACH {quoted_text(str(path))} AS kept (READ_ONLY)")
    kept = _columns_of(connection)
    for table, types in table_types().items():
        there = kept.get(table, frozenset())
        columns = ", ".join(
            f"CAST({quoted_name(column) if column in there else 'NULL'} AS {kind}) AS {quoted_name(column)}"
            for column, kind in types.items()
        )
        source = f"FROM kept.{quoted_name(table)}" if there else "WHERE false"
        connection.execute(f"CREATE VIEW {quoted_name(table)} AS SELECT {columns} {source}")
    return connection


def _columns_of(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    rows = connection.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE database_name = 'kept' GROUP BY table_name"
    ).fetchall()
    return {table: frozenset(columns) for table, columns in rows}
