"""How histories are continued whose continuation anybody can judge, and a page of pictures of all of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dashboard.analytics.forecast import Forecast
from tests.analytics import forecast_shapes as shapes
from tests.analytics.contact_sheet import contact_sheet
from tests.analytics.forecast_shapes import SHAPES

ARTEFACTS = Path(__file__).parents[2] / "artefacts"


def width(found: Forecast, share: float = 0.8) -> np.ndarray:
    return found.quantile(0.5 + share / 2) - found.quantile(0.5 - share / 2)


def test_all_of_them_are_drawn_on_one_page() -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page = contact_sheet({name: make() for name, make in SHAPES.items()})
    (ARTEFACTS / "forecast-shapes.html").write_text(page, "utf-8")
    assert page == contact_sheet({name: make() for name, make in SHAPES.items()})
    assert all(name.replace("_", " ") in page for name in SHAPES)


@pytest.mark.parametrize("make", [shapes.straight_line, shapes.falling_line])
def test_a_straight_line_is_continued_as_a_straight_line(make) -> None:
    shape = make()
    found, rise = shape.forecast(), 5.0 * 13
    assert np.abs(found.median - shape.future).max() <= 0.02 * rise
    assert width(found)[-1] <= 0.3 * rise


def test_a_constant_stays() -> None:
    found = shapes.constant().forecast()
    assert {float(v) for level in (0.01, 0.5, 0.99) for v in found.quantile(level)} == {42.0}


def test_counts_near_zero_stay_at_or_above_it() -> None:
    found = shapes.counts_near_zero().forecast()
    assert found.quantile(0.01).min() >= 0
    assert 0 <= found.median.min() <= found.median.max() <= 2
    assert found.quantile(0.9).max() <= 6
    assert found.chance(0) == 1


def test_a_walk_stays_where_it_is_and_widens_with_the_root_of_time() -> None:
    shape = shapes.random_walk()
    found = shape.forecast()
    true = 2 * 1.2816 * np.sqrt(np.arange(1, 14))
    assert np.abs(found.median - shape.history.iloc[-1]).max() <= 2.5
    assert (width(found) >= 0.65 * true).all()
    assert (width(found) <= 1.6 * true).all()


def test_mostly_zero_stays_mostly_low() -> None:
    found = shapes.zero_inflated().forecast()
    assert found.quantile(0.1).min() >= 0
    assert found.median.max() <= 20
    assert found.quantile(0.95)[-1] >= 15


@pytest.mark.parametrize("make", [shapes.missing_in_the_middle, shapes.missing_at_the_end])
def test_what_is_missing_is_passed_over_and_the_way_goes_on(make) -> None:
    shape = make()
    found = shape.forecast()
    way = shapes.line(np.arange(30, 43))
    assert np.abs(found.median - way).max() <= 0.15 * 65
    assert width(found)[0] >= 1.5 * 2
