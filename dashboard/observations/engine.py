"""The DuckDB connection for the Parquet files: in memory, without access to anything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from dashboard.domain.errors import InvalidInput, StoreError

QUERIES = Path(__file__).parent / "queries"

_OFF = ("autoinstall_known_extensions", "autoload_known_extensions")


@contextmanager
def connection(
    files: Sequence[Path], writing: Path | None = None, threads: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that may access these files and the one to be written, and nothing else.

    It knows the macros of `periods.sql`. `threads` limits how many cores it uses.

    Raises:
        StoreError: one of the files is missing or cannot be read; the text names it.
    """
    allowed = [str(path) for path in (*files, writing) if path is not None]
    with duckdb.connect(":memory:", config=dict.fromkeys(_OFF, False)) as open_connection:
        open_connection.execute("SET TimeZone = 'UTC'")
        open_connection.execute("SET allowed_paths = $paths", {"paths": allowed})
        if threads is not None:
            open_connection.execute("SET threads = $threads", {"threads": threads})
        open_connection.execute("SET enable_external_access = false")
        open_connection.execute("SET lock_configuration = true")
        open_connection.execute(query("periods"))
        try:
            yield open_connection
        except duckdb.Error as error:
            _blame(files, error)
            raise


@cache
def query(name: str) -> str:
    """The text of one of the queries in `queries/`."""
    return (QUERIES / f"{name}.sql").read_text("utf-8")


def in_utc(moment: dt.datetime) -> dt.datetime:
    """The moment in UTC.

    Raises:
        InvalidInput: it has no time zone.
    """
    if moment.tzinfo is None:
        raise InvalidInput(f"The moment {moment.isoformat()} has no time zone. Give it in UTC.")
    return moment.astimezone(dt.UTC)


def _blame(files: Sequence[Path], error: duckdb.Error) -> None:
    """Checks that each of the files can be read completely, to find the cause of an error."""
    for path in files:
        if not path.exists():
            raise StoreError(
                f"The observations file {path.name} is missing from {path.parent}. {_MEND}"
            ) from error
        try:
            duckdb.connect(":memory:").execute(
                query("contents"), {"files": [str(path)]}
            ).fetchall()
        except duckdb.Error:
            raise StoreError(
                f"The observations file {path} is broken: it cannot be read. {_MEND}"
            ) from error


_MEND = (
    "Run `fremdrift sync` for its source: values that the source still has are then stored again."
)
