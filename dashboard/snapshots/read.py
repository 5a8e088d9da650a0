"""Questions to a snapshot, answered with SQL; a cursor for each, one shared connection per file and process."""

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

from dashboard.domain.errors import StoreError
from dashboard.snapshots.write import CONFIG

QUERIES = Path(__file__).with_name("queries")

KEPT_OPEN = 6
"""So many snapshots stay open in one process: the current one, last week's, and a few that somebody looks back at."""


class Snapshot:
    """One published file; its questions stand in `queries/*.sql`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ask(self, question: str, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The answer to the question of that name, its `$names` bound to `values`.

        Raises:
            StoreError: the file is missing or cannot be read.
        """
        return self.select(_sql(question), values)

    def table(self, name: str) -> pd.DataFrame:
        """All rows of one table."""
        return self.select(f"SELECT * FROM {duckdb_name(name)}")  # noqa: S608  # quoted as a name

    def select(self, sql: str, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The answer to one SELECT, its `$names` bound to `values`."""
        cursor = _opened(self.path).cursor()
        try:
            return _frame(cursor.sql(sql, params=dict(values or {})).to_arrow_table())
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


def duckdb_name(name: str) -> str:
    """`name`, quoted as a name in SQL."""
    return '"' + name.replace('"', '""') + '"'


@cache
def _sql(question: str) -> str:
    return (QUERIES / f"{question}.sql").read_text("utf-8")


_open: OrderedDict[Path, duckdb.DuckDBPyConnection] = OrderedDict()
_guard = Lock()


def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    """The process's one connection to `path`; the least used ones are let go."""
    with _guard:
        if path in _open:
            _open.move_to_end(path)
            return _open[path]
        try:
            connection = duckdb.connect(str(path), read_only=True, config=CONFIG)
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
        except duckdb.Error as error:
            raise StoreError(
                f"The snapshot {path.name} cannot be read ({error}). Publish a new one with `fremdrift sync`, or go "
                "back to an earlier one with `fremdrift snapshots use`."
            ) from error
        _open[path] = connection
        while len(_open) > KEPT_OPEN:
            # Closing waits for nobody: a cursor that is still reading keeps the database alive until it is done.
            _open.popitem(last=False)[1].close()
        return connection
