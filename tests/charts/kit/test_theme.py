"""Every colour that means something can be told from its ground and from its neighbours, by every eye."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from dashboard.charts.kit.theme import DARK, LIGHT, theme_of
from dashboard.domain.okr import Status

# Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB.
MACHADO = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = XYZ @ np.ones(3)
BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 relative contrast."""
    low, high = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    share = XYZ @ np.clip(rgb, 0, 1) / WHITE
    f = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, eye: str) -> float:
    """CIE76 colour difference as that eye sees it."""
    matrix = np.array(MACHADO[eye])
    return float(np.linalg.norm(lab(matrix @ linear(one)) - lab(matrix @ linear(other))))


def test_contrast_is_the_one_that_wcag_defines():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast(LIGHT.ink, LIGHT.card) == pytest.approx(16.87, abs=0.01)


@BOTH
def test_words_can_be_read_on_card_and_page(theme):
    words = [
        theme.ink,
        theme.ink2,
        theme.muted,
        theme.accent,
        theme.actual,
        theme.forecast,
        theme.lead,
    ]
    for colour in [*words, theme.on, theme.risk, theme.off, theme.none]:
        assert contrast(colour, theme.card) >= 4.5, colour
        assert contrast(colour, theme.page) >= 4.5, colour
    assert contrast(theme.pace, theme.card) >= 4.5
    assert contrast("#FFFFFF", theme.primary) >= 4.5


@BOTH
def test_words_can_be_read_on_every_tint(theme):
    for status in Status:
        assert contrast(theme.ink, theme.ground(status)) >= 7
        assert contrast(theme.status(status), theme.ground(status)) >= 3, status


@BOTH
def test_lines_and_borders_stand_out(theme):
    for ground in (theme.card, theme.page):
        assert contrast(theme.control, ground) >= 3
    for fan in (theme.card, theme.fan80, theme.landing, theme.fan50):
        assert contrast(theme.forecast, fan) >= 3


@BOTH
@pytest.mark.parametrize("eye", MACHADO)
def test_status_colours_differ_for_every_eye(theme, eye):
    for one, other in combinations([theme.on, theme.risk, theme.off], 2):
        assert round(distance(one, other, eye)) >= 18
    assert round(distance(theme.forecast, theme.lead, eye)) >= 18


def test_a_rejected_pair_is_caught():
    assert distance("#0A6E70", "#B0123F", "protan") < 18


def test_the_distances_are_those_of_the_specification():
    found = [round(distance(LIGHT.on, LIGHT.off, eye)) for eye in MACHADO]
    assert found == pytest.approx([34, 51, 102], abs=1)


def test_themes_go_by_their_name():
    assert theme_of("light") is LIGHT
    assert theme_of("dark") is DARK
    assert LIGHT.veil == "rgba(255,255,255,0.78)"
