"""The nearest of the possible names, for a name that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, there: Iterable[str]) -> str:
    """A hint at the nearest name, with a space in front; empty where none is near."""
    by_fold = {other.casefold(): other for other in there if other}
    near = difflib.get_close_matches(name.casefold(), list(by_fold), 1)
    return f" Did you mean {by_fold[near[0]]!r}?" if near else ""
