"""What is in view of a key result, before it is painted."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.key_results.pace import elapsed_share, steady_value
from dashboard.charts.data import Landing, Point
from dashboard.charts.key_result.model import arrivals, model_of, pace_on
from dashboard.domain.kpi import Grain
from tests.charts.samples import (
    DUE,
    START,
    TODAY,
    fan,
    first_day,
    landing,
    lead,
    rising,
    steady,
    weeks,
)


def test_the_pace_is_a_straight_line_that_counts_both_ends():
    model = model_of(
        rising(
            baseline=10.0, target=15.0, starts_on=dt.date(2026, 1, 1), due_on=dt.date(2026, 1, 10)
        )
    )
    assert pace_on(model, dt.date(2026, 1, 4)) == 12.0
    assert pace_on(model, dt.date(2025, 1, 1)) == 10.5
    assert pace_on(model, dt.date(2027, 1, 1)) == 15.0
    assert math.isnan(pace_on(model_of(steady()), TODAY))


@given(st.dates(START, DUE), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_the_drawn_line_runs_through_the_steady_pace_of_the_card(on, baseline, target):
    model = model_of(rising(baseline=baseline, target=target))
    card = steady_value(baseline, target, elapsed_share(START, DUE, on))
    assert pace_on(model, on) == pytest.approx(card, abs=1e-6 * (1 + abs(baseline) + abs(target)))


def test_the_fan_starts_at_the_latest_value():
    model = model_of(rising())
    assert model.fan.dates[0] == TODAY
    assert model.fan.median[0] == model.fan.low80[0] == model.fan.high80[0] == 12.2


def test_on_the_first_day_no_history_is_shown_and_the_fan_comes_from_before():
    model = model_of(first_day())
    assert model.points == ()
    assert model.last is None
    assert model.fan.dates[0] < START
    assert model.pace is not None


def test_without_any_value_the_fan_stands_alone():
    assert model_of(rising(points=())).fan.dates == rising().fan.dates


def test_a_changed_target_is_a_step():
    changed = dt.date(2026, 9, 1)
    model = model_of(
        rising(target_steps=(Point(START - dt.timedelta(30), 17.0), Point(changed, 15.0)))
    )
    assert model.targets == ((START, changed, 17.0), (changed, DUE, 15.0))


def test_a_kpi_is_drawn_later_by_its_lead():
    own, drawn = lead(periods=3).points[-1], arrivals(lead(periods=3))[-1]
    assert drawn.on - own.on == dt.timedelta(weeks=3)
    assert drawn.value == own.value
    assert arrivals(lead(periods=2.5))[-1].on - own.on == dt.timedelta(days=18)
    assert arrivals(lead(periods=math.nan)) == lead().points


def test_months_are_shifted_by_months_and_end_at_their_ends():
    row = lead(periods=1).__class__(
        "k", "K", "", "", Grain.MONTH, (Point(dt.date(2026, 1, 31), 1.0),), lead_periods=1
    )
    assert arrivals(row)[0].on == dt.date(2026, 2, 28)


def test_a_lead_is_counted_in_periods_of_the_outcome():
    weekly = (Point(dt.date(2026, 3, 15), 1.0), Point(dt.date(2026, 3, 22), 2.0))
    by_month = lead(periods=2).__class__(
        "k", "K", "", "", Grain.WEEK, weekly, lead_periods=2, lead_grain=Grain.MONTH
    )
    assert [p.on for p in arrivals(by_month)] == [dt.date(2026, 5, 15), dt.date(2026, 5, 22)]
    monthly = (Point(dt.date(2026, 3, 31), 1.0),)
    by_week = replace(by_month, grain=Grain.MONTH, points=monthly, lead_grain=Grain.WEEK)
    assert arrivals(by_week)[0].on == dt.date(2026, 4, 14)


def test_the_outcomes_have_their_hump_in_the_middle_and_no_bump_at_the_ends():
    density = model_of(rising()).density
    top = density.values[density.heights.index(max(density.heights))]
    assert top == pytest.approx(14.2, abs=0.2)
    assert max(density.heights[0], density.heights[-1]) < 0.12
    rises = [b >= a - 1e-9 for a, b in zip(density.heights, density.heights[1:], strict=False)]
    assert rises.index(False) > 40  # up, then down, once
    assert not any(rises[rises.index(False) + 2 :])


def test_a_certain_outcome_is_a_spike_and_not_an_error():
    certain = Landing((0.01, 0.5, 0.99), (15.0, 15.0, 15.0))
    density = model_of(rising(landing=certain)).density
    assert max(density.heights) == 1
    assert sum(h > 0.01 for h in density.heights) < 20


def test_heavy_tails_end_at_the_edge_of_the_picture():
    wild = Landing((0.01, 0.5, 0.99), (-1000.0, 14.2, 1000.0))
    assert model_of(rising(landing=wild)).high < 25


VALUES = st.floats(-1e5, 1e5)


@settings(max_examples=60, deadline=None)
@given(
    VALUES,
    VALUES,
    st.lists(st.one_of(VALUES, st.just(math.nan)), max_size=12),
    VALUES,
    st.floats(0, 1e5),
)
def test_the_axis_holds_everything_that_matters(baseline, target, values, end, width):
    data = rising(
        baseline=baseline,
        target=target,
        points=weeks(values) if values else (),
        fan=fan(0, end, width),
        landing=landing(end, max(width, 1e-9)),
    )
    model = model_of(data)
    seen = [
        baseline,
        target,
        *(v for v in values if not math.isnan(v)),
        *data.fan.low80,
        *data.fan.high80,
    ]
    assert all(model.low <= v <= model.high for v in seen)
    small = model_of(data, has_tails=False)
    assert model.low <= small.low < small.high <= model.high
