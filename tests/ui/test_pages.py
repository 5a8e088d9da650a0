"""A page is a row in the table, and everything else follows from it."""

from __future__ import annotations

from pathlib import Path

import dashboard
from dashboard.i18n import translator
from dashboard.ui.pages import PAGES, Page, icon_rules

HOUSE = Path(dashboard.__file__).parent
NEW = Page("app-name", "views/new.py", "new", icon="bolt")


def test_every_page_has_its_view_and_title_and_every_view_its_page() -> None:
    views = {f"views/{one.name}" for one in (HOUSE / "views").glob("*.py")} - {"views/__init__.py"}
    assert {one.view for one in PAGES} == views
    assert all(translator("en").has(one.title) for one in PAGES)


def test_one_page_is_the_first_and_addresses_differ() -> None:
    addresses = [one.address for one in PAGES]
    assert addresses.count("") == 1
    assert len(set(addresses)) == len(addresses)


def test_the_icon_of_a_new_row_is_drawn() -> None:
    assert '[href$="/new"] p::before { content: "bolt"; }' in icon_rules((*PAGES, NEW))


def test_neither_the_entry_nor_the_style_sheet_nor_the_readme_lists_the_pages() -> None:
    for file in (HOUSE / "app.py", HOUSE / "ui" / "style.css", HOUSE / "ui" / "report_cache.py"):
        text = file.read_text("utf-8")
        assert not [one.view for one in PAGES if one.view in text or f'"/{one.address}"' in text]
    readme = (HOUSE.parent / "README.md").read_text("utf-8")
    assert not [one.view for one in PAGES if one.view in readme]
