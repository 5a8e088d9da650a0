"""The start page: what to do first, and a preview."""

from __future__ import annotations

import streamlit as st

from dashboard.ui import page, start
from dashboard.ui.html import Markup, show, words
from dashboard.ui.session import visit


def show_page() -> None:
    """The first steps, or a link to the review if all are done."""
    now = visit()
    if now.state is not None and now.state.okrs:
        show(Markup('<div class="fd-hero"><h1>{}</h1></div>').format(words(now.t, "start-done")))
        st.page_link(
            "views/weekly_review.py", label=now.t("start-open"), icon=":material/arrow_forward:"
        )
        return
    start.first_steps(now)


with page.kindly():
    show_page()
