"""The key result page: will it reach its target, and why?"""

from __future__ import annotations

import streamlit as st

from dashboard.reports.key_result.report import KeyResultPage, key_result_page
from dashboard.reports.shared.not_found import UnknownKeyResult
from dashboard.reports.weekly_review.report import weekly_review
from dashboard.ui import key_result, not_found, page, start
from dashboard.ui.report_cache import cached_report
from dashboard.ui.session import Visit, address, carry_over, settle_address, visit
from dashboard.ui.status_pill import pill

THIS = "views/key_result.py"
ICONS = {"previous": ":material/chevron_left:", "next": ":material/chevron_right:"}


def show_page() -> None:
    """The key result in the address, or similar ones."""
    now, asked = visit(), address("kr")
    settle_address()
    report = cached_report(key_result_page, now.key, asked, _walk(now))
    if report is None:
        start.first_steps(now)
        return
    if isinstance(report, UnknownKeyResult):
        not_found.key_result_not_found(now, report)
        return
    page.age(now, report.header)
    _top(now, report)
    key_result.facts(now, report)
    key_result.chart(now, report)
    left, right = st.columns(2, gap="small")
    with left:
        key_result.belief(now, report)
    with right:
        key_result.log(now, report)
    key_result.below(now, report)


def _walk(now: Visit) -> tuple[str, ...]:
    """From the review, Previous and Next follow the key results to act on."""
    review = cached_report(weekly_review, now.key, "", "") if address("from") == "review" else None
    return tuple(item.key_result_id for item in review.acts) if review else ()


def _top(now: Visit, report: KeyResultPage) -> None:
    left, right = st.columns([0.81, 0.19], gap="small", vertical_alignment="bottom")
    with left:
        page.title(
            now, report.header, report.eyebrow, report.title, pill(report.status, now.theme, now.t)
        )
    with (
        right,
        st.container(key="fd-walk", horizontal=True, horizontal_alignment="right", gap="small"),
    ):
        origin = {"from": address("from")} if address("from") else {}
        for name, target in (("previous", report.previous_id), ("next", report.next_id)):
            if target is not None:
                st.page_link(
                    THIS,
                    label=now.t(f"walk-{name}"),
                    icon=ICONS[name],
                    icon_position="left" if name == "previous" else "right",
                    query_params=carry_over(kr=target, **origin),
                )


with page.kindly():
    show_page()
