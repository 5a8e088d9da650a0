"""The evidence page: which KPIs warn early, and how sure are we?"""

from __future__ import annotations

import streamlit as st

from dashboard.reports.evidence.report import LeadingLaggingPage, leading_lagging_page
from dashboard.reports.shared.not_found import UnknownKeyResult
from dashboard.ui import filters, leading_lagging, not_found, page, start
from dashboard.ui.report_cache import cached_report
from dashboard.ui.session import Visit, address, carry_over, settle_address, visit

THIS = "views/leading_lagging.py"
KEY_RESULT = "views/key_result.py"


def show_page() -> None:
    """The evidence on the KPI and key result in the address, or on all KPIs."""
    now = visit()
    asked = address("kr"), address("kpi")
    settle_address()
    report = cached_report(leading_lagging_page, now.key, *asked, filters.asked())
    if report is None:
        start.first_steps(now)
        return
    if isinstance(report, UnknownKeyResult):
        not_found.key_result_not_found(now, report)
        return
    page.age(now, report.header)
    _top(now, report)
    if report.pair is not None and report.pair.untested is not None:
        leading_lagging.why(now, report.pair)
    elif report.pair is not None:
        left, right = st.columns([0.55, 0.45], gap="small")
        with left:
            leading_lagging.profile(now, report.pair)
        with right:
            leading_lagging.why(now, report.pair)
    leading_lagging.rows(now, report)


def _top(now: Visit, report: LeadingLaggingPage) -> None:
    t, scope = now.t, report.scope
    if scope is not None:
        page.title(now, report.header, report.eyebrow, report.headline)
        left, right, _ = st.columns([0.2, 0.2, 0.6], gap="small")
        with left:
            filters.cycle(t, scope)
        with right:
            filters.team(t, scope)
        return
    left, right = st.columns([0.78, 0.22], gap="small", vertical_alignment="bottom")
    with left:
        page.title(now, report.header, report.eyebrow, report.headline)
    with (
        right,
        st.container(key="fd-walk", horizontal=True, horizontal_alignment="right", gap="small"),
    ):
        st.page_link(THIS, label=t("ev-see-all"), query_params=carry_over())
        st.page_link(
            KEY_RESULT,
            label=t("ev-open-key-result"),
            query_params=carry_over(kr=report.key_result_id),
        )


with page.kindly():
    show_page()
