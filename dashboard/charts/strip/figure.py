"""The chance strip in Plotly: chances, last week's chances and confidences on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.data import StripGroup, StripRow, ThemeName
from dashboard.charts.kit.figure import (
    Drawing,
    axis,
    empty_figure,
)
from dashboard.charts.kit.marks import PLOTLY_SYMBOLS
from dashboard.charts.kit.theme import Theme, theme_of
from dashboard.charts.strip.notes import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    cuts,
    group_notes,
    heads,
    row_notes,
)
from dashboard.charts.strip.rows import (
    PlacedRow,
    StripLayout,
    has_gap,
    is_close,
    lay_out,
    points,
)
from dashboard.charts.strip.words import strip_alt, strip_hover
from dashboard.domain.okr import Status
from dashboard.i18n import Translator
from dashboard.i18n.format import percent

ROW_PX = 28.5
SCALE = (-2, 104)
"""Room for a whole mark at 0 and at 100 %."""

CLOSE_SHRINK = 0.72
"""A status mark inside the team's square is smaller, so that the square stays visible."""


def chance_strip(groups: Sequence[StripGroup], theme: ThemeName, t: Translator) -> Drawing:
    """The chance strip of all groups; `customdata` of a status mark is its key result's id."""
    tokens, layout = theme_of(theme), lay_out(groups)
    figure = empty_figure(
        tokens, TOP + BOTTOM + ROW_PX * layout.height, (LEFT, RIGHT, TOP, BOTTOM)
    )
    figure.update_layout(
        xaxis=axis(
            tokens,
            range=[*SCALE],
            tickvals=[0, *cuts(), 100],
            ticktext=[percent(v / 100, t.locale) for v in (0, *cuts(), 100)],
        ),
        yaxis=axis(tokens, range=[layout.height, 0], showticklabels=False),
        shapes=[*_zones(tokens), *_row_lines(layout, tokens), *_gap_lines(layout, tokens)],
        annotations=[
            *heads(tokens, t),
            *(n for group, y in layout.headers for n in group_notes(group, y, tokens, t)),
            *(n for placed in layout.rows for n in row_notes(placed, tokens, t)),
        ],
        hovermode="closest",
        clickmode="event+select",
    )
    _add_marks(figure, layout, tokens, t)
    return Drawing(figure, strip_alt(groups, t))


def _zones(tokens: Theme) -> list[dict[str, Any]]:
    risk, on = cuts()
    grounds = (
        (SCALE[0], risk, tokens.off_ground),
        (risk, on, tokens.risk_ground),
        (on, SCALE[1], tokens.on_ground),
    )
    base = {
        "type": "rect",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"width": 0},
        "layer": "below",
        "opacity": 0.42,
    }
    return [{**base, "x0": low, "x1": high, "fillcolor": ground} for low, high, ground in grounds]


def _row_lines(layout: StripLayout, tokens: Theme) -> Iterator[dict[str, Any]]:
    for placed in layout.rows:
        line = {"color": tokens.grid, "width": 1}
        yield {
            "type": "line",
            "x0": SCALE[0],
            "x1": SCALE[1],
            "y0": placed.y,
            "y1": placed.y,
            "line": line,
            "layer": "below",
        }


def _gap_lines(layout: StripLayout, tokens: Theme) -> Iterator[dict[str, Any]]:
    line = {"color": tokens.accent, "width": 1.6, "dash": "2px,3px"}
    for placed in layout.rows:
        if has_gap(placed.row):
            ends = points(placed.row.chance), points(placed.row.confidence)
            yield {
                "type": "line",
                "x0": ends[0],
                "x1": ends[1],
                "y0": placed.y,
                "y1": placed.y,
                "line": line,
                "layer": "below",
            }


def _add_marks(figure: go.Figure, layout: StripLayout, tokens: Theme, t: Translator) -> None:
    """Adds the six traces, from the back: change since last week, last week, team, and statuses."""
    known = [p for p in layout.rows if p.row.chance is not None]
    moved = [p for p in known if p.row.last_week is not None]
    way_x = [v for p in moved for v in (points(p.row.last_week), points(p.row.chance), None)]
    way_y = [v for p in moved for v in (p.y, p.y, None)]
    line = {"color": tokens.muted, "width": 3}
    figure.add_scatter(x=way_x, y=way_y, mode="lines", line=line, hoverinfo="skip", name="way")
    past = {
        "symbol": "circle",
        "size": 8,
        "color": tokens.card,
        "line": {"color": tokens.muted, "width": 2},
    }
    _add_points(figure, moved, [points(p.row.last_week) for p in moved], past, "last_week", t)
    stated = [p for p in layout.rows if p.row.confidence is not None]
    team = {
        "symbol": "square",
        "size": [15 if is_close(p.row) else 9 for p in stated],
        "opacity": 1,
    }
    team |= {"color": ["rgba(0,0,0,0)" if is_close(p.row) else tokens.card for p in stated]}
    team |= {"line": {"color": tokens.accent, "width": 2}}
    _add_points(figure, stated, [_team_place(p.row) for p in stated], team, "confidence", t)
    for status in sorted(Status, key=lambda one: one.severity, reverse=True):
        rows = [p for p in known if p.row.status is status]
        symbol, size = PLOTLY_SYMBOLS[status]
        sizes = [size * CLOSE_SHRINK if is_close(p.row) else size for p in rows]
        rim = {"color": tokens.card, "width": 1.5}
        mark = {
            "symbol": symbol,
            "size": sizes,
            "color": tokens.status(status),
            "line": rim,
            "opacity": 1,
        }
        if rows:
            _add_points(figure, rows, [points(p.row.chance) for p in rows], mark, status.value, t)


def _team_place(row: StripRow) -> int:
    """The place of the team's square; if too close to the status mark, it frames that mark."""
    return points(row.chance if is_close(row) else row.confidence)


def _add_points(
    figure: go.Figure,
    rows: Sequence[PlacedRow],
    x: list[float],
    marker: dict[str, Any],
    name: str,
    t: Translator,
) -> None:
    figure.add_scatter(
        x=x,
        y=[p.y for p in rows],
        mode="markers",
        marker=marker,
        name=name,
        customdata=[p.row.key_result_id for p in rows],
        hovertext=[strip_hover(p.row, t) for p in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
