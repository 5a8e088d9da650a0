from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.key_results.required_pace import LOOK_BACK, RequiredPace, required_pace
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Direction

UP, DOWN = Direction.INCREASE, Direction.DECREASE


def weekly(*values: float) -> pd.Series:
    return pd.Series(
        values, pd.date_range("2024-01-01", periods=len(values), freq="W-MON")
    ).dropna()


def test_needed_is_the_way_left_by_the_weeks_left_and_usual_the_middle_of_such_stretches() -> None:
    # Over two weeks it moved by 3, 5, 4 and 6: 1.5, 2.5, 2 and 3 a week. To 20 it takes 8 in two weeks, 4 a week.
    found = required_pace(UP, 20, weekly(0, 2, 3, 7, 7, 12), Grain.WEEK, 2)
    assert found == RequiredPace(4, 2.25, Grain.WEEK, 0, 4)
    # To 17 it takes 2.5 a week: two of the four stretches brought that much.
    found = required_pace(UP, 17, weekly(0, 2, 3, 7, 7, 12), Grain.WEEK, 2)
    assert (found.needed_pace, found.paces_enough, found.paces_seen) == (2.5, 2, 4)


def test_where_less_is_better_a_deeper_fall_is_enough() -> None:
    found = required_pace(DOWN, 3, weekly(9, 8, 6, 6, 5), Grain.WEEK, 1)
    assert found == RequiredPace(-2, -1, Grain.WEEK, 1, 4)


def test_what_is_met_already_says_how_much_may_be_lost() -> None:
    found = required_pace(UP, 8, weekly(9, 10, 9, 12), Grain.WEEK, 2)
    assert found.needed_pace == -2
    assert (found.paces_enough, found.paces_seen) == (2, 2)


def test_a_stretch_with_an_unknown_end_is_not_seen() -> None:
    found = required_pace(UP, 10, weekly(0, np.nan, 3, 4, 6), Grain.WEEK, 1)
    assert (found.usual_pace, found.paces_seen) == (1.5, 2)


def test_a_history_no_longer_than_the_way_ahead_knows_no_usual_pace() -> None:
    found = required_pace(UP, 10, weekly(1, 2, 3), Grain.WEEK, 3)
    assert found == RequiredPace(pytest.approx(7 / 3), None, Grain.WEEK, 0, 0)


def test_what_is_older_than_two_years_of_weeks_is_not_usual_any_more() -> None:
    old = np.arange(0, 5000, 100.0)
    found = required_pace(UP, 6000, weekly(*old, *(5000 + np.arange(LOOK_BACK))), Grain.WEEK, 4)
    assert (found.usual_pace, found.paces_seen) == (1, LOOK_BACK - 4)


histories = st.lists(st.floats(-1e4, 1e4), min_size=2, max_size=40)


@given(histories, st.floats(-1e4, 1e4), st.integers(1, 12), st.floats(0.1, 50), st.booleans())
def test_a_harder_target_was_never_managed_more_often(
    values, target, horizon, harder, is_up
) -> None:
    side, direction = (1, UP) if is_up else (-1, DOWN)
    series = weekly(*values)
    easy = required_pace(direction, target, series, Grain.WEEK, horizon)
    hard = required_pace(direction, target + side * harder, series, Grain.WEEK, horizon)
    assert hard.paces_enough <= easy.paces_enough <= easy.paces_seen == hard.paces_seen
    assert side * hard.needed_pace > side * easy.needed_pace
    assert hard.usual_pace == easy.usual_pace


@given(histories, st.floats(-1e4, 1e4), st.integers(1, 12))
def test_a_measure_turned_upside_down_has_the_same_pace_upside_down(
    values, target, horizon
) -> None:
    series = weekly(*values)
    up = required_pace(UP, target, series, Grain.WEEK, horizon)
    down = required_pace(DOWN, -target, -series, Grain.WEEK, horizon)
    assert down.needed_pace == -up.needed_pace
    assert (down.paces_enough, down.paces_seen) == (up.paces_enough, up.paces_seen)
