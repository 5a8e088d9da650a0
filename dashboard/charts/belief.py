"""Forecast chance and team confidence over the cycle on one scale, as a figure and as SVG."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

from dashboard.charts.data import BeliefChart, Point, ThemeName
from dashboard.charts.kit.figure import Drawing, axis, bold, empty_figure, note, safe
from dashboard.charts.kit.markup import Markup
from dashboard.charts.kit.scales import Scale, day_scale, month_ticks, spread
from dashboard.charts.kit.svg import Svg
from dashboard.charts.kit.theme import TICK_PX, Theme, theme_of
from dashboard.domain.thresholds import AT_RISK_CHANCE, ON_TRACK_CHANCE
from dashboard.i18n import Translator
from dashboard.i18n.format import day, percent

HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 210, 48, 112, 10, 26
END_ROOM = 16.0
LEAST_DAYS = 28
"""In the first weeks the axis spans at least this many weeks."""

TICKS = (0.0, AT_RISK_CHANCE, ON_TRACK_CHANCE, 1.0)


def belief_figure(data: BeliefChart, theme: ThemeName, t: Translator) -> Drawing:
    """The chances as a line and the confidences as steps, the latest of each labelled at its end."""
    tokens = theme_of(theme)
    figure = empty_figure(tokens, HEIGHT, (LEFT, RIGHT, TOP, BOTTOM))
    starts, names = month_ticks(data.starts_on, _until(data), t.locale)
    figure.update_layout(
        xaxis=axis(
            tokens,
            type="date",
            range=[data.starts_on.isoformat(), _until(data).isoformat()],
            tickvals=[on.isoformat() for on, _ in names],
            ticktext=[name for _, name in names],
            minor={
                "tickvals": [on.isoformat() for on in starts],
                "ticks": "outside",
                "tickcolor": tokens.grid,
            },
        ),
        yaxis=axis(
            tokens,
            range=[0, 1],
            tickvals=list(TICKS),
            ticktext=[f"{percent(v, t.locale)} " for v in TICKS],
        ),
        shapes=_zones(tokens),
        annotations=list(_end_notes(data, tokens, t)),
        hovermode="closest",
    )
    team = {"color": tokens.accent, "width": 1.8, "dash": "4px,3px", "shape": "hv"}
    square = {
        "symbol": "square",
        "size": 8,
        "color": tokens.card,
        "line": {"color": tokens.accent, "width": 1.8},
    }
    shared = {
        "mode": "lines+markers",
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
    words = (t("charts-forecast"), t("charts-team"))
    line, dot = {"color": tokens.forecast, "width": 2.4}, {"size": 5.5, "color": tokens.forecast}
    figure.add_scatter(
        **_xy(data.forecast, words[0], t), **shared, line=line, marker=dot, name="forecast"
    )
    figure.add_scatter(
        **_xy(data.confidence, words[1], t), **shared, line=team, marker=square, name="confidence"
    )
    return Drawing(figure, belief_alt(data, t))


def belief_svg(
    data: BeliefChart, theme: ThemeName, t: Translator, size: tuple[float, float] = (342, 176)
) -> Markup:
    """The same chart as inline SVG in any size."""
    tokens, (width, height) = theme_of(theme), size
    left, right, top, foot = 44.0, width - 92, 10.0, height - 26
    svg = Svg(width, height, belief_alt(data, t))
    x, y = day_scale(data.starts_on, _until(data), left, right), Scale(0, 1, foot, top)
    for low, high, ground in _grounds(tokens):
        svg.rect((left, y(high), right - left, y(low) - y(high)), ground, fill_opacity=0.5)
    for share in TICKS:
        svg.text(
            (left - 6, y(share) + 4), percent(share, t.locale), TICK_PX, tokens.muted, anchor="end"
        )
    for on, name in month_ticks(
        data.starts_on, _until(data), t.locale, most=max(2, int((right - left) // 38))
    )[1]:
        svg.text((x(on.toordinal()), foot + 17), name, TICK_PX, tokens.muted, anchor="middle")
    team = [(x(p.on.toordinal()), y(p.value)) for p in _known(data.confidence)]
    steps = [
        place
        for i, (px, py) in enumerate(team)
        for place in ([(px, team[i - 1][1])] if i else []) + [(px, py)]
    ]
    svg.line(steps, tokens.accent, 1.8, stroke_dasharray="4,3")
    chances = [(x(p.on.toordinal()), y(p.value)) for p in data.forecast]
    svg.line(chances, tokens.forecast, 2.4)
    known = [place for place in chances if math.isfinite(place[1])]
    if team:
        svg.square(team[-1], 8, fill=tokens.card, stroke=tokens.accent, stroke_width=2)
    if known:
        svg.circle(known[-1], 3.6, tokens.forecast)
    ends = _ends(data, tokens, t)
    for (words, on, _, colour), place in zip(
        ends, spread([y(e[2]) for e in ends], END_ROOM), strict=True
    ):
        at = (min(x(on.toordinal()) + 10, width - 86), place + 4)
        svg.text(at, words, TICK_PX, colour, weight=640, halo=tokens.card)
    return svg.to_text()


def belief_alt(data: BeliefChart, t: Translator) -> str:
    """The chart in words: the latest value and the range of both."""
    return t(
        "charts-alt-belief", forecast=_range(data.forecast, t), team=_range(data.confidence, t)
    )


def _until(data: BeliefChart) -> dt.date:
    return min(data.due_on, max(data.as_of, data.starts_on + dt.timedelta(days=LEAST_DAYS)))


def _range(points: tuple[Point, ...], t: Translator) -> str:
    known = _known(points)
    if not known:
        return t("charts-alt-none")
    low, high = min(p.value for p in known), max(p.value for p in known)
    last, low_text, high_text = (percent(v, t.locale) for v in (known[-1].value, low, high))
    return t(
        "charts-alt-range",
        last=last,
        low=low_text,
        high=high_text,
        day=day(known[0].on, "short", t.locale),
    )


def _grounds(tokens: Theme) -> tuple[tuple[float, float, str], ...]:
    return (
        (0, AT_RISK_CHANCE, tokens.off_ground),
        (AT_RISK_CHANCE, ON_TRACK_CHANCE, tokens.risk_ground),
        (ON_TRACK_CHANCE, 1, tokens.on_ground),
    )


def _zones(tokens: Theme) -> list[dict[str, Any]]:
    base = {
        "type": "rect",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "line": {"width": 0},
        "layer": "below",
        "opacity": 0.42,
    }
    return [
        {**base, "y0": low, "y1": high, "fillcolor": ground}
        for low, high, ground in _grounds(tokens)
    ]


def _ends(
    data: BeliefChart, tokens: Theme, t: Translator
) -> list[tuple[str, dt.date, float, str]]:
    """The latest value of both with label and colour, from the top of the chart downwards."""
    latest = []
    for points, key, colour in (
        (data.confidence, "charts-team", tokens.accent),
        (data.forecast, "charts-forecast", tokens.forecast),
    ):
        known = _known(points)
        if known:
            latest.append(
                (
                    f"{t(key)} {percent(known[-1].value, t.locale)}",
                    known[-1].on,
                    known[-1].value,
                    colour,
                )
            )
    return sorted(latest, key=lambda end: -end[2])


def _end_notes(data: BeliefChart, tokens: Theme, t: Translator) -> Iterator[dict[str, Any]]:
    ends = _ends(data, tokens, t)
    plot = HEIGHT - TOP - BOTTOM
    wanted = [(1 - end[2]) * plot for end in ends]
    for (words, on, value, colour), place, want in zip(
        ends, spread(wanted, END_ROOM), wanted, strict=True
    ):
        yield note(bold(words), (on.isoformat(), value), colour, xshift=10, yshift=want - place)


def _xy(points: tuple[Point, ...], word: str, t: Translator) -> dict[str, Any]:
    return {
        "x": [p.on.isoformat() for p in points],
        "y": [p.value if math.isfinite(p.value) else None for p in points],
        "hovertext": [
            f"{safe(day(p.on, 'weekday', t.locale))}<br>{safe(word)} {percent(p.value, t.locale)}"
            for p in points
        ],
    }


def _known(points: tuple[Point, ...]) -> list[Point]:
    return [p for p in points if math.isfinite(p.value)]
