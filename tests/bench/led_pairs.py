"""Constructed pairs of weekly series: an outcome that follows a KPI 2 to 6 weeks later, or has nothing to do with it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.bench.lead_lag_latents import PAD, Values, ar1, noise, recursive, standard

LENGTHS = (26, 52, 104, 156)
AHEAD = 13

Latent = Callable[[np.random.Generator, int], Values]


def plain(rng: np.random.Generator, size: int) -> Values:
    return ar1(rng, size)


def walk(rng: np.random.Generator, size: int) -> Values:
    return np.asarray(0.35 * rng.standard_normal(size).cumsum())


def walk_and_swing(rng: np.random.Generator, size: int) -> Values:
    return np.asarray(0.3 * rng.standard_normal(size).cumsum() + 0.6 * ar1(rng, size))


def sticky(rng: np.random.Generator, size: int) -> Values:
    return standard(recursive(rng.standard_normal(size), rng.uniform(0.5, 0.98)))


KINDS: dict[str, Latent] = {
    "plain": plain,
    "trend": plain,
    "season": plain,
    "spread": plain,
    "walk": walk,
    "walk and swing": walk_and_swing,
    "exact": sticky,
}
"""What moves both. trend and season have those beside it; spread arrives over several weeks; exact is a KPI without noise."""


@dataclass(frozen=True)
class LedPair:
    """A KPI and an outcome, with the outcome's next 13 weeks; `lead` is 0 where they have nothing to do with each other."""

    kind: str
    lead: int
    kpi: pd.Series
    outcome: pd.Series
    future: Values


def led_pairs(seed: int, reps: int, *, are_linked: bool) -> Iterator[LedPair]:
    """Pairs of every kind and length; the same seed, the same pairs."""
    for kind in KINDS:
        for n in LENGTHS:
            for rep in range(reps):
                key = [seed, zlib.crc32(kind.encode()), n, rep, int(are_linked)]
                yield _pair(np.random.default_rng(key), kind, n, are_linked=are_linked)


def _pair(rng: np.random.Generator, kind: str, n: int, *, are_linked: bool) -> LedPair:
    lead, size = int(rng.integers(2, 7)), n + AHEAD + 2 * PAD
    moves = KINDS[kind](rng, size)
    later = moves if are_linked else KINDS[kind](rng, size)
    if kind == "spread":
        width = int(rng.integers(3, 7))
        later = standard(np.convolve(later, np.ones(width))[:size])
    loading = rng.uniform(0.65, 0.92)
    kpi = moves[PAD : PAD + n]
    if kind != "exact":
        kpi = _noisy(rng, kpi, loading)
    outcome = _noisy(rng, later[PAD - lead : PAD - lead + n + AHEAD], loading)
    time = np.arange(n + AHEAD)
    if kind == "trend":
        kpi = kpi + rng.uniform(-4, 8) * time[:n] / 104
        outcome = outcome + rng.uniform(2, 8) * time / 104
    if kind == "season":
        phase = rng.uniform(0, 2 * np.pi)
        kpi = kpi + rng.uniform(0.7, 2) * np.sin(2 * np.pi * time[:n] / 52.18 + phase)
        late = phase + rng.uniform(-1, 1)
        outcome = outcome + rng.uniform(0.7, 2) * np.sin(2 * np.pi * time / 52.18 + late)
    sign = -1 if rng.random() < 0.25 else 1
    weeks = pd.date_range("2022-01-03", periods=n, freq="W-MON")
    values = 200 + 20 * sign * outcome
    return LedPair(
        kind,
        lead if are_linked else 0,
        pd.Series(50 + 5 * kpi, weeks),
        pd.Series(values[:n], weeks),
        values[n:],
    )


def _noisy(rng: np.random.Generator, values: Values, loading: float) -> Values:
    return np.asarray(loading * values + np.sqrt(1 - loading**2) * noise(rng, len(values)))
