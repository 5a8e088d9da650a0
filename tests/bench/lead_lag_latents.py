"""What lies under a labelled pair: one hidden movement, seen by both sides at different times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Values = NDArray[np.float64]
Maker = Callable[[np.random.Generator, int], Values]

PAD = 40
"""Periods made before and after the ones that are kept, so that a shift never wraps around."""

LABELS = ("leading", "lagging", "coincident", "none")


@dataclass(frozen=True)
class Pair:
    """A KPI and an outcome with the truth: the label, and the lags (in the outcome's periods) of 8 in 10 of the effect."""

    kpi: pd.Series
    outcome: pd.Series
    label: str
    low: float
    high: float
    max_lead: int | None = None


@dataclass(frozen=True)
class Draw:
    """What one pair is drawn from: its source of chance, its length and its label."""

    rng: np.random.Generator
    n: int
    label: str

    def lead(self, longest: int = 8, shortest: int = 1) -> int:
        """A lead for the label, 0 where there is none to have."""
        if self.label in ("coincident", "none"):
            return 0
        longest = max(1, min(longest, self.n // 4))
        return int(self.rng.integers(min(shortest, longest), longest + 1))


def standard(x: Values) -> Values:
    """The values with mean 0 and deviation 1."""
    return (x - x.mean()) / max(float(x.std()), 1e-12)


def recursive(shocks: Values, *weights: float) -> Values:
    """An autoregression on shocks."""
    x = np.zeros(len(shocks))
    for t in range(len(shocks)):
        x[t] = shocks[t] + sum(w * x[t - 1 - j] for j, w in enumerate(weights) if t > j)
    return x


def ar1(rng: np.random.Generator, size: int) -> Values:
    """A hidden movement with some memory."""
    return standard(recursive(rng.standard_normal(size), rng.uniform(0, 0.8)))


def noise(rng: np.random.Generator, size: int) -> Values:
    """What is a side's own."""
    return standard(recursive(rng.standard_normal(size), rng.uniform(0, 0.6)))


def cycle(rng: np.random.Generator, size: int) -> Values:
    """A movement like a business cycle of 30 to 80 periods, never regular, with monthly noise of its own."""
    damping, period = rng.uniform(0.88, 0.96), rng.uniform(30, 80)
    swing = recursive(
        rng.standard_normal(size), 2 * damping * np.cos(2 * np.pi / period), -(damping**2)
    )
    return standard(standard(swing) + rng.uniform(0.3, 0.8) * rng.standard_normal(size))


def walk(rng: np.random.Generator, size: int) -> Values:
    """A random walk."""
    return standard(rng.standard_normal(size).cumsum())


def heavy(rng: np.random.Generator, size: int) -> Values:
    """Shocks with such tails (Student's t of 2.5 degrees) that a few weeks make the variance."""
    return standard(recursive(rng.standard_t(2.5, size), rng.uniform(0, 0.6)))


def garch(rng: np.random.Generator, size: int) -> Values:
    """Shocks whose size clusters, after Bollerslev (1986)."""
    alpha = rng.uniform(0.15, 0.35)
    beta = rng.uniform(0.5, 0.95 - alpha)
    x, variance = np.zeros(size), 1.0
    for t in range(size):
        x[t] = np.sqrt(variance) * rng.standard_normal()
        variance = 1 - alpha - beta + alpha * x[t] ** 2 + beta * variance
    return standard(x)


def windows(
    latent: Values, lead: int, draw: Draw, size: int | None = None
) -> tuple[Values, Values]:
    """The KPI's and the outcome's view of one hidden movement; the later side sees it `lead` periods later."""
    size = size or draw.n
    late = latent[PAD - lead : PAD - lead + size]
    now = latent[PAD : PAD + size]
    return (now, late) if draw.label == "leading" else (late, now)


def two(
    draw: Draw, lead: int, make: Maker = ar1, size: int | None = None
) -> tuple[Values, Values]:
    """What both sides would show without noise; two separate movements where the label is none."""
    length = (size or draw.n) + 2 * PAD
    kpi, outcome = windows(make(draw.rng, length), lead, draw, size)
    if draw.label == "none":
        outcome = windows(make(draw.rng, length), 0, draw, size)[1]
    return kpi.copy(), outcome.copy()


def seen(
    draw: Draw,
    lead: int,
    make: Maker = ar1,
    loading: tuple[float, float] = (0.65, 0.92),
    own: Maker = noise,
    size: int | None = None,
) -> tuple[Values, Values]:
    """Both sides with their own noise. The loading is the correlation of a side with the hidden movement."""
    r = draw.rng.uniform(*loading)
    kpi, outcome = two(draw, lead, make, size)
    return mixed(draw, kpi, r, own), mixed(draw, outcome, r, own)


def mixed(draw: Draw, x: Values, loading: float, own: Maker = noise) -> Values:
    """The values under noise of the side's own."""
    return loading * x + np.sqrt(1 - loading**2) * own(draw.rng, len(x))


def weeks(values: Values, start: str = "2022-01-03") -> pd.Series:
    """Weekly values, stamped with Mondays."""
    return pd.Series(values, pd.date_range(start, periods=len(values), freq="W-MON"))


def weekly(
    draw: Draw, kpi: Values, outcome: Values, low: float, high: float | None = None
) -> Pair:
    """A pair of weekly series; the outcome moves against the KPI in one pair of four."""
    sign = -1 if draw.rng.random() < 0.25 else 1
    return Pair(
        weeks(50 + 5 * kpi),
        weeks(200 + 20 * sign * outcome),
        draw.label,
        low,
        low if high is None else high,
    )


def spread(weights: Values) -> tuple[float, float]:
    """The first and the last lag of the middle 8 in 10 of the effect."""
    share = np.cumsum(abs(weights)) / abs(weights).sum()
    return float(np.searchsorted(share, 0.1)), float(np.searchsorted(share, 0.9 - 1e-9))
