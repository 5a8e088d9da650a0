"""How well and how fast it is told what leads, beside what an analyst would do, on the same pairs in the same run."""

from __future__ import annotations

import math
import time
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.analytics.lead_lag import classify
from tests.bench.lead_lag_latents import Pair
from tests.bench.lead_lag_regimes import REGIMES, pairs
from tests.bench.lead_lag_scores import Classify, methods, scored, shared_module, table

pytestmark = pytest.mark.bench

SEED = 11

PROMISED = (
    "plain",
    "distributed",
    "counts_small",
    "counts_large",
    "percentages",
    "level_shift",
    "shared_volatility",
    "daily",
    "daily_and_weekly",
)
"""Where at most one claim in twenty on unrelated pairs may be false."""


@pytest.fixture(scope="module")
def rivals() -> ModuleType:
    pytest.importorskip("statsmodels", reason="the rivals are not installed: make bench does it")
    from tests.bench import lead_lag_rivals

    return lead_lag_rivals


@pytest.mark.parametrize("regime", PROMISED)
def test_no_more_than_one_unrelated_pair_in_twenty_is_claimed(regime: str):
    answers = scored(classify, pairs([regime], SEED, 60, labels=["none"]))
    false = (answers.said != "none").mean()
    by_chance = 1.64 * math.sqrt(0.05 * 0.95 / len(answers))

    print(f"\n{regime}: {false:.3f} of {len(answers)} unrelated pairs claimed")
    assert false <= 0.05 + by_chance


def test_links_of_small_counts_are_seen():
    answers = scored(classify, pairs(["counts_small"], SEED, 40))

    print("\n" + table(answers).to_string())
    assert (answers.said == answers.label).mean() >= 0.60


def test_the_figures_on_our_own_kinds_of_pairs(rivals: ModuleType):
    print()
    show(rivals, pairs(REGIMES, SEED, 2))


def test_the_figures_on_the_pairs_of_the_shared_benchmark(rivals: ModuleType):
    shared = shared_module("leadlag")
    if shared is None:
        pytest.skip(
            "there is no leadlag.py: the folder `shared` does not stand beside the project"
        )
    print()
    show(rivals, [as_pair(drawn) for drawn in shared.synthetic(SEED, 2)])


def show(rivals: ModuleType, drawn: list[tuple[str, int, Pair]]) -> None:
    asked: dict[str, Classify] = methods(reference=True) | {
        "Granger": rivals.granger,
        "Granger, Bonferroni": rivals.granger_bonferroni,
        "pre-whitened": rivals.prewhitened,
    }
    tables = {name: table(scored(method, drawn)) for name, method in asked.items()}
    print(pd.DataFrame({name: each.loc["all"] for name, each in tables.items()}).T.to_string())
    for figure in ("accuracy", "false claims"):
        print(figure)
        print(pd.DataFrame({name: each[figure] for name, each in tables.items()}).to_string())
    answers = tables["ours"].loc["all"]
    assert answers["pairs"] == len(drawn)
    assert answers["false claims"] <= tables["Granger"].loc["all", "false claims"]


def as_pair(drawn: dict[str, Any]) -> tuple[str, int, Pair]:
    truth = Pair(
        drawn["kpi"], drawn["outcome"], drawn["y"], drawn["lo"], drawn["hi"], drawn["max_lead"]
    )
    return drawn["regime"], drawn["n"], truth


def test_a_pair_of_three_years_is_judged_many_times_faster_than_by_granger(rivals: ModuleType):
    long = [pair for _, n, pair in pairs(["plain"], SEED, 10) if n == 156]
    taken: dict[str, list[float]] = {"ours": [], "Granger as done": [], "its test alone": []}
    for pair in long:
        x, y, _ = rivals.stationary(pair.kpi, pair.outcome)
        for name, work in (
            ("ours", lambda p=pair: classify(p.kpi, p.outcome)),
            ("Granger as done", lambda p=pair: rivals.granger(p.kpi, p.outcome)),
            (
                "its test alone",
                lambda x=x, y=y: [rivals.p_values(a, b, 8) for a, b in ((x, y), (y, x))],
            ),
        ):
            start = time.perf_counter()
            work()
            taken[name].append(1e3 * (time.perf_counter() - start))
    ms = {name: float(np.median(each)) for name, each in taken.items()}
    ratios = {name: round(each / ms["ours"], 1) for name, each in ms.items()}

    print(f"\nms a pair at 156 points: { {k: round(v, 2) for k, v in ms.items()} }")
    print(f"beside ours: {ratios}; wanted: 8 or more")
    assert len(taken["ours"]) == len(long) == 40
