"""The weekly review: will we make our objectives, what changed, and where must we act?"""

from __future__ import annotations

import streamlit as st

from dashboard.domain.thresholds import GAP_POINTS
from dashboard.reports.weekly_review.report import WeeklyReview
from dashboard.reports.weekly_review.report import weekly_review as report_of_week
from dashboard.ui import filters, page, start, strip, weekly_review
from dashboard.ui.html import Markup, rich, show, words
from dashboard.ui.report_cache import cached_report
from dashboard.ui.session import Visit, carry_over, visit, weeks
from dashboard.ui.status_pill import chance_legend


def show_page() -> None:
    """The weekly review, or what to do if there is nothing to review yet."""
    now = visit()
    report = cached_report(report_of_week, now.key, *filters.asked())
    if report is None:
        start.first_steps(now)
        return
    weekly_review.demo_hint(now, report)
    page.age(now, report.header)
    _top(now, report)
    with st.container(key="fd-main"):
        left, right = st.columns([0.66, 0.34], gap="small")
        with left:
            _chances(now, report)
        with right:
            weekly_review.acts(now, report)
    weekly_review.changes(now, report)
    caption = now.t("table-title", count=len(report.table))
    with st.expander(caption):
        strip.strip_table(now, report.table, caption)


def _top(now: Visit, report: WeeklyReview) -> None:
    with st.container(key="fd-top"):
        shares = [0.57, 0.43] if now.is_meeting else [0.62, 0.38]
        left, right = st.columns(shares, gap="small", vertical_alignment="top")
    with left:
        page.title(now, report.header, report.eyebrow, report.headline)
    with right:
        weekly_review.tallies(now, report.tallies)
        _tools(now, report)


def _tools(now: Visit, report: WeeklyReview) -> None:
    """The filters in the bar at the top; in a meeting only the way to leave it."""
    t, scope = now.t, report.scope
    with st.container(key="fd-top-tools", horizontal=True, horizontal_alignment="right"):
        # Whole links: a link from a page to itself would keep the old address.
        if now.is_meeting:
            show(Markup('<a href="./" target="_self">{}</a>').format(words(t, "meeting-off")))
            return
        label = f"{scope.cycle.id} · {scope.team or t('all-teams')}"
        with st.popover(label, icon=":material/filter_list:"):
            filters.cycle(t, scope)
            filters.team(t, scope)
            filters.week(t, weeks(now.paths))
            show(
                Markup('<a href="./?meeting=1" target="_self">{}</a>').format(
                    words(t, "meeting-on")
                )
            )


def _chances(now: Visit, report: WeeklyReview) -> None:
    t = now.t
    with page.card("strip"):
        note = Markup("{} {}").format(
            rich(t, report.legend), chance_legend(now.theme, t, GAP_POINTS)
        )
        is_first = not report.has_change and not report.is_past
        first = Markup(". {}").format(words(t, "review-no-change-yet")) if is_first else Markup("")
        page.question(t, report.question, note + first)
        clicked = strip.strip(now, report.groups)
        if clicked:
            st.switch_page(
                weekly_review.KEY_RESULT_PAGE,
                query_params=carry_over(**{"kr": clicked, "from": "review"}),
            )


with page.kindly():
    show_page()
