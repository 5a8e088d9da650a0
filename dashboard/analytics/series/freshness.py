"""The age of data, counted from the end of the latest period, and whether it is too old."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from dashboard.domain.kpi import Freshness

Word = Literal["fresh", "late", "stale", "none"]


def age(latest_ends_on: dt.date | None, as_of: dt.date) -> dt.timedelta | None:
    """The time from the end of the latest period to the end of `as_of`, if there is one."""
    return None if latest_ends_on is None else as_of - latest_ends_on


def freshness(latest_ends_on: dt.date | None, as_of: dt.date, allowed: Freshness) -> Word:
    """The state of data of this age: late after `late_after`, stale after `stale_after`."""
    latest_age = age(latest_ends_on, as_of)
    if latest_age is None:
        return "none"
    if latest_age > allowed.stale_after:
        return "stale"
    return "late" if latest_age > allowed.late_after else "fresh"
