"""The chance strip: every key result's chance on one scale, beside last week's and the team's confidence (C1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.data import StripGroup, StripRow, ThemeName
from dashboard.charts.figure import (
    Drawing,
    axis,
    bold,
    coloured,
    empty_figure,
    note,
    safe,
    written,
)
from dashboard.charts.marks import GLYPHS, PLOTLY_SYMBOLS
from dashboard.charts.strip_rows import (
    STATUS_ORDER,
    PlacedRow,
    StripLayout,
    has_gap,
    is_close,
    lay_out,
    points,
)
from dashboard.charts.strip_words import strip_alt, strip_hover
from dashboard.charts.text_width import fitted, text_width
from dashboard.charts.theme import Theme, theme_of
from dashboard.domain.thresholds import AT_RISK_CHANCE, ON_TRACK_CHANCE
from dashboard.i18n import Translator
from dashboard.i18n.format import chance, percent, signed

LEFT, RIGHT, TOP, BOTTOM = 356, 114, 26, 22
ROW_PX = 28.5
SCALE = (-2, 104)
"""Room for a whole mark at 0 and at 100 %."""

CLOSE_SHRINK = 0.72
"""A mark that stands in the team's square is smaller, so that the square is seen round it."""

BIG_CHANGE = 10
"""From here on, in points, a change since last week is set in bold ink."""

_NAME_X, _NUMBERS_X = -LEFT + 6, -14
_CHANCE_X, _CHANGE_X = 44, RIGHT - 6


def chance_strip(groups: Sequence[StripGroup], theme: ThemeName, t: Translator) -> Drawing:
    """The chance strip of all groups; `customdata` of every status mark is its key result's id, for clicks."""
    tokens, layout = theme_of(theme), lay_out(groups)
    figure = empty_figure(
        tokens, TOP + BOTTOM + ROW_PX * layout.height, (LEFT, RIGHT, TOP, BOTTOM)
    )
    figure.update_layout(
        xaxis=axis(
            tokens,
            range=[*SCALE],
            tickvals=[0, *_cuts(), 100],
            ticktext=[percent(v / 100, t.locale) for v in (0, *_cuts(), 100)],
        ),
        yaxis=axis(tokens, range=[layout.height, 0], showticklabels=False),
        shapes=[*_zones(tokens), *_row_lines(layout, tokens), *_gap_lines(layout, tokens)],
        annotations=[
            *_heads(tokens, t),
            *(n for group, y in layout.headers for n in _group_notes(group, y, tokens, t)),
            *(n for placed in layout.rows for n in _row_notes(placed, tokens, t)),
        ],
        hovermode="closest",
        clickmode="event+select",
    )
    _add_marks(figure, layout, tokens, t)
    return Drawing(figure, strip_alt(groups, t))


def _cuts() -> tuple[float, float]:
    return round(AT_RISK_CHANCE * 100), round(ON_TRACK_CHANCE * 100)


def _zones(tokens: Theme) -> list[dict[str, Any]]:
    risk, on = _cuts()
    grounds = (
        (0, risk, tokens.off_ground),
        (risk, on, tokens.risk_ground),
        (on, 100, tokens.on_ground),
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


def _heads(tokens: Theme, t: Translator) -> Iterator[dict[str, Any]]:
    risk, on = _cuts()
    cut = {v: percent(v / 100, t.locale) for v in (risk, on)}
    grounds = (
        (risk / 2, "off_track", t("charts-under", cut=cut[risk]), tokens.off),
        (
            (risk + on) / 2,
            "at_risk",
            t("charts-between", low=str(risk), high=percent((on - 1) / 100, t.locale)),
            tokens.risk,
        ),
        ((on + 100) / 2, "on_track", t("charts-from", cut=cut[on]), tokens.on),
    )
    above = {"yref": "paper", "yanchor": "bottom", "size": 12, "yshift": 3}
    for x, key, words, colour in grounds:
        yield note(
            f"{bold(t(f'charts-status-{key}'))} {safe(words)}",
            (x, 1),
            colour,
            xanchor="center",
            **above,
        )
    yield _left(t("charts-now-to-target"), 1, tokens.muted, **above)
    yield _right(safe(t("charts-chance")), 1, _CHANCE_X, tokens.muted, **above)
    yield _right(safe(t("charts-change")), 1, _CHANGE_X, tokens.muted, **above)


def _group_notes(
    group: StripGroup, y: float, tokens: Theme, t: Translator
) -> Iterator[dict[str, Any]]:
    word = t(f"charts-status-{group.status.value}")
    mark = coloured(GLYPHS[group.status], tokens.status(group.status))
    tail = f" {coloured(t('charts-so-far'), tokens.ink2)}" if group.is_so_far else ""
    title = fitted(group.title, LEFT + 40, 13.5, is_bold=True)
    yield note(bold(title), (0, y), tokens.ink, xref="paper", xshift=_NAME_X, size=13.5)
    yield _right(f"{mark} {bold(word)}{tail}", y, _CHANGE_X, tokens.ink)


def _row_notes(placed: PlacedRow, tokens: Theme, t: Translator) -> Iterator[dict[str, Any]]:
    row, y = placed.row, placed.y
    numbers = fitted(written(row.now_to_target, t), LEFT * 0.5, 12.5)
    room = LEFT - 40 - text_width(numbers, 12.5)
    yield note(safe(fitted(row.name, room, 13)), (0, y), tokens.ink, xref="paper", xshift=_NAME_X)
    if numbers:
        yield _left(numbers, y, tokens.ink2, size=12.5)
    if row.chance is None:
        yield from _reason_notes(row, y, tokens, t)
        return
    yield _right(
        bold(chance(row.chance, t.locale, is_fact=row.is_fact)), y, _CHANCE_X, tokens.ink, size=14
    )
    if row.last_week is not None:
        yield _change_note(points(row.chance) - points(row.last_week), y, tokens, t)


def _reason_notes(
    row: StripRow, y: float, tokens: Theme, t: Translator
) -> Iterator[dict[str, Any]]:
    reason = written(row.reason, t)
    words = (
        t("charts-no-forecast-because", reason=reason)
        if reason
        else t(f"charts-status-{row.status.value}")
    )
    glyph = coloured(GLYPHS[row.status], tokens.none)
    ground = {"bgcolor": tokens.card, "opacity": 0.92, "borderpad": 1}
    yield note(
        f"{glyph} {safe(fitted(words, 330, 12.5))}",
        (0, y),
        tokens.ink2,
        xshift=6,
        size=12.5,
        **ground,
    )
    yield _right("–", y, _CHANCE_X, tokens.muted)


def _change_note(change: float, y: float, tokens: Theme, t: Translator) -> dict[str, Any]:
    size = round(change)
    arrow = "▲ " if size > 0 else "▼ " if size < 0 else ""
    words = arrow + signed(size, t.locale)
    if abs(size) >= BIG_CHANGE:
        return _right(bold(words), y, _CHANGE_X, tokens.ink, size=12.5)
    return _right(safe(words), y, _CHANGE_X, tokens.muted, size=12.5)


def _left(words: str, y: float, colour: str, **more: object) -> dict[str, Any]:
    return note(
        safe(words),
        (0, y),
        colour,
        xref="paper",
        xshift=_NUMBERS_X,
        **{"xanchor": "right", **more},
    )


def _right(text: str, y: float, shift: int, colour: str, **more: object) -> dict[str, Any]:
    return note(text, (1, y), colour, xref="paper", xshift=shift, **{"xanchor": "right", **more})


def _add_marks(figure: go.Figure, layout: StripLayout, tokens: Theme, t: Translator) -> None:
    """Adds the six traces, from the back: the way since last week, last week, the team, and one a status."""
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
    said = [p for p in layout.rows if p.row.confidence is not None]
    team = {"symbol": "square", "size": [17 if is_close(p.row) else 9 for p in said], "opacity": 1}
    team |= {"color": tokens.card, "line": {"color": tokens.accent, "width": 2}}
    _add_points(figure, said, [points(p.row.confidence) for p in said], team, "confidence", t)
    for status in STATUS_ORDER:
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
