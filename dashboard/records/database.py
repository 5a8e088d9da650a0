"""Opens and migrates the database of the records, and its read and write transactions."""

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
"""An open records database: other packages use this type and need not know SQLAlchemy."""

BUSY_SECONDS = 10.0
"""How long a writer waits for another one. Writes take milliseconds; a second sync is refused by
its own lock."""

_PAUSE = 0.05
_BEGIN = "fremdrift_begin"
_WRITERS_LOCK = 7_203_118_451
"""The number of the advisory lock that serialises PostgreSQL's writers, as in SQLite."""


def open_records(where: str | Path, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """The records at `where`, a database URL or SQLite path, created or migrated if needed.

    Safe if several processes do so at once; costs one look at the version if it is current. Share
    one engine per process.

    Raises:
        Busy: another process keeps them locked.
        StoreError: the URL is no database, or the database is damaged, read-only or newer than
            this program.
    """
    parsed = parsed_url(where)
    engine = _engine(parsed, busy_seconds)
    try:
        with plain_errors(parsed):
            if parsed.get_backend_name() == "sqlite":
                _ready_file(parsed, busy_seconds)
            with engine.connect() as conn:
                current = version(conn)
            if current != HEAD:
                with writing(engine) as conn:
                    bring_up_to_date(conn, place(parsed))
    except BaseException:
        engine.dispose()
        raise
    return engine


def records_file(where: str | Path) -> Path | None:
    """The file of the records, whether it exists or not; None if a server holds them."""
    url = parsed_url(where)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def have_records(where: str | Path) -> bool:
    """Whether anything was ever written there; checking creates no database."""
    file = records_file(where)
    return file is None or file.exists()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A write transaction without concurrent writers: all of it is stored, or nothing.

    Raises:
        Busy: others kept the records locked for longer than we wait.
        InvalidInput: the schema refuses the values.
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
    """A read transaction in which all queries see the same moment despite concurrent writes.

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
                f"{place(url)} need the driver {error.name!r}, which is not installed; install it in the same environment."
            ) from error
    # no pool: an open connection would keep the old file when a restore has replaced it
    engine = create_engine(url, connect_args={"timeout": busy_seconds}, poolclass=NullPool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver starts no transaction itself: `_begin` does
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # a committed write survives a power cut


def _begin(conn: Connection) -> None:
    # IMMEDIATE takes the write lock at once: a read lock upgraded later could not wait for it
    conn.exec_driver_sql(f"BEGIN {conn.get_execution_options().get(_BEGIN, 'DEFERRED')}")


def _ready_file(url: URL, busy_seconds: float) -> None:
    """Create the SQLite file and its folder if missing, and ensure that it is in WAL mode."""
    file = Path(str(url.database))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{place(url)} cannot be created: {error.strerror} ({error.filename})."
        ) from error
    for _ in range(int(busy_seconds / _PAUSE) + 1):
        if _is_write_ahead(file):
            return
        time.sleep(_PAUSE)
    raise Busy(f"{place(url)} are being created by another process; try again in a moment.")


def _is_write_ahead(file: Path) -> bool:
    """Whether the file is now in WAL mode (permanent), where readers and writer do not block."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        try:
            return bool(connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname.startswith("SQLITE_BUSY"):
                return False  # SQLite does not wait here by itself while another process makes the same change
            raise
