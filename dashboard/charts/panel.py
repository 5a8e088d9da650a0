"""Six periods and twelve months of one KPI, small enough for a row of four."""

from __future__ import annotations

import math

from dashboard.charts.data import PanelData, Point, ThemeName
from dashboard.charts.kit.figure import written
from dashboard.charts.kit.markup import Markup
from dashboard.charts.kit.scales import Scale, value_range
from dashboard.charts.kit.svg import XY, Svg
from dashboard.charts.kit.text_width import fitted, text_width
from dashboard.charts.kit.theme import SMALL_PX, TICK_PX, Theme, theme_of
from dashboard.domain.kpi import Grain
from dashboard.i18n import Translator
from dashboard.i18n.format import day, month, month_letter, number, numbers, span

HEIGHT = 128.0
HEADING_PX = 58.0
_AIR, _NUMBER, _FOOT = 8.0, 24.0, 24.0
_LEFT_SHARE, _GAP = 0.42, 22.0


def panel_svg(
    data: PanelData,
    theme: ThemeName,
    t: Translator,
    width: float = 300,
    *,
    has_heading: bool = True,
) -> Markup:
    """The panel as SVG: six periods with the usual range, and twelve months with the year before.

    With the heading (name, role, message) it is 186 px high, without it 128; a page with room
    writes the heading itself, because text in SVG does not wrap.
    """
    tokens = theme_of(theme)
    top = HEADING_PX if has_heading else 0.0
    svg = Svg(width, HEIGHT + top, panel_alt(data, t))
    if has_heading:
        _draw_heading(svg, data, tokens, t)
    split = (width - _GAP) * _LEFT_SHARE
    _draw_recent(svg, data, (8, split - 12, top), tokens, t)
    _draw_year(svg, data, (split + _GAP, width - 8, top), tokens, t)
    return svg.to_text()


def panel_alt(data: PanelData, t: Translator) -> str:
    """The panel in words, with its numbers."""
    *before, last = numbers([p.value for p in data.recent], data.unit, t.locale) or ("–",)
    months = numbers([p.value for p in data.months], data.unit, t.locale)
    parts = [
        t(
            "charts-alt-panel",
            name=data.name,
            value=last,
            before=", ".join(before) or "–",
            months=", ".join(months) or "–",
        )
    ]
    if data.usual:
        parts.append(t("charts-alt-usual", range=span(*data.usual, data.unit, t.locale)))
    message = written(data.message, t)
    return " ".join([*parts, f"{message}."]) if message else " ".join(parts)


def _draw_heading(svg: Svg, data: PanelData, tokens: Theme, t: Translator) -> None:
    colour = tokens.lead if data.is_leading else tokens.ink2
    start = 16.0 if data.is_leading else 0.0
    if data.is_leading:
        svg.diamond((6, 28), 5.5, tokens.lead)
    svg.text(
        (0, 13), fitted(data.name, svg.width, 13.5, is_bold=True), 13.5, tokens.ink, weight=640
    )
    svg.text((start, 32), fitted(written(data.role_text, t), svg.width - start, 13), 13, colour)
    svg.text((0, 50), fitted(written(data.message, t), svg.width, 13), 13, tokens.ink)


def _draw_recent(
    svg: Svg, data: PanelData, box: tuple[float, float, float], tokens: Theme, t: Translator
) -> None:
    left, right, top = box
    foot = top + HEIGHT - _FOOT
    low, high = value_range([*(p.value for p in data.recent), *(data.usual or ())])
    falls = _falls(data)
    y = Scale(low, high, foot - (_NUMBER if falls else _AIR), top + (_AIR if falls else _NUMBER))
    x = Scale(0, max(1, len(data.recent) - 1), left, right)
    if data.usual:
        svg.rect(
            (
                left - 6,
                y(data.usual.high),
                right - left + 12,
                y(data.usual.low) - y(data.usual.high),
            ),
            tokens.none_ground,
        )
    places = [(x(i), y(p.value)) for i, p in enumerate(data.recent)]
    svg.line([(left - 6, foot), (right + 6, foot)], tokens.grid, 1)
    svg.line(places, tokens.lead if data.is_leading else tokens.actual, 2.2)
    for point, place in zip(data.recent, places, strict=True):
        _draw_mark(svg, point, place, data, tokens)
    if data.recent and math.isfinite(data.recent[-1].value):
        _draw_last(svg, data, places[-1], (left, right), tokens, t)
    if data.recent:
        svg.text(
            (left - 6, foot + 16),
            _period(data.recent[0], data.grain, t, is_first=True),
            TICK_PX,
            tokens.muted,
        )
    if len(data.recent) > 1:
        last = _period(data.recent[-1], data.grain, t, is_first=False)
        svg.text((right + 6, foot + 16), last, TICK_PX, tokens.muted, anchor="end")


def _draw_mark(svg: Svg, point: Point, place: XY, data: PanelData, tokens: Theme) -> None:
    if not math.isfinite(point.value):
        return
    if point.is_outside:
        svg.circle(place, 6.5, "none", stroke=tokens.off, stroke_width=2)
    if data.is_leading:
        svg.diamond(place, 3.6, tokens.lead)
    else:
        svg.circle(place, 2.7, tokens.actual)


def _draw_last(
    svg: Svg, data: PanelData, place: XY, sides: tuple[float, float], tokens: Theme, t: Translator
) -> None:
    """Writes the last value on the side that the line does not come from."""
    words = number(data.recent[-1].value, data.unit, t.locale)
    half = text_width(words, 13, is_bold=True) / 2
    centre = min(max(place[0], sides[0] - 6 + half), sides[1] + 20 - half)
    base = place[1] + 20 if _falls(data) else place[1] - 11
    svg.text((centre, base), words, 13, tokens.ink, anchor="middle", weight=640, halo=tokens.card)


def _falls(data: PanelData) -> bool:
    known = [p.value for p in data.recent if math.isfinite(p.value)]
    return len(known) > 1 and known[-1] < known[-2]


def _draw_year(
    svg: Svg, data: PanelData, box: tuple[float, float, float], tokens: Theme, t: Translator
) -> None:
    left, right, top = box
    foot = top + HEIGHT - _FOOT
    if not data.months:
        return
    low, high = value_range([*(p.value for p in data.months), *data.year_before])
    y = Scale(low, high, foot - _AIR, top + _AIR)
    x = Scale(0, max(1, len(data.months) - 1), left, right)
    svg.line([(left - 6, foot), (right + 6, foot)], tokens.grid, 1)
    before = [(x(i), y(v)) for i, v in enumerate(data.year_before)]
    svg.line(before, tokens.pace, 1.3, stroke_dasharray="3,3")
    places = [(x(i), y(p.value)) for i, p in enumerate(data.months)]
    svg.line(places, tokens.lead if data.is_leading else tokens.actual, 1.9)
    for point, place in zip(data.months, places, strict=True):
        if math.isfinite(point.value):
            svg.circle(place, 1.9, tokens.lead if data.is_leading else tokens.actual)
        letter = month_letter(point.on, t.locale)
        svg.text((place[0], foot + 16), letter, SMALL_PX, tokens.muted, anchor="middle")


def _period(point: Point, grain: Grain, t: Translator, *, is_first: bool) -> str:
    match grain:
        case Grain.WEEK:
            week = point.on.isocalendar().week
            return t("charts-week", number=week) if is_first else str(week)
        case Grain.DAY:
            return day(point.on, "short", t.locale)
        case _:
            return month(point.on, t.locale)
