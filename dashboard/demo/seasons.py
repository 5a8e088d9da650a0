"""Norwegian holidays, which show in the numbers of a small company."""

from __future__ import annotations

import datetime as dt


def quiet_share(monday: dt.date) -> float:
    """The share of a full holiday lull in the week of `monday`: 0 for none, 1 for Christmas week."""
    week = [monday + dt.timedelta(days=day) for day in range(7)]
    if any((day.month, day.day) == (12, 25) for day in week):
        return 1.0
    if any((day.month, day.day) == (1, 1) for day in week):
        return 0.7
    if monday.isocalendar().week in (28, 29, 30):  # the common holiday: half the country is away
        return 0.5
    return 0.0
