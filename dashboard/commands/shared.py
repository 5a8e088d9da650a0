"""Options of all commands: the workspace, a day, and the author."""

from __future__ import annotations

import datetime as dt
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from dashboard.domain.errors import Busy, FremdriftError, InvalidInput, NotFound

EXIT_FAILED, EXIT_USAGE, EXIT_PARTIAL, EXIT_BUSY = 1, 2, 3, 4

Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        help="The workspace's folder; else FREMDRIFT_WORKSPACE, else here, else .demo.",
    ),
]
Day = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Answer as of this day, such as 2026-10-18."),
]
Who = Annotated[
    str, typer.Option("--as", metavar="WHO", help="The author; stored with the change.")
]


def this_moment() -> dt.datetime:
    """The present moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def day_given(text: str | None) -> dt.date | None:
    """The given day; None if none was given.

    Raises:
        InvalidInput: it is not a date.
    """
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            f"{text!r} is not a date; write year, month and day, such as 2026-10-18."
        ) from None


def this_person() -> str:
    """The user who runs the command, as the machine knows them."""
    try:
        return getuser()
    except (OSError, KeyError):
        return "unknown"


def exit_code(error: FremdriftError) -> int:
    """The exit code of a command: 2 for invalid input, 4 for busy, else 1."""
    if isinstance(error, Busy):
        return EXIT_BUSY
    return EXIT_USAGE if isinstance(error, (InvalidInput, NotFound)) else EXIT_FAILED
