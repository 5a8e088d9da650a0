"""The pages of the dashboard: a new page is a row here."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.i18n import Translator

_NAVIGATION = ('[data-testid="stTopNavLink"]', '[data-testid="stSidebarNavLink"]')


@dataclass(frozen=True)
class Page:
    """One page of the dashboard.

    Attributes:
        title: key of its title.
        view: its script, relative to app.py.
        address: its path; empty for the first page.
        icon: a Material symbol; empty for that of the style sheet.
        menu: key of the title of the menu that holds it; empty for the bar itself.
        is_listed: whether the navigation shows it.
    """

    title: str
    view: str
    address: str = ""
    icon: str = ""
    menu: str = ""
    is_listed: bool = True


PAGES = (
    Page("page-review", "views/weekly_review.py"),
    Page("page-objectives", "views/objectives.py", "objectives", icon="flag"),
    Page("page-key-result", "views/key_result.py", "key-result", is_listed=False),
    Page("page-start", "views/start.py", "start", is_listed=False),
    Page(
        "page-leading-lagging", "views/leading_lagging.py", "leading-lagging", menu="menu-evidence"
    ),
)


def navigation(t: Translator, pages: tuple[Page, ...] = PAGES) -> dict[str, list[StreamlitPage]]:
    """The pages below the titles of their menus, in the order of the table.

    Pages have no icon here: the browser would ask a font server for it. `icon_rules` draws them.
    """
    menus: dict[str, list[StreamlitPage]] = {}
    for one in pages:
        menus.setdefault(t(one.menu) if one.menu else "", []).append(
            st.Page(
                one.view,
                title=t(one.title),
                url_path=one.address or None,
                default=not one.address,
                visibility="visible" if one.is_listed else "hidden",
            )
        )
    return menus


def icon_rules(pages: tuple[Page, ...] = PAGES) -> str:
    """The CSS that draws the icons of the navigation."""
    return "".join(_icon_rule(one) for one in pages if one.icon and one.address)


def _icon_rule(page: Page) -> str:
    links = ", ".join(f'{link}[href$="/{page.address}"] p::before' for link in _NAVIGATION)
    return f'{links} {{ content: "{page.icon}"; }}\n'
