"""Forecasts of histories that anybody can extrapolate, and a page with pictures of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dashboard.analytics.forecast.univariate import Forecast
from tests.analytics.forecast import forecast_shapes as shapes
from tests.analytics.forecast.contact_sheet import contact_sheet
from tests.analytics.forecast.forecast_shapes import SHAPES, Shape

ARTEFACTS = Path(__file__).parents[2] / "artefacts"


def width(result: Forecast, share: float = 0.8) -> np.ndarray:
    return result.quantile(0.5 + share / 2) - result.quantile(0.5 - share / 2)


def off(result: Forecast, shape: Shape) -> float:
    """The root mean square of the errors of the middle."""
    return float(np.sqrt(np.mean((result.median - shape.future) ** 2)))


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
    result, rise = shape.forecast(), 5.0 * 13
    assert np.abs(result.median - shape.future).max() <= 0.02 * rise
    assert width(result)[-1] <= 0.3 * rise


def test_a_constant_stays() -> None:
    result = shapes.constant().forecast()
    assert {float(v) for level in (0.01, 0.5, 0.99) for v in result.quantile(level)} == {42.0}


def test_one_spike_in_a_constant_hardly_moves_the_forecast() -> None:
    result = shapes.constant_with_one_spike().forecast()
    assert result.median == pytest.approx(42, abs=0.04 * 100)
    assert width(result).max() <= 0.2 * 100


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
    result = shapes.step_of_one_point().forecast()
    assert 100 <= result.median.min() <= result.median.max() <= 155
    assert result.quantile(0.1)[-1] <= 125
    assert result.quantile(0.9)[-1] >= 145


@pytest.mark.parametrize("make", [shapes.eight_points_of_noise, shapes.twelve_points_of_noise])
def test_noise_gets_an_honest_wide_range(make) -> None:
    result = make().forecast()
    assert width(result).min() >= 2 * 10
    assert width(result).max() <= 8 * 10
    assert np.abs(result.median - 100).max() <= 10
    assert (width(result, 0.95) >= 1.4 * width(result)).all()


@pytest.mark.parametrize("n", [8, 12])
def test_eight_in_ten_of_what_comes_after_noise_lie_in_the_range(n: int) -> None:
    bounded = []
    for seed in range(60):
        shape = shapes.shape(100 + 10 * shapes.noise(n + 13, 100 + seed))
        result = shape.forecast()
        bounded.append(
            (result.quantile(0.1) <= shape.future) & (shape.future <= result.quantile(0.9))
        )
    assert 0.74 <= np.mean(bounded) <= 0.93


def test_a_plateau_is_believed() -> None:
    result = shapes.ramp_then_plateau().forecast()
    assert np.abs(result.median - 300).max() <= 0.05 * 200


def test_growth_goes_on() -> None:
    shape = shapes.exponential_growth()
    result, last = shape.forecast(), shape.history.iloc[-1]
    assert (np.diff(result.median) > 0).all()
    assert result.median[-1] - last >= 0.5 * (shape.future[-1] - last)
    assert result.quantile(0.975)[-1] >= 0.9 * shape.future[-1]


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (shapes.two_years_with_a_season, 0.5),
        (shapes.sixty_weeks_with_a_season, 1.0),
        (shapes.thirty_months_with_a_season, 0.6),
    ],
)
def test_a_season_in_the_history_is_forecast(make, most: float) -> None:
    shape = make()
    assert off(shape.forecast(), shape) <= most * off_naive(shape)


def test_counts_near_zero_stay_at_or_above_it() -> None:
    result = shapes.counts_near_zero().forecast()
    assert result.quantile(0.01).min() >= 0
    assert 0 <= result.median.min() <= result.median.max() <= 2
    assert result.quantile(0.9).max() <= 6
    assert result.chance(0) == 1


def test_percentages_near_100_stay_at_or_below_it() -> None:
    result = shapes.percentages_near_100().forecast()
    assert result.quantile(0.99).max() <= 100
    assert 97.5 <= result.median.min() <= result.median.max() <= 99.6
    assert result.quantile(0.1)[-1] >= 94


def test_a_saw_tooth_is_known_to_jump() -> None:
    shape = shapes.saw_tooth()
    result = shape.forecast()
    bounded = (result.quantile(0.025) <= shape.future) & (shape.future <= result.quantile(0.975))
    assert bounded.sum() >= 10
    assert 0 <= result.median.min() <= result.median.max() <= 150


def test_a_walk_stays_where_it_is_and_widens_with_the_root_of_time() -> None:
    shape = shapes.random_walk()
    result = shape.forecast()
    true = 2 * 1.2816 * np.sqrt(np.arange(1, 14))
    assert np.abs(result.median - shape.history.iloc[-1]).max() <= 2.5
    assert (width(result) >= 0.65 * true).all()
    assert (width(result) <= 1.6 * true).all()


def test_what_always_came_back_is_expected_back() -> None:
    result = shapes.mean_reverting().forecast()
    assert result.median[-1] <= 50 + 0.6 * (62 - 50)
    assert result.quantile(0.1)[-1] <= 50


def test_mostly_zero_stays_mostly_low() -> None:
    result = shapes.zero_inflated().forecast()
    assert result.quantile(0.1).min() >= 0
    assert result.median.max() <= 20
    assert result.quantile(0.95)[-1] >= 15


@pytest.mark.parametrize("make", [shapes.missing_in_the_middle, shapes.missing_at_the_end])
def test_what_is_missing_is_passed_over_and_the_way_goes_on(make) -> None:
    shape = make()
    result = shape.forecast()
    way = shapes.line(np.arange(30, 43))
    assert np.abs(result.median - way).max() <= 0.15 * 65
    assert width(result)[0] >= 1.5 * 2


def test_alternating_values_are_expected_on_both_sides() -> None:
    result = shapes.alternating().forecast()
    assert -0.1 <= result.median.min() <= result.median.max() <= 1.1
    assert result.quantile(0.05)[-1] <= 0.1
    assert result.quantile(0.95)[-1] >= 0.9
    assert width(result).max() <= 4


def test_one_outlier_at_the_end_is_not_taken_for_a_new_level() -> None:
    result = shapes.one_outlier_at_the_end().forecast()
    assert result.median.max() <= 100 + 0.5 * 30
    assert result.quantile(0.9)[-1] >= 104


def test_a_level_shift_long_ago_leaves_the_first_weeks_narrow_and_the_last_wider() -> None:
    """The shift came once in eighty weeks and may repeat; the forecast stays at the new level."""
    result = shapes.level_shift_long_ago().forecast()
    assert result.median == pytest.approx(100, abs=3)
    assert width(result)[0] <= 4 * 3
    assert width(result).max() <= 40
