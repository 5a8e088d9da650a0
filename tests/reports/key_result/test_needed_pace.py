"""The pace that is needed from now on, beside the usual one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Direction, Milestone, Status
from dashboard.i18n import translator
from dashboard.read_model.state import State
from dashboard.reports.key_result.needed_pace import needed_pace
from dashboard.reports.key_result.report import KeyResultPage, key_result_page
from tests.reports.states import MONDAY, Told, kpi, objective

Build = Callable[..., State]
t = translator("en")

PACES = {"pace_grain": Grain.WEEK, "paces_enough": 3, "paces_seen": 40}
UP = {"needed_pace": 0.2133, "usual_pace": 0.0768, **PACES}
SLOWER = {"direction": Direction.DECREASE, "baseline": 6.0, "target": 4.0, "unit": "h"}


def told(state: State) -> str:
    lines = needed_pace(state, state.key_result("one"))
    return " ".join(map(t.write, lines)).replace("\N{NO-BREAK SPACE}", " ")


def ahead(count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {"period_on": [MONDAY + dt.timedelta(weeks=week + 1) for week in range(count)]}
    ).assign(median=14.0, low50=13.0, high50=15.0, low80=12.0, high80=16.0)


def one(build: Build, more: dict[str, Any] | None = None, **health: Any) -> State:
    filled = {"path": ahead(13), **UP, **health}
    key_result = Told("one", 0.31, kpi="rate", more=more or {}, health=filled)
    return build(objective("a", key_result), kpis=[kpi("rate")])


def test_what_is_needed_stands_beside_what_is_usual_and_how_often_it_was_seen(
    build: Build,
) -> None:
    assert told(one(build)) == (
        "Needs <b>+0.21 points</b> a week from now; usually +0.08. "
        "3 of 40 past stretches of 13 weeks reached that."
    )


def test_a_measure_that_has_to_fall_needs_less_each_period(build: Build) -> None:
    state = one(build, SLOWER, needed_pace=-0.4, usual_pace=0.1, paces_enough=0)
    assert told(state) == (
        "Needs <b>−0.4 h</b> a week from now; usually +0.1. "
        "None of 40 past stretches of 13 weeks reached that."
    )


def test_a_target_that_is_met_says_how_much_may_be_lost(build: Build) -> None:
    state = one(build, needed_pace=-0.1, usual_pace=0.05, paces_enough=38)
    assert told(state) == (
        "It may fall by <b>0.1 points</b> a week and still end at the target; usually +0.05. "
        "38 of 40 past stretches of 13 weeks stayed within that."
    )
    state = one(build, SLOWER, needed_pace=0.3, usual_pace=-0.1, paces_enough=38)
    assert told(state).startswith("It may rise by <b>0.3 h</b> a week and still end at the target")


def test_a_measure_at_its_target_has_to_hold(build: Build) -> None:
    state = one(build, needed_pace=0.0, usual_pace=0.05, paces_enough=22)
    assert told(state) == (
        "It is at the target and has to stay there; usually +0.05 a week. "
        "22 of 40 past stretches of 13 weeks stayed within that."
    )


def test_one_period_ahead_is_compared_with_single_ones(build: Build) -> None:
    months = {"pace_grain": Grain.MONTH, "grain": Grain.MONTH, "path": ahead(1)}
    assert told(one(build, **months)) == (
        "Needs <b>+0.21 points</b> a month from now; usually +0.08. "
        "3 of 40 past months reached that."
    )


@pytest.mark.parametrize("missing", [{"paces_seen": 0, "paces_enough": 0}, {"paces_seen": None}])
def test_without_a_past_stretch_nothing_is_usual(build: Build, missing: dict[str, Any]) -> None:
    state = one(build, usual_pace=None, **missing)
    assert told(state) == "Needs <b>+0.21 points</b> a week from now."


def test_before_a_forecast_the_stretch_is_the_way_to_the_deadline(build: Build) -> None:
    state = one(build, path=pd.DataFrame())  # from 12 October to 31 December, the last week cut
    assert told(state).endswith("3 of 40 past stretches of 10 weeks reached that.")


@pytest.mark.parametrize(
    "health",
    [
        {"needed_pace": None, "pace_grain": None},
        {"is_final": True, "status": Status.MISSED},
    ],
)
def test_what_is_unknown_or_settled_asks_for_no_pace(build: Build, health: dict[str, Any]) -> None:
    assert told(one(build, **health)) == ""


STEPS = {
    "direction": Direction.MILESTONE,
    "baseline": None,
    "target": None,
    "unit": "",
    "milestones": (Milestone(title="One", done_on=MONDAY), *(Milestone(title=x) for x in "234")),
}


def steps(build: Build, usual: float | None, needed: float = 1.5, **more: Any) -> State:
    health = {"needed_pace": needed, "usual_pace": usual, "pace_grain": Grain.MONTH, "value": 1.0}
    return build(objective("a", Told("one", 0.55, more=STEPS, health=health | more)))


@pytest.mark.parametrize(
    ("usual", "needed", "words"),
    [
        (1.02, 1.5, "Needs <b>1.5 steps</b> a month from now; so far 1."),
        (0.42, 1.0, "Needs <b>1 step</b> a month from now; so far 0.4."),
        (0.0, 1.5, "Needs <b>1.5 steps</b> a month from now; so far none."),
        (None, 1.5, "Needs <b>1.5 steps</b> a month from now."),
    ],
)
def test_steps_are_needed_by_the_month(
    build: Build, usual: float | None, needed: float, words: str
) -> None:
    assert told(steps(build, usual, needed)) == words


@pytest.mark.parametrize(
    ("usual", "rate"),
    [
        (1.02, "one a month"),
        (2.34, "2.3 a month"),
        (0.4, "one every 2.5 months"),
    ],
)
def test_the_rate_of_the_steps_explains_their_chance(
    build: Build, usual: float, rate: str
) -> None:
    found = key_result_page(steps(build, usual), "one")
    assert isinstance(found, KeyResultPage)
    assert found.steps_text is not None
    said = t.write(found.steps_text).replace("\N{NO-BREAK SPACE}", " ")
    assert said == f"The steps so far came {rate}: <b>55 %</b>, could go either way."


@pytest.mark.parametrize("usual", [None, 0.0])
def test_a_rate_that_nothing_shows_explains_nothing(build: Build, usual: float | None) -> None:
    found = key_result_page(steps(build, usual), "one")
    assert isinstance(found, KeyResultPage)
    assert found.steps_text is None
