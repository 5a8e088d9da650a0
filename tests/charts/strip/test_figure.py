"""The chance strip puts every number in a column and every mark on one scale."""

from __future__ import annotations

import itertools
from dataclasses import replace
from xml.etree import ElementTree

import plotly.graph_objects as go
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.data import StripGroup, StripRow
from dashboard.charts.strip.figure import chance_strip
from dashboard.charts.strip.rows import has_gap, is_close, lay_out
from dashboard.charts.strip.small import strip_svg
from dashboard.charts.strip.words import row_words
from dashboard.domain.okr import Status
from dashboard.i18n import Message, translator
from tests.charts.figure_text import figure_text
from tests.charts.samples import NONE, OFF, PAYLOAD, groups, row
from tests.golden_files import GoldenFiles

SHARE = st.one_of(st.none(), st.floats(0, 1))
ROWS = st.builds(
    StripRow,
    key_result_id=st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    name=st.text(max_size=80),
    status=st.sampled_from(Status),
    chance=SHARE,
    last_week=SHARE,
    confidence=SHARE,
)


def notes(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_strip_is_drawn_as_it_was_looked_at(theme, t, golden: GoldenFiles):
    golden.check(
        f"charts/strip-{theme}.json", figure_text(chance_strip(groups(), theme, t).figure)
    )


def test_a_click_finds_its_key_result(t):
    figure = chance_strip(groups(), "light", t).figure
    clicked = {
        i for trace in figure.data if trace.customdata is not None for i in trace.customdata
    }
    assert "trial-to-paid-rate" in clicked
    assert "sales-cycle" not in clicked  # it has no mark to click on


def test_the_sentence_holds_every_number(t):
    alt = plain(chance_strip(groups(), "light", t).alt)
    for said in (
        "31 %",
        "49 %",
        "70 %",
        "12 %",
        "100 %",
        "CRM last loaded 9 days ago",
        "On track so far",
    ):
        assert said in alt


def test_a_row_without_forecast_says_why_and_shows_no_number(t):
    lonely = (
        StripGroup(
            "", NONE, (row("Sales cycle", "", None, 0.4, 0.5, status=NONE, reason="5 of 8 weeks"),)
        ),
    )
    drawing = chance_strip(lonely, "light", t)
    assert any("No forecast: 5 of 8 weeks" in text for text in notes(drawing.figure))
    assert plain(row_words(lonely[0].rows[0], t)) == (
        "Sales cycle: No forecast: 5 of 8 weeks, last week 40 %, team says 50 %"
    )
    assert [trace.name for trace in drawing.figure.data] == ["way", "last_week", "confidence"]


def test_a_reason_may_be_a_message(t):
    group = StripGroup(
        "", NONE, (replace(groups()[3].rows[0], reason=Message("charts-alt-none")),)
    )
    assert any("not asked yet" in text for text in notes(chance_strip([group], "light", t).figure))


def test_first_week_shows_no_change(t):
    group = StripGroup("A", OFF, (row("Rate", "1 → 2", 0.31, None, None, status=OFF),))
    assert not any(
        "▲" in text or "▼" in text for text in notes(chance_strip([group], "light", t).figure)
    )


def test_names_are_words_and_never_markup(t):
    group = StripGroup(PAYLOAD, OFF, (row(PAYLOAD, PAYLOAD, 0.3, 0.2, 0.1, status=OFF),))
    figure = chance_strip([group], "light", t).figure
    hovers = [
        text for trace in figure.data if trace.hovertext is not None for text in trace.hovertext
    ]
    for text in [*notes(figure), *hovers]:
        assert "<img" not in text
        assert "$" not in text


def test_a_long_name_leaves_room_for_its_numbers(t):
    group = StripGroup(
        "A", OFF, (row("Very " * 40, "12.2 % → 15.0 %", 0.3, 0.2, 0.1, status=OFF),)
    )
    assert any(
        text.endswith("…") and len(text) < 60
        for text in notes(chance_strip([group], "light", t).figure)
    )


def test_gap_and_closeness_are_told_by_the_shown_percents():
    assert has_gap(row("a", "", 0.496, None, 0.3, status=OFF))
    assert not has_gap(row("a", "", 0.494, None, 0.3, status=OFF))
    assert is_close(row("a", "", 0.58, None, 0.61, status=OFF))
    assert not is_close(row("a", "", 0.58, None, 0.62, status=OFF))
    assert not has_gap(row("a", "", None, None, 0.62, status=NONE))


def test_an_empty_strip_is_a_figure_too(t):
    assert chance_strip([], "light", t).figure.layout.height > 0


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=6))
def test_rows_never_overlap_and_marks_stay_on_the_scale(rows):
    layout = lay_out(
        [StripGroup("A", Status.AT_RISK, tuple(rows)), StripGroup("", Status.AT_RISK, tuple(rows))]
    )
    places = sorted([y for _, y in layout.headers] + [p.y for p in layout.rows])
    assert all(b - a >= 0.9 for a, b in itertools.pairwise(places))
    assert places[-1] < layout.height
    figure = chance_strip(
        [StripGroup("A", Status.AT_RISK, tuple(rows))], "light", translator("en")
    ).figure
    assert all(0 <= x <= 100 for trace in figure.data for x in trace.x or () if x is not None)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_the_small_strip_has_no_words_inside_and_is_sound(strip_row):
    t = translator("en")
    root = ElementTree.fromstring(strip_svg(strip_row, "light", t))
    assert not [e for e in root.iter() if e.tag.endswith("text")]
    assert root.get("aria-label")
