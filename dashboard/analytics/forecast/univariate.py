"""The forecast of a single series: one distribution per period of the horizon."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.analytics.forecast.backtest import JUDGED_STEPS
from dashboard.analytics.forecast.ensemble.ensemble import (
    EnsembleForecast,
    History,
    ensemble_forecast,
)
from dashboard.analytics.forecast.ensemble.quantile_table import QuantileTable
from dashboard.analytics.forecast.ensemble.season_index import season_indices
from dashboard.analytics.forecast.method import Method
from dashboard.analytics.series.bounds import NO_BOUNDS, Bounds
from dashboard.analytics.series.series import grain_of, steps
from dashboard.analytics.typing import Floats
from dashboard.domain.errors import FremdriftError
from dashboard.domain.kpi import Grain
from dashboard.domain.thresholds import TOLERANCE

MIN_POINTS = 8
"""With fewer known periods than this the ranges cannot be estimated."""

MAX_PERIODS = 156
"""Three years of weeks; older periods are not representative."""

_MIN_SEASON_SHARE = 0.5


class TooShort(FremdriftError):
    """The history has too few known periods for a forecast; `points` is their number."""

    def __init__(self, points: int) -> None:
        self.points = points
        super().__init__(
            f"A forecast needs {MIN_POINTS} known periods, this history has {points}; "
            "add earlier ones or wait."
        )


@dataclass(frozen=True, eq=False)
class Forecast:
    """The distribution of the value at each period of the horizon, clipped at the bounds.

    `quantile`, `median`, `chance` and `between` all read this one distribution, so they cannot
    contradict each other. `constant` is the value of a history that never changed: it is forecast
    with certainty. `residuals` are the one-step errors divided by their root mean square, stamped
    by period. `season_share` is the weight of the season, 0 to 1.
    """

    points: int
    method: Method
    bounds: Bounds
    horizon: int
    constant: float | None = None
    table: QuantileTable | None = None
    residuals: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    season_share: float = 0.0

    @property
    def median(self) -> Floats:
        """The median, one per period of the horizon."""
        return self.quantile(0.5)

    def quantile(self, q: float | Floats) -> Floats:
        """The quantile at level `q`, one per period; for several levels one row each.

        Raises:
            ValueError: `q` is not between 0 and 1, both excluded.
        """
        if not (np.greater(q, 0) & np.less(q, 1)).all():
            raise ValueError(
                f"{q!r} is not a quantile; give a number between 0 and 1, such as 0.9"
            )
        if self.table is None:
            outcome = np.full((*np.shape(q), self.horizon), self.constant)
        else:
            outcome = self.table.quantile(q)
        return self.bounds.clip(outcome)

    def chance(
        self,
        target: float,
        step: int = -1,
        direction: Literal["increase", "decrease"] = "increase",
    ) -> float:
        """The probability of at least `target` at that step; of at most it for `decrease`."""
        if direction == "increase":
            return 1 - self._share_below(target, step, is_included=False)
        return self._share_below(target, step, is_included=True)

    def between(self, low: float, high: float, step: int = -1) -> float:
        """The probability of a value from `low` to `high` at that step, both included."""
        below = self._share_below(low, step, is_included=False)
        return max(0.0, self._share_below(high, step, is_included=True) - below)

    def _share_below(self, value: float, step: int, *, is_included: bool) -> float:
        """P(outcome < value), or P(outcome <= value) where the value itself is included."""
        low, high = self.bounds.low, self.bounds.high
        if low is not None and (value < low or (value == low and not is_included)):
            return 0.0
        if high is not None and (value > high or (value == high and is_included)):
            return 1.0
        if self.table is None:
            return float(_is_reached(float(self.median[step]), value, is_included=is_included))
        return self.table.share_below(value, step)


def forecast(
    history: pd.Series,
    horizon: int,
    bounds: Bounds = NO_BOUNDS,
) -> Forecast:
    """The distribution of the series at each of the next `horizon` periods.

    An average of exponential-smoothing models, weighted by their past errors; see
    `forecast.ensemble`. The horizon begins after the last stamp of `history`. Gaps count by their
    length; missing values at the end widen the ranges. The latest `MAX_PERIODS` periods are used.

    Args:
        history: one value per period, with a regular DatetimeIndex; NaN where unknown.
        horizon: the number of periods to forecast, at least 1.
        bounds: the lowest and the highest possible value.

    Raises:
        TooShort: fewer than `MIN_POINTS` known values.
        ValueError: the horizon is below 1.
    """
    if horizon < 1:
        raise ValueError(f"a horizon of {horizon} periods is not ahead; give 1 or more")
    history = history[~history.index.duplicated(keep="last")].sort_index()
    values, stamps, unknown_at_end = _on_periods(history)
    points = int(np.isfinite(values).sum())
    if points < MIN_POINTS:
        raise TooShort(points)
    centre, unit = scale_of(values)
    if unit == 0:
        return Forecast(points, Method.SMOOTHING, bounds, horizon, constant=float(values[-1]))
    steps_after_last = unknown_at_end + horizon
    grain = _grain(history.index)
    reach = max(steps_after_last, JUDGED_STEPS, len(values))  # across the longest possible gap
    places = season_indices(_first(stamps), grain, len(values) + reach)
    ensemble = ensemble_forecast(
        History((values - centre) / unit, places, grain), steps_after_last
    )
    return Forecast(
        points=points,
        method=Method.SEASONAL_SMOOTHING
        if ensemble.season_share > _MIN_SEASON_SHARE
        else Method.SMOOTHING,
        bounds=bounds,
        horizon=horizon,
        table=QuantileTable(centre + unit * ensemble.table.values[:, unknown_at_end:]),
        residuals=_residuals(ensemble, stamps, values),
        season_share=ensemble.season_share,
    )


def scale_of(values: Floats) -> tuple[float, float]:
    """The median of the known values and the mean absolute change between them.

    The change is 0 where none changes.
    """
    known = values[np.isfinite(values)]
    return float(np.median(known)), float(np.abs(np.diff(known)).mean())


def _on_periods(history: pd.Series) -> tuple[Floats, pd.Index, int]:
    """The latest values of a sorted history on a regular grid; the first and the last are known.

    With the stamps of the known values, and the number of unknown periods after the last of them.
    """
    values, at = history.to_numpy(dtype=float), steps(history.index)
    is_known = np.isfinite(values)
    if not is_known.any():
        return np.empty(0), history.index[:0], 0
    last = int(at[is_known][-1])
    used = np.flatnonzero(is_known & (at > last - MAX_PERIODS))
    # irregular stamps may share a period: keep the later one
    used = used[np.diff(at[used], append=last + 1) > 0]
    begin = int(at[used][0])
    grid = np.full(last - begin + 1, np.nan)
    grid[at[used] - begin] = values[used]
    return grid, history.index[used], int(at[-1]) - last


def _grain(stamps: pd.Index) -> Grain:
    """The length of a period; an index without dates counts as weeks."""
    if not isinstance(stamps, pd.DatetimeIndex):
        return Grain.WEEK
    return grain_of(pd.Series(0.0, stamps)) or Grain.WEEK


def _first(stamps: pd.Index) -> pd.Timestamp:
    return stamps[0] if isinstance(stamps, pd.DatetimeIndex) else pd.Timestamp(0)


def _residuals(ensemble: EnsembleForecast, stamps: pd.Index, values: Floats) -> pd.Series:
    """The one-step errors divided by their root mean square.

    They are at the stamps of the known periods that have one.
    """
    errors = ensemble.errors[np.isfinite(values)]
    is_known = np.isfinite(errors)
    size = float(np.sqrt(np.mean(errors[is_known] ** 2))) if is_known.any() else 0.0
    return pd.Series(errors[is_known] / (size or 1.0), stamps[is_known])


def _is_reached(outcome: float, value: float, *, is_included: bool) -> bool:
    """Whether a certain outcome lies below a value, or equals it where that is included."""
    if math.isclose(outcome, value, rel_tol=TOLERANCE):
        return is_included
    return outcome < value
