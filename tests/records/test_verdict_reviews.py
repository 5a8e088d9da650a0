from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from dashboard.domain.check_in import CheckIn
from dashboard.domain.errors import InvalidInput, NotFound
from dashboard.domain.okr import Role
from dashboard.domain.verdict_review import ReviewKind, VerdictReview
from dashboard.records import read
from dashboard.records import tables as t
from dashboard.records.check_ins import add_check_in
from dashboard.records.database import open_records, reading, writing
from dashboard.records.schema_version import HEAD, version
from dashboard.records.verdict_reviews import add_verdict_review
from tests.records.conftest import World

HOSTILE = "<script>alert(1)</script> '; DROP TABLE verdict_reviews; -- {0} %s 🏠"


def override(world: World, day: int = 1, **more: object) -> VerdictReview:
    filled = {
        "key_result": "paid-subscriptions",
        "kpi": "website-visitors",
        "kind": ReviewKind.OVERRIDDEN,
        "role": Role.LAGGING,
        "reason": "The site moved",
        "on": world.on(day),
        "by": "bo",
        "evidence": "leading",
        "lead_periods": 3.0,
    }
    return VerdictReview(**{**filled, **more})


def withdrawal(world: World, day: int = 2, **more: object) -> VerdictReview:
    return override(world, day, kind=ReviewKind.WITHDRAWN, role=None, reason="", **more)


def kept(world: World, day: float = 99, known: float = 99):
    return read.verdict_reviews(world.engine, world.on(int(day)), world.at(known))


def test_a_review_sent_twice_is_stored_once_and_read_as_it_was_written(applied):
    review = override(applied)
    assert add_verdict_review(applied.engine, review, now=applied.at(1))
    assert not add_verdict_review(applied.engine, review, now=applied.at(2))
    (row,) = kept(applied)
    assert VerdictReview(**row.model_dump(exclude={"recorded_at"})) == review
    assert row.recorded_at == applied.at(1)


def test_it_counts_from_its_day_for_who_knew_it(applied):
    add_verdict_review(applied.engine, override(applied, day=5), now=applied.at(8))
    assert kept(applied, day=4) == ()
    assert kept(applied, day=5, known=7.9) == ()
    assert len(kept(applied, day=5, known=8)) == 1


def test_it_is_in_the_trail_with_its_reason_and_makes_pages_look_again(applied):
    before = read.change_number(applied.engine)
    add_verdict_review(applied.engine, override(applied), now=applied.at(1), source="cli")
    (entry,) = read.audit_trail(applied.engine, 1)
    assert (entry.actor, entry.object_type, entry.reason, entry.source) == (
        "bo",
        "verdict review",
        "The site moved",
        "cli",
    )
    assert entry.new["role"] == "lagging"
    assert read.written_since(applied.engine, before)


def test_hostile_words_are_kept_as_text(applied):
    add_verdict_review(
        applied.engine, override(applied, reason=HOSTILE, by=HOSTILE), now=applied.at(1)
    )
    (row,) = kept(applied)
    assert (row.reason, row.by) == (HOSTILE, HOSTILE)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"key_result": "paid-subscription"}, "Did you mean 'paid-subscriptions'?"),
        ({"kpi": "website-visitor"}, "Did you mean 'website-visitors'?"),
        ({"kpi": "churn-rate"}, "is not attached to the key result 'paid-subscriptions'"),
        ({"key_result": "rating"}, "There are none yet."),
    ],
)
def test_what_is_not_there_is_answered_with_the_nearest_and_nothing_is_stored(
    applied, given, told
):
    with pytest.raises(NotFound) as caught:
        add_verdict_review(applied.engine, override(applied, **given), now=applied.at(1))
    assert told in str(caught.value)
    assert kept(applied) == ()


def test_what_left_the_files_takes_reviews_only_of_days_before(applied):
    applied.apply(applied.okrs(applied.regions()), days=5)
    assert add_verdict_review(applied.engine, override(applied, day=4), now=applied.at(6))
    with pytest.raises(InvalidInput, match="was removed from the files"):
        add_verdict_review(applied.engine, override(applied, day=5), now=applied.at(6))


def test_only_what_stands_can_be_taken_back(applied):
    with pytest.raises(InvalidInput, match="nothing to withdraw"):
        add_verdict_review(applied.engine, withdrawal(applied), now=applied.at(2))
    add_verdict_review(applied.engine, override(applied), now=applied.at(1))
    assert add_verdict_review(applied.engine, withdrawal(applied), now=applied.at(2))
    with pytest.raises(InvalidInput, match="nothing to withdraw"):
        add_verdict_review(applied.engine, withdrawal(applied), now=applied.at(3))


def test_a_review_of_a_kpi_that_is_attached_no_more_is_kept_and_can_be_taken_back(applied):
    add_verdict_review(applied.engine, override(applied), now=applied.at(1))
    applied.apply(applied.okrs(applied.subscriptions(kpis=()), applied.regions()), days=3)
    assert [row.kind for row in kept(applied)] == [ReviewKind.OVERRIDDEN]
    with pytest.raises(NotFound, match="not attached"):
        add_verdict_review(applied.engine, override(applied, day=4), now=applied.at(4))
    assert add_verdict_review(applied.engine, withdrawal(applied, day=4), now=applied.at(4))


def test_of_the_own_measure_only_an_old_word_can_be_taken_back(applied):
    add_verdict_review(applied.engine, override(applied), now=applied.at(1))
    own = applied.subscriptions(kpi="website-visitors")
    applied.apply(applied.okrs(own, applied.regions()), days=3)
    for given in ({}, {"kind": ReviewKind.ACCEPTED, "role": None}):
        with pytest.raises(InvalidInput, match="measure of paid-subscriptions itself"):
            add_verdict_review(
                applied.engine, override(applied, day=4, **given), now=applied.at(4)
            )
    assert add_verdict_review(applied.engine, withdrawal(applied, day=4), now=applied.at(4))


def test_what_says_nothing_cannot_be_accepted(applied):
    given = {"kind": ReviewKind.ACCEPTED, "role": None, "evidence": "too_little"}
    with pytest.raises(InvalidInput, match="nothing to accept yet"):
        add_verdict_review(applied.engine, override(applied, **given), now=applied.at(1))
    assert kept(applied) == ()


def test_the_database_itself_refuses_an_override_without_a_reason_or_a_role(applied):
    for column, value in (
        ("reason", ""),
        ("role", None),
        ("kind", "liked"),
        ("evidence", "maybe"),
    ):
        add_verdict_review(applied.engine, override(applied), now=applied.at(1))
        with pytest.raises(InvalidInput), writing(applied.engine) as conn:
            conn.exec_driver_sql(f"UPDATE verdict_reviews SET {column} = ?", (value,))


def test_records_of_the_first_schema_keep_what_they_hold_and_take_reviews(applied, url):
    check_in = CheckIn(key_result="rating", on=applied.on(1), confidence=0.7, by="bo")
    add_check_in(applied.engine, check_in, now=applied.at(1))
    with writing(applied.engine) as conn:  # the second step only added this table
        conn.exec_driver_sql("DROP TABLE verdict_reviews")
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    before = read.okrs(applied.engine, applied.on(9), applied.at(9))
    applied.engine.dispose()

    world = World(open_records(url))

    with reading(world.engine) as conn:
        assert version(conn) == HEAD
        context = MigrationContext.configure(conn)
        assert compare_metadata(context, t.metadata) == []
    assert read.okrs(world.engine, world.on(9), world.at(9)) == before
    assert [row.confidence for row in read.check_ins(world.engine, world.on(9), world.at(9))] == [
        0.7
    ]
    assert add_verdict_review(world.engine, override(world), now=world.at(2))
    world.engine.dispose()
