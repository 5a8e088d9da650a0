"""What a thing was at another time: its fields with the revisions undone that did not count yet."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from dashboard.domain.okr import DONE_FIELD
from dashboard.records import tables as t
from dashboard.records.documents import Fields, Key
from dashboard.records.plan_text import Step

ARCHIVED = "archived_on"
ORDER_OF = "order of "
"""Begins the name of a field that only says in which order the parts stand: printed and audited, not revised."""


@dataclass(frozen=True)
class Revision:
    """One field of one thing, `old` → `new` as JSON values; it counts from `effective_on` for who knew `recorded_at`.

    `key_result` is set where the thing is a key result. `seq` is the order in which revisions were recorded.
    """

    seq: int
    object_type: str
    object_id: str
    field: str
    old: Any
    new: Any
    effective_on: dt.date
    recorded_at: dt.datetime
    by: str
    reason: str

    @property
    def key_result(self) -> str | None:
        """The key result whose field this is."""
        return self.object_id if self.object_type == "key result" else None

    def counts(self, as_of: dt.date, known_at: dt.datetime) -> bool:
        """Whether it had come into force and was known."""
        return self.effective_on <= as_of and self.recorded_at <= known_at


def revision_rows(revisions: Iterable[Revision]) -> Iterator[dict[str, Any]]:
    """Revisions as rows of a snapshot: the values old and new as JSON."""
    for revision in revisions:
        yield {
            "object_type": revision.object_type,
            "object_id": revision.object_id,
            "field": revision.field,
            "old": json.dumps(revision.old, ensure_ascii=False),
            "new": json.dumps(revision.new, ensure_ascii=False),
            "effective_on": revision.effective_on,
            "recorded_at": revision.recorded_at,
            "revised_by": revision.by,
            "reason": revision.reason,
        }


def as_it_stood(
    fields: Fields, revisions: Sequence[Revision], as_of: dt.date, known_at: dt.datetime
) -> Fields:
    """The fields as they stood on `as_of`, as far as was known at `known_at`.

    Each field takes the new value of the last recorded revision that counts; where none does, the old value of the
    first one: a thing that was written later counts in its first version.
    """
    by_field: defaultdict[str, list[Revision]] = defaultdict(list)
    for revision in sorted(revisions, key=lambda revision: revision.seq):
        by_field[revision.field].append(revision)
    stood = dict(fields)
    for name, steps in by_field.items():
        counting = [step for step in steps if step.counts(as_of, known_at)]
        stood[name] = counting[-1].new if counting else steps[0].old
    return stood


def revisions_to_undo(
    conn: Connection, as_of: dt.date, known_at: dt.datetime
) -> Mapping[Key, Sequence[Revision]]:
    """All revisions of every thing that has one which does not count at that time."""
    later = select(t.revisions.c.object_id).where(
        or_(t.revisions.c.effective_on > as_of, t.revisions.c.recorded_at > known_at)
    )
    found: defaultdict[Any, list[Revision]] = defaultdict(list)
    for row in conn.execute(select(t.revisions).where(t.revisions.c.object_id.in_(later))):
        found[row.object_type, row.object_id].append(Revision(**row._mapping))
    return found


def record_revisions(
    conn: Connection, steps: Sequence[Step], *, by: str, on: dt.date, now: dt.datetime, reason: str
) -> None:
    """Write down, in the transaction that makes the changes, what each changed field was and is."""
    rows = [
        {
            "object_type": step.document.what,
            "object_id": step.document.id,
            "field": name,
            "old": step.old.get(name),
            "new": step.new.get(name),
            "effective_on": _effective_on(step, name, on),
            "recorded_at": now,
            "by": by,
            "reason": reason,
        }
        for step in steps
        for name in _revised_fields(step)
    ]
    if rows:
        conn.execute(insert(t.revisions), rows)


def _revised_fields(step: Step) -> Iterator[str]:
    if step.kind == "added" and not step.is_return:
        return  # the first version has no version before it
    for name in step.new | step.old:
        if not name.startswith(ORDER_OF):
            yield name


def _effective_on(step: Step, name: str, on: dt.date) -> dt.date:
    # a milestone's day is dated by itself, whenever it was written down; one that was taken off the list counts till then
    days = [day for day in (step.old.get(name), step.new.get(name)) if day is not None]
    is_dropped = name.removeprefix(DONE_FIELD) not in step.document.fields.get("milestones", ())
    if not name.startswith(DONE_FIELD) or is_dropped or not days:
        return on
    return min(dt.date.fromisoformat(day) for day in days)
