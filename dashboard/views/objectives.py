"""The objectives page: how far will each objective get, and which key result decides it?"""

from __future__ import annotations

import streamlit as st

from dashboard.reports.objectives.report import ObjectivesPage, objectives_page
from dashboard.ui import filters, objectives, page, start
from dashboard.ui.html import Markup, rich, show, words
from dashboard.ui.report_cache import cached_report
from dashboard.ui.session import Visit, visit


def show_page() -> None:
    """The objectives of one cycle, or what to do if there are none yet."""
    now = visit()
    report = cached_report(objectives_page, now.key, *filters.asked_of_objectives())
    if report is None:
        start.first_steps(now)
        return
    page.age(now, report.header)
    page.title(now, report.header, report.eyebrow, report.headline)
    _filters(now, report)
    with page.card("objectives"):
        if report.nothing is not None:
            show(
                Markup('<h2 class="fd-question">{}</h2><p class="fd-say">{}</p>').format(
                    rich(now.t, report.nothing), _clear(now)
                )
            )
        else:
            page.question(now.t, report.question, objectives.legend(now.theme, now.t))
            show(objectives.objectives(now, report.rows))
    if report.nothing is None:
        show(Markup('<div class="fd-note">{}</div>').format(now.t("objectives-foot")))


def _filters(now: Visit, report: ObjectivesPage) -> None:
    t = now.t
    st.toggle(t("filter"), key="filter_open")
    with st.container(key="fd-filters"):
        columns = st.columns([2, 2, 3, 3], vertical_alignment="bottom")
        with columns[0]:
            filters.cycle(t, report.scope)
        with columns[1]:
            filters.team(t, report.scope)
        with columns[2]:
            filters.status(t)
        with columns[3]:
            filters.find(t)


def _clear(now: Visit) -> Markup:
    return Markup('<a href="objectives" target="_self">{}</a>').format(
        words(now.t, "filter-clear")
    )


with page.kindly():
    show_page()
