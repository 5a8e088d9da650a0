"""KPIs under the key result, drawn later by their leads."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.data import Point
from dashboard.charts.key_result.figure import key_result_figure
from dashboard.charts.key_result.model import arrivals
from dashboard.charts.key_result.words import horizon_words
from dashboard.domain.kpi import Grain
from dashboard.domain.periods import period_end
from tests.charts.samples import TODAY, lead, rising

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


def row(on: list[dt.date], periods: float, grain: Grain = Grain.WEEK):
    points = tuple(Point(day, float(i)) for i, day in enumerate(on))
    return replace(lead(periods=periods), points=points, lead_grain=grain)


@given(DAYS, st.floats(0, 24), st.sampled_from(list(Grain)))
def test_points_never_overtake_each_other(first, periods, grain):
    days = [first + dt.timedelta(days=i) for i in range(120)]
    drawn = [p.on for p in arrivals(row(days, periods, grain))]
    assert drawn == sorted(drawn)


@given(DAYS, st.integers(0, 24), st.sampled_from(list(Grain)))
def test_the_end_of_a_period_arrives_at_the_end_of_one(day, periods, grain):
    end = period_end(day, grain)
    arrival = arrivals(row([end], periods, grain))[0].on
    assert arrival == period_end(arrival, grain)


@given(DAYS, st.integers(0, 60))
def test_a_lead_in_weeks_is_seven_days_each_whatever_the_kpis_grain(day, weeks):
    assert (arrivals(row([day], weeks))[0].on - day).days == 7 * weeks


def test_a_lead_in_months_keeps_the_place_in_the_month():
    drawn = arrivals(row([dt.date(2026, 1, 15), dt.date(2026, 1, 31)], 1, Grain.MONTH))
    assert [p.on for p in drawn] == [dt.date(2026, 2, 14), dt.date(2026, 2, 28)]


@pytest.mark.parametrize(
    ("days", "grain", "words"),
    [
        (21, Grain.WEEK, "3 weeks"),
        (7, Grain.WEEK, "1 week"),
        (2, Grain.WEEK, "1 week"),
        (18, Grain.WEEK, "3 weeks"),
        (92, Grain.MONTH, "3 months"),
        (30, Grain.MONTH, "4 weeks"),
        (274, Grain.QUARTER, "3 quarters"),
        (91, Grain.QUARTER, "3 months"),
    ],
)
def test_what_is_on_its_way_is_counted_to_its_last_arrival(days, grain, words, t):
    last = Point(TODAY + dt.timedelta(days=days), 1.0)
    told = horizon_words(rising(), row([TODAY], 3, grain), last, t)
    assert told == words.replace(" ", "\N{NO-BREAK SPACE}")


def test_words_on_what_is_on_its_way_never_cover_what_has_arrived_where_there_is_room(t):
    far = rising(leads=(lead(periods=9),))
    (words,) = [
        note
        for note in key_result_figure(far, "light", t).figure.layout.annotations
        if "already measured" in note.text
    ]
    assert (words.x, words.xanchor) == (far.as_of.isoformat(), "left")


def test_the_picture_says_no_more_than_has_been_measured(t):
    late = lead(periods=3)
    late = replace(late, points=late.points[:-1])  # the latest week has not come in
    notes = key_result_figure(rising(leads=(late,)), "light", t).figure.layout.annotations
    assert any("next 2\N{NO-BREAK SPACE}weeks" in note.text for note in notes)
