"""What past forecasts taught reaches every chance and every range alike."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from dashboard.analytics.assessment import Assessment, assess
from dashboard.analytics.forecast.distribution import CalibrationMap
from dashboard.analytics.series.observed import StatedByPeople, kpi_data
from dashboard.domain.kpi import Aggregation, Grain, Kpi
from dashboard.domain.okr import Band, Cycle, Direction, KeyResult, Objective, OkrSet

AS_OF = dt.date(2026, 11, 22)
QUARTER = Cycle(id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31))
LEARNT = CalibrationMap(-0.4, 0.6)


def promise(name: str, direction: Direction, target: float | Band) -> KeyResult:
    baseline = {Direction.INCREASE: 49.0, Direction.DECREASE: 55.0}.get(direction)
    return KeyResult(
        id=name, title=name, kpi="k", direction=direction, baseline=baseline, target=target
    )


PROMISES = (
    promise("up", Direction.INCREASE, 52.0),
    promise("down", Direction.DECREASE, 51.0),
    promise("band", Direction.MAINTAIN, Band(low=49, high=53)),
    KeyResult(
        id="steps",
        title="steps",
        direction=Direction.MILESTONE,
        milestones=({"title": "one", "done_on": dt.date(2026, 10, 20)}, {"title": "two"}),
    ),
)


def judged(learnt: CalibrationMap) -> Assessment:
    stamps = pd.date_range(end="2026-11-16", periods=40, freq="W-MON")
    values = 51 + np.cumsum(np.tile([1.0, -0.6, 0.4, -0.9, 0.2], 8))
    series = pd.DataFrame(
        {"kpi_id": "k", "grain": "week", "period_on": stamps, "value": values, "is_complete": True}
    )
    kpi = Kpi(id="k", name="k", grain=Grain.WEEK, aggregation=Aggregation.MEAN)
    observed = kpi_data({"k": kpi}, {}, series, {})
    okrs = [
        OkrSet(cycle=QUARTER, objectives=(Objective(id="o", title="o", key_results=PROMISES),))
    ]
    return assess(okrs, observed, {}, StatedByPeople(), AS_OF, calibration=learnt)


def test_each_direction_has_its_good_side_moved():
    raw, found = judged(CalibrationMap()).key_results, judged(LEARNT).key_results

    for name in ("up", "down"):
        assert 0.05 < raw[name].projection.chance < 0.95
        assert found[name].projection.chance == pytest.approx(
            LEARNT.apply(raw[name].projection.chance)
        )
        assert found[name].projection.raw_chance == raw[name].projection.chance
        assert raw[name].projection.raw_chance is None
    assert (
        found["band"].projection.chance < raw["band"].projection.chance
    )  # less sure of any place


def test_the_landing_and_the_chance_stay_one_distribution():
    found = judged(LEARNT).key_results

    for name in ("up", "down"):
        landing = found[name].projection.landing
        reached = (landing["progress"] >= 1).mean()
        assert reached == pytest.approx(found[name].projection.chance, abs=0.02)
        assert (
            found[name].projection.low80
            < found[name].projection.median
            < found[name].projection.high80
        )
        assert landing["value"].is_monotonic_increasing
    assert (
        found["up"].projection.median < found["down"].projection.median
    )  # the same series, and each was said too high


def test_steps_and_what_was_not_learnt_stay_as_they_are():
    raw, found = judged(CalibrationMap()), judged(LEARNT)

    assert (
        found.key_results["steps"].projection.chance == raw.key_results["steps"].projection.chance
    )
    assert found.objectives["o"].chance != raw.objectives["o"].chance
