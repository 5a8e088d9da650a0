"""The key result chart in Plotly: target, pace, forecast, outcomes and leading KPIs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard.charts.data import KeyResultChart, ThemeName
from dashboard.charts.key_result.labels import Frame, Label, plan_labels
from dashboard.charts.key_result.landing import add_landing, landing_notes
from dashboard.charts.key_result.leads import (
    LEAD_PX,
    add_lead,
    lead_layout,
    lead_notes,
    lead_shapes,
)
from dashboard.charts.key_result.model import KeyResultModel, model_of
from dashboard.charts.key_result.traces import add_actual, add_fan, add_goal
from dashboard.charts.key_result.words import key_result_alt
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
from dashboard.charts.kit.scales import Scale, day_scale, month_ticks, tick_texts, value_ticks
from dashboard.charts.kit.theme import BODY_PX, TICK_PX, Theme, theme_of
from dashboard.i18n import Translator
from dashboard.i18n.format import day

MAIN_PX = 310
LEFT, RIGHT, TOP, BOTTOM = 62, 100, 34, 28
TIME_SHARE = 0.885
"""The share of the width for time; the rest, after a small gap, is the column of outcomes."""

USUAL_WIDTH = 860
"""Labels are placed for a plot of this width: the real one is known only in the browser."""


def key_result_figure(data: KeyResultChart, theme: ThemeName, t: Translator) -> Drawing:
    """The chart with one row per leading KPI below; 310 px high and 140 more per row."""
    tokens, model = theme_of(theme), model_of(data)
    height = MAIN_PX + LEAD_PX * len(data.leads)
    figure = empty_figure(tokens, height, (LEFT, RIGHT, TOP, BOTTOM))
    plot_px = height - TOP - BOTTOM
    main_px = MAIN_PX - TOP - BOTTOM
    x = day_scale(data.starts_on, data.due_on, 0, USUAL_WIDTH)
    frame = Frame(x, Scale(model.low, model.high, main_px, 0), BODY_PX)
    figure.update_layout(
        xaxis=_time_axis(data, tokens, t, anchor="y"),
        yaxis=_value_axis(data, model, tokens, t, domain=[1 - main_px / plot_px, 1]),
        xaxis2=axis(
            tokens,
            domain=[TIME_SHARE + 0.004, 1],
            range=[0, 1.08],
            showticklabels=False,
            anchor="y",
        ),
        hovermode="x",
        **lead_layout(data, tokens, t, plot_px, _time_axis(data, tokens, t)),
    )
    add_fan(figure, data, model, tokens, t)
    add_goal(figure, data, model, tokens)
    add_actual(figure, data, model, tokens, t)
    add_landing(figure, data, model, tokens)
    for place in range(len(data.leads)):
        add_lead(figure, data, place, tokens, t)
    shapes = [*_shapes(data, model, tokens), *lead_shapes(data, tokens)]
    notes = [
        *_today(data, tokens, t),
        *(_painted(label, tokens) for label in plan_labels(data, model, frame, t, is_full=True)),
    ]
    notes += [
        *landing_notes(data, model, frame, tokens, t),
        *_reason(data, tokens, t),
        *lead_notes(data, tokens, t),
    ]
    figure.update_layout(shapes=shapes, annotations=notes)
    return Drawing(figure, key_result_alt(data, t))


def _time_axis(
    data: KeyResultChart, tokens: Theme, t: Translator, **more: object
) -> dict[str, Any]:
    starts, names = month_ticks(data.starts_on, data.due_on, t.locale)
    return axis(
        tokens,
        type="date",
        domain=[0, TIME_SHARE],
        range=[data.starts_on.isoformat(), data.due_on.isoformat()],
        tickvals=[on.isoformat() for on, _ in names],
        ticktext=[name for _, name in names],
        minor={
            "tickvals": [on.isoformat() for on in starts],
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": tokens.border,
        },
        hoverformat=" ",
        showline=True,
        linecolor=tokens.grid,
        linewidth=1,
        **more,
    )


def _value_axis(
    data: KeyResultChart, model: KeyResultModel, tokens: Theme, t: Translator, **more: object
) -> dict[str, Any]:
    ticks = value_ticks(model.low, model.high)
    return axis(
        tokens,
        range=[model.low, model.high],
        tickvals=ticks,
        ticktext=[f"{safe(text)} " for text in tick_texts(ticks, data.unit, t.locale)],
        showgrid=True,
        gridcolor=tokens.grid,
        gridwidth=1,
        **more,
    )


def _shapes(
    data: KeyResultChart, model: KeyResultModel, tokens: Theme
) -> Iterator[dict[str, Any]]:
    if model.band:
        sides = {"xref": "x domain", "x0": 0, "x1": 1, "y0": model.band.low, "y1": model.band.high}
        yield {
            "type": "rect",
            **sides,
            "fillcolor": tokens.on_ground,
            "line": {"width": 0},
            "layer": "below",
        }
    if data.starts_on <= data.as_of <= data.due_on:
        today = data.as_of.isoformat()
        line = {"color": tokens.control, "width": 1}
        yield {
            "type": "line",
            "yref": "y domain",
            "x0": today,
            "x1": today,
            "y0": 0,
            "y1": 1.02,
            "line": line,
        }


def _today(data: KeyResultChart, tokens: Theme, t: Translator) -> Iterator[dict[str, Any]]:
    if data.starts_on <= data.as_of <= data.due_on:
        words = safe(day(data.as_of, "weekday", t.locale))
        above = {
            "yref": "y domain",
            "yshift": 8,
            "yanchor": "bottom",
            "xanchor": "center",
            "size": 12,
        }
        yield note(words, (data.as_of.isoformat(), 1), tokens.muted, **above)


def _painted(label: Label, tokens: Theme) -> dict[str, Any]:
    """The label as an annotation, on a translucent background since Plotly has no text halo."""
    is_first = label.kind in ("now", "target")
    colours = {"now": tokens.actual, "pace": tokens.pace, "outcomes80": tokens.forecast}
    words = [bold(label.strong)] if label.strong else []
    return note(
        " ".join([*words, safe(label.rest)]).strip(),
        (label.on.isoformat(), label.value),
        colours.get(label.kind, tokens.ink),
        size=BODY_PX if is_first else TICK_PX,
        xanchor={"start": "left", "middle": "center", "end": "right"}[label.anchor],
        xshift=label.dx,
        yshift=-label.dy,
        borderpad=0,
        **({"bgcolor": tokens.veil} if is_first else {}),
    )


def _reason(data: KeyResultChart, tokens: Theme, t: Translator) -> Iterator[dict[str, Any]]:
    """Writes in the empty part of the chart why there is no forecast."""
    reason = written(data.reason, t)
    if data.fan is None and reason:
        words = coloured(t("charts-no-forecast-because", reason=reason), tokens.ink2)
        yield note(
            words,
            (1, 0.04),
            tokens.ink2,
            xref="x domain",
            yref="y domain",
            xanchor="right",
            yanchor="bottom",
            bgcolor=tokens.card,
        )
