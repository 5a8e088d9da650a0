"""The key result's chart says where it stands, where it will end, and what is on its way."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.key_result.figure import key_result_figure
from dashboard.charts.key_result.labels import GLYPH_PX, Frame, plan_labels
from dashboard.charts.key_result.lead_small import lead_svg
from dashboard.charts.key_result.model import model_of
from dashboard.charts.key_result.small import END_ROOM, LEFT, key_result_svg
from dashboard.charts.key_result.words import key_result_alt, stated_numbers, target_text
from dashboard.charts.kit.placement import Candidate
from dashboard.charts.kit.scales import Scale, day_scale
from dashboard.charts.kit.text_width import text_width
from dashboard.charts.kit.theme import LIGHT
from dashboard.domain.okr import Band
from dashboard.i18n import Message, translator
from tests.charts.figure_text import figure_text
from tests.charts.samples import (
    DUE,
    PAYLOAD,
    START,
    TODAY,
    falling,
    fan,
    first_day,
    landing,
    lead,
    rising,
    steady,
    weeks,
)
from tests.golden_files import GoldenFiles

WORLDS = {"rising": rising, "falling": falling, "steady": steady, "first-day": first_day}
NO_FORECAST = {"fan": None, "landing": None, "chance": None, "reason": "5 of 8 weeks"}
EVERY = pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def traces(figure: go.Figure, name: str) -> list:
    return [trace for trace in figure.data if trace.name == name]


def notes(figure: go.Figure) -> list[str]:
    return [plain(note.text) for note in figure.layout.annotations]


def texts(svg: str) -> list[ElementTree.Element]:
    return [e for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("text")]


@pytest.mark.parametrize("name", WORLDS)
def test_the_chart_is_drawn_as_it_was_looked_at(name, t, golden: GoldenFiles):
    golden.check(
        f"charts/key-result-{name}.json",
        figure_text(key_result_figure(WORLDS[name](), "light", t).figure),
    )


def test_the_sentence_holds_the_numbers(t):
    said = plain(key_result_alt(rising(), t))
    assert said.startswith(
        "Trial-to-paid rate: 12.2 % on 18 Oct, target 15.0 % by 31 Dec. Steady pace would be at 13.1 %. "
        "Forecast for 27 Dec: 14.2 % in the middle, 12.0 % to 16.4 % in 8 of 10 outcomes. "
        "Chance of reaching the target: 31 %."
    )
    assert "last value 412 on 18 Oct. Usual range 455–560." in said


def test_the_sentence_knows_a_band_a_first_day_and_a_missing_forecast(t):
    assert "target 2–4 % by 31 Dec" in plain(key_result_alt(steady(), t))
    assert "no value in this cycle yet" in key_result_alt(first_day(), t)
    assert "No forecast: 5 of 8 weeks." in key_result_alt(rising(**NO_FORECAST), t)
    told = rising(**{**NO_FORECAST, "reason": Message("charts-alt-none")})
    assert "No forecast: not asked yet." in key_result_alt(told, t)


def test_a_gap_stays_a_gap(t):
    y = traces(key_result_figure(steady(), "light", t).figure, "actual")[0].y
    assert list(y[8:10]) == [None, None]
    assert "nan" not in key_result_svg(steady(), "light", t).lower().replace("nance", "")


@EVERY
def test_time_runs_from_the_start_to_the_deadline(world, t):
    data = world()
    figure = key_result_figure(data, "light", t).figure
    assert list(figure.layout.xaxis.range) == [START.isoformat(), DUE.isoformat()]
    for trace in traces(figure, "actual"):
        assert all(START.isoformat() <= x <= DUE.isoformat() for x in trace.x)


def test_without_a_forecast_there_is_no_fan_and_the_reason_is_said(t):
    figure = key_result_figure(rising(**NO_FORECAST), "light", t).figure
    assert not traces(figure, "fan80")
    assert not traces(figure, "median")
    assert not traces(figure, "reach")
    assert any("No forecast: 5 of 8 weeks" in text for text in notes(figure))
    assert LIGHT.fan80 not in key_result_svg(rising(**NO_FORECAST), "light", t)


def test_the_wide_band_is_outlined_to_its_end_and_the_narrow_one_is_not(t):
    figure = key_result_figure(rising(), "light", t).figure
    wide, narrow = traces(figure, "fan80")[0], traces(figure, "fan50")[0]
    assert (wide.line.width, wide.line.color) == (1, LIGHT.forecast)
    assert narrow.line.width == 0
    assert (wide.x[0], wide.y[0]) == (wide.x[-1], wide.y[-1])


def test_the_outcomes_are_cut_at_the_target(t):
    figure = key_result_figure(rising(), "light", t).figure
    assert min(traces(figure, "reach")[0].y) == max(traces(figure, "miss")[0].y) == 15.0
    lower = key_result_figure(falling(), "light", t).figure
    assert max(traces(lower, "reach")[0].y) == min(traces(lower, "miss")[0].y) == 4.0
    band = key_result_figure(steady(), "light", t).figure
    assert (min(traces(band, "reach")[0].y), max(traces(band, "reach")[0].y)) == (2, 4)
    assert len(traces(band, "miss")) == 2


def test_both_shares_are_said_and_make_a_whole(t):
    said = notes(key_result_figure(rising(chance=0.305), "light", t).figure)
    assert "<b>31 %</b>" in said
    assert "69 % miss it" in said
    assert "end inside" in notes(key_result_figure(steady(), "light", t).figure)


def test_a_band_is_a_band_and_has_no_pace(t):
    figure = key_result_figure(steady(), "light", t).figure
    assert not traces(figure, "pace")
    assert any(
        shape.type == "rect" and (shape.y0, shape.y1) == (2, 4) for shape in figure.layout.shapes
    )
    assert plain(target_text(steady(), t)) == "2–4 %"


def test_leads_fill_what_has_not_arrived_and_ring_what_is_unusual(t):
    figure = key_result_figure(rising(), "light", t).figure
    three_weeks = traces(figure, "lead")[0]
    filled = [
        x for x, c in zip(three_weeks.x, three_weeks.marker.color, strict=True) if c == LIGHT.lead
    ]
    assert filled == [(TODAY + dt.timedelta(weeks=w)).isoformat() for w in (1, 2, 3)]
    assert list(traces(figure, "outside")[0].x) == [filled[-1]]
    assert any("already measured:<br>next 3 weeks" in text for text in notes(figure))
    assert figure.layout.height == 310 + 140 * 2


def test_a_kpi_without_a_known_lead_stands_on_its_own_dates(t):
    unknown = rising(leads=(lead(periods=math.nan),))
    figure = key_result_figure(unknown, "light", t).figure
    assert traces(figure, "lead")[0].x[-1] == TODAY.isoformat()
    assert any("drawn on its own dates" in text for text in notes(figure))
    assert not any("already measured" in text for text in notes(figure))


@EVERY
def test_names_are_words_and_never_markup(world, t):
    data = world(name=PAYLOAD, unit=PAYLOAD, leads=(lead(PAYLOAD),))
    figure = key_result_figure(data, "light", t).figure
    hovers = [
        text for trace in figure.data if trace.hovertext is not None for text in trace.hovertext
    ]
    ticks = [text for name in ("yaxis", "yaxis3") for text in figure.layout[name].ticktext]
    for text in [*notes(figure), *hovers, *ticks]:
        assert "<img" not in text
        assert "$" not in text
    for svg in (key_result_svg(data, "light", t), lead_svg(data.leads[0], data, "light", t)):
        assert "<img" not in svg
        assert PAYLOAD in ElementTree.fromstring(svg).get("aria-label")


@EVERY
def test_end_labels_are_at_least_a_line_apart(world, t):
    tight = fan(12.2, 12.3, 0.01) if world is not first_day else first_day().fan
    ends = texts(key_result_svg(world(fan=tight), "light", t))[-3:]
    heights = [float(e.get("y")) for e in ends]
    assert all(b - a >= END_ROOM - 0.02 for a, b in itertools.pairwise(heights))
    assert ends[1].get("fill") == LIGHT.forecast


def test_now_stands_on_the_side_away_from_the_pace(t):
    """Below a rising line that is behind, above one that is ahead, and the mirror of it when lower is better."""
    ahead = rising(
        points=weeks([10.5 + 0.3 * i for i in range(16)]),
        fan=fan(15.0, 17.5, 1.0),
        landing=landing(17.5, 1),
    )
    sides = [side(rising(), t), side(ahead, t), side(falling(), t)]
    assert sides == ["below", "above", "below"]


def test_with_room_on_both_sides_now_still_turns_from_the_pace(t):
    still = {**NO_FORECAST, "reason": ""}
    behind = rising(baseline=8.0, points=weeks([10.0] * 16), **still)
    behind_and_lower_is_better = falling(points=weeks([8.0] * 8), baseline=10.0, **still)
    assert [side(behind, t), side(behind_and_lower_is_better, t)] == ["below", "above"]


def test_the_target_is_named_on_its_far_side(t):
    assert [kind_side(data, "target", t) for data in (rising(), falling())] == ["above", "below"]


def side(data, t) -> str:
    return kind_side(data, "now", t)


def kind_side(data, kind: str, t) -> str:
    label = next(label for label in planned(data, t)[1] if label.kind == kind)
    return "below" if label.dy > 0 else "above"


def planned(data, t, width: float = 860, height: float = 248):
    model = model_of(data)
    frame = Frame(
        day_scale(data.starts_on, data.due_on, 0, width),
        Scale(model.low, model.high, height, 0),
        13,
    )
    return frame, plan_labels(data, model, frame, t, is_full=True)


@settings(max_examples=40, deadline=None)
@given(
    st.floats(-50, 50),
    st.lists(st.floats(-20, 20), min_size=3, max_size=15),
    st.floats(-20, 20),
    st.floats(0.5, 15),
)
def test_no_two_labels_share_a_line(baseline, values, end, width):
    t = translator("en")
    data = rising(
        baseline=baseline,
        points=weeks(values),
        fan=fan(values[-1], end, width),
        landing=landing(end, width),
    )
    frame, labels = planned(data, t)
    boxes = [
        Candidate(frame.at(label.on, label.value), label.dx, label.dy, label.anchor).box(
            text_width(label.text, 13), GLYPH_PX
        )
        for label in labels
    ]
    assert all(a.overlap(b) == 0 for i, a in enumerate(boxes) for b in boxes[:i])


@pytest.mark.parametrize("size", [(342, 250), (220, 120), (336, 136), (520, 300)])
@EVERY
def test_the_small_chart_keeps_its_words_inside_in_any_size(world, size, t, theme):
    for e in texts(key_result_svg(world(), theme, t, size)):
        x, half = float(e.get("x")), text_width(e.text, float(e.get("font-size"))) * 0.9
        left = {"start": x, "middle": x - half / 2, "end": x - half}[e.get("text-anchor")]
        assert left >= -LEFT
        assert left + half <= size[0] + 8
        assert 0 <= float(e.get("y")) <= size[1]


def test_a_label_far_from_its_mark_gets_a_leader(t):
    _frame, labels = planned(rising(), t)
    now = next(label for label in labels if label.kind == "now")
    assert not now.needs_leader
    assert now.__class__(**{**now.__dict__, "dy": 40.0}).needs_leader


def test_a_lead_strip_says_its_usual_range_and_its_last_value(theme, t):
    words = [plain(e.text) for e in texts(lead_svg(lead(), rising(), theme, t))]
    assert words == ["usual", "455–560", "412"]


def test_a_key_result_with_nothing_known_is_still_a_picture(t):
    bare = rising(baseline=None, target=None, points=(), leads=(), **NO_FORECAST)
    assert key_result_figure(bare, "dark", t).figure.layout.height == 310
    assert key_result_svg(bare, "dark", t)
    flat = steady(target=Band(low=3.4, high=3.4), points=weeks([3.4] * 4), fan=fan(3.4, 3.4, 0.0))
    assert key_result_svg(flat, "light", t)
    assert key_result_figure(flat, "light", t)


def test_a_value_close_to_its_target_is_not_said_to_be_it(t):
    close = rising(baseline=101.5, target=102.0, points=weeks([101.6, 101.7]), **NO_FORECAST)
    assert stated_numbers(close, [101.7], t) == ("101.7\N{NO-BREAK SPACE}%",)
    assert stated_numbers(close, [102.0], t) == ("102.0\N{NO-BREAK SPACE}%",)
