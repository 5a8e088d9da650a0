"""The chance strip three times: drawn for a wide page, listed for a narrow one, and as a table to be read aloud."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.charts.data import StripGroup, StripRow
from dashboard.charts.figure import CONFIG, written
from dashboard.charts.strip import chance_strip
from dashboard.charts.strip_svg import strip_svg
from dashboard.i18n import Message
from dashboard.i18n.format import MINUS, MISSING, chance
from dashboard.reports.strip import TableRow
from dashboard.reports.wording import points_between
from dashboard.ui.html import escaped, link, rich, show
from dashboard.ui.session import Visit
from dashboard.ui.status_pill import word
from dashboard.ui.tables import Column, table


def strip(visit: Visit, groups: Sequence[StripGroup]) -> str | None:
    """Draws the strip; what comes back is the key result whose mark was clicked."""
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
        show("".join(_listed(visit, group) for group in groups))
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
    columns = [Column(t(f"table-{name}"), is_number=name in numbers) for name in names]
    show(table(columns, [_cells(visit, row) for row in rows], caption))


def _clicked(picked: object) -> str | None:
    points = getattr(getattr(picked, "selection", None), "points", None) or []
    for point in points:
        data = point.get("customdata")
        first = data[0] if isinstance(data, list) and data else data
        if isinstance(first, str) and first:
            return first
    return None


def _listed(visit: Visit, group: StripGroup) -> str:
    so_far = f' <span class="fd-small">{visit.t("so-far")}</span>' if group.is_so_far else ""
    head = f'<div class="fd-strip-head"><span>{escaped(group.title)}</span><span style="white-space:nowrap">{word(group.status, visit.theme, visit.t)}{so_far}</span></div>'
    return f'{head}<ul class="fd-strip">{"".join(_item(visit, row) for row in group.rows)}</ul>'


def _item(visit: Visit, row: StripRow) -> str:
    t = visit.t
    name = link(row.key_result_id, escaped(row.name))
    numbers = f'<span class="fd-small">{escaped(written(row.now_to_target, t))}</span>'
    if row.chance is None:
        reason = rich(t, Message("charts-no-forecast-because", {"reason": written(row.reason, t)}))
        last = f'<span class="fd-numbers">{MISSING}</span><span class="fd-reason fd-small">{reason}</span>'
    else:
        last = f'<span class="fd-numbers"><b>{chance(row.chance, t.locale, is_fact=row.is_fact)}</b><br>{_change(row)}</span>'
    return f'<li><span class="fd-name">{name}<br>{numbers}</span>{strip_svg(row, visit.theme, t)}{last}</li>'


def _change(row: StripRow) -> str:
    points = points_between(row.chance, row.last_week)
    if points is None:
        return ""
    sign = "▲ +" if points > 0 else f"▼ {MINUS}" if points < 0 else ""
    return f'<span class="fd-small">{sign}{abs(points)}</span>'


def _cells(visit: Visit, row: TableRow) -> tuple[str, ...]:
    name = link(row.key_result_id, escaped(row.name))
    texts = (row.chance, row.change, row.confidence, row.due)
    return (
        escaped(row.objective),
        name,
        escaped(row.now),
        escaped(row.target),
        word(row.status, visit.theme, visit.t),
        *texts,
    )
