"""Leading and lagging in a real browser: at every width, by keyboard, and with what people write."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from dashboard.analytics.lead_lag.verdict import LagLink
from tests.browser.conftest import copied, serving
from tests.browser.waiting import wait_until_idle
from tests.sample_verdicts import explained, verdict, write_verdicts

pytestmark = pytest.mark.browser

WIDTHS = {1920: 1080, 1440: 900, 390: 844}
PAIR = "leading-lagging?kr=paid-subscriptions&kpi=website-visitors"
HOSTILE = "<img src=x onerror='window.__pwned = 1'> **so** $x$ :red[no]"


@pytest.fixture(scope="module")
def judged(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo in which the data say what the pictures need: every verdict once."""
    own = copied(demo_folder, tmp_path_factory.mktemp("judged") / "demo")
    season = {"season_periods": (52.18,), "set_aside": 4}
    write_verdicts(
        own,
        {
            ("paid-subscriptions", "website-visitors"): verdict("leading", why=season),
            ("customer-retention", "customer-churn-rate"): verdict(
                "leading",
                2,
                strength=0.61,
                why={"profile": explained(2, -0.61).profile, "sign": -1},
            ),
            ("recurring-revenue", "new-paid-subscriptions"): verdict("lagging", 5),
            ("session-length", "test-user-satisfaction"): verdict("coincident"),
            ("store-rating", "survey-completion"): verdict("none"),
            ("first-contact", "repeat-contacts"): verdict(
                "too_little", points=14, certainty=math.nan, explanation=None
            ),
            ("net-retention", "net-promoter-score"): verdict(
                "leading",
                11,
                lead_low=3.0,
                lead_high=12.0,
                points=25,
                why={"profile": _bump(11, 12)},
            ),
            ("self-service", "help-articles-renewed"): verdict(
                "leading", 9, lead_low=5.0, lead_high=13.0, why={"profile": _bump(9, 35)}
            ),
        },
    )
    return own


@pytest.fixture(scope="module")
def address(judged: Path, chromium: Any) -> Iterator[str]:
    """The address of a dashboard on that workspace."""
    with serving(judged, judged.parent / "server.log") as served:
        yield served


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("name", "path"), [("leading-lagging", PAIR), ("leading-lagging-all", "leading-lagging")]
)
def test_the_page_stands_at_every_width_in_both_themes(
    look: Any, address: str, artefacts: Path, name: str, path: str, width: int, theme: str
) -> None:
    looked = look(path, width, theme, address=address, height=WIDTHS[width])
    _picture(looked.page, artefacts / f"{name}-{width}-{theme}.png", width)
    expect(looked.page.locator("h1:visible")).to_have_count(1)
    assert looked.complaints == []
    assert looked.strangers == []


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("conflict", "leading-lagging?kr=customer-retention"),
        ("lagging", "leading-lagging?kr=recurring-revenue"),
        ("same-time", "leading-lagging?kr=session-length"),
        ("no-link", "leading-lagging?kr=store-rating&kpi=survey-completion"),
        ("too-little", "leading-lagging?kr=first-contact"),
        ("months", "leading-lagging?kr=net-retention"),
        ("many", "leading-lagging?kr=self-service"),
    ],
)
def test_every_verdict_has_its_picture(
    look: Any, address: str, artefacts: Path, name: str, path: str
) -> None:
    looked = look(path, address=address)
    _picture(looked.page, artefacts / f"leading-lagging-{name}-1440-light.png", 1440)
    assert looked.complaints == []


def test_one_of_the_two_pictures_is_shown_and_both_speak(look: Any, address: str) -> None:
    for width, shown in ((1440, ".js-plotly-plot"), (390, ".st-key-fd-narrow-lags svg")):
        page = look(PAIR, width, address=address).page
        hidden = ".st-key-fd-narrow-lags svg" if width == 1440 else ".js-plotly-plot"
        expect(page.locator(f"{shown}:visible")).to_have_count(1)
        expect(page.locator(f"{hidden}:visible")).to_have_count(0)
        speaks = page.locator('[aria-label*="Leads by 3\N{NO-BREAK SPACE}weeks"]:visible')
        expect(speaks).to_have_count(1)


def test_everything_can_be_reached_and_done_by_keyboard(
    look: Any, judged: Path, tmp_path: Path
) -> None:
    own = copied(judged, tmp_path / "own")
    with serving(own, tmp_path / "server.log") as served:
        page = look(PAIR, address=served).page
        _tab_to(page, "Override with a reason")
        page.keyboard.press("Enter")
        page.get_by_role("radio", name="Lagging").wait_for()
        _tab_to(page, "Leading")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        page.keyboard.type(HOSTILE)
        page.keyboard.press("Tab")
        page.keyboard.type("ana.lind@nordlys.example")
        _tab_to(page, "Save override")
        page.keyboard.press("Enter")
        decided = page.locator(".fd-decided")
        expect(decided).to_contain_text("Overridden by Ana Lind")
        expect(decided).to_contain_text(HOSTILE)
        expect(page.locator("h1")).to_contain_text("overrode what the data say")
        wait_until_idle(page)
        assert page.evaluate("window.__pwned") is None
        _tab_to(page, "New paid subscriptions")
        page.keyboard.press("Enter")
        page.wait_for_url("**kpi=new-paid-subscriptions**")


def test_the_menu_leads_to_all_kpis_and_a_row_to_its_evidence_and_back(
    look: Any, address: str
) -> None:
    page = look("", address=address).page
    page.get_by_text("Evidence", exact=True).first.click()
    page.get_by_role("menuitem", name="Leading and lagging").click()
    page.get_by_role("heading", name="All KPIs, those that contradict").wait_for()
    page.locator(".fd-stacking a", has_text="Website visitors").click()
    page.get_by_text("Why we say “leading”").wait_for()
    assert "kpi=website-visitors" in page.url
    page.get_by_role("link", name="All KPIs", exact=True).click()
    page.get_by_role("heading", name="All KPIs, those that contradict").wait_for()
    page.wait_for_function("!location.search.includes('kpi=')")


def _bump(at: int, reach: int) -> tuple[LagLink, ...]:
    return tuple(
        LagLink(float(k), 0.55 * math.exp(-(((k - at) / 3.5) ** 2)) + 0.04 * (-1) ** k, 0.2)
        for k in range(-reach, reach + 1)
    )


def _picture(page: Any, path: Path, width: int) -> None:
    height = page.evaluate("document.querySelector('.stMain').scrollHeight")
    page.set_viewport_size({"width": width, "height": max(600, height)})
    wait_until_idle(page)
    page.screenshot(path=str(path))
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width


def _tab_to(page: Any, name: str, most: int = 60) -> None:
    """Presses Tab until the thing of that name is in focus."""
    focused = """() => {
        const one = document.activeElement;
        return (one.innerText || one.ariaLabel || one.closest('label')?.innerText || '').trim();
    }"""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(focused).startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached with the keyboard")
