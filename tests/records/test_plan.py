from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from dashboard.domain.check_in import CheckIn
from dashboard.domain.errors import InvalidInput
from dashboard.domain.kpi import Freshness
from dashboard.domain.okr import Attachment, Band, Milestone, OkrSet, Role
from dashboard.records import read
from dashboard.records import tables as t
from dashboard.records.check_ins import add_check_in
from dashboard.records.database import reading
from dashboard.records.plan import plan_changes
from dashboard.records.plan_text import FieldChange


def everything(world) -> dict[str, list[tuple[object, ...]]]:
    with reading(world.engine) as conn:
        return {
            table.name: sorted((tuple(row) for row in conn.execute(select(table))), key=repr)
            for table in t.metadata.sorted_tables
        }


def planned(world, *okrs: OkrSet, **given):
    with reading(world.engine) as conn:
        return plan_changes(
            conn,
            okrs,
            given.get("sources", (world.source(),)),
            given.get("settings", {"name": "Nordlys"}),
        )


def only(plan):
    (change,) = plan.changes
    return change


def test_a_first_apply_adds_everything_in_the_order_of_what_refers_to_what(world):
    plan = world.apply()
    assert [(change.kind, change.what, change.id) for change in plan.changes] == [
        ("added", "workspace", "workspace"),
        ("added", "source", "shop"),
        ("added", "KPI", "website-visitors"),
        ("added", "KPI", "new-subscriptions"),
        ("added", "cycle", "2026-Q4"),
        ("added", "objective", "grow"),
        ("added", "objective", "usable"),
        ("added", "key result", "paid-subscriptions"),
        ("added", "key result", "two-regions"),
        ("added", "key result", "rating"),
    ]


def test_what_was_applied_comes_back_as_it_was_written(applied):
    assert read.okrs(applied.engine, applied.on(0), applied.at(0)) == (applied.okrs(),)
    (source,) = read.sources(applied.engine)
    assert source == applied.source(
        options={"path": "shop.csv", "since": "2026-01-01", "decimal": "."}
    )
    assert read.settings(applied.engine) == {"name": "Nordlys"}


def test_applying_twice_changes_nothing_at_all(applied):
    before = everything(applied)
    assert applied.apply(days=3).is_empty
    assert everything(applied) == before


def test_a_dry_run_stores_nothing_and_says_what_apply_then_says(applied):
    okrs = applied.okrs(applied.subscriptions(target=7000.0))
    before = everything(applied)
    plan = planned(applied, okrs)
    assert everything(applied) == before
    assert applied.apply(okrs, days=1) == plan


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"target": 7000.5}, FieldChange("target", "6000", "7000.5")),
        ({"baseline": None}, FieldChange("baseline", "3500", "–")),
        ({"target": Band(low=2, high=4.5)}, FieldChange("target", "6000", "2 to 4.5")),
        ({"due_on": dt.date(2026, 11, 30)}, FieldChange("due_on", "2026-12-31", "2026-11-30")),
        ({"owner": "bo"}, FieldChange("owner", "–", "bo")),
        (
            {
                "kpis": (
                    Attachment(kpi="website-visitors", threshold="at least 5"),
                    Attachment(kpi="new-subscriptions", declared=Role.LAGGING),
                )
            },
            FieldChange(
                "kpis",
                "website-visitors (leading, > 1250)",
                "website-visitors (at least 5), new-subscriptions (lagging)",
            ),
        ),
    ],
)
def test_a_changed_field_is_printed_old_and_new(applied, changes, field):
    change = only(
        planned(applied, applied.okrs(applied.subscriptions(**changes), applied.regions()))
    )
    assert (change.kind, change.what, change.id, change.title) == (
        "changed",
        "key result",
        "paid-subscriptions",
        "More paid subscriptions",
    )
    assert change.fields == (field,)


def test_a_changed_source_is_printed_as_it_is_written(applied):
    source = applied.source(
        schedule="daily",
        freshness=Freshness(late_after=dt.timedelta(days=9)),
        options={"path": "new.csv", "since": dt.date(2026, 1, 1), "sheet": 2},
    )
    change = only(planned(applied, applied.okrs(), sources=(source,)))
    assert set(change.fields) == {
        FieldChange("schedule", "0 6 * * 1", "daily"),
        FieldChange("path", "shop.csv", "new.csv"),
        FieldChange("decimal", ".", "–"),
        FieldChange("sheet", "–", "2"),
        FieldChange("freshness.late_after", "36h", "9d"),
    }


def test_settings_change_and_go(applied):
    assert only(planned(applied, applied.okrs(), settings={"name": "Sol"})).fields == (
        FieldChange("name", "Nordlys", "Sol"),
    )
    change = only(planned(applied, applied.okrs(), settings={}))
    assert (change.kind, change.fields) == ("changed", (FieldChange("name", "Nordlys", "–"),))


def test_another_order_is_one_change_of_the_whole(applied):
    okrs = applied.okrs(applied.regions(), applied.subscriptions())
    plan = applied.apply(okrs, days=1)
    assert only(plan).id == "grow"
    assert only(plan).fields == (
        FieldChange(
            "order of key results",
            "paid-subscriptions, two-regions",
            "two-regions, paid-subscriptions",
        ),
    )
    assert read.okrs(applied.engine, applied.on(1), applied.at(1)) == (okrs,)
    assert applied.apply(okrs, days=2).is_empty


def test_a_new_thing_in_front_of_others_is_no_change_of_theirs(applied):
    first = applied.rating(id="first")
    okrs = applied.okrs(first, applied.subscriptions(), applied.regions())
    plan = applied.apply(okrs, days=1)
    assert [(change.kind, change.id) for change in plan.changes] == [("added", "first")]
    assert read.okrs(applied.engine, applied.on(1), applied.at(1)) == (okrs,)


def test_what_left_the_files_is_archived_with_its_check_ins_and_comes_back(applied):
    report = CheckIn(key_result="two-regions", on=applied.on(1), done="Region one", by="bo")
    add_check_in(applied.engine, report, now=applied.at(1))
    plan = applied.apply(applied.okrs(applied.subscriptions()), days=2)
    assert [(change.kind, change.what, change.id) for change in plan.changes] == [
        ("removed", "key result", "two-regions")
    ]
    assert "two-regions" not in str(read.okrs(applied.engine, applied.on(2), applied.at(2)))
    assert [
        row.key_result for row in read.check_ins(applied.engine, applied.on(2), applied.at(2))
    ] == ["two-regions"]
    plan = applied.apply(days=4)
    assert [(change.kind, change.id) for change in plan.changes] == [("added", "two-regions")]
    assert read.okrs(applied.engine, applied.on(4), applied.at(4)) == (
        applied.okrs(
            applied.subscriptions(),
            applied.regions(
                Milestone(title="Region one", done_on=applied.on(1)), Milestone(title="Region two")
            ),
        ),
    )


def test_a_source_that_left_is_not_synced_but_kept(applied):
    okrs = OkrSet(cycle=applied.okrs().cycle)
    applied.apply(okrs, sources=(), days=1)
    assert read.sources(applied.engine) == ()
    applied.apply(applied.okrs(), days=2)
    assert [kpi.id for kpi in read.sources(applied.engine)[0].kpis] == [
        "website-visitors",
        "new-subscriptions",
    ]


def test_every_change_is_revised_and_audited_with_its_author(applied):
    applied.apply(
        applied.okrs(applied.subscriptions(target=7000.0), applied.regions()), days=5, by="bo"
    )
    (revision,) = read.revisions(applied.engine, "paid-subscriptions")
    assert (revision.field, revision.old, revision.new, revision.by) == (
        "target",
        6000,
        7000,
        "bo",
    )
    assert (revision.effective_on, revision.recorded_at) == (applied.on(5), applied.at(5))
    entry = read.audit_trail(applied.engine)[0]
    assert (entry.actor, entry.action, entry.object_type, entry.object_id) == (
        "bo",
        "change",
        "key result",
        "paid-subscriptions",
    )
    assert (entry.old, entry.new, entry.at) == ({"target": 6000}, {"target": 7000}, applied.at(5))


def test_a_constraint_that_breaks_midway_leaves_everything_as_it_was(applied):
    before = everything(applied)
    wrong = applied.okrs(
        applied.subscriptions(target=7000.0), applied.rating(id="same", target=1.0, baseline=1.0)
    )
    with pytest.raises(InvalidInput, match=r"baseline_is_not_the_target.*Nothing was stored"):
        applied.apply(wrong, days=1)
    assert everything(applied) == before


def test_files_that_contradict_themselves_are_refused_before_anything_is_opened(applied):
    twice = applied.okrs(applied.subscriptions(), applied.subscriptions())
    with pytest.raises(InvalidInput, match="'paid-subscriptions' is written twice"):
        applied.apply(twice)
    with pytest.raises(InvalidInput, match="two milestones with one title"):
        applied.apply(applied.okrs(applied.regions(Milestone(title="A"), Milestone(title="A"))))
    with pytest.raises(InvalidInput, match=r"'website-visitor'.*Did you mean 'website-visitors'"):
        applied.apply(applied.okrs(applied.subscriptions(kpi="website-visitor")))
    other = applied.okrs().model_copy(
        update={"cycle": applied.okrs().cycle.model_copy(update={"ends_on": dt.date.max})}
    )
    with pytest.raises(InvalidInput, match="'2026-Q4' is written twice with different dates"):
        applied.apply(applied.okrs(), other)


def test_one_cycle_in_two_files_is_one_cycle(world):
    whole = world.okrs()
    halves = [
        whole.model_copy(update={"objectives": (objective,)}) for objective in whole.objectives
    ]
    world.apply(*halves)
    assert read.okrs(world.engine, world.on(0), world.at(0)) == (whole,)


def test_a_reported_milestone_stays_done_where_the_files_say_nothing(applied):
    report = CheckIn(key_result="two-regions", on=applied.on(3), done="Region one", by="bo")
    add_check_in(applied.engine, report, now=applied.at(3))
    assert applied.apply(days=4).is_empty


def test_a_renamed_milestone_keeps_what_was_reported(applied):
    report = CheckIn(key_result="two-regions", on=applied.on(3), done="Region one", by="bo")
    add_check_in(applied.engine, report, now=applied.at(3))
    renamed = applied.regions(Milestone(title="Norway"), Milestone(title="Region two"))
    applied.apply(applied.okrs(applied.subscriptions(), renamed), days=5)
    assert applied.apply(applied.okrs(applied.subscriptions(), renamed), days=6).is_empty

    def steps(day):
        return (
            read.okrs(applied.engine, applied.on(day), applied.at(9))[0]
            .objectives[0]
            .key_results[1]
            .milestones
        )

    done = applied.on(3)
    assert steps(2)[0] == Milestone(title="Region one")
    assert steps(4)[0] == Milestone(title="Region one", done_on=done)
    assert steps(5)[0] == Milestone(title="Norway", done_on=done)


def test_the_files_overrule_a_reported_milestone(applied):
    report = CheckIn(key_result="two-regions", on=applied.on(3), done="Region one", by="bo")
    add_check_in(applied.engine, report, now=applied.at(3))
    written = applied.regions(
        Milestone(title="Region one", done_on=applied.on(2)), Milestone(title="Region two")
    )
    plan = applied.apply(applied.okrs(applied.subscriptions(), written), days=4)
    assert only(plan).fields == (FieldChange("done_on: Region one", "2026-10-04", "2026-10-03"),)
