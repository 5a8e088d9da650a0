"""The names that are possible, as a message gives them."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.domain.suggest import SHOWN, nearest
from dashboard.workspace.node import quote

MAX_COMPARED = 200
"""A longer name is cut before it is compared: the comparison takes time by the square of the length."""

MAX_LISTED = 20
"""So many names are listed whole: what is left out of a list looks as if it were not possible."""


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
