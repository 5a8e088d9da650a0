"""How a forecast was made, for somebody who doubts the number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from dashboard.analytics.calibration.recalibration import Recalibration
from dashboard.analytics.forecast.distribution import CalibrationMap
from dashboard.analytics.forecast.lead_contributions import LeadContribution
from dashboard.analytics.forecast.method import Method
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Status
from dashboard.i18n import Message, translator
from dashboard.read_model.state import State
from dashboard.reports.key_result.method import how_it_was_made
from tests.reports.states import MONDAY, Told, kpi, objective

Build = Callable[..., State]
t = translator("en")

LEARNT = CalibrationMap(-0.1, 0.7)


def how(build: Build, health: dict[str, Any] | None = None, **more: Any) -> list[str]:
    filled = {"method": Method.SMOOTHING, "points": 111, **(health or {})}
    told = Told("one", more.pop("chance", 0.55), kpi="rate", health=filled)
    state = build(objective("a", told), kpis=[kpi("rate"), kpi("sign-ups")], **more)
    lines = how_it_was_made(state, state.key_result("one"))
    return [t.write(line).replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def effect(**more: Any) -> LeadContribution:
    filled: dict[str, Any] = {"kpi_id": "sign-ups", "lead_periods": 3.0, "is_used": True}
    return LeadContribution(
        **{**filled, "effect": -0.4, "error_ratio": 0.77, "tested": 99, **more}
    )


def test_every_question_has_its_sentence(build: Build) -> None:
    path = pd.DataFrame({"period_on": [MONDAY + dt.timedelta(weeks=1)]})
    ranges = {"median": 14.0, "low50": 13.4, "high50": 14.6, "low80": 12.8, "high80": 15.2}
    health = {
        "lead_effects": (effect(),),
        "path": path,
        **ranges,
        "method": Method.SMOOTHING_WITH_LEADS,
    }
    assert how(build, health, fingerprints={"one": "0998e5a9ad2536a6184c"}) == [
        "It averages exponential smoothing models, weighted by how well each forecast these values in backtests.",
        "It used 111 weekly values, the last one for the period that ended Sun 18 Oct 2026.",
        "It includes no season: the values show none.",
        "It uses Sign ups, measured to lead by 3 weeks: in backtests over 99 weeks the errors were 23 % smaller with it.",
        "On 31 Dec the middle outcome is 14.0 %; 5 in 10 outcomes lie between 13.4 % and 14.6 %, 8 in 10 between 12.8 % and 15.2 %.",
        "Past forecasts do not change the chance yet: 0 of the 20 key results needed are resolved.",
        "On track from 70 %, at risk from 40 %, off track below: the status follows from the chance alone.",
        "As of Sun 18 Oct 2026; inputs <code>0998e5a9</code>; snapshot s-1, built Sun 18 Oct 2026.",
    ]


def test_a_season_is_said_to_take_part(build: Build) -> None:
    for method in (Method.SEASONAL_SMOOTHING, Method.SEASONAL_SMOOTHING_WITH_LEADS):
        assert "It includes a yearly season." in how(build, {"method": method})
        assert how(build, {"method": method.value}) == how(build, {"method": method})


@pytest.mark.parametrize(
    ("effects", "words"),
    [
        ((), "No leading KPI is used: none was measured to lead it."),
        (
            (effect(is_used=False, left_out="no_help"),),
            "No leading KPI is used: those measured to lead it cannot be used, or did not help in backtests.",
        ),
        (
            (effect(error_ratio=0.998),),
            "It uses Sign ups, measured to lead by 3 weeks.",
        ),
        ((effect(error_ratio=None),), "It uses Sign ups, measured to lead by 3 weeks."),
        ((effect(tested=0),), "It uses Sign ups, measured to lead by 3 weeks."),
    ],
)
def test_whether_leading_kpis_take_part_is_said_with_what_that_was_worth(
    build: Build, effects: tuple[LeadContribution, ...], words: str
) -> None:
    assert words in how(build, {"lead_effects": effects})


@pytest.mark.parametrize(
    ("learnt", "raw", "words"),
    [
        (
            Recalibration(LEARNT, 34, 25, 0.02, "better"),
            0.62,
            "The record of 34 resolved key results changes the chance from 62 % to 55 %.",
        ),
        (
            Recalibration(LEARNT, 34, 25, 0.02, "better"),
            0.551,
            "The record of 34 resolved key results leaves the chance at 55 %.",
        ),
        (
            Recalibration(LEARNT, 34, 25, 0.02, "better"),
            None,
            "The record of 34 resolved key results leaves the chance at 55 %.",
        ),
        (
            Recalibration(settled=6),
            None,
            "Past forecasts do not change the chance yet: 6 of the 20 key results needed are resolved.",
        ),
        (
            Recalibration(LEARNT, 34, 12, None, "too_few_tested"),
            None,
            "Past forecasts do not change the chance yet: the correction could be tested on 12 of the 20 key results needed.",
        ),
        (
            Recalibration(LEARNT, 60, 40, -0.01, "no_better"),
            None,
            "Past forecasts do not change the chance: on 40 resolved key results the correction would not have helped.",
        ),
    ],
)
def test_what_the_record_does_is_said_with_its_reason(
    build: Build, learnt: Recalibration, raw: float | None, words: str
) -> None:
    assert words in how(build, {"raw_chance": raw}, recalibration=learnt)


def test_what_is_settled_is_no_forecast_any_more(build: Build) -> None:
    health = {"method": "fact", "is_final": True, "status": Status.REACHED}
    said = how(build, health, chance=1.0)
    assert said[0] == "Final result; no longer a forecast."
    assert not any("season" in line or "record" in line or "KPI" in line for line in said)


def test_without_a_forecast_the_reason_stands_and_no_method(build: Build) -> None:
    reason = Message("reason-too-short", {"points": 5, "needed": 8, "grain": "week"})
    said = how(build, {"method": None, "reason": reason}, chance=None)
    assert said[0] == "There is no forecast: 5 of 8 weeks so far."
    assert len(said) == 3


def test_a_method_of_another_version_is_named_as_it_is(build: Build) -> None:
    assert how(build, {"method": "levels and trends"})[0] == "Method: levels and trends."


def test_steps_are_forecast_from_their_rate(build: Build) -> None:
    health = {"method": "steps at the rate at which they were done", "grain": Grain.WEEK}
    assert how(build, health)[0].startswith(
        "It continues the rate at which steps were done so far"
    )


def test_what_was_written_since_is_said_to_count(build: Build) -> None:
    said = how(build, judged_anew=frozenset({"one"}), fingerprints={"one": "0998e5a9"})
    assert said[-1] == (
        "As of Sun 18 Oct 2026; recomputed on this page with the entries made after snapshot s-1, built Sun 18 Oct 2026."
    )
    assert how(build)[-1] == "As of Sun 18 Oct 2026; snapshot s-1, built Sun 18 Oct 2026."
