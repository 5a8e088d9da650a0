"""One row an objective: how far, where it lands, all reached, confidence, and the key result that decides."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.data import ThemeName
from dashboard.charts.landing import landing_svg
from dashboard.charts.marks import other_mark, status_mark
from dashboard.charts.theme import theme_of
from dashboard.i18n import Translator
from dashboard.i18n.format import MISSING
from dashboard.reports.objective_row import ObjectiveRow
from dashboard.ui.html import escaped, link, rich
from dashboard.ui.session import Visit
from dashboard.ui.status_pill import pill

STRIP_PX = 316


def legend(theme: ThemeName, t: Translator) -> str:
    """What the parts of the landing strip mean."""
    tokens = theme_of(theme)
    keys = (
        (f"width:18px;height:6px;border-radius:3px;background:{tokens.actual}", "now"),
        (
            f"width:17px;height:11px;background:{tokens.fan80};border:1px solid {tokens.forecast}",
            "lands",
        ),
        (f"width:3px;height:13px;background:{tokens.forecast}", "middle"),
        (f"width:0;height:13px;border-left:2px dashed {tokens.pace}", "pace"),
        (f"width:2px;height:13px;background:{tokens.target}", "target"),
    )
    parts = (
        f'<span class="fd-key"><i style="{style}"></i>{t(f"objectives-legend-{key}")}</span>'
        for style, key in keys
    )
    return " · ".join(parts)


def objectives(visit: Visit, rows: Sequence[ObjectiveRow]) -> str:
    """The rows under their headings, as markup."""
    t = visit.t
    scale = f'<span class="fd-scale"><span>0 %</span><span>{t("objectives-column-progress")}</span><span>100 %</span></span>'
    names = ("all", "team", "weakest")
    heads = "".join(f"<span>{t(f'objectives-column-{name}')}</span>" for name in names)
    head = f'<div class="fd-objectives-head"><span>{t("objectives-column-objective")}</span>{scale}{heads}</div>'
    return f'<div class="fd-objectives">{head}{"".join(_row(visit, row) for row in rows)}</div>'


def _row(visit: Visit, row: ObjectiveRow) -> str:
    cells = (
        _who(row),
        _way(visit, row),
        _all(visit, row),
        _team(visit, row),
        _decides(visit, row),
        _marks(visit, row),
    )
    return f'<div class="fd-objective">{"".join(cells)}</div>'


def _who(row: ObjectiveRow) -> str:
    who = " · ".join(escaped(part) for part in (row.owner, row.team) if part)
    why = f'<div class="fd-small">{escaped(row.why)}</div>' if row.why else ""
    return f'<div class="fd-who"><h3>{escaped(row.title)}</h3><div class="fd-small">{who}</div>{why}</div>'


def _way(visit: Visit, row: ObjectiveRow) -> str:
    t = visit.t
    words = f'<span>{rich(t, row.now)}</span><span class="fd-middle">{rich(t, row.landing)}</span>'
    picture = landing_svg(row.strip, visit.theme, t, STRIP_PX)
    return f'<div class="fd-way">{picture}<div class="fd-landing">{words}</div></div>'


def _all(visit: Visit, row: ObjectiveRow) -> str:
    label = f'<div class="fd-only-narrow">{visit.t("objectives-column-all")}</div>'
    texts = [row.all_reached_word, *([row.how_many] if row.how_many else [])]
    below = "".join(f'<div class="fd-small">{rich(visit.t, text)}</div>' for text in texts)
    return f'<div>{label}<div class="fd-big">{row.all_reached}</div>{below}</div>'


def _team(visit: Visit, row: ObjectiveRow) -> str:
    label = f'<div class="fd-only-narrow">{visit.t("objectives-column-team")}</div>'
    mark = other_mark("confidence", visit.theme, 12) + " " if row.confidence != MISSING else ""
    below = f'<div class="fd-small">{rich(visit.t, row.lowest)}</div>'
    return f'<div>{label}<div class="fd-big">{mark}{row.confidence}</div>{below}</div>'


def _decides(visit: Visit, row: ObjectiveRow) -> str:
    t = visit.t
    weakest = f'<div class="fd-small">{rich(t, row.weakest)}</div>' if row.weakest else ""
    return f'<div class="fd-decides">{pill(row.status, visit.theme, t, is_so_far=row.is_so_far)}{weakest}</div>'


def _marks(visit: Visit, row: ObjectiveRow) -> str:
    t = visit.t
    marks = (
        f'<span class="fd-mark">{status_mark(mark.status, visit.theme, 12, t(f"status-{mark.status.value}"))}'
        f"{link(mark.key_result_id, escaped(mark.name))} <b>{mark.chance}</b></span>"
        for mark in row.marks
    )
    return f'<div class="fd-marks">{"".join(marks)}</div>'
