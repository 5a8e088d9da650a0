"""Earlier versions of an item: its fields with later revisions undone."""

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
"""Prefix of fields that only give the order of parts: shown and audited, not revised."""


@dataclass(frozen=True)
class Revision:
    """One change of a field, `old` → `new` as JSON values.

    It counts from `effective_on`, for readers of the state from `recorded_at` on. `key_result` is
    set if the item is a key result. `seq` is the order in which revisions were recorded.
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
        """The key result of this field."""
        return self.object_id if self.object_type == "key result" else None

    def counts(self, as_of: dt.date, known_at: dt.datetime) -> bool:
        """Whether it was in force and recorded."""
        return self.effective_on <= as_of and self.recorded_at <= known_at


def revision_rows(revisions: Iterable[Revision]) -> Iterator[dict[str, Any]]:
    """Revisions as rows of a snapshot: the old and new values as JSON."""
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
    """The fields as of `as_of`, with the revisions recorded by `known_at`.

    Each field takes the new value of the last revision that counts; without one, the old value of
    the first revision: an item created later counts in its first version.
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
    """All revisions of every item with at least one that does not count at that time."""
    later = select(t.revisions.c.object_id).where(
        or_(t.revisions.c.effective_on > as_of, t.revisions.c.recorded_at > known_at)
    )
    revisions: defaultdict[Any, list[Revision]] = defaultdict(list)
    for row in conn.execute(select(t.revisions).where(t.revisions.c.object_id.in_(later))):
        revisions[row.object_type, row.object_id].append(Revision(**row._mapping))
    return revisions


def record_revisions(
    conn: Connection, steps: Sequence[Step], *, by: str, on: dt.date, now: dt.datetime, reason: str
) -> None:
    """Record the revision of each changed field, in the transaction that makes the changes."""
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
        return  # the first version has none before it
    for name in step.new | step.old:
        if not name.startswith(ORDER_OF):
            yield name


def _effective_on(step: Step, name: str, on: dt.date) -> dt.date:
    # a milestone's own day is its date, whenever it was recorded; a removed one counts until then
    days = [day for day in (step.old.get(name), step.new.get(name)) if day is not None]
    is_dropped = name.removeprefix(DONE_FIELD) not in step.document.fields.get("milestones", ())
    if not name.startswith(DONE_FIELD) or is_dropped or not days:
        return on
    return min(dt.date.fromisoformat(day) for day in days)
