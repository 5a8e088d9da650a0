"""Suggests an existing name for one that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from dashboard.domain.errors import NotFound
from dashboard.domain.quoting import quote

SHOWN = 12
"""Longer lists of names do not help."""

MAX_COMPARED = 200
"""Longer names are cut before the comparison, which takes quadratic time."""

MAX_LISTED = 20
"""Up to this many names are listed in full: a name left out of a list looks impossible."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name closest to `name`; None if none is close."""
    matches = difflib.get_close_matches(name, list(known), 1, cutoff=0.6)
    return matches[0] if matches else None


def hint(name: str, known: Iterable[str]) -> str:
    """A sentence with the names closest to `name`, else with the existing ones."""
    names = sorted(known)
    near = nearest(name, names)
    if near is not None:
        return f"Did you mean {near!r}?"
    if not names:
        return "There are none yet."
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"There are: {', '.join(names[:SHOWN])}{more}."


def unknown(what: str, name: str, known: Iterable[str]) -> NotFound:
    """The error that no `what` has that name, with a suggestion."""
    return NotFound(f"There is no {what} {name!r}. {hint(name, known)}")


def did_you_mean(given: str, possible: Iterable[str]) -> str:
    """A question with the nearest possible name and a leading space; empty if none is near.

    Case does not count, nor whether words are joined by a dash, an underscore or a space.
    """
    folded: dict[str, str] = {}
    for name in possible:
        folded.setdefault(_fold(name), name)
    near = nearest(_fold(given[:MAX_COMPARED]), folded)
    return "" if near is None else f" Did you mean {quote(folded[near])}?"


def listed(possible: Iterable[str]) -> str:
    """The possible names as a list, "a, b, c"; beyond `MAX_LISTED`, some of them and a count."""
    names = list(possible)
    more = len(names) - SHOWN if len(names) > MAX_LISTED else 0
    shown = ", ".join(names[: len(names) - more]) + (f" and {more} more" if more else "")
    return shown or "none yet"


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")
