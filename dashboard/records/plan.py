"""The changes that storing the workspace's files makes, planned and executed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Engine

from dashboard.domain.kpi import Source
from dashboard.domain.okr import OkrSet
from dashboard.records.audit import Entry, write_audit
from dashboard.records.database import writing
from dashboard.records.diff import WORKSPACE, carried_reports, steps_to
from dashboard.records.document_store import (
    Stored,
    archive,
    place_at,
    store,
    store_settings,
    stored_documents,
    stored_settings,
)
from dashboard.records.documents import Document, Key, documents, refuse_unknown_kpis
from dashboard.records.history import ARCHIVED, record_revisions
from dashboard.records.plan_text import Change, FieldChange, Plan, Step

__all__ = ["Change", "FieldChange", "Plan", "apply_files", "plan_changes"]

_ACTIONS = {"added": "add", "changed": "change", "removed": "archive"}


def plan_changes(
    conn: Connection,
    okrs: Sequence[OkrSet],
    sources: Sequence[Source],
    settings: Mapping[str, str],
) -> Plan:
    """What `apply_files` would change now; stores nothing.

    Raises:
        InvalidInput: the files contradict themselves.
    """
    given = _given(okrs, sources, settings)
    return _plan(steps_to(_everything_stored(conn), given))


def apply_files(  # noqa: PLR0913  the files, and who stores them when and why
    engine: Engine,
    okrs: Sequence[OkrSet],
    sources: Sequence[Source],
    settings: Mapping[str, str],
    *,
    by: str,
    on: dt.date,
    now: dt.datetime,
    reason: str = "",
) -> Plan:
    """Make the records equal to the files in one transaction; returns the changes made.

    Items removed from the files are archived; returning ones are restored with their check-ins. A
    milestone reported done by a check-in stays done if the files give no day. Running it twice
    changes nothing.

    Args:
        engine: the records.
        okrs: all cycles with their objectives, in the order of the files.
        sources: all sources with their KPIs.
        settings: the workspace's name and other settings.
        by: the author.
        on: the day from which the changes count.
        now: the moment at which they are recorded.
        reason: the author's reason.

    Raises:
        InvalidInput: the files contradict themselves, or the schema refuses them; nothing was
            stored.
        Busy: others keep the records locked.
    """
    given = _given(okrs, sources, settings)
    with writing(engine) as conn:
        stored = _everything_stored(conn)
        steps = steps_to(stored, given)
        for step in steps:
            _do(conn, step, stored, on, now)
        if any(step.document.key == WORKSPACE for step in steps):
            store_settings(conn, settings)
        if steps:
            _place(conn, stored, given)
        dated = [_with_archival(step, stored, on) for step in steps]
        record_revisions(conn, dated, by=by, on=on, now=now, reason=reason)
        entries = [_entry(step) for step in dated]
        write_audit(conn, entries, by=by, at=now, source="files", reason=reason)
    return _plan(steps)


def _given(
    okrs: Sequence[OkrSet], sources: Sequence[Source], settings: Mapping[str, str]
) -> dict[Key, Document]:
    given = documents(okrs, sources, settings)
    refuse_unknown_kpis(given)
    return given


def _everything_stored(conn: Connection) -> dict[Key, Stored]:
    settings = stored_settings(conn)
    workspace = {WORKSPACE: Stored(Document(*WORKSPACE, dict(settings)))} if settings else {}
    return workspace | stored_documents(conn)


def _plan(steps: Sequence[Step]) -> Plan:
    return Plan(tuple(step.printable() for step in steps))


def _do(
    conn: Connection, step: Step, stored: Mapping[Key, Stored], on: dt.date, now: dt.datetime
) -> None:
    document = step.document
    if step.kind == "removed":
        archive(conn, document.key, on, now)
    elif document.key != WORKSPACE:
        was = stored.get(document.key)
        written = {"written_on": on, "written_at": now} if was is None else None
        store(conn, document, carried_reports(was, document), written=written)


def _place(conn: Connection, stored: Mapping[Key, Stored], given: Mapping[Key, Document]) -> None:
    for key, document in given.items():
        was = stored.get(key)
        if key != WORKSPACE and was is not None and was.document.position != document.position:
            place_at(conn, key, document.position)


def _entry(step: Step) -> Entry:
    document = step.document
    return Entry(
        _ACTIONS[step.kind], document.what, document.id, step.old or None, step.new or None
    )


def _with_archival(step: Step, stored: Mapping[Key, Stored], on: dt.date) -> Step:
    if step.kind == "removed":
        return replace(step, old={ARCHIVED: None}, new={ARCHIVED: on.isoformat()})
    if step.is_return:
        since = stored[step.document.key].archived_on
        return replace(
            step,
            old={**step.old, ARCHIVED: since and since.isoformat()},
            new={**step.new, ARCHIVED: None},
        )
    return step
