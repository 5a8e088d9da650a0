"""Histories of every kind with a horizon, bounds and what to ask, for the laws of the forecast."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from dashboard.analytics.forecast.univariate import MIN_POINTS
from dashboard.analytics.series.bounds import NO_BOUNDS, Bounds
from tests.bench.forecast_regimes import KINDS, make

FREQUENCY = {52: "W-MON", 12: "MS"}


@dataclass(frozen=True)
class Case:
    """One case: history, horizon, bounds, levels, targets, and a seed for further draws."""

    history: pd.Series
    horizon: int
    bounds: Bounds
    levels: tuple[float, float]
    targets: tuple[float, float]
    step: int
    seed: int

    @property
    def spread(self) -> float:
        """How far the history reaches, for tolerances; 1 where it never moves."""
        known = self.history.dropna()
        return float(np.ptp(known)) or 1.0


def periods(values: object, season: int = 52, start: str = "2023-01-02") -> pd.Series:
    """Values on a regular index of weeks, or of months where a year has 12 periods."""
    values = np.asarray(values, dtype=float)
    return pd.Series(values, pd.date_range(start, periods=len(values), freq=FREQUENCY[season]))


@st.composite
def cases(draw: st.DrawFn, least: int = MIN_POINTS, most: int = 130) -> Case:
    """Any case: company series and lists of integers, with gaps, with and without bounds."""
    season, seed = draw(st.sampled_from([52, 12])), draw(st.integers(0, 10**6))
    if draw(st.booleans()):
        moves = draw(st.lists(st.integers(-50, 50), min_size=least, max_size=min(most, 30)))
        values = np.cumsum(moves).astype(float)
    else:
        kind, n = draw(st.sampled_from(sorted(KINDS))), draw(st.integers(least, most))
        values = make(kind, seed % 5000, n=max(n, 60), season=season)["y"][-n:]
    history = periods(_with_gaps(values, draw(st.sampled_from([0, 0, 0.1, 0.3])), seed), season)
    known = history.dropna()
    low, high = float(known.min()), float(known.max())
    reach = high - low or 1.0
    away = [draw(st.sampled_from(AWAY)) for _ in range(2)]
    horizon = draw(st.integers(1, 13))
    return Case(
        history=history,
        horizon=horizon,
        bounds=draw(
            st.sampled_from(
                [NO_BOUNDS, Bounds(low), Bounds(low, high), Bounds(low - reach / 3, high + 1)]
            )
        ),
        levels=(draw(LEVELS), draw(LEVELS)),
        targets=(low + away[0] * reach, low + away[1] * reach),
        step=draw(st.integers(-horizon, horizon - 1)),
        seed=seed,
    )


@st.composite
def anything(draw: st.DrawFn) -> pd.Series:
    """Histories of every grain, length, size and content, in no order and with what is missing."""
    frequency = draw(st.sampled_from(["D", "W-MON", "MS", "QS"]))
    n = draw(st.one_of(st.integers(0, 40), st.sampled_from([52, 60, 104, 156, 365, 600])))
    n = min(n, 160) if frequency == "QS" else n
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    kind = draw(st.sampled_from(["noise", "walk", "counts", "still", "one", "line", "steps"]))
    values = {
        "noise": lambda: rng.standard_normal(n),
        "walk": lambda: rng.standard_normal(n).cumsum(),
        "counts": lambda: rng.poisson(0.4, n).astype(float),
        "still": lambda: np.full(n, 3.3),
        "one": lambda: np.eye(1, n, n // 2)[0] if n else np.zeros(0),
        "line": lambda: np.arange(n) / 10,
        "steps": lambda: np.sign(np.sin(np.arange(n) / 6)),
    }[kind]()
    values = values * draw(st.sampled_from([1e-10, 1.0, 1e12])) + draw(st.sampled_from([0, 1e6]))
    gone = rng.random(n) < draw(st.sampled_from([0.0, 0.1, 0.6]))
    gone |= np.arange(n) % draw(st.sampled_from([1, 1, 2, 3])) > 0
    values[gone] = draw(st.sampled_from([math.nan, math.inf, -math.inf]))
    series = pd.Series(values, pd.date_range("2009-01-05", periods=n, freq=frequency), dtype=float)
    rows = np.concatenate([rng.permutation(n), rng.integers(0, max(n, 1), n // 5)]).astype(int)
    return series.iloc[rows] if draw(st.booleans()) else series


AWAY = (-40.0, -1.5, -0.3, 0.0, 0.2, 0.5, 0.75, 0.9, 1.0, 1.1, 1.6, 3.0, 50.0)
"""Targets, in reaches of the history above its least value."""

LEVELS = st.one_of(st.floats(0.01, 0.99), st.sampled_from([0.005, 0.025, 0.1, 0.5, 0.9, 0.995]))


def _with_gaps(values: np.ndarray, share: float, seed: int) -> np.ndarray:
    """The values with some of them missing; the first is kept, and enough of the others."""
    spare = len(values) - MIN_POINTS
    missing = np.random.default_rng(seed).permutation(len(values) - 1)[
        : min(math.floor(share * len(values)), spare)
    ]
    seen = values.copy()
    seen[missing + 1] = math.nan
    return seen
