"""How histories are continued whose continuation anybody can judge, and a page of pictures of all of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dashboard.analytics.forecast.univariate import Forecast
from tests.analytics.forecast import forecast_shapes as shapes
from tests.analytics.forecast.contact_sheet import contact_sheet
from tests.analytics.forecast.forecast_shapes import SHAPES, Shape

ARTEFACTS = Path(__file__).parents[2] / "artefacts"


def width(found: Forecast, share: float = 0.8) -> np.ndarray:
    return found.quantile(0.5 + share / 2) - found.quantile(0.5 - share / 2)


def off(found: Forecast, shape: Shape) -> float:
    """The root mean square of the errors of the middle."""
    return float(np.sqrt(np.mean((found.median - shape.future) ** 2)))


def off_naive(shape: Shape) -> float:
    """The same of the last value, kept."""
    return float(np.sqrt(np.mean((shape.history.dropna().iloc[-1] - shape.future) ** 2)))


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


def test_one_spike_in_a_constant_is_no_news() -> None:
    found = shapes.constant_with_one_spike().forecast()
    assert found.median == pytest.approx(42, abs=0.04 * 100)
    assert width(found).max() <= 0.2 * 100


@pytest.mark.parametrize(
    ("make", "least"),
    [
        (shapes.step_of_three_points, 0.65),
        (shapes.step_of_four_points, 0.8),
        (shapes.step_of_six_points, 0.9),
    ],
)
def test_a_step_is_believed_after_a_few_points(make, least: float) -> None:
    believed = (make().forecast().median - 100) / 50
    assert believed.min() >= least
    assert believed.max() <= 1.25


def test_a_step_of_one_point_may_go_back_or_stay() -> None:
    found = shapes.step_of_one_point().forecast()
    assert 100 <= found.median.min() <= found.median.max() <= 155
    assert found.quantile(0.1)[-1] <= 125
    assert found.quantile(0.9)[-1] >= 145


@pytest.mark.parametrize("make", [shapes.eight_points_of_noise, shapes.twelve_points_of_noise])
def test_noise_gets_an_honest_wide_range(make) -> None:
    found = make().forecast()
    assert width(found).min() >= 2 * 10
    assert width(found).max() <= 8 * 10
    assert np.abs(found.median - 100).max() <= 10
    assert (width(found, 0.95) >= 1.4 * width(found)).all()


@pytest.mark.parametrize("n", [8, 12])
def test_eight_in_ten_of_what_comes_after_noise_lie_in_the_range(n: int) -> None:
    held = []
    for seed in range(60):
        shape = shapes.shape(100 + 10 * shapes.noise(n + 13, 100 + seed))
        found = shape.forecast()
        held.append((found.quantile(0.1) <= shape.future) & (shape.future <= found.quantile(0.9)))
    assert 0.74 <= np.mean(held) <= 0.93


def test_a_plateau_is_believed() -> None:
    found = shapes.ramp_then_plateau().forecast()
    assert np.abs(found.median - 300).max() <= 0.05 * 200


def test_growth_goes_on() -> None:
    shape = shapes.exponential_growth()
    found, last = shape.forecast(), shape.history.iloc[-1]
    assert (np.diff(found.median) > 0).all()
    assert found.median[-1] - last >= 0.5 * (shape.future[-1] - last)
    assert found.quantile(0.975)[-1] >= 0.9 * shape.future[-1]


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (shapes.two_years_with_a_season, 0.5),
        (shapes.sixty_weeks_with_a_season, 1.0),
        (shapes.thirty_months_with_a_season, 0.6),
    ],
)
def test_a_season_that_was_seen_is_foretold(make, most: float) -> None:
    shape = make()
    assert off(shape.forecast(), shape) <= most * off_naive(shape)


def test_counts_near_zero_stay_at_or_above_it() -> None:
    found = shapes.counts_near_zero().forecast()
    assert found.quantile(0.01).min() >= 0
    assert 0 <= found.median.min() <= found.median.max() <= 2
    assert found.quantile(0.9).max() <= 6
    assert found.chance(0) == 1


def test_percentages_near_100_stay_at_or_below_it() -> None:
    found = shapes.percentages_near_100().forecast()
    assert found.quantile(0.99).max() <= 100
    assert 97.5 <= found.median.min() <= found.median.max() <= 99.6
    assert found.quantile(0.1)[-1] >= 94


def test_a_saw_tooth_is_known_to_jump() -> None:
    shape = shapes.saw_tooth()
    found = shape.forecast()
    held = (found.quantile(0.025) <= shape.future) & (shape.future <= found.quantile(0.975))
    assert held.sum() >= 10
    assert 0 <= found.median.min() <= found.median.max() <= 150


def test_a_walk_stays_where_it_is_and_widens_with_the_root_of_time() -> None:
    shape = shapes.random_walk()
    found = shape.forecast()
    true = 2 * 1.2816 * np.sqrt(np.arange(1, 14))
    assert np.abs(found.median - shape.history.iloc[-1]).max() <= 2.5
    assert (width(found) >= 0.65 * true).all()
    assert (width(found) <= 1.6 * true).all()


def test_what_always_came_back_is_expected_back() -> None:
    found = shapes.mean_reverting().forecast()
    assert found.median[-1] <= 50 + 0.6 * (62 - 50)
    assert found.quantile(0.1)[-1] <= 50


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


def test_alternating_values_are_expected_on_both_sides() -> None:
    found = shapes.alternating().forecast()
    assert -0.1 <= found.median.min() <= found.median.max() <= 1.1
    assert found.quantile(0.05)[-1] <= 0.1
    assert found.quantile(0.95)[-1] >= 0.9
    assert width(found).max() <= 4


def test_one_outlier_at_the_end_is_not_taken_for_a_new_level() -> None:
    found = shapes.one_outlier_at_the_end().forecast()
    assert found.median.max() <= 100 + 0.5 * 30
    assert found.quantile(0.9)[-1] >= 104


def test_a_level_shift_long_ago_leaves_the_first_weeks_narrow_and_the_last_wider() -> None:
    """It came once in eighty weeks and may come again within thirteen; what is foretold stays at the new level."""
    found = shapes.level_shift_long_ago().forecast()
    assert found.median == pytest.approx(100, abs=3)
    assert width(found)[0] <= 4 * 3
    assert width(found).max() <= 40
