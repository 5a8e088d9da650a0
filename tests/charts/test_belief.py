"""What the forecast and the team said, named at their ends."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

from dashboard.charts.belief import END_ROOM, belief_alt, belief_figure, belief_svg
from dashboard.charts.data import Point
from tests.charts.figure_text import figure_text
from tests.charts.samples import START, belief, weeks
from tests.golden_files import GoldenFiles


def test_the_chart_is_drawn_as_it_was_looked_at(theme, t, golden: GoldenFiles):
    golden.check(
        f"charts/belief-{theme}.json", figure_text(belief_figure(belief(), theme, t).figure)
    )


def test_the_sentence_holds_the_numbers(t):
    said = belief_alt(belief(), t).replace("\N{NO-BREAK SPACE}", " ")
    assert "forecast 31 %, from 31 % to 60 % since 5 Jul" in said
    assert "team 70 %, from 60 % to 80 % since 3 Jul" in said


def test_end_labels_keep_apart_when_both_agree(t):
    agreed = belief(confidence=weeks([0.31]), forecast=weeks([0.31]))
    first, second = belief_figure(agreed, "light", t).figure.layout.annotations
    assert abs(first.yshift - second.yshift) >= END_ROOM
    heights = [float(e.get("y")) for e in texts(belief_svg(agreed, "light", t))[-2:]]
    assert abs(heights[0] - heights[1]) >= END_ROOM


def test_the_first_day_shows_four_weeks_and_no_lines(t):
    empty = belief(as_of=START, forecast=(), confidence=())
    figure = belief_figure(empty, "light", t).figure
    assert list(figure.layout.xaxis.range) == ["2026-07-01", "2026-07-29"]
    assert "not asked yet" in belief_alt(empty, t)
    assert belief_svg(empty, "light", t)


def test_months_end_where_the_picture_ends(t):
    names = [e.text for e in texts(belief_svg(belief(), "light", t))]
    assert "Oct" in names
    assert "Nov" not in names


def test_a_week_without_forecast_is_a_gap(t):
    points = (*weeks([0.5, float("nan"), 0.4])[:3],)
    figure = belief_figure(belief(forecast=points), "light", t).figure
    assert list(figure.data[0].y) == [0.5, None, 0.4]
    assert "nan" not in belief_svg(belief(forecast=points), "light", t)


def test_confidence_is_a_step_and_holds_until_it_changes(t):
    said = (Point(dt.date(2026, 7, 3), 0.8), Point(dt.date(2026, 8, 3), 0.4))
    assert belief_figure(belief(confidence=said), "light", t).figure.data[1].line.shape == "hv"


def texts(svg: str) -> list[ElementTree.Element]:
    return [e for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("text")]
