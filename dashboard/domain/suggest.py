"""The nearest of the names that there are, for a name that there is not."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from dashboard.domain.errors import NotFound
from dashboard.domain.quoting import quote

SHOWN = 12
"""A longer list of names helps nobody."""

MAX_COMPARED = 200
"""A longer name is cut before it is compared: the comparison takes time by the square of the length."""

MAX_LISTED = 20
"""So many names are listed whole: what is left out of a list looks as if it were not possible."""


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


def did_you_mean(given: str, possible: Iterable[str]) -> str:
    """A question that names the nearest possible name, with a leading space; empty where none is near.

    Case does not count, nor whether words are joined by a dash, an underscore or a space.
    """
    folded: dict[str, str] = {}
    for name in possible:
        folded.setdefault(_fold(name), name)
    near = nearest(_fold(given[:MAX_COMPARED]), folded)
    return "" if near is None else f" Did you mean {quote(folded[near])}?"


def listed(possible: Iterable[str]) -> str:
    """The possible names as a list to read, "a, b, c"; of more than `MAX_LISTED`, some and how many more."""
    names = list(possible)
    more = len(names) - SHOWN if len(names) > MAX_LISTED else 0
    shown = ", ".join(names[: len(names) - more]) + (f" and {more} more" if more else "")
    return shown or "none yet"


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")
