"""The parts of the weekly review: tallies, where to act, what changed, and the demo's hint."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.charts.data import PanelData
from dashboard.charts.kit.figure import written
from dashboard.charts.kit.marks import other_mark, status_mark
from dashboard.charts.panel import panel_svg
from dashboard.domain.thresholds import OUT_OF_REACH_CHANCE
from dashboard.i18n import Message
from dashboard.i18n.format import percent
from dashboard.reports.weekly_review.act import DecisionNeeded
from dashboard.reports.weekly_review.changes import PANELS
from dashboard.reports.weekly_review.report import Tally, WeeklyReview
from dashboard.reports.weekly_review.verdict_changes import SHOWN, VerdictChange
from dashboard.ui import page
from dashboard.ui.decisions import record_decision
from dashboard.ui.html import Markup, evidence_link, rich, show, words
from dashboard.ui.session import Visit, carry_over, hide, is_hidden
from dashboard.ui.status_pill import pill

KEY_RESULT_PAGE = "views/key_result.py"


def tallies(visit: Visit, shown: Sequence[Tally]) -> None:
    """How many key results have each status, and how many more than last week."""
    show(
        Markup('<div class="fd-tallies">{}</div>').format(
            Markup("").join(_tally(visit, one) for one in shown)
        )
    )


def _tally(visit: Visit, one: Tally) -> Markup:
    t = visit.t
    head = Markup('<div class="fd-word">{}{}</div>').format(
        status_mark(one.status, visit.theme, 12), words(t, f"status-{one.status.value}")
    )
    change = Markup("")
    if one.change is not None:
        key = "tally-more" if one.change > 0 else "tally-fewer" if one.change < 0 else "tally-same"
        change = words(t, key, count=abs(one.change))
    return Markup(
        '<div class="fd-tally">{}<div class="fd-count">{}</div>'
        '<div class="fd-change">{}</div></div>'
    ).format(head, one.count, change)


def acts(visit: Visit, report: WeeklyReview) -> None:
    """The key results to decide on, each with its facts and its question."""
    t = visit.t
    with page.card("act"):
        page.question(
            t, Message("act-title"), words(t, "act-ranked") if report.acts else Markup("")
        )
        if not report.acts:
            show(
                Markup('<p class="fd-say">{}</p>').format(
                    words(t, "act-past" if report.is_past else "act-nothing")
                )
            )
        for rank, item in enumerate(report.acts, start=1):
            _act(visit, rank, item)
        if report.more_out_of_reach:
            limit = percent(OUT_OF_REACH_CHANCE, t.locale)
            show(
                Markup('<div class="fd-note">{}</div>').format(
                    words(t, "act-more-low", count=report.more_out_of_reach, limit=limit)
                )
            )
    if report.not_ready:
        with page.card("ready"):
            lines = Markup(" · ").join(rich(t, line) for line in report.not_ready)
            show(Markup('<div class="fd-ready">{} {}</div>').format(words(t, "not-ready"), lines))


def _act(visit: Visit, rank: int, item: DecisionNeeded) -> None:
    t = visit.t
    rule = Markup('<div class="fd-rule"></div>') if rank > 1 else ""
    why = Markup(" ").join(rich(t, sentence) for sentence in item.why)
    decide = rich(t, Message("decide", {"question": item.decide}))
    decided = (
        Markup('<div class="fd-decided">{}</div>').format(rich(t, item.decided))
        if item.decided
        else ""
    )
    show(
        Markup(
            '{}<div class="fd-act"><h3>{}. {}</h3>{}</div><div class="fd-act-body">{}</div>'
            '<div class="fd-decide">{}</div>{}'
        ).format(rule, rank, item.name, pill(item.status, visit.theme, t), why, decide, decided)
    )
    with st.container(
        key=f"fd-do-{item.key_result_id}",
        horizontal=True,
        vertical_alignment="center",
        gap="small",
    ):
        st.page_link(
            KEY_RESULT_PAGE,
            label=t("act-open"),
            icon=":material/arrow_forward:",
            query_params=carry_over(**{"kr": item.key_result_id, "from": "review"}),
        )
        record_decision(visit, item.key_result_id, item.name)


def changes(visit: Visit, report: WeeklyReview) -> None:
    """The KPIs that left their usual range, and the number of the others."""
    t = visit.t
    with page.card("changes"):
        page.question(
            t,
            Message("changed-title"),
            Markup(" ").join(rich(t, line) for line in report.changes.sentences),
        )
        shown, more = report.changes.panels[:PANELS], report.changes.panels[PANELS:]
        if shown:
            folded = Markup('<details class="fd-more"><summary>{}</summary>{}</details>').format(
                words(t, "changed-more", count=len(more)), _panels(visit, more)
            )
            show(_panels(visit, shown) + (folded if more else ""))
        _verdicts(visit, report.verdict_changes)


def _verdicts(visit: Visit, changes: Sequence[VerdictChange]) -> None:
    """A line for each KPI with another verdict, with a link to the evidence."""
    lines = [_verdict(visit, one) for one in changes]
    shown, more = lines[:SHOWN], lines[SHOWN:]
    if shown:
        folded = Markup('<details class="fd-more"><summary>{}</summary>{}</details>').format(
            words(visit.t, "changed-more", count=len(more)), Markup("").join(more)
        )
        show(Markup("").join(shown) + (folded if more else ""))


def _verdict(visit: Visit, one: VerdictChange) -> Markup:
    link = evidence_link(one.key_result_id, one.kpi_id, words(visit.t, "changed-evidence"))
    return Markup('<div class="fd-note">{} {}</div>').format(rich(visit.t, one.text), link)


def _panels(visit: Visit, shown: Sequence[PanelData]) -> Markup:
    return Markup('<div class="fd-panels">{}</div>').format(
        Markup("").join(_panel(visit, one) for one in shown)
    )


def _panel(visit: Visit, data: PanelData) -> Markup:
    kind = Markup(" fd-leading") if data.is_leading else ""
    mark = other_mark("leading", visit.theme, 12) + Markup(" ") if data.is_leading else ""
    role = Markup('<div class="fd-panel-role{}">{}{}</div>').format(
        kind, mark, written(data.role_text, visit.t)
    )
    message = Markup('<div class="fd-panel-message">{}{}</div>').format(
        _side(data), written(data.message, visit.t)
    )
    picture = panel_svg(data, visit.theme, visit.t, has_heading=False)
    return Markup("<div><h3>{}</h3>{}{}{}</div>").format(data.name, role, message, picture)


def _side(data: PanelData) -> Markup:
    """An arrow to the side on which the last value is outside; the text next to it says the same."""
    if data.usual is None or not data.recent:
        return Markup("")
    last = data.recent[-1].value
    arrow = "▼" if last < data.usual.low else "▲" if last > data.usual.high else ""
    return (
        Markup('<span aria-hidden="true" class="fd-arrow">{}</span> ').format(arrow)
        if arrow
        else Markup("")
    )


def demo_hint(visit: Visit, report: WeeklyReview) -> None:
    """One line for first-time visitors of the demo, until they hide it."""
    if report.demo_hint is None or is_hidden("demo") or visit.is_meeting:
        return
    t = visit.t
    with st.container(key="fd-demo", horizontal=True, vertical_alignment="center", gap="small"):
        show(Markup("{} {}").format(words(t, "demo-first"), rich(t, report.demo_hint)))
        if report.acts:
            first = carry_over(**{"kr": report.acts[0].key_result_id, "from": "review"})
            st.page_link(
                KEY_RESULT_PAGE,
                label=t("demo-why"),
                icon=":material/arrow_forward:",
                query_params=first,
            )
        st.button(
            t("demo-hide"), icon=":material/close:", type="tertiary", on_click=hide, args=("demo",)
        )
