"""Pairs that have nothing to do with each other, and look as if they had."""

from __future__ import annotations

import numpy as np

from tests.bench.lead_lag_events import holiday_year
from tests.bench.lead_lag_latents import (
    Draw,
    Pair,
    Values,
    ar1,
    garch,
    recursive,
    standard,
    walk,
    weekly,
    weeks,
)


def garch_null(draw: Draw) -> Pair:
    return weekly(draw, garch(draw.rng, draw.n), garch(draw.rng, draw.n), 0)


def trending_null(draw: Draw) -> Pair:
    """Adoption curves, straight growth, random walks with drift."""
    t = np.arange(draw.n) / draw.n

    def trend() -> Values:
        kind, noise = draw.rng.integers(4), ar1(draw.rng, draw.n)
        if kind == 0:
            return 6 / (
                1 + np.exp(-draw.rng.uniform(6, 14) * (t - draw.rng.uniform(0.3, 0.8)))
            ) + (0.4 * noise)
        if kind == 1:
            return draw.rng.uniform(3, 9) * t + 0.6 * noise
        if kind == 2:
            return 4 * walk(draw.rng, draw.n) + draw.rng.uniform(2, 8) * t
        return recursive(0.3 * noise, 1.0) * 2

    return weekly(draw, trend(), trend(), 0)


def seasonal_null(draw: Draw) -> Pair:
    """The same strong year of holidays in both, and nothing else in common."""
    index = weeks(np.zeros(draw.n)).index
    year = draw.rng.uniform(1, 2) * holiday_year(draw.rng, index)
    return weekly(draw, ar1(draw.rng, draw.n) + year, ar1(draw.rng, draw.n) + 0.8 * year, 0)


def outage_null(draw: Draw) -> Pair:
    """One bad fortnight hits both, as an outage or a strike does, and nothing else in common."""
    kpi, outcome = ar1(draw.rng, draw.n), ar1(draw.rng, draw.n)
    at = int(draw.rng.integers(2, draw.n - 4))
    for x in (kpi, outcome):
        x[at : at + 2] -= draw.rng.uniform(4, 7)
    return weekly(draw, kpi, outcome, 0)


def smooth_null(draw: Draw) -> Pair:
    """So smooth that a year holds a handful of free movements: long trailing means, slow swings."""
    width = int(draw.rng.integers(4, 13))

    def slow() -> Values:
        x = draw.rng.standard_normal(draw.n + width - 1)
        return standard(np.convolve(x, np.ones(width), "valid"))

    return weekly(draw, slow(), slow(), 0)


def season_apart_null(draw: Draw) -> Pair:
    """A strong year in both, that of the one some weeks after that of the other, and nothing else in common."""
    t = np.arange(draw.n)
    apart = int(draw.rng.integers(2, 9))

    def year(late: int) -> Values:
        at = 2 * np.pi * (t - late) / 52.18
        return draw.rng.uniform(1, 2.5) * (
            np.sin(at) + 0.5 * np.cos(2 * at) + 0.3 * np.sin(3 * at)
        )

    return weekly(draw, ar1(draw.rng, draw.n) + year(0), ar1(draw.rng, draw.n) + year(apart), 0)
