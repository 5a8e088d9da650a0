"""The name that was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Collection

_SHOWN = 8


def nearest(given: str, known: Collection[str]) -> str:
    """A sentence that names what comes nearest to `given`, else some of what there is."""
    close = difflib.get_close_matches(given, known, n=1)
    if close:
        return f"Did you mean {close[0]!r}?"
    if not known:
        return "There are none yet."
    listed = ", ".join(sorted(known)[:_SHOWN])
    return f"There are: {listed}{', …' if len(known) > _SHOWN else ''}."
