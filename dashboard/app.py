"""The dashboard's entry: settings, look, navigation, and nothing else."""

from __future__ import annotations

import streamlit as st

from dashboard.i18n import translator
from dashboard.ui.html import show_style
from dashboard.ui.session import is_meeting, theme
from dashboard.ui.style import style_of


def main() -> None:
    """Runs the page that the address names."""
    t = translator()
    st.set_page_config(page_title=t("app-name"), layout="wide", initial_sidebar_state="collapsed")
    show_style(style_of(theme(), is_meeting=is_meeting()))
    pages = [
        st.Page(
            "views/weekly_review.py",
            title=t("page-review"),
            icon=":material/calendar_today:",
            default=True,
        ),
        st.Page(
            "views/objectives.py",
            title=t("page-objectives"),
            icon=":material/flag:",
            url_path="objectives",
        ),
        st.Page(
            "views/key_result.py",
            title=t("page-key-result"),
            url_path="key-result",
            visibility="hidden",
        ),
        st.Page("views/start.py", title=t("page-start"), url_path="start", visibility="hidden"),
    ]
    st.navigation(pages, position="top").run()


main()
