"""Translates database errors into errors for people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dashboard.domain.errors import Busy, FremdriftError, InvalidInput, StoreError


@contextmanager
def plain_errors(url: URL) -> Iterator[None]:
    """Any database error raised inside becomes a domain error with the next step.

    Raises:
        Busy: others kept the records locked for longer than we wait.
        InvalidInput: a constraint of the schema was broken; nothing was stored.
        StoreError: the records cannot be read or written.
    """
    try:
        yield
    except IntegrityError as error:
        raise InvalidInput(
            f"The records refuse this: {_first_line(error.orig or error)}. Nothing was stored; change what was given and try again."
        ) from error
    except DBAPIError as error:
        raise _store_error(error.orig or error, place(url)) from error
    except sqlite3.Error as error:  # from the few statements outside the engine
        raise _store_error(error, place(url)) from error
    except PoolTimeout as error:
        raise _busy(place(url)) from error


def parsed_url(where: str | Path) -> URL:
    """The parsed URL of the records; a path means an SQLite file, whatever characters it has.

    Raises:
        StoreError: it is not a database URL.
    """
    if isinstance(where, Path):
        return URL.create("sqlite", database=str(where))
    try:
        parsed = make_url(where)
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError(
            "The URL of the records is not that of a supported database; "
            "write sqlite:///path/to/records.sqlite or postgresql+psycopg://user@host/database."
        ) from error
    return parsed


def place(url: URL) -> str:
    """Where the records are, in words, without a password."""
    if url.get_backend_name() == "sqlite":
        return f"The records at {url.database}"
    return f"The records at {url.render_as_string(hide_password=True)}"


def _busy(where: str) -> Busy:
    return Busy(
        f"{where} are being written by another process. Nothing was stored; try again in a moment."
    )


def _store_error(error: BaseException, where: str) -> FremdriftError:
    name: str = getattr(error, "sqlite_errorname", "")
    line = _first_line(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return _busy(where)
    if name.startswith("SQLITE_READONLY"):
        return StoreError(
            f"{where} cannot be written: the file or its folder is read-only. Allow this user to write."
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return StoreError(
            f"{where} cannot be opened: check that the folder exists and that you may read and write it."
        )
    if name.startswith("SQLITE_FULL"):
        return StoreError(
            f"{where} cannot be written: the disk is full. Nothing was stored; make room and try again."
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StoreError(
            f"{where} are damaged or are no database of this program ({line}). "
            "Restore a backup, or move them away and start again with `fremdrift apply`."
        )
    if name.startswith("SQLITE_IOERR"):
        return StoreError(
            f"{where} cannot be read or written ({line}): the disk is full or failing. Fix that, then try again."
        )
    return StoreError(f"{where} cannot be read or written: {line}.")


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
