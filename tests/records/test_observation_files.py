from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.errors import InvalidInput, NotFound
from dashboard.records import observation_files, snapshot_files
from dashboard.records.database import open_records
from dashboard.records.rows import SnapshotRow
from tests.records.conftest import World


def put(world, name: str, day: float) -> None:
    observation_files.set_observation_file(
        world.engine, "shop", name, rows=3, fingerprint=f"f-{name}", run_id=None, now=world.at(day)
    )


def publish(world, id: str, day: int, at: float | None = None) -> None:
    moment = world.at(day if at is None else at)
    row = SnapshotRow(id, world.on(day), moment, moment, f"{id}.duckdb", "0.1.0", change_number=4)
    snapshot_files.publish_snapshot(world.engine, row)


def current(world) -> str:
    found = snapshot_files.current_snapshot(world.engine)
    return found.id if found else "none"


def kept(world) -> set[str]:
    return {row.id for row in snapshot_files.snapshots(world.engine) if row.is_kept}


def test_the_last_file_of_a_source_is_current_and_the_one_before_is_listed_as_replaced(applied):
    assert observation_files.observation_files(applied.engine) == {}
    put(applied, "a", 1)
    put(applied, "b", 2)
    assert observation_files.observation_files(applied.engine) == {
        "shop": observation_files.ObservationFile("shop", "b", 3, "f-b", applied.at(2))
    }
    assert observation_files.replaced_observation_files(applied.engine, applied.at(2)) == []
    assert observation_files.replaced_observation_files(applied.engine, applied.at(3)) == ["a"]


def test_only_replaced_files_are_forgotten(applied):
    put(applied, "a", 1)
    put(applied, "b", 2)
    observation_files.forget_observation_files(applied.engine, ["a", "b"])
    assert observation_files.replaced_observation_files(applied.engine, applied.at(3)) == []
    assert observation_files.observation_files(applied.engine)["shop"].file_name == "b"


def test_a_file_name_is_never_used_again(applied):
    put(applied, "a", 1)
    put(applied, "b", 2)
    with pytest.raises(InvalidInput, match="'a' is listed already"):
        put(applied, "a", 3)
    assert observation_files.observation_files(applied.engine)["shop"].file_name == "b"


def test_the_file_of_a_source_that_left_stays_listed(applied):
    put(applied, "a", 1)
    applied.apply(applied.okrs().model_copy(update={"objectives": ()}), sources=(), days=2)
    assert observation_files.observation_files(applied.engine)["shop"].file_name == "a"


def test_the_newest_day_is_current_and_among_equals_the_newest_publish(world):
    assert snapshot_files.current_snapshot(world.engine) is None
    publish(world, "wednesday", 6)
    assert current(world) == "wednesday"
    publish(world, "backfill", 2, at=7)
    assert current(world) == "wednesday"
    publish(world, "wednesday-again", 6, at=6.2)
    assert current(world) == "wednesday-again"
    assert [row.id for row in snapshot_files.snapshots(world.engine)] == [
        "wednesday-again",
        "wednesday",
        "backfill",
    ]
    assert snapshot_files.snapshot_for(world.engine, world.on(6)).id == "wednesday-again"
    assert snapshot_files.snapshot_for(world.engine, world.on(5)) is None


def test_a_snapshot_comes_back_as_it_was_published(world):
    publish(world, "a", 17)
    found = snapshot_files.current_snapshot(world.engine)
    assert (found.as_of, found.known_at, found.published_at) == (
        world.on(17),
        world.at(17),
        world.at(17),
    )
    assert (found.file_name, found.code_version, found.change_number) == ("a.duckdb", "0.1.0", 4)
    assert (found.week, found.is_current, found.is_kept, found.is_compact) == (
        "2026-W42",
        True,
        True,
        False,
    )


def test_going_back_lasts_until_a_publish_for_that_day_or_a_later_one(world):
    publish(world, "good", 6)
    publish(world, "bad", 8)
    assert snapshot_files.use_snapshot(world.engine, "good", by="ana", now=world.at(9)).is_current
    assert current(world) == "good"
    publish(world, "backfill", 5, at=9)
    assert current(world) == "good"
    publish(world, "better", 7, at=9)
    assert current(world) == "better"


def test_going_back_to_nothing_names_what_there_is(world):
    publish(world, "good", 6)
    with pytest.raises(NotFound, match="There are: good"):
        snapshot_files.use_snapshot(world.engine, "xyz", by="ana", now=world.at(9))


def test_a_backfill_never_replaces_what_is_kept_for_its_week(world):
    publish(world, "monday", 4)
    publish(world, "sunday", 10)
    publish(world, "next-week", 13)
    publish(world, "backfill", 10, at=13)
    assert kept(world) == {"sunday", "next-week"}


def test_a_backfill_is_kept_for_a_week_that_has_none_until_a_regular_publish(world):
    publish(world, "first-backfill", 4, at=40)
    publish(world, "second-backfill", 5, at=41)
    assert kept(world) == {"first-backfill"}
    publish(world, "regular", 6)
    assert kept(world) == {"regular"}


def test_what_is_current_newest_or_kept_is_not_pruned(world):
    for id, day in (
        ("old-monday", 4),
        ("old-sunday", 10),
        ("monday", 11),
        ("tuesday", 12),
        ("wednesday", 13),
    ):
        publish(world, id, day)
    snapshot_files.use_snapshot(world.engine, "monday", by="ana", now=world.at(14))
    assert [row.id for row in snapshot_files.prunable_snapshots(world.engine, world.at(99))] == [
        "tuesday",
        "old-monday",
    ]
    assert [row.id for row in snapshot_files.prunable_snapshots(world.engine, world.at(12))] == [
        "old-monday"
    ]
    snapshot_files.forget_snapshots(world.engine, ["old-monday", "monday"])
    assert [row.id for row in snapshot_files.snapshots(world.engine)] == [
        "wednesday",
        "tuesday",
        "monday",
        "old-sunday",
    ]


def test_a_compacted_file_takes_the_place_of_the_whole(world):
    publish(world, "a", 4)
    snapshot_files.replace_snapshot_file(world.engine, "a", "a-compact.duckdb", True)
    found = snapshot_files.current_snapshot(world.engine)
    assert (found.file_name, found.is_compact) == ("a-compact.duckdb", True)
    with pytest.raises(NotFound):
        snapshot_files.replace_snapshot_file(world.engine, "b", "b.duckdb", True)


def test_an_id_or_a_file_name_is_published_once(world):
    publish(world, "a", 4)
    with pytest.raises(InvalidInput, match="Nothing was stored"):
        publish(world, "a", 5)
    assert snapshot_files.current_snapshot(world.engine).as_of == world.on(4)


@settings(max_examples=40, deadline=None)
@given(
    publishes=st.lists(st.tuples(st.integers(0, 30), st.floats(0, 30)), min_size=1, max_size=12)
)
def test_without_going_back_the_current_one_is_always_the_newest_day_and_one_is_kept_a_week(
    tmp_path_factory, publishes
):
    world = World(open_records(f"sqlite:///{tmp_path_factory.mktemp('files')}/records.sqlite"))
    for number, (day, later) in enumerate(publishes):
        publish(world, str(number), day, at=day + later)
    rows = snapshot_files.snapshots(world.engine)
    assert [row.is_current for row in rows] == [True] + [False] * (len(rows) - 1)
    assert sorted(row.week for row in rows if row.is_kept) == sorted({row.week for row in rows})
    world.engine.dispose()
