"""Ticks are round, names do not crowd, and labels keep their distance."""

from __future__ import annotations

import datetime as dt
import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.kit.scales import (
    day_scale,
    month_ticks,
    spread,
    tick_texts,
    value_range,
    value_ticks,
)

FINITE = st.floats(-1e6, 1e6)


def test_a_scale_runs_both_ways():
    scale = day_scale(dt.date(2026, 7, 1), dt.date(2026, 7, 11), 0, 100)
    assert scale(dt.date(2026, 7, 6).toordinal()) == 50
    assert math.isnan(scale(math.nan))


def test_months_are_named_at_the_middle_of_what_is_seen_of_them():
    starts, names = month_ticks(dt.date(2026, 9, 25), dt.date(2026, 12, 31), "en")
    assert starts == [dt.date(2026, 10, 1), dt.date(2026, 11, 1), dt.date(2026, 12, 1)]
    assert names == [
        (dt.date(2026, 10, 16), "Oct"),
        (dt.date(2026, 11, 15), "Nov"),
        (dt.date(2026, 12, 16), "Dec"),
    ]


def test_long_cycles_name_every_second_month():
    names = month_ticks(dt.date(2026, 1, 1), dt.date(2026, 12, 31), "en", most=6)[1]
    assert [name for _, name in names] == ["Jan", "Mar", "May", "Jul", "Sep", "Nov"]


def test_ticks_are_round():
    assert value_ticks(9.8, 18.6, most=5) == [10, 12, 14, 16, 18]
    assert value_ticks(-0.3, 0.3, most=3) == [-0.2, 0, 0.2]
    assert [
        text.replace("\N{NO-BREAK SPACE}", " ") for text in tick_texts([0, 0.5, 1], "%", "en")
    ] == ["0.0 %", "0.5 %", "1.0 %"]
    assert tick_texts([2, 4], "subscriptions", "en") == ["2", "4"]


def test_ticks_that_lie_close_are_told_apart():
    close = [
        text.replace("\N{NO-BREAK SPACE}", " ") for text in tick_texts([101.6, 101.8], "%", "en")
    ]
    assert close == ["101.6 %", "101.8 %"]


@settings(max_examples=60, deadline=None)
@given(FINITE, st.floats(1e-6, 1e6), st.integers(2, 8))
def test_ticks_lie_in_the_range_and_are_few(low, width, most):
    ticks = value_ticks(low, low + width, most)
    slack = width * 1e-6 + abs(low) * 1e-9
    assert all(low - slack <= tick <= low + width + slack for tick in ticks)
    assert len(ticks) <= most + 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(FINITE, st.none(), st.just(math.nan)), max_size=8))
def test_a_range_holds_every_known_value_with_air(values):
    low, high = value_range(values)
    known = [v for v in values if v is not None and not math.isnan(v)]
    assert low < high
    assert all(low < v < high for v in known)


def test_labels_far_apart_stay_and_close_ones_are_pushed_evenly():
    assert spread([10, 40], 14) == [10, 40]
    assert spread([20, 22, 60], 14) == pytest.approx([14, 28, 60])


def test_labels_without_any_and_with_one_keep_their_places():
    assert spread([], 14) == []
    assert spread([7.5], 14) == [7.5]


def test_a_chain_of_close_labels_is_placed_by_least_squares():
    assert spread([20, 22, 21, 80, 85], 10) == pytest.approx([11, 21, 31, 77.5, 87.5], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 300), max_size=6).map(sorted), st.floats(1, 30))
def test_labels_never_come_closer_than_their_room(wanted, room):
    placed = spread(wanted, room)
    assert all(b - a >= room - 1e-6 for a, b in itertools.pairwise(placed))
    assert sum(placed) == pytest.approx(sum(wanted), abs=1e-6)
