"""Histories run through the members: what each would have foretold from every period on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dashboard.analytics.forecast.ensemble.members import Members
from dashboard.analytics.typing import Floats, Integers

LEAST_REVISIT = 0.2
"""A season is moved by at least this share of what the level leaves of a surprise, however often its week came back."""


@dataclass(frozen=True, eq=False)
class Season:
    """A season to start from.

    `places` says for each period of the history and of the way ahead where in the year it lies, `pattern` by how much each
    place departs from the level in the first year, and `length` how many places there are.
    """

    places: Integers
    pattern: Floats
    length: int


def paths(values: Floats, members: Members, steps: int, season: Season | None = None) -> Floats:
    """The forecast of every member from every period, (periods, members, steps).

    A period without a value moves nothing: every member goes the way that it expected. The first value must be known.

    Args:
        values: one a period, NaN where unknown.
        members: the filters.
        steps: how many periods ahead.
        season: places for `len(values) + steps` periods, and the pattern that the members begin with.
    """
    states = _run(values, members, season, steps)
    kept, reach = members.kept(steps), members.reach(steps)
    means = _running_means(values)[:, None, None]
    found = means + (states.level[:, :, None] - means) * kept + states.slope[:, :, None] * reach
    return found if states.season is None else found + states.season


def growth(count: int, members: Members, steps: int) -> Floats:
    """The variance of each member's error by steps ahead, in units of that one step ahead, (members, steps).

    1 + the squares of what one surprise on the way adds to all later steps, as the filter's own equations say, from a
    history of `count` values.
    """
    alpha = np.maximum(members.alpha, 1 / count)[:, None]
    kept, reach = members.kept(steps), members.reach(steps)
    drift = np.nan_to_num(1 / (count + members.unchanged))[:, None]
    moved = alpha * (kept + members.pull[:, None] * reach) + drift * reach + (1 - kept) / count
    before = np.cumsum(moved**2, axis=1)[:, :-1]
    return 1 + np.hstack([np.zeros((len(members), 1)), before])


@dataclass(frozen=True, eq=False)
class _States:
    """After each period: level and slope, (periods, members); and the season of the steps ahead, (periods, members, steps)."""

    level: Floats
    slope: Floats
    season: Floats | None


def _run(values: Floats, members: Members, season: Season | None, steps: int) -> _States:
    count, is_known = len(values), np.isfinite(values)
    level_gains, slope_gains = _gains(count if is_known.all() else is_known.tobytes(), members)
    returns = (1 - members.keep) * _running_means(values)[:, None]
    book = _SeasonBook(season, members, steps) if season else None
    level, slope = np.full(len(members), values[0]), np.zeros(len(members))
    if book is not None:
        level = level - book.at(0)
    levels, slopes = np.empty((count, len(members))), np.empty((count, len(members)))
    ahead = np.empty((count, len(members), steps)) if book is not None else None
    levels[0], slopes[0] = level, slope
    for at in range(count):
        if at:
            slope = members.phi * slope
            level = members.keep * level + returns[at - 1] + slope
            if is_known[at]:
                surprise = values[at] - level
                if book is not None:
                    surprise = surprise - book.at(at)
                    book.learn(at, surprise * (1 - level_gains[at]))
                level = level + level_gains[at] * surprise
                slope = slope + slope_gains[at] * surprise
            levels[at], slopes[at] = level, slope
        if ahead is not None and book is not None:
            ahead[at] = book.after(at)
    return _States(levels, slopes, ahead)


class _SeasonBook:
    """The season of each member by place, moved whenever a place comes back after the first year."""

    def __init__(self, season: Season, members: Members, steps: int) -> None:
        self._places, self._length = season.places, season.length
        self._steps, self._ridge = np.arange(1, steps + 1), members.ridge
        self._seasons = season.pattern[:, None] / (1 + members.ridge)
        self._visits = np.ones(season.length)

    def at(self, period: int) -> Floats:
        """Each member's season of a period."""
        return np.asarray(self._seasons[self._places[period]])

    def after(self, period: int) -> Floats:
        """Each member's season of the steps after a period, (members, steps)."""
        return np.asarray(self._seasons[self._places[period + self._steps]].T)

    def learn(self, period: int, left: Floats) -> None:
        """Move the place of a period by its share of what the level has left of the surprise."""
        if period < self._length:
            return
        place = self._places[period]
        self._visits[place] += 1
        share = np.maximum(LEAST_REVISIT, 1 / (self._visits[place] + self._ridge))
        self._seasons[place] = self._seasons[place] + share * left


def _running_means(values: Floats) -> Floats:
    """The mean of what is known up to each period."""
    is_known = np.isfinite(values)
    return np.asarray(np.cumsum(np.where(is_known, values, 0)) / np.cumsum(is_known))


@lru_cache(maxsize=512)
def _gains(known: int | bytes, members: Members) -> tuple[Floats, Floats]:
    """The gains of level and slope at each period, (periods, members).

    The k-th value that is known counts at least 1/k: a level of which little is known yet is the mean of it. A surprise that
    took several periods to be seen moves the slope by its part of one period.
    """
    flags = np.ones(known, bool) if isinstance(known, int) else np.frombuffer(known, bool)
    seen = np.cumsum(flags)[:, None]
    level = np.maximum(members.alpha, 1 / seen)
    slope = level * members.pull
    drift = 1 / (seen - 1 + members.unchanged)
    last = np.maximum.accumulate(np.where(flags, np.arange(len(flags)), 0))
    gaps = np.maximum(np.diff(last, prepend=0), 1)[:, None]
    return level, np.where(np.isnan(drift), slope, drift) / gaps
