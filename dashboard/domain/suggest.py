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


def hint(name: str, known: Iterable[str]) -> str:
    """A sentence that names what comes nearest to `name`, else what there is."""
    names = sorted(known)
    near = nearest(name, names)
    if near is not None:
        return f"Did you mean {near!r}?"
    if not names:
        return "There are none yet."
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"There are: {', '.join(names[:SHOWN])}{more}."


def unknown(what: str, name: str, known: Iterable[str]) -> NotFound:
    """The error that there is no `what` of that name, with a hint."""
    return NotFound(f"There is no {what} {name!r}. {hint(name, known)}")
