"""The entry script of the dashboard: settings, style, navigation, and nothing else."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.i18n import translator
from dashboard.ui.html import show_style
from dashboard.ui.pages import navigation
from dashboard.ui.session import is_meeting, theme
from dashboard.ui.style import style_of

ICON = Path(__file__).parent / "ui" / "icon.svg"


def main() -> None:
    """Runs the page in the address."""
    t = translator()
    page = st.navigation(navigation(t), position="top")
    st.set_page_config(
        page_title=f"{page.title} · {t('app-name')}",
        page_icon=ICON,
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    show_style(style_of(theme(), is_meeting=is_meeting()))
    page.run()


main()
