"""The landing strip shows a landing only where there is one."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.data import LandingStrip
from dashboard.charts.kit.theme import LIGHT
from dashboard.charts.landing import landing_alt, landing_svg
from dashboard.i18n import translator
from tests.charts.samples import landing_strip

ANY = st.one_of(st.none(), st.floats(-3, 3), st.just(float("nan")))


def test_the_label_holds_the_numbers(t):
    said = landing_alt(landing_strip(), t).replace("\N{NO-BREAK SPACE}", " ")
    assert said == (
        "Progress 62 % now. Lands at 92 % in the middle, 70 % to 115 % in 8 of 10 outcomes. Steady pace today: 60 %."
    )


def test_without_a_forecast_there_is_no_band(t):
    alone = replace(landing_strip(), median=None)
    svg = landing_svg(alone, "light", t)
    assert LIGHT.fan80 not in svg
    assert LIGHT.forecast not in svg
    assert LIGHT.fan80 in landing_svg(landing_strip(), "light", t)
    assert "No forecast" in landing_alt(alone, t)


def test_nothing_known_is_an_empty_track(t):
    svg = landing_svg(LandingStrip(None), "light", t)
    assert LIGHT.actual not in svg
    assert "–" in svg


@settings(max_examples=60, deadline=None)
@given(ANY, ANY, ANY)
def test_nothing_is_drawn_outside_the_strip(progress, pace, low):
    data = replace(landing_strip(), progress=progress, pace=pace, low80=low)
    root = ElementTree.fromstring(landing_svg(data, "light", translator("en")))
    for rect in (e for e in root.iter() if e.tag.endswith("rect")):
        assert float(rect.get("x")) >= 0
        assert float(rect.get("x")) + float(rect.get("width")) <= 300.01
