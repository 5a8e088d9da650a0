"""KPIs of one outcome judged together, and answers that take their time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from dashboard.analytics.lead_lag.classification import classify, classify_family
from dashboard.analytics.lead_lag.verdict import CLAIMS, Verdict
from dashboard.analytics.typing import Floats
from tests.analytics.lead_lag.evidence.waves import linked, wave


def on(values: Floats) -> pd.Series:
    return pd.Series(values, pd.date_range("2015-01-05", periods=len(values), freq="W-MON"))


def family(seed: int, related: int, unrelated: int, n: int = 104) -> tuple[dict, pd.Series]:
    """KPIs of one outcome: some that lead it by 1, 2, 3 ... weeks, others with nothing in common with it."""
    movement, rng = wave(seed, n + 40, 0.4), np.random.default_rng(seed)
    outcome = movement[20 : 20 + n] + 0.8 * rng.standard_normal(n)
    kpis = {
        f"related {lead}": movement[20 + lead : 20 + lead + n] + 0.8 * rng.standard_normal(n)
        for lead in range(1, related + 1)
    }
    for at in range(1, unrelated + 1):
        own = wave(1000 * at + seed, n, 0.4)
        kpis[f"unrelated {at}"] = own + 0.8 * rng.standard_normal(n)
    return {name: on(values) for name, values in kpis.items()}, on(outcome)


def none(verdict: Verdict) -> float:
    assert verdict.explanation is not None
    return verdict.explanation.none


# A family


def weak(seed: int) -> tuple[pd.Series, pd.Series]:
    kpi, outcome = linked(seed, 104, 2, share=0.35).T
    return on(kpi), on(outcome)


def test_many_unrelated_kpis_raise_the_bar_and_many_related_ones_lower_it() -> None:
    for seed in range(6):
        kpi, outcome = weak(seed)
        strangers = {f"{at}": on(wave(1000 * at + seed, 104)) for at in range(1, 9)}
        relatives = {f"{at}": outcome.shift(at % 3).dropna() for at in range(1, 9)}
        alone = none(classify(kpi, outcome))
        among_strangers, among_relatives = (
            none(classify_family(others | {"kpi": kpi}, outcome)["kpi"])
            for others in (strangers, relatives)
        )
        assert among_relatives < alone < among_strangers


def test_the_bar_is_that_of_the_others_and_not_of_the_kpi_itself() -> None:
    """By hand: with one relative of no doubt, .25 before becomes 3 .25 / 4, whatever the KPI's own data say."""
    kpi, outcome = weak(1)
    alone = none(classify(kpi, outcome))
    with_twin = none(classify_family({"kpi": kpi, "twin": outcome}, outcome)["kpi"])

    def odds(share: float) -> float:
        return share / (1 - share)

    assert odds(with_twin) / odds(alone) == pytest.approx(
        odds(3 * 0.25 / 4) / odds(0.25), rel=1e-6
    )


def test_a_kpi_without_enough_data_neither_raises_nor_lowers_the_bar() -> None:
    kpi, outcome = weak(2)
    with_short = classify_family({"kpi": kpi, "short": kpi.iloc[:5]}, outcome)

    assert repr(with_short["kpi"]) == repr(classify(kpi, outcome))
    assert with_short["short"].evidence == "too_little"
    assert with_short["short"].certainty == 0.25
    assert with_short["short"].points == 5


def test_a_family_of_none_has_no_verdicts() -> None:
    assert classify_family({}, weak(1)[1]) == {}


@pytest.mark.parametrize("related", [0, 2, 6])
def test_in_a_family_of_eight_no_more_than_one_unrelated_kpi_in_twenty_is_claimed(
    related: int,
) -> None:
    claimed, correct, false_share = 0, 0, []
    families = 30
    for seed in range(families):
        kpis, outcome = family(seed, related, 8 - related)
        verdicts = classify_family(kpis, outcome)
        claims = [name for name, verdict in verdicts.items() if verdict.evidence in CLAIMS]
        false = sum(name.startswith("unrelated") for name in claims)
        claimed, correct = claimed + false, correct + len(claims) - false
        false_share.append(false / max(len(claims), 1))
    unrelated = families * (8 - related)
    by_chance = 1.64 * np.sqrt(0.05 * 0.95 / unrelated)

    print(f"{claimed} of {unrelated} claimed, {np.mean(false_share):.3f} of the claims false")
    assert claimed / unrelated <= 0.05 + by_chance
    if related:
        spread = float(np.std(false_share)) / np.sqrt(families)
        assert np.mean(false_share) <= 0.05 + 1.64 * spread
        assert correct >= 0.9 * families * related


def test_a_family_of_unrelated_kpis_is_claimed_less_often_than_each_alone() -> None:
    together, alone = 0, 0
    for seed in range(30):
        kpis, outcome = family(seed, 0, 8, n=52)
        verdicts = classify_family(kpis, outcome)
        together += sum(verdict.evidence in CLAIMS for verdict in verdicts.values())
        alone += sum(classify(kpi, outcome).evidence in CLAIMS for kpi in kpis.values())

    print(f"{together} claimed together, {alone} alone")
    assert together < alone


# Past cycles


def cycles(seed: int, count: int) -> tuple[pd.Series, pd.Series]:
    """A KPI that leads by two weeks, of which 13 weeks were seen in each cycle, and 6 in between were not."""
    kpi, outcome = linked(seed, 19 * count, 2, share=0.75).T
    seen = np.arange(19 * count) % 19 < 13
    return on(kpi)[seen], on(outcome)[seen]


def test_a_lead_seen_in_parts_of_past_cycles_alone_is_surer_with_each() -> None:
    sure = []
    for count in (1, 2, 4):
        verdicts = [classify(*cycles(seed, count)) for seed in range(12)]
        assert {verdict.points for verdict in verdicts} == {13 * count}
        odds = [verdict.explanation.leading for verdict in verdicts if verdict.explanation]
        sure.append(float(np.mean(odds)))
        if count == 4:
            assert sum(verdict.lead_periods == 2 for verdict in verdicts) >= 10
    assert sure[0] + 0.1 < sure[1] + 0.05 < sure[2]
    assert sure[2] > 0.85


# Answers that take their time


@pytest.mark.parametrize("seed", range(5))
def test_a_flow_leads_the_stock_that_it_fills(seed: int) -> None:
    """Of the stock, a twentieth leaves every week; the flow moves it from the week after on."""
    rng = np.random.default_rng(seed)
    flow, stock = wave(seed, 206, 0.3), np.zeros(207)
    for week in range(206):
        stock[week + 1] = 0.95 * stock[week] + flow[week]
    stock = stock[:206] + 0.3 * rng.standard_normal(206)
    verdict = classify(on(100 + flow[50:]), on(1000 + stock[50:]))
    backward = classify(on(1000 + stock[50:]), on(100 + flow[50:]))

    assert verdict.evidence == "leading"
    assert backward.evidence == "lagging"


@pytest.mark.parametrize("later", [3, 5])
def test_a_link_that_comes_at_once_and_again_later_is_leading(later: int) -> None:
    """The same weather today, and the effect some weeks on: what can be acted on is the later one."""
    leads = []
    for seed in range(10):
        cause = np.random.default_rng(seed).standard_normal(176)
        noise = np.random.default_rng(seed + 50).standard_normal(156)
        effect = cause[20:] + cause[20 - later : -later] + 0.7 * noise
        verdict = classify(on(cause[20:]), on(effect))
        leads.append(verdict.lead_periods if verdict.evidence == "leading" else 0)
    assert leads.count(later) >= 8


# Many at once


def test_many_threads_at_once_say_the_same_as_one() -> None:
    pairs = [(on(linked(n, n, 2)[:, 0]), on(linked(n, n, 2)[:, 1])) for n in range(30, 110, 5)]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda pair: repr(classify(*pair)), pairs * 3))

    assert together == [repr(classify(*pair)) for pair in pairs] * 3
