"""How much better a forecast is for what leads, on constructed pairs, as what leads is judged by the product itself."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest

from dashboard.analytics.forecast import forecast
from dashboard.analytics.forecast.lead_inputs import LeadInput
from dashboard.analytics.forecast.with_leads import forecast_with_leads
from dashboard.analytics.lead_lag import classify
from dashboard.analytics.series.bounds import NO_BOUNDS
from dashboard.domain.kpi import Grain
from tests.bench.led_pairs import AHEAD, LedPair, led_pairs

pytestmark = pytest.mark.bench

SEED = 11
STEPS = (4, 8, 13)
TARGETS = np.array([-1.5, -1, -0.5, 0, 0.5, 1, 1.5])
"""Targets lie so many times the usual change over a step away from the last value."""


def scores(pairs: Iterable[LedPair], *, is_claim_needed: bool = True) -> pd.DataFrame:
    """A row a pair: errors and Brier scores with the KPI and without, and whether its lead was claimed.

    Where no claim is needed, an unclaimed KPI is followed with a lead of four weeks: what the forward test alone is worth.
    """
    rows = []
    for pair in pairs:
        verdict = classify(pair.kpi, pair.outcome)
        is_claimed = verdict.evidence == "leading"
        row = {"kind": pair.kind, "n": len(pair.kpi), "lead": pair.lead, "claimed": is_claimed}
        if is_claimed or not is_claim_needed:
            span = (
                (verdict.lead_periods, verdict.lead_low, verdict.lead_high)
                if is_claimed
                else (4.0, 4.0, 4.0)
            )
            row |= _scored(pair, LeadInput("kpi", pair.kpi, Grain.WEEK, *span, strength=0.5))
            row["lead_said"] = max(1, round(span[0]))
        rows.append(row)
    return pd.DataFrame(rows)


def _scored(pair: LedPair, lead: LeadInput) -> dict[str, float]:
    bare = forecast(pair.outcome, AHEAD)
    led, (effect,) = forecast_with_leads(pair.outcome, AHEAD, NO_BOUNDS, [lead], Grain.WEEK)
    history = pair.outcome.to_numpy()
    unit = np.abs(np.diff(history)).mean()
    found: dict[str, float] = {"used": float(effect.is_used)}
    for name, each in (("without", bare), ("with", led)):
        error = np.abs(pair.future - each.quantile(0.5)) / unit
        upto = {"lead": max(1, round(lead.periods)), **{str(step): step for step in STEPS}}
        found |= {f"mae {of} {name}": float(error[:steps].mean()) for of, steps in upto.items()}
        low, high = each.quantile(0.1), each.quantile(0.9)
        found[f"cover80 {name}"] = float(((pair.future >= low) & (pair.future <= high)).mean())
        for step in STEPS:
            change = np.sqrt(((history[step:] - history[:-step]) ** 2).mean())
            at = history[-1] + TARGETS * change
            said = np.array([each.chance(float(target), step - 1) for target in at])
            found[f"brier {step} {name}"] = float(
                ((said - (pair.future[step - 1] >= at)) ** 2).mean()
            )
        found[f"brier {name}"] = float(np.mean([found[f"brier {s} {name}"] for s in STEPS]))
    return found


def table(scored: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """The share of claims, and the ratios of what the forecast errs with the KPI to what it errs without."""
    groups = scored.groupby(by) if by else scored.groupby(lambda _: "all")
    means = groups.mean(numeric_only=True)
    found = pd.DataFrame(
        {"pairs": groups.size(), "claimed": means["claimed"], "used": means["used"]}
    )
    names = ["mae lead", *(f"mae {s}" for s in STEPS), *(f"brier {s}" for s in STEPS), "brier"]
    for name in names:
        found[name] = means[f"{name} with"] / means[f"{name} without"]
    for name in ("cover80 without", "cover80 with"):
        found[name] = means[name]
    return found.round(3)


def test_what_is_claimed_to_lead_makes_errors_smaller_and_chances_better():
    found = scores(led_pairs(SEED, 12, are_linked=True))
    for by in (None, "kind", "n", "lead"):
        print(f"\n{table(found, by).to_string()}")
    every = table(found).loc["all"]

    assert every["mae lead"] <= 0.80
    assert every["mae 8"] <= 0.87
    assert every["brier"] <= 0.95


def test_what_has_nothing_to_tell_harms_nothing_even_where_it_is_taken_for_leading():
    found = scores(led_pairs(SEED, 8, are_linked=False), is_claim_needed=False)
    print(f"\n{table(found).to_string()}\n{table(found, 'n').to_string()}")
    every = table(found).loc["all"]

    assert every[["mae 8", "mae 13", "brier"]].max() <= 1.01
