"""The database of the records: opened, brought up to date, and the two kinds of transaction on it."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event

from dashboard.domain.errors import Busy, StoreError
from dashboard.records.database_errors import parsed_url, place, plain_errors
from dashboard.records.schema_version import HEAD, bring_up_to_date, version

Records = Engine
"""The records, opened: what everybody else calls the engine, so that nobody else needs to know SQLAlchemy."""

BUSY_SECONDS = 10.0
"""How long a writer waits for another one. Writes take milliseconds; a second sync is refused by its own lock."""

_PAUSE = 0.05
_BEGIN = "fremdrift_begin"
_WRITERS_LOCK = 7_203_118_451
"""Number of the advisory lock that makes PostgreSQL's writers follow one another as SQLite's do."""


def open_records(where: str | Path, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """The records at `where`, a database URL or the path of an SQLite file, made where they are missing and migrated forward where they are older.

    Safe when several processes do so at once; costs one look at the version where it is current. Share one engine per
    process.

    Raises:
        Busy: another process keeps them locked.
        StoreError: the URL is no database, or the database is damaged, read-only or newer than this program.
    """
    parsed = parsed_url(where)
    engine = _engine(parsed, busy_seconds)
    try:
        with plain_errors(parsed):
            if parsed.get_backend_name() == "sqlite":
                _ready_file(parsed, busy_seconds)
            with engine.connect() as conn:
                found = version(conn)
            if found != HEAD:
                with writing(engine) as conn:
                    bring_up_to_date(conn, place(parsed))
    except BaseException:
        engine.dispose()
        raise
    return engine


def records_file(where: str | Path) -> Path | None:
    """The file that holds the records, whether it is there or not; `None` where a server holds them."""
    url = parsed_url(where)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def have_records(where: str | Path) -> bool:
    """Whether anything was ever written there: looking makes no database."""
    file = records_file(where)
    return file is None or file.exists()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that nobody else writes beside: all of it is stored, or nothing.

    Raises:
        Busy: others kept the records locked for longer than we wait.
        InvalidInput: the schema refuses what was written.
        StoreError: the records cannot be written.
    """
    with plain_errors(engine.url), engine.connect() as plain:
        conn = plain.execution_options(**{_BEGIN: "IMMEDIATE"})
        with conn.begin():
            if conn.dialect.name == "postgresql":
                conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
            yield conn


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction in which every question sees the same moment, whatever is written meanwhile.

    Raises:
        StoreError: the records cannot be read.
    """
    with plain_errors(engine.url), engine.connect() as plain:
        if plain.dialect.name == "postgresql":
            plain = plain.execution_options(isolation_level="REPEATABLE READ")
        with plain.begin():
            yield plain


def _engine(url: URL, busy_seconds: float) -> Engine:
    if url.get_backend_name() != "sqlite":
        try:
            return create_engine(url, pool_pre_ping=True)
        except ModuleNotFoundError as error:
            raise StoreError(
                f"{place(url)} need the driver {error.name!r}, which is not installed; install it beside this program."
            ) from error
    # no pool: a connection kept open would go on with the old file where a restore has put another in its place
    engine = create_engine(url, connect_args={"timeout": busy_seconds}, poolclass=NullPool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: `_begin` does
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # an acknowledged write survives a power cut


def _begin(conn: Connection) -> None:
    # IMMEDIATE takes the writer's place at once: a transaction that reads first and writes later could not wait for it
    conn.exec_driver_sql(f"BEGIN {conn.get_execution_options().get(_BEGIN, 'DEFERRED')}")


def _ready_file(url: URL, busy_seconds: float) -> None:
    """Make the SQLite file and its folder where they are missing, and see that it is in WAL mode."""
    file = Path(str(url.database))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{place(url)} cannot be made: {error.strerror} ({error.filename})."
        ) from error
    for _ in range(int(busy_seconds / _PAUSE) + 1):
        if _is_write_ahead(file):
            return
        time.sleep(_PAUSE)
    raise Busy(f"{place(url)} are being made by another process; try again in a moment.")


def _is_write_ahead(file: Path) -> bool:
    """Whether the file is now in WAL mode, in which readers and the writer do not wait for each other; it stays so."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        try:
            return bool(connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname.startswith("SQLITE_BUSY"):
                return False  # SQLite does not wait here by itself while another process makes the same change
            raise
