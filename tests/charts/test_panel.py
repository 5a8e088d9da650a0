"""Six periods and twelve months of one KPI, with the numbers that matter."""

from __future__ import annotations

import math
from dataclasses import replace
from xml.etree import ElementTree

from dashboard.charts.data import PanelData, Point
from dashboard.charts.kit.theme import theme_of
from dashboard.charts.panel import panel_svg
from dashboard.domain.kpi import Grain
from dashboard.i18n import Message
from tests.charts.samples import PAYLOAD, TODAY, panel


def words_of(svg: str) -> list[str]:
    return [
        e.text.replace("\N{NO-BREAK SPACE}", " ")
        for e in ElementTree.fromstring(svg).iter()
        if e.tag.endswith("text")
    ]


def test_the_panel_names_its_weeks_its_months_and_its_last_value(theme, t):
    words = words_of(panel_svg(panel(), theme, t))
    assert words[:3] == [
        "Qualified sign-ups",
        "Leads trial-to-paid by 3 weeks",
        "Below usual range (455–560)",
    ]
    assert {"412", "wk 37", "42"} <= set(words)
    assert "".join(words[-12:]) == "NDJFMAMJJASO"


def test_the_label_holds_the_numbers(t):
    label = ElementTree.fromstring(panel_svg(panel(), "light", t)).get("aria-label")
    for said in ("412", "505, 492, 520, 480, 462", "Usual range 455–560", "440, 480"):
        assert said in label


def test_what_is_outside_wears_a_ring(theme, t):
    ring = f'stroke="{theme_of(theme).off}"'
    assert panel_svg(panel(), theme, t).count(ring) == 1
    calm = replace(panel(), recent=tuple(p._replace(is_outside=False) for p in panel().recent))
    assert ring not in panel_svg(calm, theme, t)


def test_a_leading_kpi_has_diamonds_in_its_own_colour(theme, t):
    tokens = theme_of(theme)
    assert tokens.lead in panel_svg(panel(), theme, t)
    assert tokens.lead not in panel_svg(panel(is_leading=False), theme, t)


def test_a_missing_week_is_a_gap(t):
    data = panel(is_leading=False)
    broken = replace(
        data, recent=(*data.recent[:2], data.recent[2]._replace(value=math.nan), *data.recent[3:])
    )
    assert (
        panel_svg(broken, "light", t).count("<path")
        == panel_svg(data, "light", t).count("<path") + 1
    )
    assert "nan" not in panel_svg(broken, "light", t)


def test_other_grains_name_their_periods(t):
    monthly = replace(panel(), grain=Grain.MONTH)
    assert {"Sep", "Oct"} <= set(words_of(panel_svg(monthly, "light", t)))
    assert "18 Oct" in words_of(panel_svg(replace(panel(), grain=Grain.DAY), "light", t))


def test_a_kpi_with_one_value_and_no_year_is_still_a_picture(t):
    young = PanelData("x", "X", "", Grain.WEEK, (Point(TODAY, 3.0),), ())
    assert "3" in words_of(panel_svg(young, "light", t))
    assert panel_svg(PanelData("x", "X", "", Grain.WEEK, (), ()), "light", t)


def test_the_heading_is_left_out_on_request_and_messages_are_written(t):
    assert "Qualified sign-ups" not in words_of(panel_svg(panel(), "light", t, has_heading=False))
    told = replace(panel(), message=Message("so-far"))
    assert "so far" in words_of(panel_svg(told, "light", t))


def test_names_are_words_and_never_markup(t):
    hostile = replace(panel(PAYLOAD), unit=PAYLOAD, role_text=PAYLOAD, message=PAYLOAD)
    svg = panel_svg(hostile, "light", t, width=900)
    assert PAYLOAD in words_of(svg)
    assert "<img" not in svg
