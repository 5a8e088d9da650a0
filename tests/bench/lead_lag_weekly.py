"""Labelled pairs of real weekly series: pieces of different years, shops in the same weeks, delayed copies under noise.

    .venv/bin/python tests/bench/lead_lag_weekly.py [--reference] [--count N] [--seed S]

The series stand beside the project: sales of 45 shops, and weekly series of the M4 competition (finance, demography, industry).
Unrelated pairs lie eight years or more apart, or one is a shop's and the other is not; all are laid on one calendar. Shops in
the same weeks share holidays, pay days and the economy, all of it at once: what is claimed of them should be `coincident`,
and abstaining is no error. In delayed copies one real movement is seen by both sides under noise that is real as well.
"""

from __future__ import annotations

import argparse
import sys
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.lead_lag_latents import Draw, Pair, Values, weeks
from tests.bench.lead_lag_scores import SHARED_BENCH, methods, scored, table

LENGTHS = (52, 104, 156)

APART = 416
"""Weeks between the beginnings of pieces that have nothing to do with each other: eight years."""

_LONG = 700
"""Weeks that a series needs to hold two such pieces."""

_SHOPS, _OTHERS = "walmart_weekly", "m4_weekly"


def has_data() -> bool:
    """Whether the series stand beside the project."""
    return all(_file(name).is_file() for name in (_SHOPS, _OTHERS))


def displaced_null(draw: Draw) -> Pair:
    """Pieces of two series, eight years or more from each other."""
    series = _long()
    names = draw.rng.choice(len(series), 2, replace=False)
    first, second = (series[at] for at in names)
    while True:
        i, j = (int(draw.rng.integers(0, len(each) - draw.n)) for each in (first, second))
        if abs(i - j) >= APART:
            return _pair(draw, first[i : i + draw.n], second[j : j + draw.n])


def domains_null(draw: Draw) -> Pair:
    """A shop's sales beside a series that is not a shop's; either may be the KPI."""
    shop, other = _one(draw, _shops()), _one(draw, _long())
    size = min(draw.n, len(shop))
    i, j = (int(draw.rng.integers(0, len(each) - size + 1)) for each in (shop, other))
    both = [shop[i : i + size], other[j : j + size]]
    if draw.rng.random() < 0.5:
        both.reverse()
    return _pair(draw, *both)


def shops(draw: Draw) -> Pair:
    """The sales of two shops in the same weeks."""
    first, second = (_shops()[at] for at in draw.rng.choice(len(_shops()), 2, replace=False))
    size = min(draw.n, len(first))
    start = int(draw.rng.integers(0, len(first) - size + 1))
    return _pair(draw, first[start : start + size], second[start : start + size])


def delayed(draw: Draw) -> Pair:
    """One piece seen by both sides, by one of them later, under pieces of other series as noise.

    The noise's weekly moves are .4 to .9 of the piece's: the moves of both sides correlate by .55 to .86.
    """
    lead = draw.lead()
    source = _one(draw, _long())
    start = int(draw.rng.integers(0, len(source) - draw.n - lead))
    late, now = source[start : start + draw.n], source[start + lead : start + lead + draw.n]
    kpi, outcome = (now, late) if draw.label == "leading" else (late, now)
    return _pair(draw, _noisy(draw, kpi), _noisy(draw, outcome), lead)


REAL = {make.__name__: make for make in (displaced_null, domains_null, shops, delayed)}


def pairs(name: str, seed: int, count: int) -> list[tuple[str, int, Pair]]:
    """Pairs of one kind, by turns of every length and, where they are delayed, of every label."""
    labels = ("leading", "lagging", "coincident") if name == "delayed" else ("coincident",)
    labels = ("none",) if "null" in name else labels
    found = []
    for at in range(count):
        n = LENGTHS[at % len(LENGTHS)]
        label = labels[at // len(LENGTHS) % len(labels)]
        draw = Draw(np.random.default_rng([seed, list(REAL).index(name), at]), n, label)
        found.append((name, n, REAL[name](draw)))
    return found


def _pair(draw: Draw, kpi: Values, outcome: Values, lead: int = 0) -> Pair:
    return Pair(weeks(kpi), weeks(outcome), draw.label, lead, lead)


def _noisy(draw: Draw, values: Values) -> Values:
    other = _one(draw, _long())
    start = int(draw.rng.integers(0, len(other) - len(values)))
    noise = other[start : start + len(values)]
    size = draw.rng.uniform(0.4, 0.9) * np.diff(values).std() / max(np.diff(noise).std(), 1e-12)
    return values + size * noise


def _one(draw: Draw, series: tuple[Values, ...]) -> Values:
    return series[int(draw.rng.integers(0, len(series)))]


@lru_cache(maxsize=1)
def _shops() -> tuple[Values, ...]:
    return _series(_SHOPS)


@lru_cache(maxsize=1)
def _long() -> tuple[Values, ...]:
    return tuple(each for each in _series(_OTHERS) if len(each) >= _LONG)


def _series(name: str) -> tuple[Values, ...]:
    rows = duckdb.read_parquet(str(_file(name))).order("unique_id, ds").df()
    return tuple(np.log(each.to_numpy(float)) for _, each in rows.groupby("unique_id")["y"])


def _file(name: str) -> Path:
    return SHARED_BENCH / "data" / f"{name}.parquet"


def main() -> None:
    """Prints what is said of every kind of pair, by the product's method and, if asked, by the reference."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--reference", action="store_true")
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    drawn = [each for name in REAL for each in pairs(name, given.seed, given.count)]
    for name, classify in methods(reference=given.reference).items():
        answers = scored(classify, drawn)
        print(name)
        print(table(answers).to_string())
        print(said(answers).to_string())


def said(answers: pd.DataFrame) -> pd.DataFrame:
    """How often each answer is given, by kind of pair and label."""
    return pd.crosstab([answers.regime, answers.label], answers.said, normalize="index").round(3)


if __name__ == "__main__":
    main()
