"""How well it is told where a series will be, beside what anybody would pick instead, on the same cycles in the same run."""

from __future__ import annotations

import time
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from dashboard.analytics.forecast import forecast
from tests.analytics.forecast.forecast_laws import Method
from tests.bench.forecast_cycles import LENGTHS, SimulatedCycle, cycles, figures, scored
from tests.bench.lead_lag_scores import SHARED_BENCH

pytestmark = pytest.mark.bench

SEED = 4
MONTHLY_LENGTHS = (12, 24, 60)

Scores = dict[str, tuple[pd.DataFrame, pd.DataFrame]]


@pytest.fixture(scope="module")
def rivals() -> ModuleType:
    pytest.importorskip("statsforecast", reason="the rivals are not installed: make bench does it")
    from tests.bench import forecast_rivals

    return forecast_rivals


def all_scored(rivals: ModuleType, asked: list[SimulatedCycle]) -> Scores:
    methods: dict[str, Method] = {
        "ours": forecast,
        "naive": rivals.naive,
        "drift": rivals.drift,
        "straight line": rivals.straight_line,
        "AutoETS": rivals.auto_ets,
    }
    if recipe := rivals.reference():
        methods["reference"] = recipe
    return {name: scored(method, asked) for name, method in methods.items()}


def shown(scores: Scores, **only: object) -> pd.DataFrame:
    """The figures of every method, over all or over the cycles of one length or kind."""

    def chosen(rows: pd.DataFrame) -> pd.DataFrame:
        for name, value in only.items():
            rows = rows[rows[name] == value]
        return rows

    return pd.DataFrame(
        {name: figures(*(chosen(rows) for rows in pair)) for name, pair in scores.items()}
    ).T


def assert_better(table: pd.DataFrame, most: dict[str, float]) -> None:
    """Only ratios, with room over what was measured: the cycles are few. `most` are those to AutoETS."""
    ours, ets = table.loc["ours"], table.loc["AutoETS"]
    for figure, ratio in most.items():
        assert ours[figure] <= ratio * ets[figure], figure
    assert ours["Brier"] <= 0.60 * table.loc["straight line", "Brier"]
    assert ours["Brier"] <= 0.85 * min(table.loc["naive", "Brier"], table.loc["drift", "Brier"])
    assert ours["Brier"] <= 0.95 * table["Brier of base rate"].iloc[0]
    if "reference" in table.index:
        assert ours["Brier"] <= table.loc["reference", "Brier"]
        assert ours["sCRPS"] <= table.loc["reference", "sCRPS"]


def test_weekly_cycles_beside_the_rivals(rivals: ModuleType) -> None:
    scores = all_scored(rivals, cycles(SEED, reps=6))
    print("\nweekly, all")
    print(shown(scores).round(3).to_string())
    for n in LENGTHS:
        print(f"n={n}")
        print(shown(scores, n=n).round(3).to_string())
    kinds = scores["ours"][0]["kind"].unique()
    by_kind = {kind: shown(scores, kind=kind)[["sCRPS", "Brier", "cover80"]] for kind in kinds}
    beside = [name for name in scores if name in ("ours", "AutoETS", "reference")]
    print(
        pd.DataFrame({k: t.loc[beside].T.stack() for k, t in by_kind.items()})
        .T.round(3)
        .to_string()
    )
    assert_better(shown(scores), {"Brier": 0.96, "log loss": 0.93, "sCRPS": 0.95, "error": 1.0})


def test_monthly_cycles_beside_the_rivals(rivals: ModuleType) -> None:
    scores = all_scored(rivals, cycles(SEED, reps=5, lengths=MONTHLY_LENGTHS, season=12))
    print("\nmonthly, all")
    print(shown(scores).round(3).to_string())
    for n in MONTHLY_LENGTHS:
        print(f"n={n}")
        print(shown(scores, n=n).round(3).to_string())
    assert_better(shown(scores), {"Brier": 0.94, "log loss": 0.92, "sCRPS": 0.86, "error": 0.9})


def test_the_ranges_hold_as_much_as_they_say_at_every_length() -> None:
    by_cycle, by_target = scored(forecast, cycles(SEED + 1, reps=24))
    rows = {"all": figures(by_cycle, by_target)}
    for n in LENGTHS:
        rows[f"n={n}"] = figures(by_cycle[by_cycle["n"] == n], by_target[by_target["n"] == n])
    table = pd.DataFrame(rows).T
    print(f"\n{len(by_cycle)} cycles")
    print(table.round(3).to_string())
    each = table.drop(index="all")
    assert table.loc["all", "cover80"] == pytest.approx(0.80, abs=0.03)
    assert table.loc["all", "cover95"] == pytest.approx(0.945, abs=0.025)
    assert table.loc["all", "ECE"] <= 0.03
    assert each["cover80"].between(0.74, 0.86).all()
    assert each["cover95"].between(0.90, 0.98).all()
    assert each["ECE"].max() <= 0.05


def test_a_sample_of_the_shared_benchmark(rivals: ModuleType) -> None:
    found = rivals.shared_benchmark()
    if found is None:
        pytest.skip(
            "there is no forecast.py: the folder `shared` does not stand beside the project"
        )
    harness, _ = found
    for name in ("weekly", "monthly"):
        spec = harness.SETS[name]
        work = harness.tasks(spec, SHARED_BENCH / "data", 20, 1)
        ran = {
            method: harness.run(harness.METHODS[method], work, spec, rival=method != "ours")
            for method in ("straight_line", "autoets", "reference", "ours")
        }
        table = pd.DataFrame({k: harness.score(v[0], v[1]) for k, v in ran.items()}).T
        print(f"\n{name}, {len(work)} tasks")
        print(table.round(4).to_string())
        ours, ets = table.loc["ours"], table.loc["autoets"]
        assert ran["ours"][2] == 0
        assert ours["brier"] <= 0.92 * ets["brier"]
        assert ours["log_loss"] <= 0.92 * ets["log_loss"]
        assert ours["scrps"] <= 0.97 * ets["scrps"]
        assert ours["brier"] <= 0.6 * table.loc["straight_line", "brier"]


def test_the_time_beside_autoets(rivals: ModuleType) -> None:
    asked = cycles(SEED + 2, reps=2)
    rivals.auto_ets(asked[0].history, 13, asked[0].bounds)
    rows = []
    for cycle in asked:
        for name, method in (("ours", forecast), ("AutoETS", rivals.auto_ets)):
            start = time.perf_counter()
            method(cycle.history, 13, cycle.bounds)
            ms = 1e3 * (time.perf_counter() - start)
            rows.append({"method": name, "n": len(cycle.history), "ms": ms})
    table = pd.DataFrame(rows).pivot_table("ms", "n", "method", aggfunc=["median", "max"])
    print("\nms a series")
    print(table.round(2).to_string())
    assert np.isfinite(table.to_numpy()).all()
