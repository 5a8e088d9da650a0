from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.key_results.pace import elapsed_share, pace, steady_value

START, END = dt.date(2026, 10, 1), dt.date(2026, 12, 31)


def test_both_ends_of_the_cycle_count() -> None:
    assert elapsed_share(START, END, dt.date(2026, 10, 18)) == pytest.approx(18 / 92)
    assert elapsed_share(START, END, START) == pytest.approx(1 / 92)
    assert elapsed_share(START, END, END) == 1


def test_before_the_cycle_nothing_has_gone_and_after_it_all() -> None:
    assert elapsed_share(START, END, dt.date(2026, 9, 30)) == 0
    assert elapsed_share(START, END, dt.date(2027, 3, 1)) == 1


def test_an_inverted_cycle_has_no_elapsed_share() -> None:
    assert math.isnan(elapsed_share(END, START, START))


def test_pace_is_progress_by_elapsed_share() -> None:
    assert pace(0.284, 18 / 92) == pytest.approx(1.4516, abs=1e-4)
    assert math.isnan(pace(0.5, 0))
    assert math.isnan(pace(math.nan, 0.5))


def test_the_steady_walk_falls_where_less_is_better() -> None:
    assert steady_value(30, 24, 0.5) == 27


@given(st.dates(START, END), st.dates(START, END))
def test_time_never_runs_backwards(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    assert 0 < elapsed_share(START, END, first) <= elapsed_share(START, END, last) <= 1
