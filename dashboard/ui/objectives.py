"""One row per objective: progress, landing, chance, confidence, weakest key result."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.data import ThemeName
from dashboard.charts.kit.marks import other_mark, status_mark
from dashboard.charts.kit.theme import theme_of
from dashboard.charts.landing import landing_svg
from dashboard.i18n import Translator
from dashboard.i18n.format import MISSING
from dashboard.reports.objectives.row import ObjectiveRow
from dashboard.ui.html import Markup, link, rich, words
from dashboard.ui.session import Visit
from dashboard.ui.status_pill import pill

STRIP_PX = 316


def legend(theme: ThemeName, t: Translator) -> Markup:
    """The legend of the landing strip."""
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
        Markup('<span class="fd-key"><i style="{}"></i>{}</span>').format(
            style, words(t, f"objectives-legend-{key}")
        )
        for style, key in keys
    )
    return Markup(" · ").join(parts)


def objectives(visit: Visit, rows: Sequence[ObjectiveRow]) -> Markup:
    """The rows below their headings, as markup."""
    t = visit.t
    scale = Markup(
        '<span class="fd-scale"><span>0 %</span><span>{}</span><span>100 %</span></span>'
    ).format(words(t, "objectives-column-progress"))
    names = ("all", "team", "weakest")
    heads = Markup("").join(
        Markup("<span>{}</span>").format(words(t, f"objectives-column-{name}")) for name in names
    )
    head = Markup('<div class="fd-objectives-head"><span>{}</span>{}{}</div>').format(
        words(t, "objectives-column-objective"), scale, heads
    )
    return Markup('<div class="fd-objectives">{}{}</div>').format(
        head, Markup("").join(_row(visit, row) for row in rows)
    )


def _row(visit: Visit, row: ObjectiveRow) -> Markup:
    cells = (
        _who(row),
        _way(visit, row),
        _all(visit, row),
        _team(visit, row),
        _decides(visit, row),
        _marks(visit, row),
    )
    return Markup('<div class="fd-objective">{}</div>').format(Markup("").join(cells))


def _who(row: ObjectiveRow) -> Markup:
    who = Markup(" · ").join(part for part in (row.owner, row.team) if part)
    why = Markup('<div class="fd-small">{}</div>').format(row.why) if row.why else ""
    return Markup('<div class="fd-who"><h3>{}</h3><div class="fd-small">{}</div>{}</div>').format(
        row.title, who, why
    )


def _way(visit: Visit, row: ObjectiveRow) -> Markup:
    t = visit.t
    captions = Markup('<span>{}</span><span class="fd-middle">{}</span>').format(
        rich(t, row.now), rich(t, row.landing)
    )
    picture = landing_svg(row.strip, visit.theme, t, STRIP_PX)
    return Markup('<div class="fd-way">{}<div class="fd-landing">{}</div></div>').format(
        picture, captions
    )


def _all(visit: Visit, row: ObjectiveRow) -> Markup:
    label = Markup('<div class="fd-only-narrow">{}</div>').format(
        words(visit.t, "objectives-column-all")
    )
    texts = [row.all_reached_word, *([row.how_many] if row.how_many else [])]
    below = Markup("").join(
        Markup('<div class="fd-small">{}</div>').format(rich(visit.t, text)) for text in texts
    )
    return Markup('<div>{}<div class="fd-big">{}</div>{}</div>').format(
        label, row.all_reached, below
    )


def _team(visit: Visit, row: ObjectiveRow) -> Markup:
    label = Markup('<div class="fd-only-narrow">{}</div>').format(
        words(visit.t, "objectives-column-team")
    )
    mark = (
        other_mark("confidence", visit.theme, 12) + Markup(" ")
        if row.confidence != MISSING
        else ""
    )
    below = Markup('<div class="fd-small">{}</div>').format(rich(visit.t, row.lowest))
    return Markup('<div>{}<div class="fd-big">{}{}</div>{}</div>').format(
        label, mark, row.confidence, below
    )


def _decides(visit: Visit, row: ObjectiveRow) -> Markup:
    t = visit.t
    weakest = (
        Markup('<div class="fd-small">{}</div>').format(rich(t, row.weakest))
        if row.weakest
        else ""
    )
    return Markup('<div class="fd-decides">{}{}</div>').format(
        pill(row.status, visit.theme, t, is_so_far=row.is_so_far), weakest
    )


def _marks(visit: Visit, row: ObjectiveRow) -> Markup:
    t = visit.t
    marks = (
        Markup('<span class="fd-mark">{}{} <b>{}</b></span>').format(
            status_mark(mark.status, visit.theme, 12, t(f"status-{mark.status.value}")),
            link(mark.key_result_id, mark.name),
            mark.chance,
        )
        for mark in row.marks
    )
    return Markup('<div class="fd-marks">{}</div>').format(Markup("").join(marks))
