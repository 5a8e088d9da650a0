"""Whatever is written writes its audit row in the same transaction, or is not written."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from dashboard.domain.check_in import CheckIn, Decision
from dashboard.domain.errors import FremdriftError
from dashboard.domain.verdict_review import ReviewKind, VerdictReview
from dashboard.records import check_ins, observation_files, read, runs, snapshot_files
from dashboard.records import tables as t
from dashboard.records.database import reading, writing
from dashboard.records.rows import SnapshotRow
from dashboard.records.verdict_reviews import add_verdict_review


def check_in(world) -> CheckIn:
    return CheckIn(key_result="two-regions", on=world.on(1), done="Region one", by="bo")


def snapshot(world, id: str) -> SnapshotRow:
    return SnapshotRow(id, world.on(1), world.at(1), world.at(1), f"{id}.duckdb", "0.1.0")


WRITERS = {
    "apply": lambda w: w.apply(w.okrs(w.subscriptions(target=1.0)), days=1),
    "check-in": lambda w: check_ins.add_check_in(w.engine, check_in(w), now=w.at(1)),
    "import": lambda w: check_ins.import_check_ins(w.engine, [check_in(w)], by="ana", now=w.at(1)),
    "decision": lambda w: check_ins.add_decision(
        w.engine, Decision(key_result="rating", on=w.on(1), decision="Go", by="bo"), now=w.at(1)
    ),
    "verdict review": lambda w: add_verdict_review(
        w.engine,
        VerdictReview(
            key_result="paid-subscriptions",
            kpi="website-visitors",
            kind=ReviewKind.ACCEPTED,
            on=w.on(1),
            by="bo",
            evidence="leading",
        ),
        now=w.at(1),
    ),
    "use": lambda w: snapshot_files.use_snapshot(w.engine, "first", by="ana", now=w.at(1)),
    "publish": lambda w: snapshot_files.publish_snapshot(w.engine, snapshot(w, "third")),
    "observation file": lambda w: observation_files.set_observation_file(
        w.engine, "shop", "b", rows=1, fingerprint="x", run_id=None, now=w.at(1)
    ),
    "start": lambda w: runs.start_run(w.engine, "shop", now=w.at(1), code_version="0.1.0"),
    "finish": lambda w: runs.finish_run(w.engine, 1, now=w.at(1), status="ok"),
    "close": lambda w: runs.close_abandoned(w.engine, w.at(1)),
}


@pytest.fixture
def running(applied):
    for id in ("first", "second"):
        snapshot_files.publish_snapshot(applied.engine, snapshot(applied, id))
    observation_files.set_observation_file(
        applied.engine, "shop", "a", rows=1, fingerprint="x", run_id=None, now=applied.at(0)
    )
    runs.start_run(applied.engine, "shop", now=applied.at(0), code_version="0.1.0")
    return applied


def everything(world) -> dict[str, list[tuple[object, ...]]]:
    with reading(world.engine) as conn:
        return {
            table.name: [tuple(row) for row in conn.execute(select(table))]
            for table in t.metadata.sorted_tables
        }


@pytest.mark.parametrize("name", WRITERS)
def test_every_writer_leaves_its_entry(running, name):
    before = read.change_number(running.engine)
    WRITERS[name](running)
    entries = [entry for entry in read.audit_trail(running.engine) if entry.seq > before]
    assert entries
    assert read.change_number(running.engine) == entries[0].seq
    assert all(entry.actor and entry.action and entry.object_id for entry in entries)


@pytest.mark.parametrize("name", WRITERS)
def test_a_failing_audit_takes_the_change_back(running, name):
    with writing(running.engine) as conn:
        conn.execute(
            text(
                "CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
        )
    before = everything(running)
    with pytest.raises(FremdriftError):
        WRITERS[name](running)
    assert everything(running) == before


def test_a_change_without_an_author_is_refused(applied):
    with pytest.raises(FremdriftError, match="a_change_has_an_author"):
        applied.apply(applied.okrs(applied.subscriptions()), days=1, by="")


def test_the_trail_never_gives_a_number_twice(applied):
    before = read.change_number(applied.engine)
    with writing(applied.engine) as conn:
        conn.execute(t.audit.delete())
    applied.apply(applied.okrs(applied.subscriptions()), days=1)
    assert read.change_number(applied.engine) > before
