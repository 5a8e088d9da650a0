"""The outcomes at the deadline, as a column to the right of the key result chart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.data import KeyResultChart
from dashboard.charts.key_result.labels import Frame
from dashboard.charts.key_result.model import KeyResultModel
from dashboard.charts.kit.figure import bold, note, safe
from dashboard.charts.kit.theme import Theme
from dashboard.domain.okr import Direction
from dashboard.domain.target import is_met
from dashboard.i18n import Translator
from dashboard.i18n.format import chance, whole_percent

BIG_PX = 21


def add_landing(
    figure: go.Figure, data: KeyResultChart, model: KeyResultModel, tokens: Theme
) -> None:
    """Adds the density on the second x axis, cut at the target: solid if reached, pale if missed."""
    if model.density is None:
        return
    for is_good, part in _parts(data, model):
        values = [value for value, _ in part]
        figure.add_scatter(
            x=[0.0, *(height for _, height in part), 0.0],
            y=[values[0], *values, values[-1]],
            xaxis="x2",
            yaxis="y",
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=tokens.on if is_good else tokens.landing,
            hoverinfo="skip",
            name="reach" if is_good else "miss",
        )
    for edge in _edges(data, model):
        line = {"color": tokens.target, "width": 1.8}
        figure.add_scatter(
            x=[0, 1.08],
            y=[edge, edge],
            xaxis="x2",
            yaxis="y",
            mode="lines",
            line=line,
            hoverinfo="skip",
            name="target",
        )


def landing_notes(
    data: KeyResultChart, model: KeyResultModel, frame: Frame, tokens: Theme, t: Translator
) -> Iterator[dict[str, Any]]:
    """Both shares as text next to the column, each on its side of the target, inside the plot."""
    if data.chance is None or model.density is None:
        return
    reach = t("charts-stay") if model.band else t("charts-reach")
    shown = chance(data.chance, t.locale, is_fact=data.is_fact)
    missed = 1 - whole_percent(data.chance) / 100
    miss = t("charts-miss", chance=chance(missed, t.locale, is_fact=data.is_fact))
    is_below = data.direction is Direction.DECREASE
    edges = _edges(data, model)
    line = frame.y(edges[-1]) if edges else frame.y((model.low + model.high) / 2)
    height = frame.y.start
    # Three lines of text: 15 px and 27 px for the number; pixels grow downwards.
    big, small, other = (-34, -14, 14) if not is_below else (16, 36, -14)
    shift = (
        min(max(line, 46 if not is_below else 22), height - (22 if not is_below else 44)) - line
    )
    for text, offset, size, colour in (
        (bold(shown), big, BIG_PX, tokens.ink),
        (safe(reach), small, 12, tokens.on),
        (safe(miss), other, 12, tokens.ink2),
    ):
        y = model.high - (line + shift + offset) / height * (model.high - model.low)
        yield note(text, (1, y), colour, xref="paper", yref="y", xshift=8, size=size)


def _edges(data: KeyResultChart, model: KeyResultModel) -> list[float]:
    if model.band:
        return [model.band.low, model.band.high]
    return [float(data.target)] if isinstance(data.target, int | float) else []


def _parts(
    data: KeyResultChart, model: KeyResultModel
) -> Iterator[tuple[bool, list[tuple[float, float]]]]:
    """The density cut at the edges of the target into pieces that reach it and pieces that do not."""
    if model.density is None:
        return
    values, heights = model.density.values, model.density.heights
    cuts = sorted(e for e in _edges(data, model) if values[0] < e < values[-1])
    curve = sorted(
        [*zip(values, heights, strict=True), *((cut, _height(model, cut)) for cut in cuts)]
    )
    bounds = [values[0], *cuts, values[-1]]
    for low, high in pairwise(bounds):
        part = [point for point in curve if low <= point[0] <= high]
        if len(part) > 1:
            yield is_met(data.direction, (low + high) / 2, data.target), part


def _height(model: KeyResultModel, value: float) -> float:
    if model.density is None:
        return 0.0
    values, heights = model.density.values, model.density.heights
    after = next(i for i, v in enumerate(values) if v >= value)
    share = (value - values[after - 1]) / (values[after] - values[after - 1])
    return heights[after - 1] + share * (heights[after] - heights[after - 1])
