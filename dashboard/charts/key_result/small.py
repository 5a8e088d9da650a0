"""The key result chart as SVG in any size: for narrow screens, small multiples and paper."""

from __future__ import annotations

import math

from dashboard.charts.data import KeyResultChart, ThemeName
from dashboard.charts.key_result.labels import Frame, Label, plan_labels
from dashboard.charts.key_result.model import KeyResultModel, model_of
from dashboard.charts.key_result.words import key_result_alt, stated_numbers
from dashboard.charts.kit.figure import written
from dashboard.charts.kit.markup import Markup
from dashboard.charts.kit.scales import Scale, day_scale, month_ticks, spread
from dashboard.charts.kit.svg import XY, Svg
from dashboard.charts.kit.text_width import fitted, text_width
from dashboard.charts.kit.theme import TICK_PX, Theme, theme_of
from dashboard.i18n import Translator
from dashboard.i18n.format import day

LEFT, RIGHT, TOP, BOTTOM = 4.0, 70.0, 22.0, 22.0
END_ROOM = 14.0
Size = tuple[float, float]


def key_result_svg(
    data: KeyResultChart, theme: ThemeName, t: Translator, size: Size = (342, 250)
) -> Markup:
    """The key result chart without axes: target, end labels and today's value give the scale."""
    tokens, model, (width, height) = theme_of(theme), model_of(data, has_tails=False), size
    svg = Svg(width, height, key_result_alt(data, t))
    plot = Svg(width - LEFT - RIGHT, height - TOP - BOTTOM)
    x = day_scale(data.starts_on, data.due_on, 0, plot.width)
    frame = Frame(x, Scale(model.low, model.high, plot.height, 0), TICK_PX)
    _draw_dates(svg, data, frame, tokens, t)
    _draw_goal(plot, model, frame, tokens)
    _draw_fan(plot, model, frame, tokens)
    _draw_goal_lines(plot, model, frame, tokens)
    _draw_actual(plot, model, frame, tokens)
    svg.clipped(plot, (LEFT, TOP))
    if model.last:
        centre = frame.at(*model.last[:2])
        svg.circle(_moved(centre), 5, tokens.actual, stroke=tokens.card, stroke_width=2)
    for label in plan_labels(data, model, frame, t, is_full=False):
        _draw_label(svg, label, frame, tokens)
    _draw_ends(svg, data, model, frame, tokens, t)
    _draw_reason(svg, data, tokens, t)
    return svg.to_text()


def _draw_dates(
    svg: Svg, data: KeyResultChart, frame: Frame, tokens: Theme, t: Translator
) -> None:
    foot = svg.height - BOTTOM
    starts, names = month_ticks(
        data.starts_on, data.due_on, t.locale, most=max(2, int(frame.x.end // 38))
    )
    svg.line([(LEFT, foot), (svg.width - RIGHT, foot)], tokens.grid, 1)
    for start in starts:
        x = LEFT + frame.x(start.toordinal())
        svg.line([(x, foot), (x, foot + 4)], tokens.grid, 1)
    for on, name in names:
        svg.text(
            (LEFT + frame.x(on.toordinal()), foot + 17),
            name,
            TICK_PX,
            tokens.muted,
            anchor="middle",
        )
    if data.starts_on <= data.as_of <= data.due_on:
        x = LEFT + frame.x(data.as_of.toordinal())
        svg.line([(x, TOP - 6), (x, foot)], tokens.control, 1)
        words = day(data.as_of, "short", t.locale)
        half = text_width(words, TICK_PX) / 2
        svg.text(
            (min(max(x, half), svg.width - half), TOP - 10),
            words,
            TICK_PX,
            tokens.muted,
            anchor="middle",
        )


def _draw_goal(plot: Svg, model: KeyResultModel, frame: Frame, tokens: Theme) -> None:
    if model.band:
        top, foot = frame.y(model.band.high), frame.y(model.band.low)
        plot.rect((0, top, plot.width, foot - top), tokens.on_ground)


def _draw_fan(plot: Svg, model: KeyResultModel, frame: Frame, tokens: Theme) -> None:
    if model.fan is None:
        return
    fan = model.fan

    def band(low: tuple[float, ...], high: tuple[float, ...]) -> list[XY]:
        upper = [frame.at(on, v) for on, v in zip(fan.dates, high, strict=True)]
        return upper + [frame.at(on, v) for on, v in zip(fan.dates, low, strict=True)][::-1]

    plot.area(band(fan.low80, fan.high80), tokens.fan80, stroke=tokens.forecast, stroke_width=1)
    plot.area(band(fan.low50, fan.high50), tokens.fan50)
    plot.line(
        [frame.at(on, v) for on, v in zip(fan.dates, fan.median, strict=True)],
        tokens.forecast,
        2.2,
    )


def _draw_goal_lines(plot: Svg, model: KeyResultModel, frame: Frame, tokens: Theme) -> None:
    if model.pace:
        places = [frame.at(p.on, p.value) for p in model.pace]
        plot.line(places, tokens.pace, 1.5, stroke_dasharray="5,4")
    if model.band:
        for edge in (model.band.low, model.band.high):
            plot.line([(0, frame.y(edge)), (plot.width, frame.y(edge))], tokens.target, 1.8)
    for start, end, value in model.targets:
        plot.line([frame.at(start, value), frame.at(end, value)], tokens.target, 1.8)


def _draw_actual(plot: Svg, model: KeyResultModel, frame: Frame, tokens: Theme) -> None:
    plot.line([frame.at(p.on, p.value) for p in model.points], tokens.actual, 2.6)


def _draw_label(svg: Svg, label: Label, frame: Frame, tokens: Theme) -> None:
    spot = _moved(frame.at(label.on, label.value))
    x, y = spot[0] + label.dx, spot[1] + label.dy
    if label.needs_leader:
        svg.line([spot, (x, y - math.copysign(8, label.dy))], tokens.muted, 1)
    colour = tokens.actual if label.kind == "now" else tokens.ink
    svg.text(
        (x, y + 4),
        label.text,
        frame.size,
        colour,
        anchor=label.anchor,
        weight=640,
        halo=tokens.card,
    )


def _draw_ends(
    svg: Svg,
    data: KeyResultChart,
    model: KeyResultModel,
    frame: Frame,
    tokens: Theme,
    t: Translator,
) -> None:
    """Labels the end of the fan: upper, median in bold, lower, at least `END_ROOM` apart."""
    if model.fan is None:
        return
    ends = model.fan.high80[-1], model.fan.median[-1], model.fan.low80[-1]
    x = LEFT + frame.x(model.fan.dates[-1].toordinal()) + 6
    wanted = [TOP + frame.y(v) for v in ends]
    weights = (400, 640, 400)
    colours = (tokens.muted, tokens.forecast, tokens.muted)
    for y, words, weight, colour in zip(
        spread(wanted, END_ROOM), stated_numbers(data, ends, t), weights, colours, strict=True
    ):
        svg.text(
            (x, y + 4),
            fitted(words, svg.width - x, TICK_PX),
            TICK_PX,
            colour,
            weight=weight,
            halo=tokens.card,
        )


def _draw_reason(svg: Svg, data: KeyResultChart, tokens: Theme, t: Translator) -> None:
    """Writes at the bottom why there is no forecast."""
    reason = written(data.reason, t)
    if data.fan is None and reason:
        words = fitted(t("charts-no-forecast-because", reason=reason), svg.width - LEFT, TICK_PX)
        at = (svg.width - 2, svg.height - BOTTOM - 8)
        svg.text(at, words, TICK_PX, tokens.ink2, anchor="end", halo=tokens.card)


def _moved(place: XY) -> XY:
    return place[0] + LEFT, place[1] + TOP
