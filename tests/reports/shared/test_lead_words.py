"""What leading KPIs do to the forecast, and what an even chance would take of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest

from dashboard.analytics.forecast.lead_contributions import LeadContribution
from dashboard.analytics.forecast.lead_inputs import LeftOut
from dashboard.domain.kpi import Aggregation, Grain
from dashboard.domain.okr import Direction, Role, Status
from dashboard.i18n import Message, translator
from dashboard.read_model.state import State
from dashboard.reports.key_result.leads import linked_kpis
from dashboard.reports.shared.lead_words import contributions, level_to_ask_for
from tests.reports.states import Told, kpi, leading, objective

Build = Callable[..., State]
t = translator("en")

MEASURED = {"evidence": "leading", "basis": "measured", "lead_periods": 3.0, "certainty": 0.93}
FALLS = {"direction": Direction.DECREASE, "baseline": 6.0, "target": 4.0, "unit": "h"}


def effect(name: str = "sign-ups", **more: Any) -> LeadContribution:
    filled: dict[str, Any] = {
        "kpi_id": name,
        "lead_periods": 3.0,
        "is_used": True,
        "effect": -0.42,
        "share": 0.9,
        "error_ratio": 0.77,
        "tested": 99,
        "response": 0.006,
        "expected": 420.0,
        "even_value": 512.3,
        "usual_low": 380.0,
        "usual_high": 455.0,
        "distance": 2.5,
    }
    return LeadContribution(**{**filled, **more})


def state(
    build: Build, *effects: LeadContribution, chance: float | None = 0.31, **more: Any
) -> State:
    ranges = {"median": 14.0, "low50": 13.4, "high50": 14.6, "low80": 12.8, "high80": 15.2}
    health = {"lead_effects": effects, "method": "m", **ranges, **more.pop("health", {})}
    told = Told("one", chance, kpi="rate", health=health, more=more.pop("key_result", {}))
    names = ["sign-ups", "visits"]
    kpis = [kpi(name, unit="people", aggregation=Aggregation.SUM) for name in names]
    rows = more.pop("rows", [leading(name, **MEASURED) for name in names])
    return build(objective("a", told), kpis=[kpi("rate"), *kpis], indicators={"one": tuple(rows)})


def said(found: State) -> list[str]:
    of_it = contributions(found, found.key_result("one"))
    return [" ".join([f"{one.name}:", *map(plain, one.texts)]) for one in of_it]


def plain(message: Message) -> str:
    return t.write(message).replace("\N{NO-BREAK SPACE}", " ")


def parts(found: State) -> dict[str, str]:
    return {one.kpi_id: plain(one.part) for one in linked_kpis(found, found.key_result("one"))}


def test_a_leading_kpi_is_said_to_move_the_forecast_and_where_the_chance_would_be_even(
    build: Build,
) -> None:
    assert said(state(build, effect())) == [
        "Sign ups: pulls the middle outcome down by 0.42 points. "
        "For a 50 % chance it needs at least 512 a week (usually 380–455)."
    ]


def test_of_a_chance_better_than_even_it_is_said_how_far_the_kpi_may_go(build: Build) -> None:
    good = effect(effect=0.42, even_value=371.0)
    assert said(state(build, good, chance=0.8)) == [
        "Sign ups: lifts the middle outcome by 0.42 points. "
        "The chance stays above 50 % while it is above 371 a week (usually 380–455)."
    ]


def test_of_what_should_fall_the_words_say_that_lower_is_better(build: Build) -> None:
    fewer = effect(effect=-0.3, even_value=371.0)
    assert said(state(build, fewer, key_result=FALLS)) == [
        "Sign ups: pulls the middle outcome down by 0.3 h (lower is better). "
        "For a 50 % chance it needs at most 371 a week (usually 380–455)."
    ]
    more = effect(effect=0.3, even_value=512.3)
    assert said(state(build, more, chance=0.8, key_result=FALLS))[0].endswith(
        "The chance stays above 50 % while it is below 512 a week (usually 380–455)."
    )


@pytest.mark.parametrize(
    ("more", "chance", "words"),
    [
        (
            {"even_value": None, "is_out_of_reach": True},
            0.31,
            "For a 50 % chance it needs a level far outside its usual range.",
        ),
        (
            {"even_value": None, "is_out_of_reach": True},
            0.8,
            "The chance falls below 50 % only far outside its usual range.",
        ),
        (
            {"even_value": None, "expected": None, "response": None},
            0.31,
            "Its changes from now on come too late for the deadline.",
        ),
    ],
)
def test_what_no_level_can_do_is_said_too(
    build: Build, more: dict[str, Any], chance: float, words: str
) -> None:
    assert said(state(build, effect(**more), chance=chance))[0].endswith(words)


def test_a_level_that_is_no_sum_is_not_said_by_the_week(build: Build) -> None:
    found = state(build, effect(usual_low=None, usual_high=None))
    mean = {**found.kpis, "sign-ups": kpi("sign-ups", unit="people")}
    assert said(State(**{**vars(found), "kpis": mean}))[0].endswith(
        "For a 50 % chance it needs at least 512."
    )


def test_a_move_that_the_range_hides_is_none(build: Build) -> None:
    found = state(build, effect(effect=-0.04))  # of a range of 2.4
    assert said(found)[0].startswith("Sign ups: hardly moves the middle outcome now.")
    assert parts(found)["sign-ups"] == "hardly moves it"


def test_a_band_has_no_level_for_an_even_chance(build: Build) -> None:
    found = state(build, effect(even_value=None))
    assert said(found) == ["Sign ups: pulls the middle outcome down by 0.42 points."]


def test_what_moves_the_forecast_most_comes_first(build: Build) -> None:
    found = state(build, effect(), effect("visits", effect=0.9))
    assert [one.kpi_id for one in contributions(found, found.key_result("one"))] == [
        "visits",
        "sign-ups",
    ]
    assert parts(found) == {"sign-ups": "−0.42 points", "visits": "+0.9 points"}


@pytest.mark.parametrize(
    "more",
    [
        {"chance": None},
        {"chance": 1.0, "health": {"is_final": True, "status": Status.REACHED}},
    ],
)
def test_without_a_forecast_nothing_moves_it(build: Build, more: dict[str, Any]) -> None:
    found = state(build, effect(), **more)
    assert said(found) == []
    assert set(parts(found).values()) == {"–"}


@pytest.mark.parametrize("reason", get_args(LeftOut))
def test_every_reason_for_leaving_a_kpi_out_has_its_words(build: Build, reason: LeftOut) -> None:
    found = state(build, effect(is_used=False, left_out=reason))
    assert said(found) == []
    words = parts(found)["sign-ups"]
    assert words.startswith("not used: ")
    assert "_" not in words


def test_why_a_kpi_is_left_out_stands_with_it(build: Build) -> None:
    found = state(build, effect(is_used=False, left_out="other_grain"))
    assert parts(found)["sign-ups"] == "not used: counted in other periods"


def test_what_has_no_measured_lead_is_said_not_to_be_used_and_what_lags_is_not_asked(
    build: Build,
) -> None:
    rows = [leading("sign-ups"), leading("visits", role=Role.LAGGING)]
    assert parts(state(build, rows=rows)) == {
        "sign-ups": "not used: no lead is measured",
        "visits": "–",
    }


def test_people_are_asked_for_a_level_that_they_can_reach(build: Build) -> None:
    def asked(found: State) -> str | None:
        one = level_to_ask_for(found, found.key_result("one"), "sign-ups")
        return plain(one) if one else None

    question = "What will bring Sign ups to 512 a week, where the chance is 50 %?"
    assert asked(state(build, effect())) == question
    assert asked(state(build, effect(distance=5.0))) is None
    assert asked(state(build, effect(distance=None))) is None
    assert asked(state(build, effect(even_value=None, is_out_of_reach=True))) is None
    assert asked(state(build, effect(), chance=0.55)) is None
    assert asked(state(build)) is None


def test_a_lead_in_months_is_asked_for_by_the_month(build: Build) -> None:
    found = state(build, effect(), health={"grain": Grain.MONTH})
    assert "at least 512 a month" in said(found)[0]
