"""Every kind of forecast, on the pages that people look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TODAY, copied, serving
from tests.browser.waiting import wait_until_idle
from tests.sample_forecasts import LED, MOVED, STEPS, write_sample_forecasts

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
def sample_server(
    demo_folder: Path, chromium: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the dashboard on the workspace with every kind of forecast."""
    own = copied(demo_folder, tmp_path_factory.mktemp("samples") / "own")
    write_sample_forecasts(own, dt.date.fromisoformat(TODAY), dt.datetime.now(dt.UTC))
    with serving(own, own.parent / "server.log") as address:
        yield address


LOOKS = [
    pytest.param(width, theme, marks=() if (width, theme) in EVERY_TIME else pytest.mark.battery)
    for width in WIDTHS
    for theme in ("light", "dark")
]


def toggle(page: Any, expander: Any) -> None:
    """Opens a closed expander and closes an open one; a click that a redrawn page lost is repeated."""
    opened = expander.locator("details[open]")
    before = opened.count()
    for _ in range(5):
        wait_until_idle(page)
        expander.locator("summary").click()
        wait_until_idle(page)
        if opened.count() != before:
            return
    raise AssertionError("the expander did not react to five clicks")


@pytest.mark.parametrize(("width", "theme"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_every_forecast_text_fits_at_every_width_in_both_themes(
    look: Any, sample_server: str, artefacts: Path, name: str, width: int, theme: str
) -> None:
    looked = look(PAGES[name], width, theme, sample_server, WIDTHS[width])
    page = looked.page
    expanders = page.locator("[data-testid=stExpander]")
    for at in range(min(2, expanders.count())):
        toggle(page, expanders.nth(at))
    height = page.evaluate("document.querySelector('.stMain').scrollHeight")
    page.set_viewport_size({"width": width, "height": max(WIDTHS[width], height)})
    wait_until_idle(page)
    page.screenshot(path=str(artefacts / f"forecast-{name}-{width}-{theme}.png"))
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width
    assert _too_wide(page) == []
    assert looked.complaints == []
    assert looked.strangers == []


def test_a_leading_kpi_in_the_forecast_leads_to_its_evidence(
    look: Any, sample_server: str
) -> None:
    page = look(PAGES["led"], address=sample_server).page
    effects = page.locator(".fd-effects li")
    expect(effects).to_have_count(3)
    expect(effects.first).to_contain_text("pulls the middle outcome down by")
    effects.first.get_by_role("link").click()
    page.wait_for_url("**/leading-lagging?**kpi=customer-satisfaction**")


def test_forecast_texts_are_printed(look: Any, sample_server: str) -> None:
    page = look(PAGES["led"], 1440, "light", sample_server).page
    page.emulate_media(media="print")
    expect(page.locator(".fd-facts-foot")).to_be_visible()
    expect(page.locator(".fd-effects")).to_be_visible()


def _too_wide(page: Any) -> list[str]:
    """The texts that are wider than their boxes."""
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll('.fd-facts-foot, .fd-effects li, .fd-facts > div, .fd-linked td, .fd-objective > div')]
        .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText.slice(0, 80))"""
    )
    return found
