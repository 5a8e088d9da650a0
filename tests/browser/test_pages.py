from __future__ import annotations

import json
import os
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import command, copied, serving
from tests.browser.waiting import PATIENCE, wait_until_idle

pytestmark = pytest.mark.browser

PAGES = {
    "review": "",
    "objectives": "objectives",
    "key-result": "key-result?kr=paid-subscriptions",
    "unknown": "key-result?kr=nope",
}
WIDTHS = {1920: 1080, 1440: 900, 390: 844}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_stands_at_every_width_in_both_themes(
    look: Any, artefacts: Path, name: str, width: int, theme: str
) -> None:
    looked = look(PAGES[name], width, theme, height=WIDTHS[width])
    page = looked.page
    height = page.evaluate("document.querySelector('.stMain').scrollHeight")
    page.set_viewport_size({"width": width, "height": max(WIDTHS[width], height)})
    wait_until_idle(page)
    page.screenshot(path=str(artefacts / f"{name}-{width}-{theme}.png"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width
    expect(page.locator("h1:visible")).to_have_count(1)
    assert looked.complaints == []
    assert looked.strangers == []


@pytest.mark.parametrize("name", PAGES)
def test_pictures_speak_and_headings_are_in_order(look: Any, name: str) -> None:
    page = look(PAGES[name]).page
    mute = page.evaluate(
        """[...document.querySelectorAll('.stMain img, .stMain svg')].filter(one => {
            const own = one.closest('.stMarkdown');
            return own && !one.closest('[aria-hidden=true]') && !one.parentElement.closest('svg') && !one.getAttribute('aria-label') && !one.getAttribute('alt');
        }).map(one => one.outerHTML.slice(0, 120))"""
    )
    assert mute == []
    levels = page.evaluate(
        "[...document.querySelectorAll('.stMain h1, .stMain h2, .stMain h3')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    titles = page.title()
    assert titles.endswith("Fremdrift")


def test_a_link_of_the_review_opens_the_key_result_and_previous_and_next_walk(look: Any) -> None:
    page = look("").page
    page.get_by_text("Open key result").first.click()
    page.get_by_text("Steady pace today").or_(page.get_by_text("Steps done")).first.wait_for()
    wait_until_idle(page)
    first = page.url
    assert "/key-result?" in first
    page.get_by_text("Next", exact=True).click()
    page.wait_for_function("before => location.href !== before", arg=first)
    assert "from=review" in page.url


def test_a_click_on_a_mark_of_the_strip_opens_its_key_result(look: Any) -> None:
    page = look("").page
    page.locator(".js-plotly-plot .point").last.wait_for()
    page.evaluate("document.querySelector('.stMain').scrollTo(0, 0)")
    page.locator(".js-plotly-plot .nsewdrag").first.wait_for()
    wait_until_idle(page)
    marks = (
        page.locator(".js-plotly-plot .scatterlayer .trace")
        .last.locator(".point")
        .first.bounding_box()
    )
    page.mouse.click(marks["x"] + marks["width"] / 2, marks["y"] + marks["height"] / 2)
    page.wait_for_url("**/key-result?**")


def test_choosing_a_team_changes_the_address_and_the_address_chooses_the_team(look: Any) -> None:
    page = look("objectives").page
    page.get_by_label("Team").first.click()
    page.get_by_role("option", name="support").click()
    page.wait_for_function("location.search.includes('team=support')")
    again = look("objectives?team=support").page
    expect(again.locator(".fd-objective")).to_have_count(1)
    expect(again.locator(".fd-objective")).to_contain_text("support")


def test_a_decision_is_recorded_in_the_meeting(
    look: Any, demo_folder: Path, tmp_path: Path
) -> None:
    with serving(copied(demo_folder, tmp_path / "own"), tmp_path / "server.log") as address:
        page = look("", address=address).page
        page.get_by_role("button", name="Record decision").first.click()
        page.get_by_label("What was decided?").fill("Stop the pricing test")
        page.get_by_label("Recorded by").fill("ana")
        page.get_by_role("button", name="Save decision").click()
        page.locator(".fd-decided", has_text="Stop the pricing test").wait_for()


def test_titles_that_carry_markup_do_nothing(look: Any, demo_folder: Path, tmp_path: Path) -> None:
    own = copied(demo_folder, tmp_path / "own")
    file = next((own / "okrs").glob("growth.y*ml"))
    text = file.read_text("utf-8")
    titles = [
        line for line in text.splitlines() if line.strip().startswith(("title:", "- title:"))
    ]
    for line, payload in zip(titles, _payloads(), strict=False):
        text = text.replace(line, line.split("title:")[0] + "title: " + json.dumps(payload), 1)
    file.write_text(text, "utf-8")
    command(["apply", "--workspace", str(own)])
    command(["sync", "--as-of", "2026-11-15", "--workspace", str(own)])
    with serving(own, own.parent / "server.log") as address:
        for path in (
            "",
            "objectives",
            "key-result?kr=paid-subscriptions",
            "key-result?kr=%3Cscript%3Ealert(1)%3C/script%3E",
        ):
            looked = look(path, address=address)
            assert looked.page.evaluate("window.__pwned") is None
            assert (
                looked.page.locator(
                    ".stMain script, .stMain iframe, .stMain [onerror], .stMain [onload]"
                ).count()
                == 0
            )
            assert looked.complaints == []
            assert looked.strangers == []


def test_the_page_follows_a_sync_without_a_restart(
    look: Any, demo_folder: Path, tmp_path: Path
) -> None:
    own = copied(demo_folder, tmp_path / "own")
    with serving(own, own.parent / "server.log") as address:
        page = look("", address=address).page
        expect(page.get_by_text("data as of Sun 15 Nov 2026").first).to_be_visible()
        command(["sync", "--as-of", "2026-11-16", "--workspace", str(own)])
        page.reload()
        page.get_by_text("data as of Mon 16 Nov 2026").first.wait_for()


def test_the_review_answers_quickly_once_it_is_warm(look: Any, server: str) -> None:
    look("")
    start = time.monotonic()
    look("")
    assert time.monotonic() - start < PATIENCE / 1000


def _payloads() -> list[str]:
    shared = Path(os.environ.get("FREMDRIFT_SHARED") or Path(__file__).parents[2] / "../shared")
    own = [
        "<script>window.__pwned = 1</script>",
        "<img src=x onerror='window.__pwned = 1'>",
        "[link](javascript:window.__pwned=1) **bold** $x$ :red[no]",
    ]
    file = shared / "payloads" / "xss.json"
    if not file.exists():
        return own
    found = json.loads(file.read_text("utf-8"))
    texts = found if isinstance(found, list) else [v for values in found.values() for v in values]
    return own + [
        one for one in texts if isinstance(one, str) and 0 < len(one) < 400 and one.isprintable()
    ]
