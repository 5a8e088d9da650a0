"""Laws that hold for whatever people write."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.domain.okr import (
    Attachment,
    Band,
    Cycle,
    Direction,
    KeyResult,
    Milestone,
    Objective,
    OkrSet,
    Role,
)
from dashboard.records import read
from dashboard.records.database import open_records
from tests.records.conftest import World

Words = st.SearchStrategy[str]
Numbers = st.SearchStrategy[float]
KPIS = ("website-visitors", "new-subscriptions")
words = (
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)
numbers = st.floats(allow_nan=False, allow_infinity=False)
few_words = st.sampled_from(["one", "two", "three", "four"])
few_numbers = st.sampled_from([0.0, -1.5, 3.0, 68.0])
days = st.dates(dt.date(2026, 9, 1), dt.date(2027, 1, 31))
optional_id = st.none() | st.sampled_from(KPIS)


@st.composite
def key_results(draw: st.DrawFn, id: str, words: Words, numbers: Numbers) -> KeyResult:
    baseline = draw(st.none() | numbers)
    low, high = sorted((draw(numbers), draw(numbers)))
    target = draw(
        st.none()
        | numbers.filter(lambda number: number != baseline)
        | st.just(Band(low=low, high=high))
    )
    thresholds = st.none() | st.sampled_from(["> 1250", "at least 5", "> +10%", "< -2 pp"])
    return KeyResult(
        id=id,
        title=draw(words),
        kpi=draw(optional_id),
        direction=draw(st.sampled_from(Direction)),
        baseline=baseline,
        target=target,
        unit=draw(st.just("") | words),
        weight=draw(st.floats(0, 1e6)),
        due_on=draw(st.none() | days),
        owner=draw(st.none() | words),
        kpis=tuple(
            Attachment(
                kpi=kpi,
                declared=draw(st.none() | st.sampled_from(Role)),
                threshold=draw(thresholds),
            )
            for kpi in draw(st.lists(st.sampled_from(KPIS), max_size=3))
        ),
        milestones=tuple(
            Milestone(title=title, done_on=draw(st.none() | days))
            for title in draw(st.lists(words, max_size=3, unique=True))
        ),
    )


@st.composite
def okr_sets(
    draw: st.DrawFn, words: Words = words, numbers: Numbers = numbers
) -> tuple[OkrSet, ...]:
    """Up to two cycles; ids come from a small pool, so that two draws share some and move some about."""
    objective_ids = draw(st.permutations(["o1", "o2", "o3", "o4"]))[: draw(st.integers(0, 4))]
    key_result_ids = list(draw(st.permutations(["k1", "k2", "k3", "k4", "k5"])))
    cycle_ids = draw(st.lists(st.sampled_from(["c1", "c2"]), min_size=1, max_size=2, unique=True))
    found: dict[str, list[Objective]] = {id: [] for id in cycle_ids}
    for id in objective_ids:
        count = draw(st.integers(0, 2))
        mine = [key_result_ids.pop() for _ in range(min(count, len(key_result_ids)))]
        found[draw(st.sampled_from(cycle_ids))].append(
            Objective(
                id=id,
                title=draw(words),
                why=draw(st.just("") | words),
                owner=draw(st.none() | words),
                team=draw(st.none() | words),
                supports=draw(st.none() | st.sampled_from(["k1", "elsewhere"])),
                key_results=tuple(draw(key_results(each, words, numbers)) for each in mine),
            )
        )
    return tuple(
        OkrSet(
            cycle=Cycle(
                id=id,
                starts_on=dt.date(2026, 10, 1),
                ends_on=draw(st.dates(dt.date(2026, 10, 1), dt.date(2027, 1, 31))),
            ),
            objectives=tuple(objectives),
        )
        for id, objectives in found.items()
    )


FAR = dt.date(2027, 12, 31)
SLOW = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}


def fresh(tmp_path_factory) -> World:
    return World(open_records(f"sqlite:///{tmp_path_factory.mktemp('law')}/records.sqlite"))


def undone(sets: tuple[OkrSet, ...], as_of: dt.date) -> tuple[OkrSet, ...]:
    """The same sets without what was done after `as_of`."""
    plain = [okr_set.model_dump() for okr_set in sets]
    for okr_set in plain:
        for objective in okr_set["objectives"]:
            for key_result in objective["key_results"]:
                for step in key_result["milestones"]:
                    step["done_on"] = (
                        step["done_on"] if (step["done_on"] or FAR) <= as_of else None
                    )
    return tuple(OkrSet(**okr_set) for okr_set in plain)


@settings(max_examples=50, **SLOW)
@given(sets=okr_sets())
def test_what_is_applied_comes_back_and_applying_it_again_is_nothing(tmp_path_factory, sets):
    world = fresh(tmp_path_factory)
    world.apply(*sets)
    assert read.okrs(world.engine, FAR, world.at(0)) == sets
    assert world.apply(*sets, days=1).is_empty
    world.engine.dispose()


@settings(max_examples=50, **SLOW)
@given(versions=st.lists(okr_sets(few_words, few_numbers), min_size=3, max_size=3))
def test_whatever_follows_each_version_can_be_read_as_it_was_known(tmp_path_factory, versions):
    world = fresh(tmp_path_factory)
    for number, sets in enumerate(versions):
        world.apply(*sets, days=10 * number)
    for number, sets in enumerate(versions):
        found = read.okrs(world.engine, FAR, world.at(10 * number + 5))
        assert same_things(found) == same_things(sets)
    found = read.okrs(world.engine, FAR, world.at(99))
    assert found == versions[-1]
    world.engine.dispose()


@settings(max_examples=30, **SLOW)
@given(sets=okr_sets(), as_of=days)
def test_a_first_version_counts_on_every_day_with_what_was_done_by_then(
    tmp_path_factory, sets, as_of
):
    world = fresh(tmp_path_factory)
    world.apply(*sets, days=30)
    assert read.okrs(world.engine, as_of, world.at(30)) == undone(sets, as_of)
    world.engine.dispose()


def same_things(sets: tuple[OkrSet, ...]) -> dict[str, object]:
    """What the sets hold, without the order, which is only known of the latest version."""
    return {
        okr_set.cycle.id: (
            okr_set.cycle,
            {
                objective.id: (
                    objective.model_copy(update={"key_results": ()}),
                    {key_result.id: key_result for key_result in objective.key_results},
                )
                for objective in okr_set.objectives
            },
        )
        for okr_set in sets
    }
