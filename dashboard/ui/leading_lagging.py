"""The parts of the page on leading and lagging: the lag profile, why we say so, and the table of KPIs."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.data import LagChart
from dashboard.charts.figure import CONFIG
from dashboard.charts.lag_profile import lag_figure
from dashboard.charts.lag_svg import lag_svg
from dashboard.charts.marks import other_mark, status_mark
from dashboard.domain.okr import Status
from dashboard.i18n import Message
from dashboard.reports.evidence_pair import EvidencePair
from dashboard.reports.evidence_row import EvidenceRow, RoleMark
from dashboard.reports.evidence_why import EvidenceLine, Judged
from dashboard.reports.leading_lagging_page import LeadingLaggingPage
from dashboard.ui import page
from dashboard.ui.html import escaped, evidence_link, link, plain, rich, show
from dashboard.ui.session import Visit
from dashboard.ui.tables import Column, table
from dashboard.ui.verdict_review import verdict_review

COLUMNS = ("kpi", "key-result", "verdict", "lead", "strength", "helps", "steady")


def profile(visit: Visit, pair: EvidencePair) -> None:
    """When the KPI moves, compared with the key result, in two sizes."""
    t, data = visit.t, pair.chart
    with page.card("lags"):
        note = rich(t, pair.chart_note) if data and pair.chart_note else ""
        page.question(t, Message("ev-question"), note)
        if data is None:
            show(f'<p class="fd-say">{t("ev-no-chart")}</p>')
            return
        _profile(visit, data)


def _profile(visit: Visit, data: LagChart) -> None:
    with st.container(key="fd-wide-lags"):
        drawing = lag_figure(data, visit.theme, visit.t)
        st.plotly_chart(drawing.figure, theme=None, key="lags", config=CONFIG, alt=drawing.alt)
    with st.container(key="fd-narrow-lags"):
        show(lag_svg(data, visit.theme, visit.t))


def why(visit: Visit, pair: EvidencePair) -> None:
    """The verdict, the evidence line by line, and what a person says of it."""
    t = visit.t
    with page.card("why"):
        page.question(t, pair.why)
        kind = " fd-leading" if pair.mark == "leading" else ""
        verdict = (
            f'<b class="fd-verdict{kind}">{_mark(visit, pair.mark)}{rich(t, pair.verdict)}</b>'
        )
        said = (rich(t, one) for one in (pair.untested, pair.basis) if one is not None)
        more = "".join(f'<p class="fd-say">{one}</p>' for one in said)
        show(f'<div class="fd-say">{t("ev-verdict")} {verdict}</div>{more}')
        if pair.lines:
            lines = "".join(_line(visit, line) for line in pair.lines)
            show(f'<ul class="fd-evidence">{lines}</ul>')
        if not pair.is_own:
            show(f'<p class="fd-note">{t("ev-cause")}</p>')
        verdict_review(visit, pair)


def _line(visit: Visit, line: EvidenceLine) -> str:
    t = visit.t
    mark, text = _judged(visit, line.judged), rich(t, line.text)
    return f'<li>{mark}<span>{text}</span><span class="fd-word">{rich(t, line.word)}</span></li>'


def _judged(visit: Visit, judged: Judged) -> str:
    if judged == "unknown":
        return other_mark("too_few", visit.theme, 12)
    status = Status.ON_TRACK if judged == "good" else Status.AT_RISK
    return status_mark(status, visit.theme, 12)


def rows(visit: Visit, report: LeadingLaggingPage) -> None:
    """The KPIs of the key result, or of all: each a link to its evidence."""
    t = visit.t
    with page.card("rows"):
        page.question(t, report.rows_title, " ".join(rich(t, one) for one in report.rows_notes))
        if report.next_step is not None:
            show(f'<p class="fd-say">{rich(t, report.next_step)}</p>')
            return
        chosen = report.pair.kpi_id if report.pair else ""
        is_one = bool(report.key_result_id)
        columns = [
            Column(t(f"ev-column-{name}"), is_wide=is_one and name == "key-result")
            for name in COLUMNS
        ]
        cells = [_row(visit, one, is_chosen=one.kpi_id == chosen) for one in report.rows]
        show(table(columns, cells, plain(t, report.rows_title), is_stacking=True))


def _row(visit: Visit, one: EvidenceRow, *, is_chosen: bool) -> tuple[str, ...]:
    t = visit.t
    name = evidence_link(one.key_result_id, one.kpi_id, escaped(one.kpi))
    kind = " fd-leading" if one.mark == "leading" else ""
    bold = "b" if one.mark else "span"
    word = (
        f'<{bold} class="fd-verdict{kind}">{_mark(visit, one.mark)}{rich(t, one.verdict)}</{bold}>'
    )
    conflict = status_mark(Status.AT_RISK, visit.theme, 11) + " " if one.is_conflict else ""
    basis = f'<div class="fd-small">{conflict}{rich(t, one.basis)}</div>' if one.basis else ""
    facts = (one.lead, one.strength, one.helps, one.steady)
    return (
        f"<b>{name}</b>" if is_chosen else name,
        link(one.key_result_id, escaped(one.key_result)),
        word + basis,
        *(rich(t, fact) for fact in facts),
    )


def _mark(visit: Visit, mark: RoleMark) -> str:
    return f"{other_mark(mark, visit.theme, 13)} " if mark else ""
