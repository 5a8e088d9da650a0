"""Kinds of series that the KPIs of a company are, drawn with wide ranges of everything, so that no two are alike.

`make(kind, seed)` is one long weekly history; `season=12` draws it by months. The same seed, the same series.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.signal import lfilter

from dashboard.analytics.series.bounds import NO_BOUNDS, Bounds
from tests.bench.forecast_draws import Draw, Values

LENGTH = 250


def noisy_level(draw: Draw) -> Values:
    """Cash withdrawals: a level, and weeks that are soon forgotten."""
    return draw.about(10, 1e5) * (1 + draw.about(0.03, 0.35) * draw.ar(-0.3, 0.5))


def noisy_level_with_season(draw: Draw) -> Values:
    """The same with a smooth year."""
    size = draw.about(0.03, 0.2)
    moves = size * draw.ar(-0.2, 0.6) + size * draw.about(0.3, 3) * draw.year()
    return draw.about(10, 1e5) * np.exp(moves)


def holiday_spikes(draw: Draw) -> Values:
    """Retail: a level, a smooth year, and weeks that stand out every year."""
    size = draw.about(0.02, 0.12)
    moves = size * draw.ar(0, 0.7) + size * draw.about(0.2, 1.5) * draw.year()
    return draw.about(10, 1e5) * np.exp(moves + size * draw.holidays())


def random_walk(draw: Draw) -> Values:
    """Prices, balances: every step is new."""
    return draw.about(50, 1e4) * (1 + draw.about(0.002, 0.03) * draw.walk())


def walk_with_drift(draw: Draw) -> Values:
    """Customers: steps that go one way more often than the other."""
    steps = draw.noise() + draw.sign() * draw.about(0.1, 1.5)
    return draw.about(50, 1e4) * (1 + draw.about(0.002, 0.02) * steps.cumsum())


def adoption(draw: Draw) -> Values:
    """A new product: slow, fast, saturated; seen with noise, the noise partly lasting."""
    middle, pace = draw.between(0.2, 1.2) * draw.n, draw.about(0.02, 0.2)
    share = 1 / (1 + np.exp(-pace * (np.arange(draw.n) - middle)))
    rough = draw.about(0.005, 0.06) * draw.ar(0, 0.95)
    return draw.about(100, 1e5) * (share * (1 + rough) + draw.about(0.001, 0.02))


def exponential_growth(draw: Draw) -> Values:
    """A young company: so many percent a period, sometimes more, sometimes less."""
    rate = draw.about(0.1, 1.5) * draw.sign() ** (draw.rng.random() < 0.3) * min(1, 5 / draw.t[-1])
    wander = draw.about(0.005, 0.04) * draw.walk() + draw.about(0.005, 0.1) * draw.noise()
    return draw.about(20, 1e4) * np.exp(rate * draw.t + wander)


def trend_with_noise(draw: Draw) -> Values:
    """A plan that works: a straight way, with weeks beside it."""
    level, size = draw.about(100, 1e4), draw.about(0.01, 0.12)
    slope = draw.sign() * size * draw.about(0.3, 20)
    return level * (1 + slope * draw.t / 3 + size * draw.ar(-0.2, 0.85))


def broken_trend(draw: Draw) -> Values:
    """A slope that changes once or twice."""
    slopes = np.zeros(draw.n)
    for start in [0, *draw.rng.integers(20, draw.n - 5, draw.rng.integers(1, 4))]:
        slopes[start:] = draw.rng.standard_normal()
    way = slopes.cumsum()
    return draw.about(100, 1e4) * (
        3 + draw.about(0.01, 0.05) * (way + draw.about(0.5, 6) * draw.ar(0, 0.7))
    )


def small_counts(draw: Draw) -> Values:
    """Deals won, incidents: 2 to 10 a week, at a rate that moves slowly."""
    slow = draw.about(0.01, 0.06) * draw.walk()
    return draw.rng.poisson(draw.between(2, 10) * np.exp(np.clip(slow, -1.5, 1.5))).astype(float)


def zero_inflated(draw: Draw) -> Values:
    """Big orders, outages: most weeks nothing, then some."""
    happens = draw.rng.random(draw.n) < draw.between(0.1, 0.6)
    size = draw.about(1, 500) * np.exp(draw.between(0.2, 1) * draw.noise(math.inf))
    return np.round(happens * (1 + size))


def near_a_bound(draw: Draw) -> Values:
    """Uptime, conversion, defects: percentages that lean on 0 or 100."""
    cases = draw.about(50, 5e4)
    odds = draw.between(-5, -2.2) + draw.about(0.05, 0.6) * draw.ar(0.2, 0.98)
    share = draw.rng.binomial(int(cases), 1 / (1 + np.exp(-odds))) / int(cases)
    return 100 * (share if draw.rng.random() < 0.5 else 1 - share)


def level_shifts(draw: Draw) -> Values:
    """Prices, teams, definitions: a level that jumps a few times, with noise about it."""
    jumps = (draw.rng.random(draw.n) < draw.about(0.008, 0.05)) * draw.noise() * draw.about(2, 12)
    return draw.about(50, 1e4) * (
        10 + (jumps.cumsum() + draw.ar(-0.2, 0.5)) * draw.about(0.05, 0.6)
    )


def outliers(draw: Draw) -> Values:
    """A calm series that is measured wrongly, or hit, now and then."""
    calm = draw.ar(0, 0.9) if draw.rng.random() < 0.5 else 0.3 * draw.walk()
    hits = (draw.rng.random(draw.n) < draw.about(0.01, 0.08)) * draw.noise(3.0) * draw.about(4, 15)
    return draw.about(50, 1e4) * (10 + draw.about(0.05, 0.6) * (calm + hits))


def stochastic_volatility(draw: Draw) -> Values:
    """Calm times and wild times, each lasting."""
    log_size = draw.between(0.4, 1.0) * draw.ar(0.9, 0.98)
    shocks = np.exp(log_size) * draw.noise(math.inf)
    moves = shocks.cumsum() if draw.rng.random() < 0.5 else lfilter([1.0], [1.0, -0.5], shocks)
    return draw.about(50, 1e4) * (10 + draw.about(0.01, 0.1) * np.asarray(moves))


def mean_reverting(draw: Draw) -> Values:
    """Backlogs, utilisation: away for weeks, and back."""
    half_life = draw.about(2, 30)
    memory = 0.5 ** (1 / half_life)
    return draw.about(50, 1e4) * (1 + draw.about(0.02, 0.2) * draw.ar(memory, min(memory, 0.99)))


def campaigns(draw: Draw) -> Values:
    """Sign-ups: a floor, and campaigns that begin high and fade over weeks."""
    starts = (draw.rng.random(draw.n) < draw.about(0.03, 0.12)) * draw.rng.exponential(1, draw.n)
    fading = lfilter([1.0], [1.0, -draw.between(0.2, 0.85)], starts) * draw.about(1, 6)
    floor = 1 + draw.about(0.05, 0.2) * draw.ar(0, 0.8)
    return draw.about(10, 5e3) * np.maximum(floor + np.asarray(fading), 0)


def stock_ratio(draw: Draw) -> Values:
    """A rate, a price, a ratio of two balances: a walk of its logarithm with heavy tails."""
    return draw.about(0.01, 100) * np.exp(draw.about(0.005, 0.06) * draw.walk(draw.between(3, 6)))


def weekday_sums(draw: Draw) -> Values:
    """Weekly sums of days: weekdays, a year, holidays that take whole days out."""
    days = draw.n * 7
    weights = np.exp(draw.between(0.1, 0.8) * draw.rng.standard_normal(7))
    slow = np.repeat(
        draw.about(0.01, 0.1) * draw.ar(0.5, 0.98) + draw.about(0.02, 0.2) * draw.year(), 7
    )
    rate = draw.about(0.5, 300) * np.tile(weights, draw.n) * np.exp(slow)
    closed = draw.rng.random(days) < draw.about(0.003, 0.03)
    shape = draw.about(0.5, 50)
    seen = draw.rng.poisson(rate * draw.rng.gamma(shape, 1 / shape, days)) * ~closed
    return seen.reshape(draw.n, 7).sum(1).astype(float)


def smooth(draw: Draw) -> Values:
    """Twice integrated: a trailing total, a stock whose flow is itself a walk."""
    flow = np.asarray(lfilter([1.0], [1.0, -draw.between(0.8, 1.0)], draw.noise(math.inf)))
    return draw.about(50, 1e4) * (10 + draw.about(0.001, 0.02) * flow.cumsum())


def staircase(draw: Draw) -> Values:
    """A weekly column that is filled in once a month."""
    moves = draw.walk() if draw.rng.random() < 0.6 else 3 * draw.ar(0, 0.9)
    every = max(3, round(draw.season / 12))
    held = np.repeat(moves, every)[draw.rng.integers(0, every) :][: draw.n]
    return draw.about(50, 1e4) * (10 + draw.about(0.02, 0.3) * held)


def satisfaction(draw: Draw) -> Values:
    """Scores of 1 to 5: the mean of some answers, told in tenths or hundredths."""
    wish = draw.between(-0.5, 1.8) + draw.about(0.05, 0.5) * draw.ar(0.5, 0.98)
    answers = draw.about(5, 400)
    score = 1 + 4 / (1 + np.exp(-wish)) + draw.rng.standard_normal(draw.n) / math.sqrt(answers)
    return np.round(np.clip(score, 1, 5), int(draw.rng.integers(1, 3)))


def saturating_conversion(draw: Draw) -> Values:
    """A share that improves towards a ceiling, in weekly cohorts."""
    start, ceiling = draw.between(0.01, 0.3), draw.between(0.2, 0.8)
    way = 1 - np.exp(-np.arange(draw.n) / draw.about(10, 300))
    share = np.clip(start + (ceiling - start) * way + 0.01 * draw.ar(0, 0.9), 0.001, 0.999)
    cases = int(draw.about(40, 5e3))
    return 100 * draw.rng.binomial(cases, share) / cases


def growing_season(draw: Draw) -> Values:
    """A year whose swings grow with the level."""
    level = np.exp(
        draw.about(0.05, 0.5) * draw.t * min(1, 5 / draw.t[-1])
        + draw.about(0.003, 0.02) * draw.walk()
    )
    swing = draw.about(0.05, 0.4) * draw.year(harmonics=2)
    return draw.about(50, 1e4) * level * (1 + swing + draw.about(0.01, 0.08) * draw.noise())


def quarter_to_date(draw: Draw) -> Values:
    """Bookings of the quarter so far: up to its end, then from nothing."""
    flow = np.maximum(1 + draw.about(0.05, 0.8) * draw.ar(-0.1, 0.6), 0)
    at = (np.arange(draw.n) + draw.rng.integers(0, draw.season)) % max(2, draw.season // 4)
    total, out = 0.0, np.empty(draw.n)
    for week in range(draw.n):
        total = flow[week] + (0.0 if at[week] == 0 else total)
        out[week] = total
    return draw.about(10, 1e4) * out


def accumulating(draw: Draw) -> Values:
    """Everything ever: it only rises, faster and slower."""
    flow = np.exp(draw.about(0.1, 0.8) * draw.ar(0, 0.97) + draw.about(0.02, 0.3) * draw.year())
    return np.round(draw.about(5, 500) * (flow.cumsum() + draw.about(1, 300)))


KINDS: dict[str, Callable[[Draw], Values]] = {
    make.__name__: make
    for make in (
        noisy_level,
        noisy_level_with_season,
        holiday_spikes,
        random_walk,
        walk_with_drift,
        adoption,
        exponential_growth,
        trend_with_noise,
        broken_trend,
        small_counts,
        zero_inflated,
        near_a_bound,
        level_shifts,
        outliers,
        stochastic_volatility,
        mean_reverting,
        campaigns,
        stock_ratio,
        weekday_sums,
        smooth,
        staircase,
        satisfaction,
        saturating_conversion,
        growing_season,
        quarter_to_date,
        accumulating,
    )
}

BOUNDS: dict[str, Bounds] = {
    "small_counts": Bounds(0),
    "zero_inflated": Bounds(0),
    "near_a_bound": Bounds(0, 100),
    "campaigns": Bounds(0),
    "weekday_sums": Bounds(0),
    "satisfaction": Bounds(1, 5),
    "saturating_conversion": Bounds(0, 100),
    "quarter_to_date": Bounds(0),
}
"""What a catalogue would say of the kind; elsewhere nothing."""


def make(kind: str, seed: int, n: int = LENGTH, season: int = 52) -> dict[str, Any]:
    """One series: `y`, its `name`, and the `bounds` that are known of it."""
    rng = np.random.default_rng([zlib.crc32(kind.encode()), seed, season])
    y = np.asarray(KINDS[kind](Draw(rng, n, season)), dtype=float)
    return {"y": y, "name": kind, "bounds": BOUNDS.get(kind, NO_BOUNDS)}
