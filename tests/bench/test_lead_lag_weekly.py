"""What is said of real weekly series: unrelated ones, shops in the same weeks, delayed copies under real noise."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from tests.bench.lead_lag_scores import SHARED_BENCH, methods, scored, table
from tests.bench.lead_lag_weekly import REAL, has_data, pairs, said

pytestmark = pytest.mark.bench

SEED = 5


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    if not has_data():
        pytest.skip(f"there are no weekly series in {SHARED_BENCH}: `shared` does not stand by")
    drawn = [each for name in REAL for each in pairs(name, SEED, 100)]
    found = {name: scored(each, drawn) for name, each in methods(reference=True).items()}
    for name, each in found.items():
        print(f"\n{name}\n{table(each).to_string()}\n{said(each).to_string()}")
    return found["ours"]


def test_no_more_than_one_unrelated_pair_in_twenty_is_claimed(answers: pd.DataFrame):
    unrelated = answers[answers.label == "none"]
    by_chance = 1.64 * math.sqrt(0.05 * 0.95 / len(unrelated))

    assert (unrelated.said != "none").mean() <= 0.05 + by_chance


def test_what_comes_later_is_told_the_right_way_round_and_by_its_lead(answers: pd.DataFrame):
    delayed = answers[(answers.regime == "delayed") & (answers.label != "coincident")]
    opposite = delayed.label.map({"leading": "lagging", "lagging": "leading"})
    right = delayed[delayed.said == delayed.label]

    assert (delayed.said == opposite).mean() <= 0.05
    assert len(right) >= 0.8 * len(delayed)
    assert (right.lead == right.low).mean() >= 0.95


def test_shops_in_the_same_weeks_are_seldom_told_apart_in_time(answers: pd.DataFrame):
    shops = answers[answers.regime == "shops"]

    assert (shops.said == "coincident").mean() >= 0.5
    assert shops.said.isin(["leading", "lagging"]).mean() <= 0.05
