from __future__ import annotations

import datetime as dt

from dashboard.domain.check_in import CheckIn, Decision
from dashboard.domain.okr import Milestone
from dashboard.records import check_ins, read


def targets(world, day: float, known: float = 99) -> dict[str, object]:
    as_of = world.day + dt.timedelta(days=day)
    sets = read.okrs(world.engine, as_of, world.at(known))
    return {
        kr.id: kr.target
        for okr_set in sets
        for objective in okr_set.objectives
        for kr in objective.key_results
    }


def steps(world, day: int, known: float = 99) -> list[dt.date | None]:
    for objective in read.okrs(world.engine, world.on(day), world.at(known))[0].objectives:
        for key_result in objective.key_results:
            if key_result.id == "two-regions":
                return [step.done_on for step in key_result.milestones]
    raise AssertionError("two-regions is not there")


def test_a_changed_target_counts_from_its_day(applied):
    applied.apply(applied.okrs(applied.subscriptions(target=7000.0), applied.regions()), days=10)
    applied.apply(applied.okrs(applied.subscriptions(target=8000.0), applied.regions()), days=20)
    found = [targets(applied, day)["paid-subscriptions"] for day in (9, 10, 19, 20)]
    assert found == [6000, 7000, 7000, 8000]


def test_a_changed_target_counts_for_who_knew_it(applied):
    applied.apply(applied.okrs(applied.subscriptions(target=7000.0), applied.regions()), days=10)
    assert targets(applied, day=30, known=9.9)["paid-subscriptions"] == 6000
    assert targets(applied, day=30, known=10)["paid-subscriptions"] == 7000


def test_what_was_first_written_later_counts_in_its_first_version(applied):
    applied.apply(applied.okrs(applied.subscriptions(target=7000.0), applied.regions()), days=10)
    assert targets(applied, day=-400)["paid-subscriptions"] == 6000


def test_what_was_not_yet_recorded_is_not_there(applied):
    assert targets(applied, day=0, known=-1) == {}


def test_what_was_archived_is_there_until_that_day(applied):
    applied.apply(applied.okrs(applied.subscriptions()), days=10)
    assert "two-regions" in targets(applied, 9)
    assert "two-regions" not in targets(applied, 10)
    assert "two-regions" in targets(applied, 10, known=9)


def test_what_came_back_was_away_in_between(applied):
    applied.apply(applied.okrs(applied.subscriptions()), days=10)
    applied.apply(days=20)
    assert [("two-regions" in targets(applied, day)) for day in (9, 10, 19, 20)] == [
        True,
        False,
        False,
        True,
    ]


def test_a_key_result_stands_in_the_objective_it_had(applied):
    moved = applied.okrs(applied.subscriptions(), product=(applied.rating(), applied.regions()))
    applied.apply(moved, days=10)
    assert read.okrs(applied.engine, applied.on(9), applied.at(99)) == (applied.okrs(),)
    assert read.okrs(applied.engine, applied.on(10), applied.at(99)) == (moved,)


def test_a_reported_milestone_is_done_from_its_own_day_for_who_knew_it(applied):
    report = CheckIn(key_result="two-regions", on=applied.on(5), done="Region two", by="bo")
    check_ins.add_check_in(applied.engine, report, now=applied.at(8))
    assert steps(applied, day=4) == [None, None]
    assert steps(applied, day=5) == [None, applied.on(5)]
    assert steps(applied, day=9, known=7) == [None, None]


def test_a_milestone_in_the_files_is_done_from_its_own_day_whenever_it_was_written(applied):
    done = applied.regions(
        Milestone(title="Region one", done_on=applied.on(5)), Milestone(title="Region two")
    )
    applied.apply(applied.okrs(applied.subscriptions(), done), days=20)
    assert [steps(applied, day)[0] for day in (4, 5, 19, 20)] == [None, *[applied.on(5)] * 3]
    assert steps(applied, day=30, known=19) == [None, None]


def test_a_milestone_that_was_not_done_after_all_never_was(applied):
    done = applied.regions(
        Milestone(title="Region one", done_on=applied.on(5)), Milestone(title="Region two")
    )
    applied.apply(applied.okrs(applied.subscriptions(), done), days=6)
    applied.apply(days=8)
    assert [steps(applied, day)[0] for day in (4, 5, 7, 9)] == [None] * 4
    assert steps(applied, day=9, known=7)[0] == applied.on(5)


def test_check_ins_and_decisions_count_by_their_day_and_by_who_knew_them(applied):
    for day in (5, 3):
        report = CheckIn(key_result="rating", on=applied.on(day), value=day, by="bo")
        check_ins.add_check_in(applied.engine, report, now=applied.at(6))
    decision = Decision(key_result="rating", on=applied.on(5), decision="Wait", by="bo")
    check_ins.add_decision(applied.engine, decision, now=applied.at(6))
    engine, late = applied.engine, applied.at(9)
    assert [row.value for row in read.check_ins(engine, applied.on(9), late)] == [3, 5]
    assert [row.value for row in read.check_ins(engine, applied.on(4), late)] == [3]
    assert read.check_ins(engine, applied.on(9), applied.at(5)) == ()
    assert [row.decision for row in read.decisions(engine, applied.on(5), late)] == ["Wait"]
    assert read.decisions(engine, applied.on(4), late) == ()
    assert read.decisions(engine, applied.on(5), applied.at(5)) == ()


def test_moments_come_back_in_utc(applied):
    oslo = dt.datetime(2026, 10, 5, 9, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    check_ins.add_check_in(
        applied.engine, CheckIn(key_result="rating", on=applied.on(4), by="bo"), now=oslo
    )
    (row,) = read.check_ins(applied.engine, applied.on(9), applied.at(9))
    assert row.recorded_at == oslo
    assert row.recorded_at.tzinfo is dt.UTC


def test_the_pages_learn_that_people_wrote_something(applied):
    before = read.change_number(applied.engine)
    assert not read.written_since(applied.engine, before)
    check_ins.add_check_in(
        applied.engine, CheckIn(key_result="rating", on=applied.on(1), by="bo"), now=applied.at(1)
    )
    assert read.change_number_at(applied.engine, applied.at(0)) == before
    assert read.change_number_at(applied.engine, applied.at(1)) > before
    assert read.written_since(applied.engine, before)
    assert read.change_number(applied.engine) > before


def test_an_empty_records_answers_every_question(world):
    engine, day, now = world.engine, world.on(0), world.at(0)
    assert (
        read.okrs(engine, day, now)
        == read.sources(engine)
        == read.check_ins(engine, day, now)
        == ()
    )
    assert read.decisions(engine, day, now) == read.revisions(engine) == read.runs(engine) == ()
    assert read.last_runs(engine) == read.settings(engine) == {}
    assert read.change_number(engine) == 0
