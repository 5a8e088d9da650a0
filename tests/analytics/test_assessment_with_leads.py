"""What is measured to lead reaches the forecasts of key results."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from dashboard.analytics.assessment import Assessment, assess
from dashboard.analytics.series.observed import KpiData, StatedByPeople, kpi_data
from dashboard.domain.kpi import Aggregation, Grain, Kpi
from dashboard.domain.okr import (
    Attachment,
    Band,
    Cycle,
    Direction,
    KeyResult,
    Objective,
    OkrSet,
    Role,
)
from dashboard.domain.verdict_review import ReviewKind, VerdictReview
from tests.sample_verdicts import verdict

AS_OF = dt.date(2026, 11, 22)
QUARTER = Cycle(id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31))
OKRS = [
    OkrSet(
        cycle=QUARTER,
        objectives=(
            Objective(
                id="o",
                title="o",
                key_results=(
                    KeyResult(
                        id="up",
                        title="up",
                        kpi="sales",
                        direction=Direction.INCREASE,
                        baseline=100.0,
                        target=108.0,
                        kpis=(Attachment(kpi="trials"), Attachment(kpi="sales")),
                    ),
                    KeyResult(
                        id="band",
                        title="band",
                        kpi="sales",
                        direction=Direction.MAINTAIN,
                        target=Band(low=95, high=105),
                        kpis=(Attachment(kpi="trials"),),
                    ),
                ),
            ),
        ),
    )
]


def observed(last: float = 0.0) -> KpiData:
    """Sales that follow trials three weeks later, and trials that moved by `last` in the newest week."""
    moves = np.zeros(83)
    shocks = np.random.default_rng(1).standard_normal(83)
    for t in range(1, 83):
        moves[t] = 0.8 * moves[t - 1] + shocks[t]
    moves[-1] += last
    stamps = pd.date_range(end="2026-11-16", periods=80, freq="W-MON")
    sides = {"trials": 50 + 5 * moves[3:], "sales": 100 + 4 * moves[:80]}
    series = pd.concat(
        pd.DataFrame(
            {"kpi_id": i, "grain": "week", "period_on": stamps, "value": v, "is_complete": True}
        )
        for i, v in sides.items()
    )
    kpis = {i: Kpi(id=i, name=i, grain=Grain.WEEK, aggregation=Aggregation.MEAN) for i in sides}
    return kpi_data(kpis, {}, series, {})


def judged(evidence: str = "leading", last: float = 0.0, *reviews: VerdictReview) -> Assessment:
    said = StatedByPeople(reviews={(each.key_result, each.kpi): each for each in reviews})
    return assess(OKRS, observed(last), {("trials", "sales"): verdict(evidence)}, said, AS_OF)


def test_what_leads_moves_the_forecast_and_says_by_how_much() -> None:
    without, found = judged("none").key_results["up"], judged().key_results["up"]

    (effect,) = found.projection.lead_effects
    assert without.projection.lead_effects == ()
    assert (effect.kpi_id, effect.is_used, effect.lead_periods) == ("trials", True, 3)
    assert effect.effect == pytest.approx(found.projection.median - without.projection.median)
    assert (
        found.projection.high80 - found.projection.low80
        < without.projection.high80 - without.projection.low80
    )
    assert found.projection.path["median"].iloc[-1] == found.projection.median
    assert effect.even_value is not None
    assert found.projection.chance is not None
    # Below an even chance the KPI has to be higher than expected, above it may be lower.
    assert (effect.even_value > effect.expected) == (found.projection.chance < 0.5)


def test_a_better_week_of_what_leads_is_a_better_chance() -> None:
    worse, better = (judged(last=move).key_results["up"] for move in (-2.0, 2.0))

    assert worse.attainment.value == better.attainment.value
    assert worse.projection.chance < better.projection.chance
    assert worse.projection.lead_effects[0].effect < better.projection.lead_effects[0].effect


def test_a_band_follows_too_and_has_no_even_value() -> None:
    found = judged().key_results["band"]

    assert found.projection.lead_effects[0].is_used
    assert found.projection.lead_effects[0].even_value is None


def test_who_knows_better_has_the_last_word() -> None:
    review = VerdictReview(
        id="r",
        key_result="up",
        kpi="trials",
        kind=ReviewKind.OVERRIDDEN,
        role=Role.LAGGING,
        reason="known to follow",
        on=AS_OF,
        by="ana@example.com",
        evidence="leading",
        lead_periods=3.0,
    )

    found = judged("leading", 0.0, review).key_results

    assert found["up"].projection.lead_effects == ()
    assert found["band"].projection.lead_effects != ()
    assert found["up"].projection.median == judged("none").key_results["up"].projection.median


def test_what_lags_or_moves_at_the_same_time_has_no_part() -> None:
    for evidence in ("lagging", "coincident", "none", "too_little"):
        assert judged(evidence).key_results["up"].projection.lead_effects == ()
