"""Exponential-smoothing recursions: the forecasts of every member from every past period."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dashboard.analytics.forecast.ensemble.members import Members
from dashboard.analytics.typing import Floats, Integers

MIN_SEASON_GAIN = 0.2
"""The least gain of a seasonal state, as a share of the residual that the level leaves, however
often its period has repeated."""


@dataclass(frozen=True, eq=False)
class Season:
    """The seasonal states to start from.

    `places` is the seasonal index of each period of the history and of the periods to be forecast,
    `pattern` the deviation of each index from the level in the first year, `length` the number of
    indices.
    """

    places: Integers
    pattern: Floats
    length: int


def paths(values: Floats, members: Members, steps: int, season: Season | None = None) -> Floats:
    """The forecast of every member from every period, (periods, members, steps).

    A missing period updates nothing: every member continues with its own forecast. The first value
    must be known.

    Args:
        values: one per period, NaN where unknown.
        members: the models.
        steps: the number of periods to forecast.
        season: indices for `len(values) + steps` periods, and the initial pattern.
    """
    states = _run(values, members, season, steps)
    kept, reach = members.kept(steps), members.reach(steps)
    means = _running_means(values)[:, None, None]
    forecasts = (
        means + (states.level[:, :, None] - means) * kept + states.slope[:, :, None] * reach
    )
    return forecasts if states.season is None else forecasts + states.season


def variance_growth(count: int, members: Members, steps: int) -> Floats:
    """The variance of each member's error by step, relative to that of one step, (members, steps).

    1 + the sum of the squared responses of the forecast to each residual in between, from the
    model's own equations (Hyndman et al. 2008, chapter 6), after a history of `count` values.
    """
    alpha = np.maximum(members.alpha, 1 / count)[:, None]
    kept, reach = members.kept(steps), members.reach(steps)
    drift = np.nan_to_num(1 / (count + members.unchanged))[:, None]
    response = (
        alpha * (kept + members.slope_gain[:, None] * reach) + drift * reach + (1 - kept) / count
    )
    before = np.cumsum(response**2, axis=1)[:, :-1]
    return 1 + np.hstack([np.zeros((len(members), 1)), before])


@dataclass(frozen=True, eq=False)
class _States:
    """The states after each period.

    Level and slope are (periods, members); the season of the next steps is (periods, members,
    steps).
    """

    level: Floats
    slope: Floats
    season: Floats | None


def _run(values: Floats, members: Members, season: Season | None, steps: int) -> _States:
    count, is_known = len(values), np.isfinite(values)
    level_gains, slope_gains = _gains(count if is_known.all() else is_known.tobytes(), members)
    reversion = (1 - members.keep) * _running_means(values)[:, None]
    seasonal = _SeasonalStates(season, members, steps) if season else None
    level, slope = np.full(len(members), values[0]), np.zeros(len(members))
    if seasonal is not None:
        level = level - seasonal.at(0)
    levels, slopes = np.empty((count, len(members))), np.empty((count, len(members)))
    seasons = np.empty((count, len(members), steps)) if seasonal is not None else None
    levels[0], slopes[0] = level, slope
    for at in range(count):
        if at:
            slope = members.phi * slope
            level = members.keep * level + reversion[at - 1] + slope
            if is_known[at]:
                residual = values[at] - level
                if seasonal is not None:
                    residual = residual - seasonal.at(at)
                    seasonal.update(at, residual * (1 - level_gains[at]))
                level = level + level_gains[at] * residual
                slope = slope + slope_gains[at] * residual
            levels[at], slopes[at] = level, slope
        if seasons is not None and seasonal is not None:
            seasons[at] = seasonal.forecast(at)
    return _States(levels, slopes, seasons)


class _SeasonalStates:
    """The season of each member by seasonal index.

    It is updated whenever an index repeats after the first year.
    """

    def __init__(self, season: Season, members: Members, steps: int) -> None:
        self._places, self._length = season.places, season.length
        self._steps, self._ridge = np.arange(1, steps + 1), members.ridge
        self._seasons = season.pattern[:, None] / (1 + members.ridge)
        self._seen_count = np.ones(season.length)

    def at(self, period: int) -> Floats:
        """Each member's season in a period."""
        return np.asarray(self._seasons[self._places[period]])

    def forecast(self, period: int) -> Floats:
        """Each member's season in the steps after a period, (members, steps)."""
        return np.asarray(self._seasons[self._places[period + self._steps]].T)

    def update(self, period: int, residual: Floats) -> None:
        """Update the index of a period by its gain times the residual that the level leaves."""
        if period < self._length:
            return
        place = self._places[period]
        self._seen_count[place] += 1
        share = np.maximum(MIN_SEASON_GAIN, 1 / (self._seen_count[place] + self._ridge))
        self._seasons[place] = self._seasons[place] + share * residual


def _running_means(values: Floats) -> Floats:
    """The mean of the known values up to each period."""
    is_known = np.isfinite(values)
    return np.asarray(np.cumsum(np.where(is_known, values, 0)) / np.cumsum(is_known))


@lru_cache(maxsize=512)
def _gains(known: int | bytes, members: Members) -> tuple[Floats, Floats]:
    """The gains of level and slope at each period, (periods, members).

    The k-th known value has a gain of at least 1/k, so the first levels are means. After a gap of
    several periods a residual updates the slope by its share per period.
    """
    flags = np.ones(known, bool) if isinstance(known, int) else np.frombuffer(known, bool)
    seen = np.cumsum(flags)[:, None]
    level = np.maximum(members.alpha, 1 / seen)
    slope = level * members.slope_gain
    drift = 1 / (seen - 1 + members.unchanged)
    last = np.maximum.accumulate(np.where(flags, np.arange(len(flags)), 0))
    gaps = np.maximum(np.diff(last, prepend=0), 1)[:, None]
    return level, np.where(np.isnan(drift), slope, drift) / gaps
