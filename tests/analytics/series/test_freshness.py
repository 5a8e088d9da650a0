from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.series.freshness import age, freshness
from dashboard.domain.kpi import Freshness

ALLOWED = Freshness(late_after=dt.timedelta(days=8), stale_after=dt.timedelta(days=15))
SUNDAY = dt.date(2026, 10, 18)


def test_age_runs_from_the_end_of_the_latest_period():
    assert age(dt.date(2026, 10, 11), SUNDAY) == dt.timedelta(days=7)
    assert age(None, SUNDAY) is None


def test_the_limits_themselves_are_still_allowed():
    words = [
        freshness(SUNDAY - dt.timedelta(days=days), SUNDAY, ALLOWED) for days in (0, 8, 9, 15, 16)
    ]

    assert words == ["fresh", "fresh", "late", "late", "stale"]
    assert freshness(None, SUNDAY, ALLOWED) == "none"


@given(st.integers(0, 100), st.integers(0, 100))
def test_data_never_get_fresher_with_age(first: int, more: int):
    order = ["fresh", "late", "stale"]
    young, old = (
        freshness(SUNDAY - dt.timedelta(days=days), SUNDAY, ALLOWED)
        for days in (first, first + more)
    )

    assert order.index(young) <= order.index(old)
