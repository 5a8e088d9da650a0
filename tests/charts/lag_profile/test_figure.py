"""The link at every shift, beside what could be chance."""

from __future__ import annotations

import math
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.data import LagStem, Span
from dashboard.charts.kit.text_width import text_width
from dashboard.charts.kit.theme import TICK_PX, theme_of
from dashboard.charts.lag_profile.figure import USUAL_PX, lag_figure
from dashboard.charts.lag_profile.model import (
    claim_place,
    goes_on,
    is_outside,
    lag_alt,
    lag_model,
    shift_ticks,
    shift_words,
    span_in_view,
    tick_words,
)
from dashboard.charts.lag_profile.small import lag_svg
from dashboard.domain.kpi import Grain
from dashboard.i18n import translator
from tests.charts.figure_text import figure_text
from tests.charts.samples import LINKS, PAYLOAD, lags
from tests.golden_files import GoldenFiles

NOTHING = {"peak": None, "span": None, "claim": "", "span_text": ""}


def mirrored(**changed: object):
    stems = tuple(LagStem(8 - i, link, 0.19) for i, link in enumerate(LINKS))
    return lags(stems=stems, is_leading=False, peak=-3.0, span=Span(-4, -2), **changed)


def upside_down():
    return lags(stems=tuple(LagStem(i - 8, -link, 0.19) for i, link in enumerate(LINKS)))


def texts(svg: str) -> list[ElementTree.Element]:
    return [e for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("text")]


def trace(figure, name: str):
    return next(one for one in figure.data if one.name == name)


def test_the_chart_is_drawn_as_it_was_looked_at(theme, t, golden: GoldenFiles):
    golden.check(f"charts/lags-{theme}.json", figure_text(lag_figure(lags(), theme, t).figure))


def test_the_sentence_holds_the_claim_its_range_and_the_numbers(t):
    said = lag_alt(lags(), t)
    assert "from 8 wk after to 8 wk before" in said
    assert "Leads by 3 weeks. 8 in 10 of the effect: 2 to 4 weeks before." in said
    assert (
        "Beyond what could be chance: 1 wk before 0.33, 2 wk before 0.63, 3 wk before 0.75" in said
    )
    assert "Up to 0.19 could be chance." in said


def test_without_a_claim_there_is_no_diamond_and_no_range(t):
    figure = lag_figure(lags(**NOTHING), "light", t).figure
    assert "claim" not in [one.name for one in figure.data]
    assert not figure.layout.shapes
    assert len(trace(figure, "links").x) == len(LINKS)


def test_a_leading_claim_is_filled_and_a_lagging_one_is_hollow(theme, t):
    tokens = theme_of(theme)
    leading = trace(lag_figure(lags(), theme, t).figure, "claim").marker
    lagging = trace(lag_figure(mirrored(), theme, t).figure, "claim").marker
    assert (leading.color, leading.line.color) == (tokens.lead, tokens.lead)
    assert (lagging.color, lagging.line.color) == (tokens.card, tokens.actual)


def test_the_claim_stands_at_the_shift_that_is_nearest_to_it():
    assert lag_model(lags(peak=3.4)).peak == LagStem(3, 0.75, 0.19)
    assert lag_model(mirrored()).peak == LagStem(-3, 0.75, 0.19)


def test_the_claim_of_an_opposite_link_hangs_under_its_stem_with_room_below():
    down, up = lag_model(upside_down()), lag_model(lags())
    place = claim_place(down, 0.2)
    assert place is not None
    assert not place.is_up
    assert place.link == -0.75
    assert -0.75 - down.low > up.high - 0.75


def test_the_claim_stays_inside_the_picture(t):
    edge = lags(peak=8.0, claim="Leads by 8 weeks, the opposite way")
    model = lag_model(edge)
    place = claim_place(model, 0.4)
    assert place is not None
    assert place.lag + 0.2 * (model.right - model.left) <= model.right + 1e-9


def test_the_claim_steps_aside_where_a_longer_stem_beside_it_would_carry_its_words(t):
    stems = tuple(
        LagStem(float(lag), {0: -0.44, 1: -0.05}.get(lag, 0.03 * (-1) ** lag), 0.1)
        for lag in range(-12, 13)
    )
    model = lag_model(lags(stems=stems, peak=1.0, span=Span(1, 15)))
    place = claim_place(model, 0.3)
    half = 0.15 * (model.right - model.left)
    assert place is not None
    assert 0 < place.lag - half <= 1.0 <= place.lag + half
    assert place.link == pytest.approx(-0.05)


def test_a_range_that_goes_on_beyond_the_picture_ends_in_an_arrow(theme, t):
    beyond = lags(span=Span(2, 13))
    assert goes_on(beyond, lag_model(beyond)) == (False, True)
    assert goes_on(lags(), lag_model(lags())) == (False, False)
    assert goes_on(lags(**NOTHING), lag_model(lags(**NOTHING))) == (False, False)
    shapes = lag_figure(beyond, theme, t).figure.layout.shapes
    edge = lag_model(beyond).right
    tips = [one for one in shapes if one.x1 == edge and one.y0 != one.y1]
    assert len(tips) == 2
    assert all(one.x0 < edge for one in tips)


def test_no_link_is_named_by_a_plain_zero(t):
    assert tick_words(lag_model(lags()), t) == ["0", "0.5"]


def test_the_range_is_cut_where_the_picture_ends():
    far = lags(span=Span(2, 40))
    assert span_in_view(far, lag_model(far)) == Span(2, lag_model(far).right)
    assert span_in_view(lags(span=Span(3, 3)), lag_model(lags())) is None


@pytest.mark.parametrize(
    ("lag", "grain", "words"),
    [
        (3, Grain.WEEK, "3 wk before"),
        (-2, Grain.MONTH, "2 mo after"),
        (0, Grain.QUARTER, "same quarter"),
        (4.345, Grain.WEEK, "4.3 wk before"),
        (-0.02, Grain.DAY, "same day"),
    ],
)
def test_a_shift_is_said_in_words(lag, grain, words, t):
    assert shift_words(lag, grain, t) == words


@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.sampled_from(list(Grain)),
    st.sampled_from([298.0, USUAL_PX]),
)
def test_named_shifts_never_touch_and_the_same_period_is_always_named(before, after, grain, room):
    t = translator("en")
    stems = tuple(LagStem(lag, 0.1, 0.2) for lag in range(-after, before + 1))
    model = lag_model(lags(stems=stems, grain=grain, **NOTHING))
    ticks = shift_ticks(model, grain, room, t)
    assert 0 in [lag for lag, _ in ticks]
    for (left, one), (right, other) in pairwise(ticks):
        apart = (right - left) / (model.right - model.left) * room
        assert apart >= (text_width(one, TICK_PX) + text_width(other, TICK_PX)) / 2


@given(
    st.lists(
        st.tuples(
            st.floats(-1, 1, allow_nan=False) | st.just(math.nan),
            st.floats(0, 1, allow_nan=False) | st.just(math.nan),
        ),
        max_size=75,
    ),
    st.none() | st.floats(-40, 40),
)
def test_whatever_was_measured_is_drawn_inside_its_scale(measured, peak):
    t = translator("en")
    stems = tuple(LagStem(i - 20, link, chance) for i, (link, chance) in enumerate(measured))
    data = lags(stems=stems, peak=peak)
    model = lag_model(data)
    for stem in model.stems:
        assert model.left < stem.lag < model.right
        assert model.low < stem.link < model.high
    assert "nan" not in lag_svg(data, "light", t)
    assert lag_figure(data, "light", t).alt


def test_many_shifts_are_drawn_finer(t):
    many = lags(stems=tuple(LagStem(k, 0.1, 0.2) for k in range(-35, 36)), **NOTHING)
    few, fine = (trace(lag_figure(d, "light", t).figure, "links").marker for d in (lags(), many))
    assert fine.size < few.size


def test_an_unknown_link_has_no_stem_and_an_unknown_band_is_not_drawn(t):
    stems = (LagStem(-1, math.nan, 0.2), LagStem(0, 0.4, math.nan), LagStem(1, 0.1, math.nan))
    figure = lag_figure(lags(stems=stems, **NOTHING), "light", t).figure
    assert list(trace(figure, "links").x) == [0, 1]
    assert not trace(figure, "chance").x
    assert not is_outside(stems[1])


def test_nothing_to_compare_is_said(t):
    empty = lags(stems=(), **NOTHING)
    assert "could not be compared yet" in lag_alt(empty, t)
    assert ElementTree.fromstring(lag_svg(empty, "light", t)) is not None


def test_names_that_carry_markup_stay_text(t):
    hostile = lags(kpi=PAYLOAD, outcome=PAYLOAD, claim=PAYLOAD, span_text=PAYLOAD)
    figure = lag_figure(hostile, "light", t).figure
    assert not [note for note in figure.layout.annotations if "<img" in note.text]
    assert PAYLOAD.replace("\n", " ") in [
        e.text for e in texts(lag_svg(hostile, "light", t, (900, 260)))
    ]
