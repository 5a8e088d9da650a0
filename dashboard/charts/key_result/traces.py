"""The Plotly traces of the key result chart: forecast, target, pace and series."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.data import KeyResultChart, Point
from dashboard.charts.key_result.model import KeyResultModel
from dashboard.charts.key_result.words import stated_numbers
from dashboard.charts.kit.figure import bold, safe
from dashboard.charts.kit.theme import Theme
from dashboard.i18n import Translator
from dashboard.i18n.format import day


def add_fan(
    figure: go.Figure, data: KeyResultChart, model: KeyResultModel, tokens: Theme, t: Translator
) -> None:
    """Adds both bands, the wide one with an outline, and the median."""
    if model.fan is None:
        return
    fan = model.fan
    dates = [on.isoformat() for on in fan.dates]
    for low, high, fill, width, name in (
        (fan.low80, fan.high80, tokens.fan80, 1, "fan80"),
        (fan.low50, fan.high50, tokens.fan50, 0, "fan50"),
    ):
        ring = {"x": [*dates, *dates[::-1], dates[0]], "y": [*high, *low[::-1], high[0]]}
        line = {"color": tokens.forecast, "width": width}
        figure.add_scatter(
            **ring,
            mode="lines",
            fill="toself",
            fillcolor=fill,
            line=line,
            hoverinfo="skip",
            name=name,
        )
    line = {"color": tokens.forecast, "width": 2.2}
    hover = [
        "" if i == 0 and fan.median[0] == fan.low80[0] else text
        for i, text in enumerate(_fan_hover(data, model, t))
    ]
    figure.add_scatter(
        x=dates,
        y=fan.median,
        mode="lines",
        line=line,
        name="median",
        hovertext=hover,
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _fan_hover(data: KeyResultChart, model: KeyResultModel, t: Translator) -> Iterator[str]:
    if model.fan is None:
        return
    fan = model.fan
    for on, median, low, high in zip(fan.dates, fan.median, fan.low80, fan.high80, strict=True):
        middle, bottom, top = map(safe, stated_numbers(data, [median, low, high], t))
        head = (
            f"{safe(day(on, 'weekday', t.locale))}<br>{safe(t('charts-middle'))} <b>{middle}</b>"
        )
        yield f"{head}<br>{safe(t('charts-outcomes-80'))}: {bottom} – {top}"


def add_goal(
    figure: go.Figure, data: KeyResultChart, model: KeyResultModel, tokens: Theme
) -> None:
    """Adds the steady pace and the target: a line, its steps, or both edges of a band."""
    if model.pace:
        line = {"color": tokens.pace, "width": 1.5, "dash": "5px,4px"}
        figure.add_scatter(
            **_xy(model.pace), mode="lines", line=line, hoverinfo="skip", name="pace"
        )
    solid = {"color": tokens.target, "width": 1.8}
    edges = [model.band.low, model.band.high] if model.band else []
    spans = [*model.targets, *((data.starts_on, data.due_on, edge) for edge in edges)]
    for start, end, value in spans:
        ends = (Point(start, value), Point(end, value))
        figure.add_scatter(**_xy(ends), mode="lines", line=solid, hoverinfo="skip", name="target")


def add_actual(
    figure: go.Figure, data: KeyResultChart, model: KeyResultModel, tokens: Theme, t: Translator
) -> None:
    """Adds the series of the key result, broken at gaps, with its latest value enlarged."""
    texts = stated_numbers(data, [p.value for p in model.points], t)
    hover = [
        f"{safe(day(p.on, 'weekday', t.locale))}<br>{bold(text)}"
        for p, text in zip(model.points, texts, strict=True)
    ]
    figure.add_scatter(
        **_xy(model.points),
        mode="lines+markers",
        line={"color": tokens.actual, "width": 2.6},
        marker={"size": 5.5, "color": tokens.actual},
        connectgaps=False,
        hovertext=hover,
        hovertemplate="%{hovertext}<extra></extra>",
        name="actual",
    )
    if model.last:
        rim = {"color": tokens.card, "width": 2}
        marker = {"size": 11, "color": tokens.actual, "line": rim, "opacity": 1}
        figure.add_scatter(
            **_xy([model.last]),
            mode="markers",
            marker=marker,
            hoverinfo="skip",
            name="now",
            cliponaxis=False,
        )


def _xy(points: Sequence[Point]) -> dict[str, Any]:
    """Coordinates for a trace: a gap is None."""
    return {
        "x": [p.on.isoformat() for p in points],
        "y": [p.value if math.isfinite(p.value) else None for p in points],
    }
