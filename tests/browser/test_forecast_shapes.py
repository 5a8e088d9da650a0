from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.analytics.forecast.contact_sheet import contact_sheet
from tests.analytics.forecast.forecast_shapes import SHAPES

pytestmark = pytest.mark.browser


def test_the_forecasts_of_many_shapes_stand_on_one_picture(chromium: Any, artefacts: Path) -> None:
    page = chromium.new_page(viewport={"width": 1320, "height": 900})
    page.set_content(contact_sheet({name: make() for name, make in SHAPES.items()}))
    drawn = page.locator("svg").first
    drawn.screenshot(path=str(artefacts / "forecast-shapes.png"))
    assert page.locator("svg svg").count() == len(SHAPES)
    assert drawn.bounding_box()["width"] <= 1320
    page.close()
