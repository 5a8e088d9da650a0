"""What anybody would pick instead, asked as ours is: a history, how many periods, bounds; the bounds hold theirs too."""

from __future__ import annotations

import math
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from dashboard.analytics.series.bounds import Bounds
from tests.analytics.forecast.forecast_cases import NO_BOUNDS
from tests.bench.lead_lag_scores import shared_module

Values = NDArray[np.float64]

WIDTHS = (10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99)
SEASONS = {"W-MON": 52, "MS": 12}
LONGEST_SEASON = 24
"""AutoETS takes no longer season; of weeks it is asked without."""


@dataclass(frozen=True)
class Answer:
    """Quantiles at some levels, a row a level; between them along the normal's, beyond them as the normal would go on."""

    levels: Values
    values: Values
    points: int
    bounds: Bounds = NO_BOUNDS

    @property
    def median(self) -> Values:
        return self.quantile(0.5)

    def quantile(self, q: float) -> Values:
        z, at = special.ndtri(self.levels), special.ndtri(q)
        out = [np.interp(at, z, column) for column in self.values.T]
        return self.bounds.clip(np.array(out))

    def chance(self, target: float, step: int = -1, direction: Any = "increase") -> float:
        low, high = self.bounds.low, self.bounds.high
        if direction == "increase" and low is not None and target <= low:
            return 1.0
        if direction == "increase" and high is not None and target > high:
            return 0.0
        column = self.values[:, step]
        z, middle = special.ndtri(self.levels), len(column) // 2
        if column[-1] - column[0] <= 1e-12 * max(1.0, abs(column[-1])):
            return float(
                column[middle] >= target if direction == "increase" else column[middle] <= target
            )
        rising = column + np.arange(len(column)) * 1e-12 * (column[-1] - column[0])
        at = float(np.interp(target, rising, z))
        if target < rising[0] or target > rising[-1]:
            edge = 0 if target < rising[0] else -1
            scale = (rising[edge] - rising[middle]) / z[edge]
            at = (target - rising[middle]) / scale if scale > 0 else z[edge]
        below = float(special.ndtr(at))
        return 1 - below if direction == "increase" else below

    def between(self, low: float, high: float, step: int = -1) -> float:
        return max(0.0, self.chance(low, step) - self.chance(high, step))


Rival = Callable[[pd.Series, int, Bounds], Answer]


def normal(mean: Values, sd: Values, points: int, bounds: Bounds) -> Answer:
    levels = np.array([0.005, *np.arange(1, 20) / 20, 0.995])
    values = mean + special.ndtri(levels)[:, None] * sd
    return Answer(levels, values, points, bounds)


def naive(history: pd.Series, horizon: int, bounds: Bounds) -> Answer:
    """The last value, and a normal walk of the usual step."""
    y, ahead = history.to_numpy(), np.arange(1, horizon + 1)
    step = math.sqrt(np.mean(np.diff(y) ** 2))
    return normal(np.full(horizon, y[-1]), step * np.sqrt(ahead), len(y), bounds)


def drift(history: pd.Series, horizon: int, bounds: Bounds) -> Answer:
    """The same with the mean step, and its uncertainty."""
    y, ahead = history.to_numpy(), np.arange(1, horizon + 1)
    steps = np.diff(y)
    sd = steps.std(ddof=1) * np.sqrt(ahead * (1 + ahead / len(steps)))
    return normal(y[-1] + steps.mean() * ahead, sd, len(y), bounds)


def straight_line(history: pd.Series, horizon: int, bounds: Bounds) -> Answer:
    """Least squares, on track or off track: what the tools of the trade show."""
    y = history.to_numpy()
    at = np.arange(len(y) + horizon)
    mean = np.polyval(np.polyfit(at[: len(y)], y, 1), at[len(y) :])
    return normal(mean, np.zeros(horizon), len(y), bounds)


def auto_ets(history: pd.Series, horizon: int, bounds: Bounds) -> Answer:
    """Exponential smoothing chosen by AICc, as statsforecast has it, with the ranges that it gives."""
    from statsforecast.models import AutoETS

    y, season = history.to_numpy(), SEASONS[str(pd.DatetimeIndex(history.index).freqstr)]
    if season > LONGEST_SEASON or len(y) < 2 * season + 1:
        season = 1
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        said = AutoETS(season_length=season).forecast(y=y, h=horizon, level=list(WIDTHS))
    told = {0.5: said["mean"]}
    told |= {0.5 - width / 200: said[f"lo-{width}"] for width in WIDTHS}
    told |= {0.5 + width / 200: said[f"hi-{width}"] for width in WIDTHS}
    levels = np.array(sorted(told))
    values = np.sort(np.vstack([told[level] for level in levels]), axis=0)
    return Answer(levels, values, len(y), bounds)


def reference() -> Rival | None:
    """The recipe of the benchmarks that stand beside the project; `None` where there are none."""
    found = shared_benchmark()
    if found is None:
        return None
    harness, recipe = found

    def rival(history: pd.Series, horizon: int, bounds: Bounds) -> Answer:
        season = SEASONS[str(pd.DatetimeIndex(history.index).freqstr)]
        said = recipe.ours(history.to_numpy(), horizon, {"season": season, "horizon": horizon})
        return Answer(harness.LEVELS, said.q, len(history), bounds)

    return rival


def shared_benchmark() -> tuple[Any, Any] | None:
    """The harness and the recipe that stand beside the project, which import each other by their names."""
    for name in ("forecast", "reference_forecast"):
        module = sys.modules.get(name) or shared_module(name)
        if module is None:
            return None
        sys.modules[name] = module
    return sys.modules["forecast"], sys.modules["reference_forecast"]
