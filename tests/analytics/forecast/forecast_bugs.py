"""Forecasts that are wrong in one way each, to show that a law sees it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from dashboard.analytics.forecast import forecast
from dashboard.analytics.series.bounds import Bounds
from tests.analytics.forecast.forecast_cases import NO_BOUNDS
from tests.analytics.forecast.forecast_laws import AnyForecast, Method


class Bent:
    """A forecast that passes on what the true one says; each bug bends one answer."""

    def __init__(self, true: AnyForecast, history: pd.Series) -> None:
        self.true = true
        self.history = history

    @property
    def points(self) -> int:
        return self.true.points

    @property
    def median(self) -> np.ndarray:
        return self.quantile(0.5)

    def quantile(self, q: float) -> np.ndarray:
        return self.true.quantile(q)

    def chance(self, target: float, step: int = -1, direction: Any = "increase") -> float:
        return self.true.chance(target, step, direction)

    def between(self, low: float, high: float, step: int = -1) -> float:
        return self.true.between(low, high, step)


def bug(bent: type[Bent]) -> Method:
    """The method that answers so."""

    def method(history: pd.Series, horizon: int, bounds: Bounds = NO_BOUNDS) -> AnyForecast:
        return bent(forecast(history, horizon, bounds), history)

    method.__name__ = bent.__name__
    return method


def treats(change: Callable[[pd.Series], pd.Series]) -> Method:
    """The method that does something to the history first."""

    def method(history: pd.Series, horizon: int, bounds: Bounds = NO_BOUNDS) -> AnyForecast:
        return forecast(change(history), horizon, bounds)

    return method


class TailsOfAnother(Bent):
    """The 95 % range comes from a narrower distribution than the 80 % one."""

    def quantile(self, q):
        middle = self.true.quantile(0.5)
        out = self.true.quantile(q) - middle
        return middle + (0.3 * out if abs(q - 0.5) > 0.4 else out)


class Extrapolated(Bent):
    """The chance runs along a straight line through two quantiles, and past 0 and 1."""

    def chance(self, target, step=-1, direction="increase"):
        low, high = self.true.quantile(0.25)[step], self.true.quantile(0.75)[step]
        below = 0.25 + 0.5 * (target - low) / ((high - low) or 1.0)
        return 1 - below if direction == "increase" else below


class Wavering(Bent):
    """The chance is read off a curve that swings about the true one."""

    def chance(self, target, step=-1, direction="increase"):
        true = self.true.chance(target, step, direction)
        return true + 0.1 * true * (1 - true) * math.sin(60 * true)


class NormalOdds(Bent):
    """The chance is of a normal with the same quartiles, the quantiles of another distribution."""

    def chance(self, target, step=-1, direction="increase"):
        true = self.true
        middle = true.quantile(0.5)[step]
        spread = (true.quantile(0.75)[step] - true.quantile(0.25)[step]) / 1.349
        if spread == 0:
            return true.chance(target, step, direction)
        below = float(special.ndtr((target - middle) / spread))
        return 1 - below if direction == "increase" else below


class OneStepBefore(Bent):
    """The chance is that of the period before the one asked about."""

    def chance(self, target, step=-1, direction="increase"):
        return self.true.chance(target, max(step - 1, -len(self.median)), direction)


class BelowForAtMost(Bent):
    """`<` where `<=` is meant: what lies on the bound is reached from neither side."""

    def chance(self, target, step=-1, direction="increase"):
        upward = self.true.chance(target, step)
        return upward if direction == "increase" else 1 - upward


class TwoOdds(Bent):
    """Being in a band taken for two things that have nothing to do with each other."""

    def between(self, low, high, step=-1):
        return self.true.chance(low, step) * self.true.chance(high, step, "decrease")


class OddsOfTheEdges(Bent):
    """The difference of the two chances, the wrong way round."""

    def between(self, low, high, step=-1):
        return abs(self.true.chance(low, step) - self.true.chance(high, step, "decrease"))


class AtLeastOneWide(Bent):
    """A floor under the width, in nobody's unit."""

    def quantile(self, q):
        return self.true.quantile(q) + float(special.ndtri(q))


class ShareOfTheLevel(Bent):
    """A percentage of the level is added to the width."""

    def quantile(self, q):
        middle = self.true.quantile(0.5)
        return self.true.quantile(q) + 0.01 * (q - 0.5) * np.abs(middle)


class Hopeful(Bent):
    """A decrease is never forecast."""

    def quantile(self, q):
        return np.maximum(self.true.quantile(q), np.minimum(0, self.true.quantile(0.5)))


class ByTheDay(Bent):
    """The day of the month has a say."""

    def quantile(self, q):
        return self.true.quantile(q) + self.history.index[-1].day_of_year / 100


class ByTheYear(Bent):
    """How many days have gone since 1970 has a say."""

    def quantile(self, q):
        return self.true.quantile(q) * (1 + 1e-9 * self.history.index[-1].toordinal())


class Jittered(Bent):
    """Random numbers without a seed."""

    def quantile(self, q):
        return self.true.quantile(q) * (1 + 1e-12 * np.random.default_rng().standard_normal())


class NeverQuiteStill(Bent):
    """A little width where there is none."""

    def quantile(self, q):
        return self.true.quantile(q) + 1e-9 * (q - 0.5)


class SurerFurtherOn(Bent):
    """The width is divided by the number of the period."""

    def quantile(self, q):
        middle = self.true.quantile(0.5)
        return middle + (self.true.quantile(q) - middle) / np.arange(1, len(middle) + 1)


class Overshooting(Bent):
    """What is above its mean is expected as far below it."""

    def chance(self, target, step=-1, direction="increase"):
        away = float(self.history.iloc[-1] - self.history.mean())
        return self.true.chance(target + 2 * away, step, direction)


class OneWidth(Bent):
    """Every period is as wide as the first."""

    def quantile(self, q):
        middle = self.true.quantile(0.5)
        return middle + (self.true.quantile(q) - middle)[0]


class WidthOfTheWholeWay(Bent):
    """All periods are as wide as the number of those asked for tells."""

    def quantile(self, q):
        middle = self.true.quantile(0.5)
        return middle + (self.true.quantile(q) - middle) * len(middle) ** 0.1


def without_bounds(history: pd.Series, horizon: int, bounds: Bounds = NO_BOUNDS) -> AnyForecast:
    """The bounds are forgotten."""
    return forecast(history, horizon)


class DrawnToTheBounds(Bent):
    """Any bound pulls on the middle, however far away it is."""

    def __init__(self, true, history, bounds=NO_BOUNDS):
        super().__init__(true, history)
        self.bounds = bounds

    def quantile(self, q):
        low, high = self.bounds.low, self.bounds.high
        if low is None or high is None:
            return self.true.quantile(q)
        return self.true.quantile(q) + 1e-3 * (high - low)


def drawn_to_the_bounds(
    history: pd.Series, horizon: int, bounds: Bounds = NO_BOUNDS
) -> AnyForecast:
    """Any bound pulls on the middle, however far away it is."""
    return DrawnToTheBounds(forecast(history, horizon, bounds), history, bounds)


class OnlyTheMiddleClipped(Bent):
    """The bounds hold the middle, and not the ranges."""

    def quantile(self, q):
        free = forecast(self.history, len(self.true.median))
        return self.true.quantile(q) if q == 0.5 else free.quantile(q)


def as_the_rows_come(history: pd.Series, horizon: int, bounds: Bounds = NO_BOUNDS) -> AnyForecast:
    """Rows are taken in the order in which they come."""
    index = pd.date_range("2023-01-02", periods=len(history), freq="W-MON")
    return forecast(pd.Series(history.to_numpy(), index), horizon, bounds)


class Recounted(Bent):
    """Rows that came twice count twice."""

    @property
    def points(self):
        return len(self.history)


class HalfInPlace:
    """A method that fills the caller's gaps."""

    def __call__(
        self, history: pd.Series, horizon: int, bounds: Bounds = NO_BOUNDS
    ) -> AnyForecast:
        history.iloc[1:] = history.ffill().iloc[1:] + 1.0
        return forecast(history, horizon, bounds)


def _with_memory() -> Method:
    seen: list[float] = [0.0]

    class OfTheLast(Bent):
        def quantile(self, q):
            return self.true.quantile(q) + seen[-1]

    def method(history: pd.Series, horizon: int, bounds: Bounds = NO_BOUNDS) -> AnyForecast:
        result = OfTheLast(forecast(history, horizon, bounds), history)
        seen.append(seen[-1] + 1e-6)
        return result

    return method


with_memory = _with_memory()
filling_in_place = HalfInPlace()
gaps_are_closed = treats(
    lambda history: pd.Series(
        (known := history.dropna()).to_numpy(),
        pd.date_range(history.index[0], periods=len(known), freq="W-MON"),
    )
)
gaps_are_zero = treats(lambda history: history.fillna(0.0))
