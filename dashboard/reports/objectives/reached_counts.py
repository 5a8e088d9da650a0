"""How many of its key results an objective will reach, in a few words."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.domain.thresholds import ON_TRACK_CHANCE
from dashboard.i18n import Message
from dashboard.i18n.format import chance

PROBABLY = ON_TRACK_CHANCE
"""A count is called probable from the same chance on as a key result is called likely."""


def how_many(counts: Sequence[float] | None, locale: str) -> Message | None:
    """How many key results will be reached: "probably 2 of 3"; None if unknown or if all will.

    "All" is left to the chance that all are reached. The answer is one number if it is likely by
    itself, two neighbours if they are likely together, or the most likely number with its chance.

    Args:
        counts: the chances that exactly 0, 1, 2 ... are reached.
        locale: the language in which numbers are written.
    """
    if counts is None or len(counts) <= 2:
        return None
    total = len(counts) - 1
    first = max(range(total + 1), key=lambda count: counts[count])
    if counts[first] >= PROBABLY:
        key = "reached-final" if counts[first] == 1 else "reached-probably"
        return Message(key, {"count": first, "total": total}) if first < total else None
    low = max(range(total), key=lambda count: counts[count] + counts[count + 1])
    if counts[low] + counts[low + 1] >= PROBABLY:
        return Message("reached-one-of-two", {"low": low, "high": low + 1, "total": total})
    if first == total:
        return None
    share = chance(counts[first], locale)
    return Message("reached-likeliest", {"count": first, "total": total, "chance": share})
