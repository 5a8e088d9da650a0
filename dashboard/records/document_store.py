"""Reads documents from the tables and writes them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, Date, RowMapping, Table, delete, insert, select, update

from dashboard.domain.errors import NotFound
from dashboard.domain.okr import DONE_FIELD
from dashboard.domain.suggest import hint
from dashboard.records import tables as t
from dashboard.records.documents import Document, Fields, Json, Key, What

TABLES: dict[What, Table] = {
    "source": t.sources,
    "KPI": t.kpis,
    "cycle": t.cycles,
    "objective": t.objectives,
    "key result": t.key_results,
}
_LIFE = {"id", "position", "written_on", "written_at", "archived_on", "archived_at"}
_BAND = ("target_low", "target_high")


@dataclass(frozen=True)
class Stored:
    """A document as stored in the tables, with its dates there.

    `reported` has the days of milestones from check-ins; they are in the document's fields already
    if the files give no day.
    """

    document: Document
    written_at: dt.datetime | None = None
    archived_on: dt.date | None = None
    reported: Mapping[str, str] = field(default_factory=dict)


def stored_documents(conn: Connection, whats: Sequence[What] = tuple(TABLES)) -> dict[Key, Stored]:
    """Everything stored of these kinds, including archived items, each kind in its order."""
    stored_documents: dict[Key, Stored] = {}
    for what in whats:
        table = TABLES[what]
        steps = _Steps.read(conn) if what == "key result" else None
        for row in conn.execute(select(table).order_by(table.c.position, table.c.id)).mappings():
            fields = {
                column.name: _json(row[column.name])
                for column in table.columns
                if column.name not in _LIFE
            }
            if steps is not None:
                fields = steps.completed(row, fields)
            stored_documents[what, row["id"]] = Stored(
                Document(what, row["id"], fields, row["position"]),
                row["written_at"],
                row["archived_on"],
                steps.reported[row["id"]] if steps is not None else {},
            )
    return stored_documents


def stored_settings(conn: Connection) -> dict[str, str]:
    """The workspace's settings."""
    return {
        row.name: row.value
        for row in conn.execute(select(t.workspace).order_by(t.workspace.c.name))
    }


def store_settings(conn: Connection, settings: Mapping[str, str]) -> None:
    """Store the workspace's settings."""
    conn.execute(delete(t.workspace))
    if settings:
        conn.execute(
            insert(t.workspace),
            [{"name": name, "value": value} for name, value in settings.items()],
        )


def store(
    conn: Connection,
    document: Document,
    reported: Mapping[str, str],
    *,
    written: Mapping[str, Any] | None,
) -> None:
    """Write one document into its table: a new row with the moment `written`, or an update.

    Args:
        conn: a write transaction.
        document: the content from the files.
        reported: the days of milestones that check-ins reported, by title.
        written: `written_on` and `written_at` of a new row; None to update an existing row,
            which is then no longer archived.
    """
    table = TABLES[document.what]
    values = {
        column.name: _cell(column, document.fields[column.name])
        for column in table.columns
        if column.name in document.fields
    }
    if document.what == "key result":
        values |= _target_cells(document.fields["target"])
    values |= {"position": document.position, "archived_on": None, "archived_at": None}
    if written is not None:
        conn.execute(insert(table).values(id=document.id, **values, **written))
    else:
        conn.execute(update(table).where(table.c.id == document.id).values(values))
    if document.what == "key result":
        _store_steps(conn, document, reported)


def archive(conn: Connection, key: Key, on: dt.date, now: dt.datetime) -> None:
    """Archive what was removed from the files."""
    table = TABLES[key[0]]
    conn.execute(update(table).where(table.c.id == key[1]).values(archived_on=on, archived_at=now))


def place_at(conn: Connection, key: Key, position: int) -> None:
    """Change the position of an item within its kind."""
    table = TABLES[key[0]]
    conn.execute(update(table).where(table.c.id == key[1]).values(position=position))


def refuse_unknown_source(conn: Connection, id: str) -> None:
    """Checks that the source exists, archived or not.

    Raises:
        NotFound: it does not; names the nearest.
    """
    known = list(conn.execute(select(t.sources.c.id)).scalars())
    if id not in known:
        raise NotFound(f"There is no source {id!r}. {hint(id, known)}")


class _Steps:
    """The attachments and milestones of all key results."""

    def __init__(self) -> None:
        self.kpis: defaultdict[str, list[Fields]] = defaultdict(list)
        self.done: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
        self.reported: defaultdict[str, dict[str, str]] = defaultdict(dict)

    @classmethod
    def read(cls, conn: Connection) -> _Steps:
        """All of them, in their order."""
        steps = cls()
        attached = select(t.attachments).order_by(
            t.attachments.c.key_result, t.attachments.c.position
        )
        for row in conn.execute(attached).mappings():
            steps.kpis[row["key_result"]].append(
                {name: row[name] for name in ("kpi", "declared", "threshold")}
            )
        milestones = select(t.milestones).order_by(
            t.milestones.c.key_result, t.milestones.c.position
        )
        for row in conn.execute(milestones).mappings():
            steps.done[row["key_result"]][row["title"]] = _json(
                row["done_on"] or row["reported_on"]
            )
            if row["reported_on"] is not None:
                steps.reported[row["key_result"]][row["title"]] = row["reported_on"].isoformat()
        return steps

    def completed(self, row: RowMapping, fields: Fields) -> Fields:
        """The fields of a key result as in its document."""
        done = self.done[row["id"]]
        plain = {name: value for name, value in fields.items() if name not in _BAND}
        if row["target_low"] is not None:
            plain["target"] = {"low": row["target_low"], "high": row["target_high"]}
        steps = {DONE_FIELD + title: day for title, day in done.items()}
        return {**plain, "kpis": self.kpis[row["id"]], "milestones": list(done), **steps}


def _store_steps(conn: Connection, document: Document, reported: Mapping[str, str]) -> None:
    for table in (t.attachments, t.milestones):
        conn.execute(delete(table).where(table.c.key_result == document.id))
    attached = [
        {"key_result": document.id, "position": position, **attachment}
        for position, attachment in enumerate(document.fields["kpis"])
    ]
    steps = [
        {
            "key_result": document.id,
            "position": position,
            "title": title,
            "done_on": _day(document.fields[DONE_FIELD + title]),
            "reported_on": _day(reported.get(title)),
        }
        for position, title in enumerate(document.fields["milestones"])
    ]
    for table, rows in ((t.attachments, attached), (t.milestones, steps)):
        if rows:
            conn.execute(insert(table), rows)


def _target_cells(target: Json) -> dict[str, float | None]:
    if isinstance(target, dict):
        return {"target": None, "target_low": target["low"], "target_high": target["high"]}
    return {"target": target, "target_low": None, "target_high": None}


def _cell(column: Column[Any], value: Json) -> Json:
    return _day(value) if isinstance(column.type, Date) else value


def _day(value: str | None) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)


def _json(value: Json) -> Json:
    return value.isoformat() if isinstance(value, dt.date) else value
