"""Check-ins and decisions of people, each stored once with its author."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, insert, select, update

from dashboard.domain.check_in import CheckIn, Decision
from dashboard.domain.errors import InvalidInput, NotFound
from dashboard.domain.okr import DONE_FIELD
from dashboard.domain.suggest import hint
from dashboard.records import tables as t
from dashboard.records.audit import Entry, write_audit
from dashboard.records.database import writing
from dashboard.records.document_store import Stored, stored_documents
from dashboard.records.documents import Document
from dashboard.records.history import record_revisions
from dashboard.records.plan_text import Step


def add_check_in(
    engine: Engine, check_in: CheckIn, *, now: dt.datetime, source: str = "cli"
) -> bool:
    """Store a check-in; False if its id is stored already, so that sending twice stores once.

    A value for a key result that takes its own from a KPI is stored as a correction. `done` marks
    that milestone as done on the check-in's day, unless it was done before.

    Raises:
        NotFound: no such key result or milestone; names the nearest.
        InvalidInput: the key result had been removed from the files by then.
        Busy: others keep the records locked.
    """
    with writing(engine) as conn:
        if is_there(conn, t.check_ins.c.id, check_in.id):
            return False
        _add(conn, [check_in], by=check_in.by, now=now, source=source)
    return True


def import_check_ins(
    engine: Engine, check_ins: Iterable[CheckIn], *, by: str, now: dt.datetime
) -> tuple[int, int]:
    """Store past check-ins in one transaction; how many were new, and how many stored already.

    A check-in is stored already if its id is, or one with the same content, key result, day and
    person: repeating an import or a row stores nothing new.

    Raises:
        NotFound: no such key result or milestone; names the nearest, and nothing was stored.
        InvalidInput: a key result had been removed from the files by then, and nothing was stored.
        Busy: others keep the records locked.
    """
    given = list(check_ins)
    with writing(engine) as conn:
        ids, contents = set(), set()
        for row in conn.execute(select(t.check_ins)):
            ids.add(row.id)
            contents.add(tuple(getattr(row, name) for name in _CONTENT))
        new: list[CheckIn] = []
        for check_in in given:
            words = tuple(getattr(check_in, name) for name in _CONTENT)
            if check_in.id not in ids and words not in contents:
                new.append(check_in)
            ids.add(check_in.id)
            contents.add(words)
        _add(conn, new, by=by, now=now, source="import")
    return len(new), len(given) - len(new)


def add_decision(
    engine: Engine, decision: Decision, *, now: dt.datetime, source: str = "page"
) -> bool:
    """Store a decision of a meeting; False if a decision with this id is stored already.

    Raises:
        NotFound: no such key result; names the nearest.
        InvalidInput: it is due before it was made, or the key result had been removed by then.
        Busy: others keep the records locked.
    """
    if decision.due_on is not None and decision.due_on < decision.on:
        raise InvalidInput(
            f"A decision of {decision.on} cannot be due on {decision.due_on}. Give that day or a later one."
        )
    with writing(engine) as conn:
        if is_there(conn, t.decisions.c.id, decision.id):
            return False
        known_key_result(conn, decision.key_result, decision.on)
        conn.execute(insert(t.decisions).values(**decision.model_dump(), recorded_at=now))
        entry = Entry("add", "decision", decision.id, new=decision.model_dump(mode="json"))
        write_audit(conn, [entry], by=decision.by, at=now, source=source)
    return True


def known_key_result(conn: Connection, id: str, on: dt.date) -> Stored:
    """The key result as stored, for a report on the day `on`.

    Raises:
        NotFound: there is no such key result; names the nearest.
        InvalidInput: it had been removed from the files by then.
    """
    return _key_result(_Known.read(conn), id, on)


def is_there(conn: Connection, column: ColumnElement[str], id: str) -> bool:
    """Whether a row with this id exists."""
    return conn.execute(select(column).where(column == id)).first() is not None


_CONTENT = ("key_result", "on", "value", "done", "confidence", "note", "by")


@dataclass
class _Known:
    """The key results and, loaded on demand, the days of their milestones."""

    key_results: dict[str, Stored] = field(default_factory=dict)

    @classmethod
    def read(cls, conn: Connection) -> _Known:
        return cls({key[1]: was for key, was in stored_documents(conn, ("key result",)).items()})


def _add(
    conn: Connection, check_ins: Sequence[CheckIn], *, by: str, now: dt.datetime, source: str
) -> None:
    if not check_ins:
        return
    known = _Known.read(conn)
    rows: list[dict[str, Any]] = []
    for check_in in check_ins:
        fields = _key_result(known, check_in.key_result, check_in.on).document.fields
        is_correction = check_in.value is not None and fields["kpi"] is not None
        rows.append(
            {
                **check_in.model_dump(),
                "is_correction": is_correction,
                "source": source,
                "recorded_at": now,
            }
        )
        if check_in.done is not None:
            _mark_done(conn, known, check_in, now)
    conn.execute(insert(t.check_ins), rows)
    entries = [
        Entry("add", "check-in", check_in.id, new=check_in.model_dump(mode="json", exclude={"id"}))
        for check_in in check_ins
    ]
    write_audit(conn, entries, by=by, at=now, source=source)


def _key_result(known: _Known, id: str, on: dt.date) -> Stored:
    stored = known.key_results.get(id)
    if stored is None:
        living = [each for each, was in known.key_results.items() if was.archived_on is None]
        raise NotFound(f"There is no key result {id!r}. {hint(id, living)}")
    if stored.archived_on is not None and stored.archived_on <= on:
        raise InvalidInput(
            f"The key result {id!r} was removed from the files on {stored.archived_on}. "
            "Add it again and apply, or report on an earlier day."
        )
    return stored


def _mark_done(conn: Connection, known: _Known, check_in: CheckIn, now: dt.datetime) -> None:
    stored = known.key_results[check_in.key_result]
    document, title, day = stored.document, str(check_in.done), check_in.on.isoformat()
    titles = document.fields["milestones"]
    if title not in titles:
        raise NotFound(
            f"The key result {check_in.key_result!r} has no milestone {title!r}. {hint(title, titles)}"
        )
    was = document.fields[DONE_FIELD + title]
    if was is not None and was <= day:
        return
    steps = t.milestones.c
    conn.execute(
        update(t.milestones)
        .where(steps.key_result == check_in.key_result, steps.title == title)
        .values(reported_on=check_in.on)
    )
    becomes = Document(
        document.what, document.id, document.fields | {DONE_FIELD + title: day}, document.position
    )
    step = Step("changed", becomes, {DONE_FIELD + title: was}, {DONE_FIELD + title: day})
    record_revisions(conn, [step], by=check_in.by, on=check_in.on, now=now, reason=check_in.note)
    known.key_results[check_in.key_result] = replace(stored, document=becomes)
