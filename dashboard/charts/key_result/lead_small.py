"""One KPI as an SVG strip below the small key result chart: same dates, later by its lead."""

from __future__ import annotations

import math

from dashboard.charts.data import KeyResultChart, LeadRow, ThemeName
from dashboard.charts.key_result.model import arrivals
from dashboard.charts.key_result.small import LEFT, RIGHT, Size
from dashboard.charts.key_result.words import lead_alt
from dashboard.charts.kit.markup import Markup
from dashboard.charts.kit.scales import Scale, day_scale, value_range
from dashboard.charts.kit.svg import XY, Svg
from dashboard.charts.kit.text_width import fitted, text_width
from dashboard.charts.kit.theme import TICK_PX, Theme, theme_of
from dashboard.i18n import Translator
from dashboard.i18n.format import number, span


def lead_svg(
    row: LeadRow, data: KeyResultChart, theme: ThemeName, t: Translator, size: Size = (342, 84)
) -> Markup:
    """One KPI below the key result, on its dates, later by the lead; `data` is the main chart."""
    tokens, (width, height) = theme_of(theme), size
    svg = Svg(width, height, lead_alt(row, t))
    points = [p for p in arrivals(row) if data.starts_on <= p.on <= data.due_on]
    low, high = value_range([*(p.value for p in points), *(row.usual or ())], air=0.16)
    x = day_scale(data.starts_on, data.due_on, LEFT, width - RIGHT)
    y = Scale(low, high, height - 6, 4)
    colour = tokens.lead if row.is_leading else tokens.actual
    if row.usual:
        svg.rect(
            (LEFT, y(row.usual.high), width - LEFT - RIGHT, y(row.usual.low) - y(row.usual.high)),
            tokens.none_ground,
        )
        _draw_usual(svg, row, y, tokens, t)
    today = x(data.as_of.toordinal())
    coming = [p for p in points if p.on > data.as_of and math.isfinite(p.value)]
    if coming:
        svg.rect(
            (today, 2, x(coming[-1].on.toordinal()) - today, height - 6), colour, fill_opacity=0.09
        )
    svg.line([(today, 2), (today, height - 4)], tokens.control, 1)
    svg.line([(LEFT, height - 4), (width - RIGHT, height - 4)], tokens.grid, 1)
    places = [(x(p.on.toordinal()), y(p.value)) for p in points]
    svg.line(places, colour, 2)
    for point, place in zip(points, places, strict=True):
        if not math.isfinite(place[1]):
            continue
        svg.diamond(
            place,
            3.8,
            colour if point.on > data.as_of else tokens.card,
            stroke=colour,
            stroke_width=1.2,
        )
        if point.is_outside:
            svg.circle(place, 8, "none", stroke=tokens.off, stroke_width=1.8)
    _draw_last_value(svg, row, places, tokens, t)
    return svg.to_text()


def _draw_usual(svg: Svg, row: LeadRow, y: Scale, tokens: Theme, t: Translator) -> None:
    if row.usual is None:
        return
    words = span(*row.usual, row.unit, t.locale)
    room = RIGHT - 6
    low, dash, high = words.partition("–")
    is_wide = bool(dash) and text_width(words, TICK_PX) > room
    lines = [t("charts-usual"), *([low + dash, high] if is_wide else [words])]
    middle = y((row.usual.low + row.usual.high) / 2)
    first = min(
        max(middle + 4 - 7.5 * (len(lines) - 1), 12), svg.height - 6 - 15 * (len(lines) - 1)
    )
    for i, line in enumerate(lines):
        place = (svg.width - room, first + 15 * i)
        svg.text(place, fitted(line, room, TICK_PX), TICK_PX, tokens.muted)


def _draw_last_value(
    svg: Svg, row: LeadRow, places: list[XY], tokens: Theme, t: Translator
) -> None:
    known = [p for p in row.points if math.isfinite(p.value)]
    shown = [place for place in places if math.isfinite(place[1])]
    if not known or not shown:
        return
    x, y = shown[-1]
    words = number(known[-1].value, row.unit, t.locale)
    room = svg.width - RIGHT - x - 12
    if room < text_width(words, TICK_PX, is_bold=True):
        at, anchor = (x - 12, y - 10 if y > 22 else y + 18), "end"
    else:
        at, anchor = (x + 12, y + 4), "start"
    svg.text(at, words, TICK_PX, tokens.ink, anchor=anchor, weight=640, halo=tokens.card)
