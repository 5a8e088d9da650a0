"""All that can be said of a forecast, on a page that people look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import TODAY, copied, serving
from tests.told_forecasts import LED, MOVED, STEPS, write_told_forecasts

pytestmark = pytest.mark.browser

WIDTHS = {1920: 1080, 1440: 900, 390: 844}
EVERY_TIME = {(1440, "light"), (390, "dark")}
"""The widths and themes of every run; the others belong to the battery."""

PAGES = {
    "led": f"key-result?kr={LED}",
    "moved": f"key-result?kr={MOVED}",
    "steps": f"key-result?kr={STEPS}",
    "kept": "key-result?kr=session-length",
    "counts": "objectives",
}


@pytest.fixture(scope="module")
def told_server(
    demo_folder: Path, chromium: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the dashboard on a workspace in which everything that can be said occurs."""
    own = copied(demo_folder, tmp_path_factory.mktemp("told") / "own")
    write_told_forecasts(own, dt.date.fromisoformat(TODAY), dt.datetime.now(dt.UTC))
    with serving(own, own.parent / "server.log") as address:
        yield address


LOOKS = [
    pytest.param(width, theme, marks=() if (width, theme) in EVERY_TIME else pytest.mark.battery)
    for width in WIDTHS
    for theme in ("light", "dark")
]


@pytest.mark.parametrize(("width", "theme"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_all_that_is_said_fits_at_every_width_in_both_themes(
    look: Any, told_server: str, artefacts: Path, name: str, width: int, theme: str
) -> None:
    looked = look(PAGES[name], width, theme, told_server, WIDTHS[width])
    page = looked.page
    folded = page.locator("[data-testid=stExpander] summary")
    for at in range(min(2, folded.count())):
        folded.nth(at).click()
        page.wait_for_timeout(400)
    height = page.evaluate("document.querySelector('.stMain').scrollHeight")
    page.set_viewport_size({"width": width, "height": max(WIDTHS[width], height)})
    page.wait_for_timeout(600)
    page.screenshot(path=str(artefacts / f"told-{name}-{width}-{theme}.png"))
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width
    assert _too_wide(page) == []
    assert looked.complaints == []
    assert looked.strangers == []


def test_a_leading_kpi_in_the_forecast_leads_to_its_evidence(look: Any, told_server: str) -> None:
    page = look(PAGES["led"], address=told_server).page
    effects = page.locator(".fd-effects li")
    assert effects.count() == 3
    assert "pulls the middle outcome down by" in effects.first.inner_text()
    effects.first.get_by_role("link").click()
    page.wait_for_url("**/leading-lagging?**kpi=customer-satisfaction**", timeout=20_000)


def test_the_words_are_printed_too(look: Any, told_server: str) -> None:
    page = look(PAGES["led"], 1440, "light", told_server).page
    page.emulate_media(media="print")
    assert page.locator(".fd-facts-foot").is_visible()
    assert page.locator(".fd-effects").is_visible()


def _too_wide(page: Any) -> list[str]:
    """The texts that stand out of their boxes."""
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll('.fd-facts-foot, .fd-effects li, .fd-facts > div, .fd-linked td, .fd-objective > div')]
        .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText.slice(0, 80))"""
    )
    return found
