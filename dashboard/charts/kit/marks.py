"""Shapes with a meaning, small enough for a line of text."""

from __future__ import annotations

import math
from typing import Literal

from dashboard.charts.data import ThemeName
from dashboard.charts.kit.markup import Markup
from dashboard.charts.kit.svg import XY, Style, Svg
from dashboard.charts.kit.theme import Theme, theme_of
from dashboard.domain.okr import Status

OtherMark = Literal["confidence", "last_week", "leading", "lagging", "outside", "too_few"]

PLOTLY_SYMBOLS: dict[Status, tuple[str, float]] = {
    Status.ON_TRACK: ("circle", 15),
    Status.AT_RISK: ("triangle-up", 17),
    Status.OFF_TRACK: ("x", 14),
    Status.MISSED: ("x", 14),
    Status.REACHED: ("star", 18),
    Status.NO_FORECAST: ("circle-open-dot", 13),
    Status.NOT_STARTED: ("circle-open-dot", 13),
}
"""The same shapes in a figure: symbol and size in pixels."""

GLYPHS: dict[Status, str] = {
    Status.ON_TRACK: "●",
    Status.AT_RISK: "▲",
    Status.OFF_TRACK: "✕",
    Status.MISSED: "✕",
    Status.REACHED: "★",
    Status.NO_FORECAST: "◌",
    Status.NOT_STARTED: "◌",
}
"""The same shapes as characters, for plain text."""


def status_mark(status: Status, theme: ThemeName, size: float = 12, label: str = "") -> Markup:
    """The shape of the status as inline SVG; without a label screen readers skip it."""
    svg = Svg(size, size, label)
    draw_status(svg, status, (size / 2, size / 2), size * 0.86, theme_of(theme))
    return svg.to_text()


def other_mark(mark: OtherMark, theme: ThemeName, size: float = 12, label: str = "") -> Markup:
    """The shape of people, the past, a KPI's role or an unusual value, as inline SVG."""
    tokens = theme_of(theme)
    svg = Svg(size, size, label)
    centre, radius = (size / 2, size / 2), size * 0.4
    match mark:
        case "confidence":
            svg.square(centre, size * 0.66, stroke=tokens.accent, stroke_width=2)
        case "last_week":
            svg.circle(centre, radius * 0.8, "none", stroke=tokens.muted, stroke_width=2)
        case "leading":
            svg.diamond(centre, radius * 1.15, tokens.lead)
        case "lagging":
            svg.diamond(centre, radius * 1.05, "none", stroke=tokens.actual, stroke_width=1.5)
        case "outside":
            svg.circle(centre, radius, "none", stroke=tokens.off, stroke_width=2)
        case "too_few":
            svg.circle(centre, radius, tokens.muted)
    return svg.to_text()


def draw_status(svg: Svg, status: Status, centre: XY, size: float, tokens: Theme) -> None:
    """Draws the status shape, about `size` wide, with a card-coloured rim to separate it."""
    x, y = centre
    colour = tokens.status(status)
    rim: Style = {"stroke": tokens.card, "stroke_width": 1.0}
    half = size / 2
    match status:
        case Status.ON_TRACK:
            svg.circle(centre, half * 0.94, colour, **rim)
        case Status.AT_RISK:
            svg.area(
                [
                    (x, y - half),
                    (x + half * 1.08, y + half * 0.85),
                    (x - half * 1.08, y + half * 0.85),
                ],
                colour,
                **rim,
            )
        case Status.OFF_TRACK | Status.MISSED:
            svg.area(_cross(centre, half), colour, **rim)
        case Status.REACHED:
            svg.area(_star(centre, half * 1.12), colour, **rim)
        case _:
            svg.circle(
                centre,
                half * 0.8,
                "none",
                stroke=colour,
                stroke_width=1.5,
                stroke_dasharray="2.2,1.8",
            )


def _cross(centre: XY, half: float) -> list[XY]:
    arm = half * 0.36
    corners = [
        (0, arm),
        (half - arm, half),
        (half, half - arm),
        (arm, 0),
        (half, arm - half),
        (half - arm, -half),
    ]
    mirrored = [(-x, -y) for x, y in corners]
    return [(centre[0] + x, centre[1] + y) for x, y in corners + mirrored]


def _star(centre: XY, radius: float) -> list[XY]:
    points = []
    for i in range(10):
        reach = radius if i % 2 == 0 else radius * 0.45
        angle = math.pi * (i / 5 - 0.5)
        points.append((centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)))
    return points
