"""Simulated cycles of every kind of series: a history, what came, targets, and how well a method did on them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.analytics.series.bounds import Bounds
from tests.analytics.forecast.forecast_cases import NO_BOUNDS, periods
from tests.analytics.forecast.forecast_laws import AnyForecast, Method
from tests.bench.forecast_regimes import BOUNDS, KINDS, make

Values = NDArray[np.float64]

LENGTHS = (8, 12, 16, 26, 52, 104)
HORIZON = {52: 13, 12: 6}
AWAY = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5)
"""Targets, in usual moves over as many periods, above the last value."""

WORST = 30.0
"""The most that one cycle adds to a mean, in usual moves: one that explodes must not hide all others."""

TAUS = np.round(np.arange(1, 20) / 20, 2)
"""The levels by which the continuous ranked probability score is worked out."""


@dataclass(frozen=True)
class SimulatedCycle:
    """A history with what came after it; `past` is all there was before the cut, of which the history is the end."""

    kind: str
    history: pd.Series
    future: Values
    bounds: Bounds
    past: Values

    @property
    def scale(self) -> float:
        """The usual move from one period to the next."""
        return float(np.abs(np.diff(self.past)).mean())

    def moves(self, step: int) -> Values:
        """The moves over so many periods that were seen in the last two years before the cut."""
        recent = self.past[-LENGTHS[-1] :]
        return recent[step:] - recent[:-step]


def cycles(
    seed: int,
    reps: int,
    lengths: Sequence[int] = LENGTHS,
    season: int = 52,
    kinds: Iterable[str] = tuple(KINDS),
) -> list[SimulatedCycle]:
    """So many cycles of every kind and length, cut anywhere in the later half of a long series; the same seed, the same cycles."""
    found, horizon = [], HORIZON[season]
    for kind in kinds:
        for rep in range(reps):
            rng = np.random.default_rng([seed, rep, zlib.crc32(kind.encode())])
            y = make(kind, int(rng.integers(2**31)), season=season)["y"]
            cut = int(rng.integers(len(y) // 2, len(y) - horizon))
            past, future, bounds = y[:cut], y[cut : cut + horizon], BOUNDS.get(kind, NO_BOUNDS)
            if np.ptp(past[-min(lengths) :]) == 0:
                continue
            found += [
                SimulatedCycle(kind, periods(past[-n:], season), future, bounds, past)
                for n in lengths
            ]
    return found


def scored(method: Method, asked: Iterable[SimulatedCycle]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row a cycle (error, score, whether the ranges held, over all steps), and a row a target (chance, and what came)."""
    by_cycle, by_target = [], []
    for cycle in asked:
        found = method(cycle.history, len(cycle.future), cycle.bounds)
        where = {"kind": cycle.kind, "n": len(cycle.history)}
        by_cycle.append(where | _ranges(found, cycle))
        by_target += [where | row for row in _chances(found, cycle)]
    return pd.DataFrame(by_cycle), pd.DataFrame(by_target)


def _ranges(found: AnyForecast, cycle: SimulatedCycle) -> dict[str, float]:
    came = cycle.future
    below = came - np.vstack([found.quantile(tau) for tau in TAUS])
    pinball = np.maximum(TAUS[:, None] * below, (TAUS[:, None] - 1) * below)
    row = {
        "error": min(WORST, np.abs(came - found.median).mean() / cycle.scale),
        "crps": min(WORST, 2 * pinball.mean() / cycle.scale),
    }
    for share in (80, 95):
        low, high = (found.quantile(0.5 + sign * share / 200) for sign in (-1, 1))
        row[f"cover{share}"] = float(np.mean((low <= came) & (came <= high)))
    return row


def _chances(found: AnyForecast, cycle: SimulatedCycle) -> list[dict[str, float]]:
    last, rows = float(cycle.history.iloc[-1]), []
    for step in (len(cycle.future) // 3, 2 * len(cycle.future) // 3, len(cycle.future)):
        moves = cycle.moves(step)
        for away in AWAY:
            move = away * float(np.sqrt(np.mean(moves**2)))
            rows.append(
                {
                    "p": found.chance(last + move, step - 1),
                    "hit": float(cycle.future[step - 1] >= last + move),
                    "base": (np.sum(moves >= move) + 0.5) / (len(moves) + 1),
                }
            )
    return rows


def figures(by_cycle: pd.DataFrame, by_target: pd.DataFrame) -> dict[str, float]:
    """Error, scaled CRPS, coverage, and of the chances Brier, log loss, calibration error, and Brier of the base rate."""
    p, hit = by_target["p"].to_numpy(), by_target["hit"].to_numpy()
    held = np.clip(p, 0.005, 0.995)
    return {
        "error": by_cycle["error"].mean(),
        "sCRPS": by_cycle["crps"].mean(),
        "cover80": by_cycle["cover80"].mean(),
        "cover95": by_cycle["cover95"].mean(),
        "Brier": np.mean((p - hit) ** 2),
        "log loss": -np.mean(hit * np.log(held) + (1 - hit) * np.log(1 - held)),
        "ECE": calibration_error(p, hit),
        "Brier of base rate": np.mean((by_target["base"] - hit) ** 2),
    }


def calibration_error(p: Values, hit: Values, bins: int = 10) -> float:
    """The mean distance between what was said and how often it came, over ten bins of what was said."""
    at = np.minimum((p * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(p[at == j].mean() - hit[at == j].mean()) * (at == j).mean()
            for j in range(bins)
            if (at == j).any()
        )
    )
