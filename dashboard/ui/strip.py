"""The chance strip three times: a figure for wide pages, a list for narrow ones, and a table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.charts.data import StripGroup, StripRow
from dashboard.charts.kit.figure import CONFIG, written
from dashboard.charts.strip.figure import chance_strip
from dashboard.charts.strip.small import strip_svg
from dashboard.i18n import Message
from dashboard.i18n.format import MINUS, MISSING, chance
from dashboard.reports.shared.wording import points_between
from dashboard.reports.weekly_review.strip import TableRow
from dashboard.ui.html import Markup, link, rich, show, words
from dashboard.ui.session import Visit
from dashboard.ui.status_pill import word
from dashboard.ui.tables import Column, table


def strip(visit: Visit, groups: Sequence[StripGroup]) -> str | None:
    """Draws the strip and returns the key result whose mark was clicked."""
    drawing = chance_strip(groups, visit.theme, visit.t)
    with st.container(key="fd-wide-strip"):
        picked = st.plotly_chart(
            drawing.figure,
            theme=None,
            key="chance-strip",
            on_select="rerun",
            selection_mode="points",
            config=CONFIG,
            alt=drawing.alt,
        )
    with st.container(key="fd-narrow-strip"):
        show(Markup("").join(_listed(visit, group) for group in groups))
    return _clicked(picked)


def strip_table(visit: Visit, rows: Sequence[TableRow], caption: str) -> None:
    """The same in words and numbers."""
    t = visit.t
    names = (
        "objective",
        "key-result",
        "now",
        "target",
        "status",
        "chance",
        "change",
        "team",
        "due",
    )
    numbers = ("now", "target", "chance", "change", "team")
    columns = [Column(words(t, f"table-{name}"), is_number=name in numbers) for name in names]
    show(table(columns, [_cells(visit, row) for row in rows], caption))


def _clicked(picked: object) -> str | None:
    points = getattr(getattr(picked, "selection", None), "points", None) or []
    for point in points:
        data = point.get("customdata")
        first = data[0] if isinstance(data, list) and data else data
        if isinstance(first, str) and first:
            return first
    return None


def _listed(visit: Visit, group: StripGroup) -> Markup:
    so_far = (
        Markup(' <span class="fd-small">{}</span>').format(words(visit.t, "so-far"))
        if group.is_so_far
        else ""
    )
    head = Markup(
        '<div class="fd-strip-head"><span>{}</span>'
        '<span style="white-space:nowrap">{}{}</span></div>'
    ).format(group.title, word(group.status, visit.theme, visit.t), so_far)
    return Markup('{}<ul class="fd-strip">{}</ul>').format(
        head, Markup("").join(_item(visit, row) for row in group.rows)
    )


def _item(visit: Visit, row: StripRow) -> Markup:
    t = visit.t
    name = link(row.key_result_id, row.name)
    numbers = Markup('<span class="fd-small">{}</span>').format(written(row.now_to_target, t))
    if row.chance is None:
        reason = rich(t, Message("charts-no-forecast-because", {"reason": written(row.reason, t)}))
        last = Markup(
            '<span class="fd-numbers">{}</span><span class="fd-reason fd-small">{}</span>'
        ).format(MISSING, reason)
    else:
        last = Markup('<span class="fd-numbers"><b>{}</b><br>{}</span>').format(
            chance(row.chance, t.locale, is_fact=row.is_fact), _change(row)
        )
    return Markup('<li><span class="fd-name">{}<br>{}</span>{}{}</li>').format(
        name, numbers, strip_svg(row, visit.theme, t), last
    )


def _change(row: StripRow) -> Markup:
    points = points_between(row.chance, row.last_week)
    if points is None:
        return Markup("")
    sign = "▲ +" if points > 0 else f"▼ {MINUS}" if points < 0 else ""
    return Markup('<span class="fd-small">{}{}</span>').format(sign, abs(points))


def _cells(visit: Visit, row: TableRow) -> tuple[str, ...]:
    name = link(row.key_result_id, row.name)
    texts = (row.chance, row.change, row.confidence, row.due)
    return (
        row.objective,
        name,
        row.now,
        row.target,
        word(row.status, visit.theme, visit.t),
        *texts,
    )
