"""Laws that every forecast keeps; each takes the method, to be tried on wrong ones."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume

from dashboard.analytics.series.bounds import Bounds
from dashboard.analytics.typing import Floats
from tests.analytics.forecast.forecast_cases import NO_BOUNDS, Case, periods

GREGORIAN = pd.DateOffset(years=28)
"""After 28 years weekdays and leap years repeat, so every week and month has a counterpart."""

ODDS = 1e-6
"""The tolerance between a chance and the level of a quantile: the inverse is numerical."""

FINE = np.array([0.005, 0.025, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.975, 0.995])


class AnyForecast(Protocol):
    """As much of a forecast as the laws speak of."""

    @property
    def points(self) -> int: ...
    @property
    def median(self) -> Floats: ...
    def quantile(self, q: float) -> Floats: ...
    def chance(self, target: float, step: int = -1, direction: Any = "increase") -> float: ...
    def between(self, low: float, high: float, step: int = -1) -> float: ...


Method = Callable[[pd.Series, int, Bounds], AnyForecast]


def asked(method: Method, case: Case) -> AnyForecast:
    return method(case.history, case.horizon, case.bounds)


def table(result: AnyForecast) -> Floats:
    """The quantiles, a row a level of `FINE`."""
    return np.vstack([result.quantile(level) for level in FINE])


def fingerprint(result: AnyForecast, case: Case) -> bytes:
    """Every answer of a forecast, to the last bit."""
    odds = [
        result.chance(target, case.step, direction)
        for target in case.targets
        for direction in ("increase", "decrease")
    ]
    inside = result.between(*sorted(case.targets), case.step)
    return table(result).tobytes() + np.array([*odds, inside, result.points]).tobytes()


# One distribution


def quantiles_never_cross_and_ranges_nest(method: Method, case: Case) -> None:
    result = asked(method, case)
    assert (np.diff(table(result), axis=0) >= 0).all()
    low, high = sorted(case.levels)
    assert (result.quantile(low) <= result.quantile(high)).all()
    assert (result.median == result.quantile(0.5)).all()


def every_figure_can_be_meant(method: Method, case: Case) -> None:
    result = asked(method, case)
    assert table(result).shape == (len(FINE), case.horizon)
    assert np.isfinite(table(result)).all()
    for target in (*case.targets, 0.0, -1e300, 1e300, math.inf, -math.inf):
        for direction in ("increase", "decrease"):
            assert 0 <= result.chance(target, case.step, direction) <= 1
        assert 0 <= result.between(target, target + case.spread, case.step) <= 1
    assert result.points <= case.history.notna().sum()


def harder_targets_are_never_likelier(method: Method, case: Case) -> None:
    result = asked(method, case)
    easy, hard = sorted((*case.targets, result.median[case.step]))[:2]
    close = easy + 1e-3 * (hard - easy)
    for lower, upper in ((easy, hard), (easy, close), (close, hard)):
        assert result.chance(upper, case.step) <= result.chance(lower, case.step)
        assert result.chance(lower, case.step, "decrease") <= result.chance(
            upper, case.step, "decrease"
        )


def a_level_is_the_chance_of_staying_below_its_quantile(method: Method, case: Case) -> None:
    result = asked(method, case)
    for level in case.levels:
        value = float(result.quantile(level)[case.step])
        margin = 1e-9 * max(abs(value), case.spread)
        assert result.chance(value + margin, case.step, "decrease") >= level - ODDS
        assert result.chance(value - margin, case.step) >= 1 - level - ODDS


def reaching_and_missing_make_one(method: Method, case: Case) -> None:
    result = asked(method, case)
    known = [bound for bound in (case.bounds.low, case.bounds.high) if bound is not None]
    for target in (*case.targets, *known, float(result.median[case.step])):
        either = result.chance(target, case.step) + result.chance(target, case.step, "decrease")
        assert either - result.between(target, target, case.step) == pytest.approx(1, abs=1e-9)


def inside_and_outside_make_one(method: Method, case: Case) -> None:
    result = asked(method, case)
    low, high = sorted(case.targets)
    below = 1 - result.chance(low, case.step)
    above = 1 - result.chance(high, case.step, "decrease")
    assert result.between(low, high, case.step) + below + above == pytest.approx(1, abs=1e-9)


def a_wider_band_is_never_less_likely(method: Method, case: Case) -> None:
    result = asked(method, case)
    low, high = sorted(case.targets)
    room = case.spread * abs(case.levels[0] - case.levels[1])
    assert (
        result.between(low, high, case.step)
        <= result.between(low - room, high + room, case.step) + 1e-12
    )


def impossible_values_are_not_forecast(method: Method, case: Case) -> None:
    result = asked(method, case)
    low, high = case.bounds.low, case.bounds.high
    if low is not None:
        assert table(result).min() >= low
        assert result.median.min() >= low
        assert result.chance(low, case.step) == 1
        assert result.chance(low - 1e-6 * case.spread, case.step, "decrease") == 0
    if high is not None:
        assert table(result).max() <= high
        assert result.chance(high, case.step, "decrease") == 1
        assert result.chance(high + 1e-6 * case.spread, case.step) == 0


def bounds_far_away_change_nothing(method: Method, case: Case) -> None:
    reach = 1e4 * case.spread
    low, high = float(case.history.min()) - reach, float(case.history.max()) + reach
    free = method(case.history, case.horizon, NO_BOUNDS)
    bounded = method(case.history, case.horizon, Bounds(low, high))
    assert table(bounded) == pytest.approx(table(free), abs=1e-9 * reach)
    assert bounded.chance(case.targets[0], case.step) == pytest.approx(
        free.chance(case.targets[0], case.step), abs=1e-6
    )


# What changes nothing, and what changes all alike


def another_unit_and_another_zero_change_it_alike(method: Method, case: Case) -> None:
    rng = np.random.default_rng(case.seed)
    unit, zero = math.exp(rng.uniform(-9, 9)), rng.uniform(-50, 50) * case.spread
    low, high = (
        None if b is None else unit * (b + zero) for b in (case.bounds.low, case.bounds.high)
    )
    plain = asked(method, case)
    other = method(unit * (case.history + zero), case.horizon, Bounds(low, high))
    near = 1e-6 * case.spread
    assert table(other) / unit - zero == pytest.approx(table(plain), abs=near)
    # At a bound rounding decides, so targets just above and just below are tried.
    for target in case.targets:
        least = plain.chance(target + near, case.step)
        most = plain.chance(target - near, case.step)
        assert least - 1e-6 <= other.chance(unit * (target + zero), case.step) <= most + 1e-6


def upside_down_is_the_mirror_image(method: Method, case: Case) -> None:
    low, high = case.bounds.low, case.bounds.high
    turned = Bounds(None if high is None else -high, None if low is None else -low)
    plain, other = asked(method, case), method(-case.history, case.horizon, turned)
    assert -table(other)[::-1] == pytest.approx(table(plain), abs=1e-6 * case.spread)
    for target in case.targets:
        assert other.chance(-target, case.step, "decrease") == pytest.approx(
            plain.chance(target, case.step), abs=1e-6
        )


def the_order_of_rows_and_rows_given_twice_change_nothing(method: Method, case: Case) -> None:
    rng = np.random.default_rng(case.seed)
    n = len(case.history)
    rows = np.concatenate([rng.permutation(n), rng.integers(0, n, n // 3)])
    shuffled = case.history.iloc[rows]
    other = method(shuffled, case.horizon, case.bounds)
    assert fingerprint(other, case) == fingerprint(asked(method, case), case)


def an_empty_row_is_no_row(method: Method, case: Case) -> None:
    other = method(case.history.dropna(), case.horizon, case.bounds)
    before = pd.concat([_empty_before(case.history), case.history])
    plain = fingerprint(asked(method, case), case)
    assert fingerprint(method(before, case.horizon, case.bounds), case) == plain
    if case.history.index[-1] == case.history.dropna().index[-1]:
        assert fingerprint(other, case) == plain
    infinite = case.history.fillna(math.inf)
    assert fingerprint(method(infinite, case.horizon, case.bounds), case) == plain


def unknown_last_periods_are_part_of_the_way(method: Method, case: Case) -> None:
    known = case.history.loc[: case.history.last_valid_index()]
    late = 1 + case.seed % 4
    empty = periods([math.nan] * (late + 1), _season(known))
    empty.index = pd.date_range(known.index[-1], periods=late + 1, freq=known.index.freqstr)
    waiting = method(pd.concat([known, empty.iloc[1:]]), case.horizon, case.bounds)
    there = method(known, case.horizon + late, case.bounds)
    assert table(waiting) == pytest.approx(table(there)[:, late:], abs=1e-9 * case.spread)
    assert waiting.points == there.points


def asking_further_changes_nothing_nearer(method: Method, case: Case) -> None:
    further = method(case.history, case.horizon + 1 + case.seed % 13, case.bounds)
    near = table(asked(method, case))
    assert table(further)[:, : case.horizon] == pytest.approx(near, abs=1e-9 * case.spread)


def any_week_is_like_another(method: Method, case: Case) -> None:
    """Below a year, where no season can be seen; then weeks and months may be any."""
    year = case.history.iloc[-11:] if _season(case.history) == 12 else case.history.iloc[-51:]
    assume(year.notna().sum() >= 8)
    later = year.copy()
    later.index = later.index + (1 + case.seed % 80) * later.index.freq
    plain = method(year, case.horizon, case.bounds)
    assert fingerprint(method(later, case.horizon, case.bounds), case) == fingerprint(plain, case)


def a_week_is_like_its_twin_28_years_later(method: Method, case: Case) -> None:
    later = case.history.copy()
    later.index = pd.DatetimeIndex([stamp + GREGORIAN for stamp in later.index])
    other = method(later, case.horizon, case.bounds)
    assert fingerprint(other, case) == fingerprint(asked(method, case), case)


def nothing_is_remembered_and_the_history_left_as_it_is(method: Method, case: Case) -> None:
    kept = case.history.copy()
    first = fingerprint(asked(method, case), case)
    noise = np.random.default_rng(case.seed).standard_normal(len(case.history))
    method(periods(noise, _season(case.history)), case.horizon, NO_BOUNDS)
    assert fingerprint(asked(method, case), case) == first
    pd.testing.assert_series_equal(case.history, kept)


# How sure


def a_series_that_never_moved_stays(method: Method, case: Case) -> None:
    still = case.history * 0 + case.targets[0]
    result = method(still, case.horizon, NO_BOUNDS)
    assert (table(result) == case.targets[0]).all()
    assert result.chance(case.targets[0], case.step) == 1
    assert result.chance(case.targets[0] + case.spread, case.step) == 0


def a_walk_is_never_surer_at_a_longer_horizon(method: Method, case: Case) -> None:
    rng = np.random.default_rng(case.seed)
    walk = rng.standard_normal(int(rng.integers(30, 110))).cumsum()
    result = method(periods(walk), 13, NO_BOUNDS)
    width = result.quantile(0.9) - result.quantile(0.1)
    assert (np.diff(width) >= -1e-9).all()
    assert width[-1] >= 1.5 * width[0]


def a_better_last_value_lowers_no_forecast(method: Method, case: Case) -> None:
    """On random walks, up to a hundredth: each value also changes the weight of mean reversion.

    The end of the first year and the next few periods are left out: there one value can decide
    whether there is a season.
    """
    rng = np.random.default_rng(case.seed)
    walk = rng.standard_normal(rng.choice([*range(20, 52), *range(80, 110)])).cumsum()
    target, better = walk[-1] + rng.uniform(-4, 4), walk.copy()
    better[-1] += rng.uniform(0, 1.5)
    before, after = (method(periods(y), 13, NO_BOUNDS).chance(target) for y in (walk, better))
    assert after >= before - 0.01


def _season(history: pd.Series) -> int:
    return 12 if history.index.freqstr == "MS" else 52


def _empty_before(history: pd.Series) -> pd.Series:
    index = pd.date_range(end=history.index[0], periods=4, freq=history.index.freqstr)[:-1]
    return pd.Series(math.nan, index)
