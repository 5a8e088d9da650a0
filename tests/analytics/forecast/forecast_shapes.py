"""Histories that anybody can extrapolate at a glance, with their future where it is known."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analytics.forecast.univariate import Forecast, forecast
from dashboard.analytics.series.bounds import Bounds
from dashboard.analytics.typing import Floats
from tests.analytics.forecast.forecast_cases import NO_BOUNDS, periods

Values = Floats


@dataclass(frozen=True)
class Shape:
    """A history and its future: the only one, or a possible one; NaN where it is unknown."""

    history: pd.Series
    future: Values
    bounds: Bounds = NO_BOUNDS

    def forecast(self) -> Forecast:
        return forecast(self.history, len(self.future), self.bounds)


def shape(
    values: object, horizon: int = 13, season: int = 52, bounds: Bounds = NO_BOUNDS
) -> Shape:
    """The values, split `horizon` periods before their end."""
    values = np.asarray(values, dtype=float)
    return Shape(periods(values[:-horizon], season), values[-horizon:], bounds)


def noise(n: int, seed: int) -> Values:
    return np.random.default_rng([4, seed]).standard_normal(n)


def line(t: object) -> Values:
    return 100 + 5.0 * np.asarray(t, dtype=float)


def wave(t: Values, season: int) -> Values:
    return 20 * np.sin(2 * math.pi * t / season) + 8 * np.cos(4 * math.pi * t / season)


def step(new_points: int) -> Shape:
    """Twenty flat points, then `new_points` at a new level."""
    return shape([100.0] * 20 + [150.0] * (new_points + 13))


def straight_line() -> Shape:
    return shape(line(range(33)))


def falling_line() -> Shape:
    return shape(-line(range(33)))


def constant() -> Shape:
    return shape([42.0] * 33)


def constant_with_one_spike() -> Shape:
    values = np.full(43, 42.0)
    values[17] = 142
    return shape(values)


def step_of_one_point() -> Shape:
    return step(1)


def step_of_three_points() -> Shape:
    return step(3)


def step_of_four_points() -> Shape:
    return step(4)


def step_of_six_points() -> Shape:
    return step(6)


def eight_points_of_noise() -> Shape:
    return shape(100 + 10 * noise(21, 35))


def twelve_points_of_noise() -> Shape:
    return shape(100 + 10 * noise(25, 51))


def ramp_then_plateau() -> Shape:
    return shape(100 + 5.0 * np.minimum(np.arange(73), 40) + noise(73, 3))


def exponential_growth() -> Shape:
    return shape(100 * 1.05 ** np.arange(53) * np.exp(0.01 * noise(53, 4)))


def two_years_with_a_season() -> Shape:
    t = np.arange(117.0) + 20
    return shape(100 + wave(t, 52) + 3 * noise(117, 5))


def sixty_weeks_with_a_season() -> Shape:
    t = np.arange(73.0) + 12
    return shape(100 + wave(t, 52) + 3 * noise(73, 6))


def thirty_months_with_a_season() -> Shape:
    t = np.arange(36.0)
    return shape(100 + wave(t, 12) + 3 * noise(36, 7), horizon=6, season=12)


def counts_near_zero() -> Shape:
    return shape(np.random.default_rng(8).poisson(0.8, 53), bounds=Bounds(0))


def percentages_near_100() -> Shape:
    return shape(np.minimum(100, 98.6 + 0.9 * noise(53, 9)), bounds=Bounds(0, 100))


def saw_tooth() -> Shape:
    return shape(10.0 * (1 + np.arange(91) % 13) + noise(91, 10))


def random_walk() -> Shape:
    return shape(100 + noise(93, 11).cumsum())


def mean_reverting() -> Shape:
    values = np.full(93, 50.0)
    for t, shock in enumerate(noise(92, 12)):
        values[t + 1] = 50 + 0.7 * (values[t] - 50) + 2 * shock
    values[79] = 62
    for t, shock in enumerate(noise(13, 13)):
        values[80 + t] = 50 + 0.7 * (values[79 + t] - 50) + 2 * shock
    return shape(values)


def zero_inflated() -> Shape:
    rng = np.random.default_rng(14)
    return shape((rng.random(73) < 0.3) * rng.integers(5, 60, 73), bounds=Bounds(0))


def missing_in_the_middle() -> Shape:
    values = line(range(43)) + 2 * noise(43, 15)
    values[12:18] = math.nan
    return shape(values)


def missing_at_the_end() -> Shape:
    values = line(range(43)) + 2 * noise(43, 16)
    values[26:30] = math.nan
    return shape(values)


def alternating() -> Shape:
    return shape(np.arange(37) % 2)


def one_outlier_at_the_end() -> Shape:
    values = 100 + 3 * noise(53, 17)
    values[39] = 130
    return shape(values)


def level_shift_long_ago() -> Shape:
    return shape(np.where(np.arange(93) < 35, 60, 100) + 3 * noise(93, 18))


SHAPES: dict[str, Callable[[], Shape]] = {
    make.__name__: make
    for make in (
        straight_line,
        falling_line,
        constant,
        constant_with_one_spike,
        step_of_one_point,
        step_of_three_points,
        step_of_four_points,
        step_of_six_points,
        eight_points_of_noise,
        twelve_points_of_noise,
        ramp_then_plateau,
        exponential_growth,
        two_years_with_a_season,
        sixty_weeks_with_a_season,
        thirty_months_with_a_season,
        counts_near_zero,
        percentages_near_100,
        saw_tooth,
        random_walk,
        mean_reverting,
        zero_inflated,
        missing_in_the_middle,
        missing_at_the_end,
        alternating,
        one_outlier_at_the_end,
        level_shift_long_ago,
    )
}
