"""SQL queries on snapshots, with one shared connection per file and process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from dashboard.domain.errors import OtherVersion, StoreError
from dashboard.snapshots.engine import CONFIG, quoted_name
from dashboard.snapshots.schema_version import SCHEMA_VERSION, version_of, with_current_tables

QUERIES = Path(__file__).with_name("queries")

LOCKED = {"enable_external_access": "false", "lock_configuration": "true"}
"""A query can read its snapshot and nothing else on the machine, and cannot change that."""

KEPT_OPEN = 6
"""Snapshots kept open in one process: the current one, last week's, and a few earlier weeks."""


class Snapshot:
    """One published file; its queries are in `queries/*.sql`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ask(self, question: str, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The result of the query of that name, its `$names` bound to `values`.

        Raises:
            StoreError: the file is missing or cannot be read.
        """
        return self.select(_sql(question), values)

    def table(self, name: str) -> pd.DataFrame:
        """All rows of one table."""
        return self.select(f"SELECT * FROM {quoted_name(name)}")  # noqa: S608  # quoted as a name

    def header(self) -> dict[str, Any]:
        """The one row that describes the snapshot; columns that an older file lacks are null.

        Raises:
            StoreError: the file cannot be read.
            OtherVersion: it was written with a newer schema by a newer version of the program.
        """
        row: dict[str, Any] = dict(self.table("snapshot").iloc[0].items())  # type: ignore[arg-type]  # names of columns
        number = row["schema_version"]
        if not pd.isna(number) and number > SCHEMA_VERSION:
            raise OtherVersion(
                f"The snapshot {self.path.name} was written by a newer version of Fremdrift ({row['code_version']}, schema "
                f"{number:.0f}; this one reads up to {SCHEMA_VERSION}). Update Fremdrift, or publish a new snapshot with "
                "`fremdrift sync`."
            )
        return row

    def select(self, sql: str, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The result of one SELECT, its `$names` bound to `values`."""
        cursor = _cursor(self.path)
        try:
            return _frame(cursor.sql(sql, params=dict(values or {})).to_arrow_table())
        except duckdb.Error as error:
            raise _unreadable(self.path, error) from error
        finally:
            cursor.close()


def _frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a frame: texts as str with missing ones as NaN, dates as datetime64[s]."""
    frame: pd.DataFrame = table.to_pandas(date_as_object=False)
    for field in table.schema:
        if pa.types.is_date(field.type):
            frame[field.name] = frame[field.name].astype("datetime64[s]")
        elif pa.types.is_string(field.type):
            frame[field.name] = frame[field.name].astype("str")
    return frame


@cache
def _sql(question: str) -> str:
    return (QUERIES / f"{question}.sql").read_text("utf-8")


_open: OrderedDict[Path, duckdb.DuckDBPyConnection] = OrderedDict()
_guard = Lock()


def _cursor(path: Path) -> duckdb.DuckDBPyConnection:
    """A new cursor on the process's one connection to `path`; least used connections are dropped.

    Opening, dropping and making the cursor happen one at a time: DuckDB shares one instance among
    all that is open on a path. A dropped connection is not closed, which would close its cursors
    too: it goes with the last of them.
    """
    with _guard:
        if path in _open:
            _open.move_to_end(path)
        else:
            try:
                _open[path] = _opened(path)
            except duckdb.Error as error:
                raise _unreadable(path, error) from error
            while len(_open) > KEPT_OPEN:
                _open.popitem(last=False)
        return _open[path].cursor()


def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to a file of any version that can read only this file."""
    connection = duckdb.connect(str(path), read_only=True, config=CONFIG)
    if version_of(connection) < SCHEMA_VERSION:
        connection.close()
        connection = with_current_tables(path)
    for name, value in LOCKED.items():
        connection.execute(f"SET {name} = {value}")
    return connection


def _unreadable(path: Path, error: duckdb.Error) -> StoreError:
    return StoreError(
        f"The snapshot {path.name} cannot be read ({str(error).splitlines()[0]}). Publish a new one with `fremdrift sync`, "
        "or go back to an earlier one with `fremdrift snapshots use`."
    )
