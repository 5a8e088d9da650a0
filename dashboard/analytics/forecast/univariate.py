"""Where a series will be, and the chance that it reaches a target: one distribution a period ahead."""

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
from dashboard.analytics.series.bounds import NO_BOUNDS, Bounds
from dashboard.analytics.series.series import grain_of, steps
from dashboard.analytics.typing import Floats
from dashboard.domain.errors import FremdriftError
from dashboard.domain.kpi import Grain
from dashboard.domain.thresholds import TOLERANCE

MIN_POINTS = 8
"""Below this many known periods nothing honest can be said of the ranges."""

MAX_PERIODS = 156
"""Three years of weeks: what is older tells of another time."""

METHOD = "averaged exponential smoothing"
METHOD_WITH_SEASON = "averaged exponential smoothing with season"

_SEEN_SEASON = 0.5


class TooShort(FremdriftError):  # it says what is the matter
    """The history has too few known periods for a forecast; `points` says how many it has."""

    def __init__(self, points: int) -> None:
        self.points = points
        super().__init__(
            f"A forecast needs {MIN_POINTS} known periods, this history has {points}; add earlier ones or wait."
        )


@dataclass(frozen=True, eq=False)
class Forecast:
    """The distribution of the value at each period ahead, held within the bounds.

    `quantile`, `median`, `chance` and `between` all read this one distribution, so they never contradict each other.
    `settled` is the value of a history that never moved: it stays, for certain. `surprises` are the errors one period
    ahead in units of their root mean square, stamped by period. `season_share` is how far a season has a part, 0 to 1.
    """

    points: int
    method: str
    bounds: Bounds
    horizon: int
    settled: float | None = None
    table: QuantileTable | None = None
    surprises: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    season_share: float = 0.0

    @property
    def median(self) -> Floats:
        """The middle of the outcomes, one a period ahead."""
        return self.quantile(0.5)

    def quantile(self, q: float | Floats) -> Floats:
        """The value that a share `q` of the outcomes stays below, one a period ahead; of several shares a row each.

        Raises:
            ValueError: `q` is not between 0 and 1, both excluded.
        """
        if not (np.greater(q, 0) & np.less(q, 1)).all():
            raise ValueError(
                f"{q!r} is not a quantile; give a number between 0 and 1, such as 0.9"
            )
        if self.table is None:
            outcome = np.full((*np.shape(q), self.horizon), self.settled)
        else:
            outcome = self.table.quantile(q)
        return self.bounds.clip(outcome)

    def chance(
        self,
        target: float,
        step: int = -1,
        direction: Literal["increase", "decrease"] = "increase",
    ) -> float:
        """The probability of a value of at least `target` at that step; for `decrease` of at most `target`."""
        if direction == "increase":
            return 1 - self._share_below(target, step, is_counted=False)
        return self._share_below(target, step, is_counted=True)

    def between(self, low: float, high: float, step: int = -1) -> float:
        """The probability of a value from `low` to `high` at that step, both included."""
        below = self._share_below(low, step, is_counted=False)
        return max(0.0, self._share_below(high, step, is_counted=True) - below)

    def _share_below(self, value: float, step: int, *, is_counted: bool) -> float:
        """P(outcome < value), or P(outcome <= value) where the value itself is counted."""
        low, high = self.bounds.low, self.bounds.high
        if low is not None and (value < low or (value == low and not is_counted)):
            return 0.0
        if high is not None and (value > high or (value == high and is_counted)):
            return 1.0
        if self.table is None:
            return float(_is_reached(float(self.median[step]), value, is_counted=is_counted))
        return self.table.share_below(value, step)


def forecast(
    history: pd.Series,
    horizon: int,
    bounds: Bounds = NO_BOUNDS,
) -> Forecast:
    """The distribution of the series at each of the `horizon` periods after the last stamp of `history`.

    An average of exponential smoothing filters, weighed by their past errors; see `forecasting.model`. Gaps count with the
    time that they took; missing values at the end widen the ranges. The newest `MAX_PERIODS` periods are used.

    Args:
        history: one value a period, with a regular DatetimeIndex; NaN where unknown.
        horizon: how many periods ahead, at least 1.
        bounds: the lowest and highest value that can be.

    Raises:
        TooShort: fewer than `MIN_POINTS` known values.
        ValueError: the horizon is below 1.
    """
    if horizon < 1:
        raise ValueError(f"a horizon of {horizon} periods is not ahead; give 1 or more")
    history = history[~history.index.duplicated(keep="last")].sort_index()
    values, stamps, unseen = _on_periods(history)
    points = int(np.isfinite(values).sum())
    if points < MIN_POINTS:
        raise TooShort(points)
    centre, unit = scale_of(values)
    if unit == 0:
        return Forecast(points, METHOD, bounds, horizon, settled=float(values[-1]))
    steps_ahead = unseen + horizon
    grain = _grain(history.index)
    far = max(steps_ahead, JUDGED_STEPS, len(values))  # as far as the longest gap could be
    where = season_indices(_first(stamps), grain, len(values) + far)
    told = ensemble_forecast(History((values - centre) / unit, where, grain), steps_ahead)
    return Forecast(
        points=points,
        method=METHOD_WITH_SEASON if told.season_share > _SEEN_SEASON else METHOD,
        bounds=bounds,
        horizon=horizon,
        table=QuantileTable(centre + unit * told.table.values[:, unseen:]),
        surprises=_surprises(told, stamps, values),
        season_share=told.season_share,
    )


def scale_of(values: Floats) -> tuple[float, float]:
    """The middle of the known values and the mean size of their moves, in which a history is measured; 0 if none moves."""
    known = values[np.isfinite(values)]
    return float(np.median(known)), float(np.abs(np.diff(known)).mean())


def _on_periods(history: pd.Series) -> tuple[Floats, pd.Index, int]:
    """The newest values of a sorted history, one a period, the first and the last one known.

    With the stamps of the known ones, and the number of periods after the last that are not known.
    """
    values, at = history.to_numpy(dtype=float), steps(history.index)
    is_known = np.isfinite(values)
    if not is_known.any():
        return np.empty(0), history.index[:0], 0
    last = int(at[is_known][-1])
    used = np.flatnonzero(is_known & (at > last - MAX_PERIODS))
    # stamps that are not regular may share a period: the later one stays
    used = used[np.diff(at[used], append=last + 1) > 0]
    begin = int(at[used][0])
    found = np.full(last - begin + 1, np.nan)
    found[at[used] - begin] = values[used]
    return found, history.index[used], int(at[-1]) - last


def _grain(stamps: pd.Index) -> Grain:
    """How long a period is; an index without dates counts weeks."""
    if not isinstance(stamps, pd.DatetimeIndex):
        return Grain.WEEK
    return grain_of(pd.Series(0.0, stamps)) or Grain.WEEK


def _first(stamps: pd.Index) -> pd.Timestamp:
    return stamps[0] if isinstance(stamps, pd.DatetimeIndex) else pd.Timestamp(0)


def _surprises(told: EnsembleForecast, stamps: pd.Index, values: Floats) -> pd.Series:
    """The errors one period ahead, in units of their root mean square, at the stamps of the known periods that have one."""
    errors = told.errors[np.isfinite(values)]
    is_known = np.isfinite(errors)
    size = float(np.sqrt(np.mean(errors[is_known] ** 2))) if is_known.any() else 0.0
    return pd.Series(errors[is_known] / (size or 1.0), stamps[is_known])


def _is_reached(outcome: float, value: float, *, is_counted: bool) -> bool:
    """Whether a certain outcome lies below a value, or at it where that is counted."""
    if math.isclose(outcome, value, rel_tol=TOLERANCE):
        return is_counted
    return outcome < value
