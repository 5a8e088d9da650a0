"""The lag profile in Plotly: the correlation at every shift, with the band of chance."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.data import LagChart, LagStem, ThemeName
from dashboard.charts.kit.figure import (
    Drawing,
    axis,
    bold,
    coloured,
    empty_figure,
    note,
    safe,
    written,
)
from dashboard.charts.kit.text_width import text_width
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
    link_numbers,
    quiet_side,
    shift_ticks,
    shift_words,
    span_in_view,
    tick_words,
)
from dashboard.i18n import Translator

HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 280, 46, 36, 30, 56
PLOT_PX = HEIGHT - TOP - BOTTOM
USUAL_PX = 620.0
"""Approximate plot width on a desktop; only the number of ticks and the places of labels use it.
"""

SPAN_PX = 22.0
"""Distance below the plot of the effect's range; the names of the shifts are below it."""


def lag_figure(data: LagChart, theme: ThemeName, t: Translator) -> Drawing:
    """A stem at every shift, a grey band for chance, and the claimed shift with its range."""
    tokens, model = theme_of(theme), lag_model(data)
    figure = empty_figure(tokens, HEIGHT, (LEFT, RIGHT, TOP, BOTTOM))
    ticks = shift_ticks(model, data.grain, USUAL_PX, t)
    figure.update_layout(
        xaxis=axis(
            tokens,
            range=[model.left, model.right],
            tickvals=[lag for lag, _ in ticks],
            ticktext=[words for _, words in ticks],
            ticklabelstandoff=round(SPAN_PX),
        ),
        yaxis=axis(
            tokens,
            range=[model.low, model.high],
            tickvals=list(model.ticks),
            ticktext=[f"{text} " for text in tick_words(model, t)],
            showgrid=True,
            gridcolor=tokens.grid,
        ),
        shapes=list(_shapes(data, model, tokens)),
        annotations=list(_notes(data, model, tokens, t)),
        hovermode="closest",
    )
    _add_band(figure, model, tokens)
    _add_stems(figure, data, model, tokens, t)
    return Drawing(figure, lag_alt(data, t))


def _add_band(figure: go.Figure, model: LagModel, tokens: Theme) -> None:
    outline = band_outline(model)
    figure.add_scatter(
        x=[x for x, _ in outline],
        y=[y for _, y in outline],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=tokens.none_ground,
        hoverinfo="skip",
        name="chance",
    )
    # Traces, because shapes below the traces would lie under the band.
    flat = {"mode": "lines", "hoverinfo": "skip"}
    figure.add_scatter(
        x=[model.left, model.right],
        y=[0, 0],
        line={"color": tokens.control, "width": 1},
        **flat,
        name="no link",
    )
    dotted = {"color": tokens.pace, "width": 1.2, "dash": "2px,3px"}
    figure.add_scatter(
        x=[0, 0], y=[model.low, model.high], line=dotted, **flat, name="same period"
    )


def _add_stems(
    figure: go.Figure, data: LagChart, model: LagModel, tokens: Theme, t: Translator
) -> None:
    others = [stem for stem in model.stems if stem is not model.peak]
    thin = 1.2 if model.is_fine else 2
    figure.add_scatter(
        x=[x for stem in others for x in (stem.lag, stem.lag, None)],
        y=[y for stem in others for y in (0, stem.link, None)],
        mode="lines",
        line={"color": tokens.pace, "width": thin},
        hoverinfo="skip",
        name="stems",
    )
    dot = {"size": 5 if model.is_fine else 8, "color": tokens.pace, "opacity": 1}
    figure.add_scatter(**_at(others, data, t), mode="markers", marker=dot, name="links")
    if model.peak is None:
        return
    colour = claim_colour(data, tokens)
    figure.add_scatter(
        x=[model.peak.lag, model.peak.lag],
        y=[0, model.peak.link],
        mode="lines",
        line={"color": colour, "width": 4},
        hoverinfo="skip",
        name="claimed stem",
    )
    diamond = {
        "symbol": "diamond",
        "size": 14,
        "opacity": 1,
        "color": colour if data.is_leading else tokens.card,
        "line": {"color": colour, "width": 2},
    }
    figure.add_scatter(**_at([model.peak], data, t), mode="markers", marker=diamond, name="claim")


def _at(stems: list[LagStem], data: LagChart, t: Translator) -> dict[str, Any]:
    return {
        "x": [stem.lag for stem in stems],
        "y": [stem.link for stem in stems],
        "hovertext": [_hover(stem, data, t) for stem in stems],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _hover(stem: LagStem, data: LagChart, t: Translator) -> str:
    link, chance = link_numbers([stem.link, stem.chance], t)
    where = safe(shift_words(stem.lag, data.grain, t))
    if not math.isfinite(stem.chance):
        return f"{where}: {bold(link)}"
    return f"{where}: {bold(link)}<br>{safe(t('charts-lag-chance-to', chance=chance))}"


def _shapes(data: LagChart, model: LagModel, tokens: Theme) -> Iterator[dict[str, Any]]:
    span = span_in_view(data, model)
    if span is None:
        return
    line = {"color": claim_colour(data, tokens), "width": 2}
    at, tip = -SPAN_PX * 0.62 / PLOT_PX, 4 / PLOT_PX
    rule = {"type": "line", "xref": "x", "yref": "paper", "line": line}
    yield {**rule, "x0": span.low, "x1": span.high, "y0": at, "y1": at}
    back = 6 / USUAL_PX * (model.right - model.left)
    for end, is_open, inward in zip(span, goes_on(data, model), (1, -1), strict=True):
        foot = end + inward * back if is_open else end
        for side in (-tip, tip):
            yield {**rule, "x0": foot, "x1": end, "y0": at + side, "y1": at}


def _notes(
    data: LagChart, model: LagModel, tokens: Theme, t: Translator
) -> Iterator[dict[str, Any]]:
    if band_outline(model):
        side = quiet_side(model)
        edge = max(band_outline(model), key=lambda point: side * point[0])
        place = (edge[0], abs(edge[1]))
        anchor = {"xanchor": "left" if side < 0 else "right", "xshift": -side * 6}
        yield note(
            safe(t("charts-could-be-chance")),
            place,
            tokens.muted,
            yanchor="bottom",
            yshift=1,
            size=TICK_PX,
            bgcolor=tokens.veil,
            **anchor,
        )
    claim = claim_place(
        model, text_width(written(data.claim, t), CLAIM_PX, is_bold=True) / USUAL_PX
    )
    if claim is not None and written(data.claim, t):
        yield note(
            bold(written(data.claim, t)),
            (claim.lag, claim.link),
            claim_colour(data, tokens),
            size=CLAIM_PX,
            bgcolor=tokens.veil,
            xanchor="center",
            yanchor="bottom" if claim.is_up else "top",
            yshift=9 if claim.is_up else -9,
        )
    yield from _span_note(data, model, tokens, t)


def _span_note(
    data: LagChart, model: LagModel, tokens: Theme, t: Translator
) -> Iterator[dict[str, Any]]:
    span, words = span_in_view(data, model), written(data.span_text, t)
    if span is not None and words:
        is_left = span.high - model.left > model.right - span.low
        end, anchor = (span.low, "right") if is_left else (span.high, "left")
        yield note(
            coloured(words, claim_colour(data, tokens)),
            (end, -SPAN_PX * 0.62 / PLOT_PX),
            tokens.ink2,
            yref="paper",
            xanchor=anchor,
            xshift=-8 if is_left else 8,
            size=TICK_PX,
        )
