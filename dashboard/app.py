"""The dashboard's entry: settings, look, navigation, and nothing else."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.i18n import translator
from dashboard.ui.html import show_style
from dashboard.ui.session import is_meeting, theme
from dashboard.ui.style import style_of

ICON = Path(__file__).parent / "ui" / "icon.svg"


def main() -> None:
    """Runs the page that the address names."""
    t = translator()
    # Pages have no icon here: the browser would ask a font server for it. The style sheet draws them.
    pages = {
        "": [
            st.Page(
                "views/weekly_review.py",
                title=t("page-review"),
                default=True,
            ),
            st.Page(
                "views/objectives.py",
                title=t("page-objectives"),
                url_path="objectives",
            ),
            st.Page(
                "views/key_result.py",
                title=t("page-key-result"),
                url_path="key-result",
                visibility="hidden",
            ),
            st.Page(
                "views/start.py", title=t("page-start"), url_path="start", visibility="hidden"
            ),
        ],
        t("menu-evidence"): [
            st.Page(
                "views/leading_lagging.py",
                title=t("page-leading-lagging"),
                url_path="leading-lagging",
            )
        ],
    }
    page = st.navigation(pages, position="top")
    st.set_page_config(
        page_title=f"{page.title} · {t('app-name')}",
        page_icon=ICON,
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    show_style(style_of(theme(), is_meeting=is_meeting()))
    page.run()


main()
