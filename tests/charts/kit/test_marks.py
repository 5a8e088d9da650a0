"""Each meaning has its own shape, whatever its colour."""

from __future__ import annotations

import re

from dashboard.charts.kit.marks import GLYPHS, PLOTLY_SYMBOLS, other_mark, status_mark
from dashboard.charts.kit.theme import theme_of
from dashboard.domain.okr import Status


def shape(svg: str) -> str:
    """The drawing without its colours."""
    return re.sub(r"#[0-9A-F]{6}", "", svg)


def test_statuses_are_told_apart_without_colour(theme):
    drawn = {shape(status_mark(status, theme)) for status in Status}
    assert len(drawn) == 5  # off track and missed share a shape, so do no forecast and not started


def test_no_shape_means_two_things(theme):
    people = [
        other_mark(mark, theme)
        for mark in ("confidence", "last_week", "leading", "lagging", "outside")
    ]
    assert (
        len({shape(svg) for svg in people} | {shape(status_mark(s, theme)) for s in Status}) == 10
    )


def test_a_mark_wears_the_colour_of_its_status(theme):
    for status in Status:
        assert theme_of(theme).status(status) in status_mark(status, theme)


def test_a_mark_beside_its_word_is_silent_and_one_alone_speaks(theme):
    assert "aria-hidden" in status_mark(Status.AT_RISK, theme)
    assert 'aria-label="At risk"' in status_mark(Status.AT_RISK, theme, label="At risk")


def test_every_status_has_a_symbol_and_a_glyph():
    assert set(PLOTLY_SYMBOLS) == set(GLYPHS) == set(Status)
