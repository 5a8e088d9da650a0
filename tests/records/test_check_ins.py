from __future__ import annotations

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from dashboard.domain.check_in import CheckIn, Decision
from dashboard.domain.errors import InvalidInput, NotFound
from dashboard.records import read
from dashboard.records import tables as t
from dashboard.records.check_ins import add_check_in, add_decision, import_check_ins
from dashboard.records.database import reading


def kept(world):
    return read.check_ins(world.engine, world.on(99), world.at(99))


def stored(world, *columns: str) -> list[tuple]:
    """The columns of every check-in in the database."""
    with reading(world.engine) as conn:
        return [tuple(row) for row in conn.execute(select(*(t.check_ins.c[c] for c in columns)))]


def test_a_check_in_sent_twice_is_stored_once(applied):
    report = CheckIn(
        key_result="rating", on=applied.on(1), value=3, confidence=0.7, note="fine", by="bo"
    )
    assert add_check_in(applied.engine, report, now=applied.at(1), source="page")
    assert not add_check_in(applied.engine, report, now=applied.at(2), source="page")
    (row,) = kept(applied)
    assert CheckIn(**row.model_dump(include=set(CheckIn.model_fields))) == report
    assert row.recorded_at == applied.at(1)
    assert stored(applied, "source", "is_correction") == [("page", False)]


def test_a_value_beside_a_kpi_is_a_correction(applied):
    for value in (4000, None):
        report = CheckIn(key_result="paid-subscriptions", on=applied.on(1), value=value, by="bo")
        add_check_in(applied.engine, report, now=applied.at(1))
    assert dict(stored(applied, "value", "is_correction")) == {4000: True, None: False}


def test_the_earliest_report_of_a_milestone_stands(applied):
    for day in (5, 3, 8):
        report = CheckIn(
            key_result="two-regions", on=applied.on(day), done="Region one", by="bo", note="live"
        )
        add_check_in(applied.engine, report, now=applied.at(9))
    found = [
        (revision.old, revision.new, revision.effective_on)
        for revision in read.revisions(applied.engine)
    ]
    assert found == [
        (None, "2026-10-06", applied.on(5)),
        ("2026-10-06", "2026-10-04", applied.on(3)),
    ]
    assert read.revisions(applied.engine)[0].reason == "live"
    assert len(kept(applied)) == 3


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"key_result": "paid-subscription"},
            "no key result 'paid-subscription'. Did you mean 'paid-subscriptions'?",
        ),
        ({"key_result": "x"}, "There are: paid-subscriptions, rating, two-regions."),
        (
            {"key_result": "two-regions", "done": "Region on"},
            "no milestone 'Region on'. Did you mean 'Region one'?",
        ),
        ({"key_result": "rating", "done": "All"}, "no milestone 'All'. There are none yet."),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(applied, given, told):
    with pytest.raises(NotFound) as caught:
        add_check_in(
            applied.engine, CheckIn(on=applied.on(1), by="bo", **given), now=applied.at(1)
        )
    assert told in str(caught.value)
    assert kept(applied) == ()


def test_what_left_the_files_takes_check_ins_only_of_days_before(applied):
    applied.apply(applied.okrs(applied.subscriptions()), days=5)
    add_check_in(
        applied.engine,
        CheckIn(key_result="two-regions", on=applied.on(4), by="bo"),
        now=applied.at(6),
    )
    with pytest.raises(InvalidInput, match="was removed from the files on 2026-10-06"):
        add_check_in(
            applied.engine,
            CheckIn(key_result="two-regions", on=applied.on(5), by="bo"),
            now=applied.at(6),
        )


def test_an_import_repeated_is_an_import_once(applied):
    def rows():
        return [
            CheckIn(key_result="rating", on=applied.on(day), value=day, by="bo", note="n")
            for day in (1, 2, 2, 3)
        ]

    assert import_check_ins(applied.engine, rows(), by="ana", now=applied.at(4)) == (3, 1)
    assert import_check_ins(applied.engine, rows(), by="ana", now=applied.at(5)) == (0, 4)
    more = [
        *rows(),
        CheckIn(key_result="two-regions", on=applied.on(3), done="Region one", by="bo"),
    ]
    assert import_check_ins(applied.engine, more, by="ana", now=applied.at(6)) == (1, 4)
    entry = read.audit_trail(applied.engine)[0]
    assert (entry.actor, entry.source, entry.object_type) == ("ana", "import", "check-in")


def test_one_bad_row_stops_the_whole_import(applied):
    rows = [CheckIn(key_result=id, on=applied.on(1), by="bo") for id in ("rating", "nothing")]
    with pytest.raises(NotFound):
        import_check_ins(applied.engine, rows, by="ana", now=applied.at(4))
    assert kept(applied) == ()


def test_a_decision_sent_twice_is_stored_once(applied):
    decision = Decision(
        key_result="rating",
        on=applied.on(1),
        decision="Hire",
        owner="cy",
        due_on=applied.on(9),
        by="bo",
    )
    assert add_decision(applied.engine, decision, now=applied.at(1))
    assert not add_decision(applied.engine, decision, now=applied.at(1))
    (row,) = read.decisions(applied.engine, applied.on(1), applied.at(1))
    assert Decision(**row.model_dump(exclude={"recorded_at"})) == decision


def test_a_decision_cannot_be_due_before_it_is_made_or_on_nothing(applied):
    early = Decision(
        key_result="rating", on=applied.on(1), decision="Hire", due_on=applied.on(0), by="bo"
    )
    with pytest.raises(InvalidInput, match="cannot be due on 2026-10-01"):
        add_decision(applied.engine, early, now=applied.at(1))
    with pytest.raises(NotFound, match="Did you mean 'rating'"):
        add_decision(
            applied.engine,
            Decision(key_result="ratin", on=applied.on(1), decision="Hire", by="bo"),
            now=applied.at(1),
        )


def test_a_moment_without_a_time_zone_is_refused(applied):
    report = CheckIn(key_result="rating", on=applied.on(1), by="bo")
    with pytest.raises(Exception, match="has no time zone"):
        add_check_in(applied.engine, report, now=applied.at(1).replace(tzinfo=None))
    assert kept(applied) == ()


def test_a_confidence_is_a_share(applied):
    with pytest.raises(ValidationError):
        CheckIn(key_result="rating", on=applied.on(1), confidence=7, by="bo")
