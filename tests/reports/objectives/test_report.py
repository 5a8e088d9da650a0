from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from dashboard.domain.okr import Status
from dashboard.i18n import translator
from dashboard.read_model.state import State
from dashboard.reports.objectives.report import ObjectivesPage, objectives_page
from tests.reports.states import AS_OF, Told, objective

Build = Callable[..., State]
t = translator("en")


def page(state: State, **choice: str) -> ObjectivesPage:
    found = objectives_page(state, **choice)
    assert found is not None
    return found


def headline(state: State) -> str:
    return t.write(page(state).headline)


def test_no_objective_on_track_names_in_how_many_one_key_result_holds_the_rest_back(
    build: Build,
) -> None:
    state = build(
        objective("trials", Told("a", 0.31), Told("b", 0.58), Told("c", 0.88)),
        objective("support", Told("d", 0.46), Told("e", 0.74)),
        objective("billing", Told("f", 0.12), Told("g", 0.64)),
        objective("efficiency", Told("h"), Told("i", 0.83)),
    )
    assert (
        headline(state)
        == "No objective is on track yet. In 3 of 4, one key result holds the rest back."
    )


def test_two_key_results_in_the_worst_status_hold_each_other_back(build: Build) -> None:
    state = build(
        objective("a", Told("one", 0.2), Told("two", 0.3)), objective("b", Told("three", 0.5))
    )
    assert headline(state) == "No objective is on track yet."


def test_some_on_track_names_the_objective_that_fell_most(build: Build) -> None:
    history = pd.DataFrame(
        {
            "objective_id": ["b"],
            "as_of": pd.to_datetime([AS_OF - dt.timedelta(days=7)]),
            "chance": [0.7],
            "status": ["on_track"],
        }
    )
    state = build(
        objective("a", Told("one", 0.9)),
        objective("b", Told("two", 0.5)),
        objective_history=history,
    )
    assert headline(state) == "1 of 2 objectives is on track. <em>“B”</em> fell most."


def test_all_on_track_says_so(build: Build) -> None:
    state = build(objective("a", Told("one", 0.9)), objective("b", Told("two", 0.8)))
    assert headline(state) == "All 2 objectives are on track."


def test_the_worst_weakest_key_result_comes_first_and_no_forecast_last(build: Build) -> None:
    state = build(
        objective("none", Told("n")),
        objective("good", Told("g", 0.9)),
        objective("bad", Told("b", 0.1)),
        objective("worse", Told("w", 0.05), Told("x", 0.9)),
    )
    assert [row.objective_id for row in page(state).rows] == ["worse", "bad", "good", "none"]


def test_a_missing_forecast_leaves_no_landing_and_no_joint_chance(build: Build) -> None:
    row = page(build(objective("a", Told("one"), Told("two", 0.83)))).rows[0]
    assert row.all_reached == "–"
    assert not row.strip.has_landing
    assert t.write(row.landing) == "no landing: 1 has no forecast"
    assert row.is_so_far
    assert [mark.key_result_id for mark in row.marks] == ["two", "one"]


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        ({"status": "off_track"}, ["a"]),
        ({"status": "on_track"}, ["b"]),
        ({"find": "TWO"}, ["b"]),
        ({"find": "bo osei"}, ["b"]),
        ({"team": "growth"}, ["a"]),
        ({"find": "two", "status": "off_track"}, []),
    ],
)
def test_filters_leave_what_matches(build: Build, choice: dict[str, str], left: list[str]) -> None:
    state = build(
        objective("a", Told("one", 0.2)),
        objective(
            "b",
            Told("two", 0.9, status=Status.REACHED),
            owner="bo.osei@example.com",
            team="support",
        ),
    )
    found = page(state, **choice)
    assert [row.objective_id for row in found.rows] == left
    assert (found.nothing is None) == bool(left)


def test_what_is_not_found_is_said_with_the_words_and_the_team(build: Build) -> None:
    nothing = page(build(objective("a", Told("one", 0.2))), find="xyz", team="growth").nothing
    assert nothing is not None
    assert t.write(nothing) == "No objective matches “xyz” in growth."


def test_before_the_cycle_begins_the_page_says_when(build: Build) -> None:
    state = build(
        objective("a", Told("one", status=Status.NOT_STARTED)), as_of=dt.date(2026, 6, 1)
    )
    assert headline(state) == "1 objective is written; the cycle starts on 1\N{NO-BREAK SPACE}Jul."


def test_after_the_deadline_an_objective_has_ended_and_lands_nowhere(build: Build) -> None:
    reached = Told("one", 1.0, status=Status.REACHED, health={"progress": 1.0})
    row = page(build(objective("a", reached), as_of=dt.date(2027, 1, 10))).rows[0]
    assert t.write(row.now).startswith("ended at ")
    assert not row.strip.has_landing
    assert t.write(row.landing) == ""
    assert t.write(row.all_reached_word) == "all were reached"
