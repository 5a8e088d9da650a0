"""The parts of the weekly review: tallies, where to act, what changed, and the demo's hint."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from dashboard.charts.data import PanelData
from dashboard.charts.figure import written
from dashboard.charts.marks import other_mark, status_mark
from dashboard.charts.panel import panel_svg
from dashboard.domain.thresholds import OUT_OF_REACH_CHANCE
from dashboard.i18n import Message
from dashboard.i18n.format import percent
from dashboard.reports.act import ActItem
from dashboard.reports.changes import PANELS
from dashboard.reports.verdict_changes import SHOWN, VerdictChange
from dashboard.reports.weekly_review import Tally, WeeklyReview
from dashboard.ui import page
from dashboard.ui.decisions import record_decision
from dashboard.ui.html import escaped, rich, show
from dashboard.ui.session import Visit, carry_over, hide, is_hidden
from dashboard.ui.status_pill import pill

KEY_RESULT_PAGE = "views/key_result.py"


def tallies(visit: Visit, shown: Sequence[Tally]) -> None:
    """How many key results have each status, and how many more than last week."""
    show(f'<div class="fd-tallies">{"".join(_tally(visit, one) for one in shown)}</div>')


def _tally(visit: Visit, one: Tally) -> str:
    t = visit.t
    head = f'<div class="fd-word">{status_mark(one.status, visit.theme, 12)}{t(f"status-{one.status.value}")}</div>'
    change = ""
    if one.change is not None:
        key = "tally-more" if one.change > 0 else "tally-fewer" if one.change < 0 else "tally-same"
        change = t(key, count=abs(one.change))
    return f'<div class="fd-tally">{head}<div class="fd-count">{one.count}</div><div class="fd-change">{change}</div></div>'


def acts(visit: Visit, report: WeeklyReview) -> None:
    """The things to decide on, each with its facts and its question."""
    t = visit.t
    with page.card("act"):
        page.question(t, Message("act-title"), t("act-ranked") if report.acts else "")
        if not report.acts:
            show(f'<p class="fd-say">{t("act-past" if report.is_past else "act-nothing")}</p>')
        for rank, item in enumerate(report.acts, start=1):
            _act(visit, rank, item)
        if report.more_out_of_reach:
            limit = percent(OUT_OF_REACH_CHANCE, t.locale)
            show(
                f'<div class="fd-note">{t("act-more-low", count=report.more_out_of_reach, limit=limit)}</div>'
            )
    if report.not_ready:
        with page.card("ready"):
            lines = " · ".join(rich(t, line) for line in report.not_ready)
            show(f'<div class="fd-ready">{t("not-ready")} {lines}</div>')


def _act(visit: Visit, rank: int, item: ActItem) -> None:
    t = visit.t
    rule = '<div class="fd-rule"></div>' if rank > 1 else ""
    why = " ".join(rich(t, sentence) for sentence in item.why)
    decide = rich(t, Message("decide", {"question": item.decide}))
    decided = f'<div class="fd-decided">{rich(t, item.decided)}</div>' if item.decided else ""
    show(
        f'{rule}<div class="fd-act"><h3>{rank}. {escaped(item.name)}</h3>{pill(item.status, visit.theme, t)}</div>'
        f'<div class="fd-act-body">{why}</div><div class="fd-decide">{decide}</div>{decided}'
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
    """The KPIs that left their usual range, and the quiet rest as a number."""
    t = visit.t
    with page.card("changes"):
        page.question(
            t,
            Message("changed-title"),
            " ".join(rich(t, line) for line in report.changes.sentences),
        )
        shown, more = report.changes.panels[:PANELS], report.changes.panels[PANELS:]
        if shown:
            folded = (
                f'<details class="fd-more"><summary>{t("changed-more", count=len(more))}</summary>'
                f"{_panels(visit, more)}</details>"
            )
            show(_panels(visit, shown) + (folded if more else ""))
        _verdicts(visit, report.verdict_changes)


def _verdicts(visit: Visit, found: Sequence[VerdictChange]) -> None:
    """A line for each KPI of which the data say something else, with the way to the evidence."""
    lines = [_verdict(visit, one) for one in found]
    shown, more = lines[:SHOWN], lines[SHOWN:]
    if shown:
        folded = (
            f'<details class="fd-more"><summary>{visit.t("changed-more", count=len(more))}</summary>'
            f"{''.join(more)}</details>"
        )
        show("".join(shown) + (folded if more else ""))


def _verdict(visit: Visit, one: VerdictChange) -> str:
    address = escaped(urlencode(carry_over(kr=one.key_result_id, kpi=one.kpi_id)))
    link = f'<a href="leading-lagging?{address}" target="_self">{visit.t("changed-evidence")}</a>'
    return f'<div class="fd-note">{rich(visit.t, one.text)} {link}</div>'


def _panels(visit: Visit, shown: Sequence[PanelData]) -> str:
    return f'<div class="fd-panels">{"".join(_panel(visit, one) for one in shown)}</div>'


def _panel(visit: Visit, data: PanelData) -> str:
    kind = " fd-leading" if data.is_leading else ""
    mark = other_mark("leading", visit.theme, 12) + " " if data.is_leading else ""
    role = (
        f'<div class="fd-panel-role{kind}">{mark}{escaped(written(data.role_text, visit.t))}</div>'
    )
    message = f'<div class="fd-panel-message">{_side(data)}{escaped(written(data.message, visit.t))}</div>'
    picture = panel_svg(data, visit.theme, visit.t, has_heading=False)
    return f"<div><h3>{escaped(data.name)}</h3>{role}{message}{picture}</div>"


def _side(data: PanelData) -> str:
    """The side on which the last value lies outside the usual range; the words beside it say the same."""
    if data.usual is None or not data.recent:
        return ""
    last = data.recent[-1].value
    arrow = "▼" if last < data.usual.low else "▲" if last > data.usual.high else ""
    return f'<span aria-hidden="true" class="fd-arrow">{arrow}</span> ' if arrow else ""


def demo_hint(visit: Visit, report: WeeklyReview) -> None:
    """One line for somebody who sees the demo for the first time, until it is hidden."""
    if report.demo_hint is None or is_hidden("demo") or visit.is_meeting:
        return
    t = visit.t
    with st.container(key="fd-demo", horizontal=True, vertical_alignment="center", gap="small"):
        show(f"{t('demo-first')} {rich(t, report.demo_hint)}")
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
