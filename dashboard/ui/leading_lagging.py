"""The parts of the evidence page: lag profile, evidence, and table of KPIs."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.data import LagChart
from dashboard.charts.kit.figure import CONFIG
from dashboard.charts.kit.marks import other_mark, status_mark
from dashboard.charts.lag_profile.figure import lag_figure
from dashboard.charts.lag_profile.small import lag_svg
from dashboard.domain.okr import Status
from dashboard.i18n import Message
from dashboard.reports.evidence.pair import EvidencePair
from dashboard.reports.evidence.report import LeadingLaggingPage
from dashboard.reports.evidence.row import EvidenceRow, RoleMark
from dashboard.reports.evidence.why import EvidenceLine, Judgement
from dashboard.ui import page
from dashboard.ui.html import Markup, evidence_link, link, plain, rich, show, words
from dashboard.ui.session import Visit
from dashboard.ui.tables import Column, table
from dashboard.ui.verdict_review import verdict_review

COLUMNS = ("kpi", "key-result", "verdict", "lead", "strength", "helps", "steady")


def profile(visit: Visit, pair: EvidencePair) -> None:
    """The lag profile, in two sizes."""
    t, data = visit.t, pair.chart
    with page.card("lags"):
        note = rich(t, pair.chart_note) if data and pair.chart_note else Markup("")
        page.question(t, Message("ev-question"), note)
        if data is None:
            show(Markup('<p class="fd-say">{}</p>').format(words(t, "ev-no-chart")))
            return
        _profile(visit, data)


def _profile(visit: Visit, data: LagChart) -> None:
    with st.container(key="fd-wide-lags"):
        drawing = lag_figure(data, visit.theme, visit.t)
        st.plotly_chart(drawing.figure, theme=None, key="lags", config=CONFIG, alt=drawing.alt)
    with st.container(key="fd-narrow-lags"):
        show(lag_svg(data, visit.theme, visit.t))


def why(visit: Visit, pair: EvidencePair) -> None:
    """The verdict, the evidence line by line, and the review by a person."""
    t = visit.t
    with page.card("why"):
        page.question(t, pair.why)
        kind = Markup(" fd-leading") if pair.mark == "leading" else ""
        verdict = Markup('<b class="fd-verdict{}">{}{}</b>').format(
            kind, _mark(visit, pair.mark), rich(t, pair.verdict)
        )
        notes = (rich(t, one) for one in (pair.untested, pair.basis) if one is not None)
        more = Markup("").join(Markup('<p class="fd-say">{}</p>').format(one) for one in notes)
        show(
            Markup('<div class="fd-say">{} {}</div>{}').format(
                words(t, "ev-verdict"), verdict, more
            )
        )
        if pair.lines:
            lines = Markup("").join(_line(visit, line) for line in pair.lines)
            show(Markup('<ul class="fd-evidence">{}</ul>').format(lines))
        if not pair.is_own:
            show(Markup('<p class="fd-note">{}</p>').format(words(t, "ev-cause")))
        verdict_review(visit, pair)


def _line(visit: Visit, line: EvidenceLine) -> Markup:
    t = visit.t
    mark, text = _judged(visit, line.judged), rich(t, line.text)
    return Markup('<li>{}<span>{}</span><span class="fd-word">{}</span></li>').format(
        mark, text, rich(t, line.word)
    )


def _judged(visit: Visit, judged: Judgement) -> Markup:
    if judged == "unknown":
        return other_mark("too_few", visit.theme, 12)
    status = Status.ON_TRACK if judged == "good" else Status.AT_RISK
    return status_mark(status, visit.theme, 12)


def rows(visit: Visit, report: LeadingLaggingPage) -> None:
    """The KPIs of the key result, or of all: each a link to its evidence."""
    t = visit.t
    with page.card("rows"):
        page.question(
            t, report.rows_title, Markup(" ").join(rich(t, one) for one in report.rows_notes)
        )
        if report.next_step is not None:
            show(Markup('<p class="fd-say">{}</p>').format(rich(t, report.next_step)))
            return
        chosen = report.pair.kpi_id if report.pair else ""
        is_one = bool(report.key_result_id)
        columns = [
            Column(words(t, f"ev-column-{name}"), is_wide=is_one and name == "key-result")
            for name in COLUMNS
        ]
        cells = [_row(visit, one, is_chosen=one.kpi_id == chosen) for one in report.rows]
        show(table(columns, cells, plain(t, report.rows_title), is_stacking=True))


def _row(visit: Visit, one: EvidenceRow, *, is_chosen: bool) -> tuple[str, ...]:
    t = visit.t
    name = evidence_link(one.key_result_id, one.kpi_id, one.kpi)
    kind = Markup(" fd-leading") if one.mark == "leading" else ""
    bold = "b" if one.mark else "span"
    word = Markup('<{} class="fd-verdict{}">{}{}</{}>').format(
        bold, kind, _mark(visit, one.mark), rich(t, one.verdict), bold
    )
    conflict = (
        status_mark(Status.AT_RISK, visit.theme, 11) + Markup(" ") if one.is_conflict else ""
    )
    basis = (
        Markup('<div class="fd-small">{}{}</div>').format(conflict, rich(t, one.basis))
        if one.basis
        else ""
    )
    facts = (one.lead, one.strength, one.helps, one.steady)
    return (
        Markup("<b>{}</b>").format(name) if is_chosen else name,
        link(one.key_result_id, one.key_result),
        word + basis,
        *(rich(t, fact) for fact in facts),
    )


def _mark(visit: Visit, mark: RoleMark) -> Markup:
    return Markup("{} ").format(other_mark(mark, visit.theme, 13)) if mark else Markup("")
