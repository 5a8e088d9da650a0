"""The nearest of the names that there are, for a name that there is not."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from dashboard.domain.errors import NotFound

SHOWN = 12
"""A longer list of names helps nobody."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is nearest to `name`, where one is near."""
    found = difflib.get_close_matches(name, list(known), 1, cutoff=0.6)
    return found[0] if found else None


def unknown(what: str, name: str, known: Iterable[str]) -> NotFound:
    """The error that there is no `what` of that name, with the nearest, or with those that there are."""
    names = sorted(known)
    near = nearest(name, names)
    if near is not None:
        return NotFound(f"There is no {what} {name!r}. Did you mean {near!r}?")
    shown = ", ".join(names[:SHOWN]) + (
        f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    )
    return NotFound(f"There is no {what} {name!r}. There are: {shown or 'none yet'}.")
