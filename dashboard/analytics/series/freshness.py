"""How old data are, and whether that is old enough to say so: age runs from the end of the latest period."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from dashboard.domain.kpi import Freshness

Word = Literal["fresh", "late", "stale", "none"]


def age(latest_ends_on: dt.date | None, as_of: dt.date) -> dt.timedelta | None:
    """How long before the end of `as_of` the latest period ended; `None` where there is no period."""
    return None if latest_ends_on is None else as_of - latest_ends_on


def freshness(latest_ends_on: dt.date | None, as_of: dt.date, allowed: Freshness) -> Word:
    """The word for the age: late from `late_after` on, stale from `stale_after` on, both exclusive."""
    found = age(latest_ends_on, as_of)
    if found is None:
        return "none"
    if found > allowed.stale_after:
        return "stale"
    return "late" if found > allowed.late_after else "fresh"
