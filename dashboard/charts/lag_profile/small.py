"""The lag profile as inline SVG, for narrow screens and paper."""

from __future__ import annotations

from dashboard.charts.data import LagChart, ThemeName
from dashboard.charts.kit.figure import written
from dashboard.charts.kit.markup import Markup
from dashboard.charts.kit.scales import Scale
from dashboard.charts.kit.svg import Svg
from dashboard.charts.kit.text_width import fitted, text_width
from dashboard.charts.kit.theme import TICK_PX, Theme, theme_of
from dashboard.charts.lag_profile.model import (
    CLAIM_PX,
    LagModel,
    band_outline,
    claim_colour,
    claim_place,
    goes_on,
    lag_alt,
    lag_model,
    quiet_side,
    shift_ticks,
    span_in_view,
    tick_words,
)
from dashboard.i18n import Translator

LEFT, RIGHT, TOP, BOTTOM = 40.0, 4.0, 24.0, 64.0


def lag_svg(
    data: LagChart, theme: ThemeName, t: Translator, size: tuple[float, float] = (342, 260)
) -> Markup:
    """The same chart as the figure, in any size."""
    tokens, model = theme_of(theme), lag_model(data)
    svg = Svg(*size, lag_alt(data, t))
    foot = svg.height - BOTTOM
    x = Scale(model.left, model.right, LEFT, svg.width - RIGHT)
    y = Scale(model.low, model.high, foot, TOP)
    svg.area([(x(lag), y(link)) for lag, link in band_outline(model)], tokens.none_ground)
    for tick, words in zip(model.ticks, tick_words(model, t), strict=True):
        svg.line([(LEFT, y(tick)), (svg.width - RIGHT, y(tick))], tokens.grid, 1)
        svg.text((LEFT - 6, y(tick) + 4), words, TICK_PX, tokens.muted, anchor="end")
    svg.line([(LEFT, y(0)), (svg.width - RIGHT, y(0))], tokens.control, 1)
    svg.line([(x(0), TOP - 6), (x(0), foot + 4)], tokens.pace, 1.2, stroke_dasharray="2,3")
    _draw_stems(svg, data, model, (x, y), tokens)
    _draw_chance(svg, model, (x, y), tokens, t)
    _draw_claim(svg, data, model, (x, y), tokens, t)
    _draw_span(svg, data, model, x, tokens, t)
    for lag, words in shift_ticks(model, data.grain, svg.width - LEFT - RIGHT, t):
        half = text_width(words, TICK_PX) / 2
        centre = min(max(x(lag), half), svg.width - half)
        svg.text((centre, svg.height - 4), words, TICK_PX, tokens.muted, anchor="middle")
    return svg.to_text()


def _draw_stems(
    svg: Svg, data: LagChart, model: LagModel, at: tuple[Scale, Scale], tokens: Theme
) -> None:
    x, y = at
    for stem in model.stems:
        if stem is not model.peak:
            foot, head = (x(stem.lag), y(0)), (x(stem.lag), y(stem.link))
            svg.line([foot, head], tokens.pace, 1 if model.is_fine else 1.8)
            svg.circle(head, 1.8 if model.is_fine else 3.2, tokens.pace)
    if model.peak is not None:
        colour = claim_colour(data, tokens)
        head = (x(model.peak.lag), y(model.peak.link))
        svg.line([(head[0], y(0)), head], colour, 3.4)
        fill = colour if data.is_leading else tokens.card
        svg.diamond(head, 7.5, fill, stroke=colour, stroke_width=2)


def _draw_chance(
    svg: Svg, model: LagModel, at: tuple[Scale, Scale], tokens: Theme, t: Translator
) -> None:
    outline, side = band_outline(model), quiet_side(model)
    if not outline:
        return
    lag, chance = max(outline, key=lambda point: side * point[0])
    place = (at[0](lag) - side * 4, at[1](abs(chance)) - 5)
    words, anchor = t("charts-could-be-chance"), "start" if side < 0 else "end"
    svg.text(place, words, TICK_PX, tokens.muted, anchor=anchor, halo=tokens.card)


def _draw_claim(
    svg: Svg,
    data: LagChart,
    model: LagModel,
    at: tuple[Scale, Scale],
    tokens: Theme,
    t: Translator,
) -> None:
    words, room = written(data.claim, t), svg.width - LEFT - RIGHT
    place = claim_place(model, text_width(words, CLAIM_PX, is_bold=True) / room)
    if place is None:
        return
    base = at[1](place.link) + (-12 if place.is_up else 22)
    colour = claim_colour(data, tokens)
    svg.text(
        (at[0](place.lag), base),
        fitted(words, room, CLAIM_PX, is_bold=True),
        CLAIM_PX,
        colour,
        anchor="middle",
        weight=640,
        halo=tokens.card,
    )


def _draw_span(
    svg: Svg, data: LagChart, model: LagModel, x: Scale, tokens: Theme, t: Translator
) -> None:
    span = span_in_view(data, model)
    if span is None:
        return
    colour, rule = claim_colour(data, tokens), svg.height - BOTTOM + 14
    svg.line([(x(span.low), rule), (x(span.high), rule)], colour, 2)
    for end, is_open, inward in zip(span, goes_on(data, model), (1, -1), strict=True):
        foot = x(end) + inward * 6 if is_open else x(end)
        svg.line([(foot, rule - 4), (x(end), rule), (foot, rule + 4)], colour, 2)
    words = written(data.span_text, t)
    half = text_width(words, TICK_PX) / 2
    centre = min(max(x((span.low + span.high) / 2), half), svg.width - half)
    svg.text((centre, rule + 20), words, TICK_PX, colour, anchor="middle")
