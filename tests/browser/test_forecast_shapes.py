from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.analytics.forecast.contact_sheet import contact_sheet
from tests.analytics.forecast.forecast_shapes import SHAPES
from tests.browser.waiting import PATIENCE

pytestmark = pytest.mark.browser


def test_the_forecasts_of_many_shapes_stand_on_one_picture(chromium: Any, artefacts: Path) -> None:
    page = chromium.new_page(viewport={"width": 1320, "height": 900})
    page.set_content(contact_sheet({name: make() for name, make in SHAPES.items()}))
    drawn = page.locator("svg").first
    expect(page.locator("svg svg")).to_have_count(len(SHAPES))
    drawn.screenshot(path=str(artefacts / "forecast-shapes.png"), timeout=PATIENCE)
    assert drawn.bounding_box()["width"] <= 1320
    page.close()
