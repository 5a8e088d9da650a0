"""The leading KPIs as rows below the key result chart, on its dates, each later by its lead."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.data import KeyResultChart, LeadRow, Point
from dashboard.charts.key_result.model import arrivals
from dashboard.charts.key_result.words import horizon_words
from dashboard.charts.kit.figure import axis, bold, coloured, note, safe, written
from dashboard.charts.kit.scales import tick_texts, value_range, value_ticks
from dashboard.charts.kit.text_width import fitted, text_width
from dashboard.charts.kit.theme import Theme
from dashboard.i18n import Translator
from dashboard.i18n.format import day, number

LEAD_PX = 140
PLOT_PX = 78
FIRST_AXIS = 3
"""x2 is the column of outcomes; the rows take x3, y3 and so on."""


def lead_layout(
    data: KeyResultChart, tokens: Theme, t: Translator, plot_px: float, time_axis: dict[str, Any]
) -> dict[str, Any]:
    """The axes of all rows; only the last one names its months."""
    axes: dict[str, Any] = {}
    for place, row in enumerate(data.leads):
        n = FIRST_AXIS + place
        is_last = place == len(data.leads) - 1
        foot = LEAD_PX * (len(data.leads) - 1 - place)
        low, high = _range(data, row)
        ticks = value_ticks(low, high, most=3)
        axes[f"xaxis{n}"] = {**time_axis, "anchor": f"y{n}", "showticklabels": is_last}
        axes[f"yaxis{n}"] = axis(
            tokens,
            anchor=f"x{n}",
            domain=[foot / plot_px, (foot + PLOT_PX) / plot_px],
            range=[low, high],
            tickvals=ticks,
            ticktext=[f"{safe(text)} " for text in tick_texts(ticks, row.unit, t.locale)],
            showgrid=True,
            gridcolor=tokens.grid,
        )
    return axes


def add_lead(
    figure: go.Figure, data: KeyResultChart, place: int, tokens: Theme, t: Translator
) -> None:
    """Adds the line of one row: hollow markers for past effects, filled ones for effects to come."""
    row, n = data.leads[place], FIRST_AXIS + place
    colour = tokens.lead if row.is_leading else tokens.actual
    own = {p.on: q for p, q in zip(arrivals(row), row.points, strict=True)}
    shown = [p for p in arrivals(row) if data.starts_on <= p.on <= data.due_on]
    fills = [colour if p.on > data.as_of else tokens.card for p in shown]
    marker = {
        "symbol": "diamond",
        "size": 7,
        "opacity": 1,
        "color": fills,
        "line": {"color": colour, "width": 1.2},
    }
    figure.add_scatter(
        x=[p.on.isoformat() for p in shown],
        y=[p.value if math.isfinite(p.value) else None for p in shown],
        xaxis=f"x{n}",
        yaxis=f"y{n}",
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker=marker,
        connectgaps=False,
        hovertext=[_hover(own[p.on], row, t) for p in shown],
        hovertemplate="%{hovertext}<extra></extra>",
        name="lead" if row.is_leading else "lagging",
    )
    odd = [p for p in shown if p.is_outside and math.isfinite(p.value)]
    if odd:
        ring = {"symbol": "circle-open", "size": 15, "color": tokens.off, "line": {"width": 2}}
        places = {"x": [p.on.isoformat() for p in odd], "y": [p.value for p in odd]}
        figure.add_scatter(
            **places,
            xaxis=f"x{n}",
            yaxis=f"y{n}",
            mode="markers",
            marker=ring,
            hoverinfo="skip",
            name="outside",
        )


def lead_shapes(data: KeyResultChart, tokens: Theme) -> Iterator[dict[str, Any]]:
    """The usual ranges, the area of effects still to come, and today's line through every row."""
    for place, row in enumerate(data.leads):
        n = FIRST_AXIS + place
        flat = {"line": {"width": 0}, "layer": "below", "xref": f"x{n}"}
        if row.usual:
            sides = {
                "xref": f"x{n} domain",
                "x0": 0,
                "x1": 1,
                "y0": row.usual.low,
                "y1": row.usual.high,
            }
            yield {
                "type": "rect",
                **flat,
                **sides,
                "yref": f"y{n}",
                "fillcolor": tokens.none_ground,
            }
        today = data.as_of.isoformat()
        high = {"yref": f"y{n} domain", "y0": 0, "y1": 1.12}
        coming = _last_coming(data, row)
        if coming:
            colour = tokens.lead if row.is_leading else tokens.actual
            yield {
                "type": "rect",
                **flat,
                **high,
                "x0": today,
                "x1": coming.on.isoformat(),
                "fillcolor": colour,
                "opacity": 0.07,
            }
        if data.starts_on <= data.as_of <= data.due_on:
            line = {"color": tokens.control, "width": 1}
            yield {"type": "line", "xref": f"x{n}", **high, "x0": today, "x1": today, "line": line}


def lead_notes(data: KeyResultChart, tokens: Theme, t: Translator) -> Iterator[dict[str, Any]]:
    """The title of each row, and the label of the effects still to come."""
    for place, row in enumerate(data.leads):
        n = FIRST_AXIS + place
        refs = {"xref": f"x{n} domain", "yref": f"y{n} domain"}
        yield note(
            _title(row, tokens, t),
            (0, 1),
            tokens.ink,
            **refs,
            xshift=-8,
            yshift=14,
            yanchor="bottom",
        )
        coming = _last_coming(data, row)
        if coming and written(row.lead_text, t):
            yield _arriving(data, row, coming, tokens, t) | {
                "xref": f"x{n}",
                "yref": f"y{n} domain",
                "yanchor": "top",
            }


def _arriving(
    data: KeyResultChart, row: LeadRow, coming: Point, tokens: Theme, t: Translator
) -> dict[str, Any]:
    """The label of the effects still to come: right of their area, inside it, or left of today."""
    colour = tokens.lead if row.is_leading else tokens.actual
    lines = (
        t("charts-arriving"),
        t("charts-arriving-next", time=horizon_words(data, row, coming, t)),
    )
    whole = (data.due_on - data.starts_on).days
    words, two = " ".join(lines), "<br>".join(map(safe, lines))
    if (coming.on - data.starts_on).days <= 0.75 * whole:
        place = (coming.on.isoformat(), 1.1)
        return note(two, place, colour, size=12, bgcolor=tokens.veil, xshift=6)
    today = data.as_of.isoformat()
    if (coming.on - data.as_of).days / whole * USUAL_PX >= text_width(words, 12) + 12:
        return note(safe(words), (today, 1.14), colour, size=12, xshift=6)
    side = {"xanchor": "right", "xshift": -6}
    return note(two, (today, 1.1), colour, size=12, bgcolor=tokens.veil, **side)


def _title(row: LeadRow, tokens: Theme, t: Translator) -> str:
    lead = written(row.lead_text, t)
    later = (
        t("charts-drawn-later", lead=lead)
        if math.isfinite(row.lead_periods) and lead
        else t("charts-own-dates")
    )
    tail = f"{later}; {t('charts-grey-usual')}" if row.usual else later
    role = written(row.role_text, t)
    colour = tokens.lead if row.is_leading else tokens.ink2
    mark = coloured("◆" if row.is_leading else "◇", colour)
    room = USUAL_TITLE_PX - text_width(role, 12.5) - text_width(tail, 12)
    name = bold(fitted(row.name, max(120.0, room), 13, is_bold=True))
    return f"{name}  {mark} {coloured(role, colour)}  {coloured(tail, tokens.muted)}"


USUAL_TITLE_PX = 860.0
USUAL_PX = 900.0
"""Approximate widths of a title and a row on a desktop screen."""


def _hover(point: Point, row: LeadRow, t: Translator) -> str:
    on = safe(t("charts-measured-on", day=day(point.on, "weekday", t.locale)))
    odd = f"<br>{safe(t('charts-outside'))}" if point.is_outside else ""
    return f"{safe(row.name)}<br>{bold(number(point.value, row.unit, t.locale))}, {on}{odd}"


def _range(data: KeyResultChart, row: LeadRow) -> tuple[float, float]:
    shown = [p.value for p in arrivals(row) if data.starts_on <= p.on <= data.due_on]
    return value_range([*shown, *(row.usual or ())], air=0.12)


def _last_coming(data: KeyResultChart, row: LeadRow) -> Point | None:
    coming = [
        p for p in arrivals(row) if data.as_of < p.on <= data.due_on and math.isfinite(p.value)
    ]
    return coming[-1] if coming else None
