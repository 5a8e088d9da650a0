"""The painter escapes what it is given, breaks lines at gaps, and writes one line."""

from __future__ import annotations

import math
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.kit.svg import Svg, escaped, runs
from tests.charts.samples import PAYLOAD

SPACE = "{http://www.w3.org/2000/svg}"


def words_of(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SPACE}text")]


def test_words_come_out_as_they_went_in():
    svg = Svg(100, 20, label=PAYLOAD)
    svg.text((0, 10), PAYLOAD, 12, "#000000")
    text = svg.to_text()
    assert "<img" not in text
    assert "](" not in text
    assert words_of(text) == [PAYLOAD]
    assert ElementTree.fromstring(text).get("aria-label") == PAYLOAD


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_no_text_makes_an_element_or_a_second_line(words):
    svg = Svg(100, 20, label=words)
    svg.text((0, 10), words, 12, "#000000")
    text = svg.to_text()
    root = ElementTree.fromstring(text)
    assert [child.tag for child in root.iter()][1:] in ([], [f"{SPACE}text"])
    assert len(text.splitlines()) == 1


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_markdown_finds_nothing_to_do(words):
    assert not set(escaped(words)) & set("*_`~$[]\\<>\"'")


def test_a_gap_breaks_the_line():
    assert runs([(0, 1), (1, math.nan), (2, 1), (3, 2), (4, math.inf)]) == [
        [(0, 1)],
        [(2, 1), (3, 2)],
    ]
    svg = Svg(10, 10)
    svg.line([(0, 1), (1, math.nan), (2, 1), (3, 2)], "#000000", 2)
    assert svg.to_text().count("<path") == 2
    assert "nan" not in svg.to_text()


def test_a_lone_point_is_a_round_dot():
    svg = Svg(10, 10)
    svg.line([(5, 5)], "#000000", 2)
    assert 'd="M5,5L5,5"' in svg.to_text()
    assert 'stroke-linecap="round"' in svg.to_text()


def test_numbers_are_short_and_never_minus_zero():
    svg = Svg(10, 10)
    svg.circle((1 / 3, -0.001), 2.0, "none")
    assert 'cx="0.33" cy="0" r="2"' in svg.to_text()


def test_a_picture_without_label_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in Svg(1, 1).to_text()
    assert 'role="img"' in Svg(1, 1, "Off track").to_text()
