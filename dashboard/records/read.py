"""Queries on the records at any time.

`as_of` is the day up to which items count, `known_at` the moment up to which they had been
recorded; items dated or recorded later are ignored.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from sqlalchemy import Engine, func, select

from dashboard.domain.kpi import Kpi, Source
from dashboard.domain.okr import KeyResult, Objective, OkrSet
from dashboard.records import tables as t
from dashboard.records.audit import WRITTEN_BY_PEOPLE
from dashboard.records.database import reading
from dashboard.records.document_store import stored_documents, stored_settings
from dashboard.records.documents import (
    Fields,
    What,
    cycle_from,
    key_result_from,
    kpi_from,
    objective_from,
    source_from,
)
from dashboard.records.history import ARCHIVED, Revision, as_it_stood, revisions_to_undo
from dashboard.records.rows import (
    AuditRow,
    BadRow,
    CheckInRow,
    DecisionRow,
    RunRow,
    VerdictReviewRow,
)


def okrs(engine: Engine, as_of: dt.date, known_at: dt.datetime) -> tuple[OkrSet, ...]:
    """The OKRs as of `as_of`, as recorded by `known_at`, in the order of the files.

    An item first written after `as_of` counts in its first version; one first recorded after
    `known_at` is missing, as is one archived by `as_of`. Milestones done after `as_of` are not
    done.
    """
    with reading(engine) as conn:
        stored = stored_documents(conn, ("cycle", "objective", "key result"))
        undo = revisions_to_undo(conn, as_of, known_at)
    fields_of: dict[What, dict[str, Fields]] = {"cycle": {}, "objective": {}, "key result": {}}
    for key, was in stored.items():
        archived = was.archived_on and was.archived_on.isoformat()
        fields = as_it_stood(
            {**was.document.fields, ARCHIVED: archived}, undo.get(key, ()), as_of, known_at
        )
        if (
            was.written_at is not None
            and was.written_at <= known_at
            and fields.pop(ARCHIVED) is None
        ):
            fields_of[key[0]][key[1]] = fields
    key_results: defaultdict[str, list[KeyResult]] = defaultdict(list)
    for id, fields in fields_of["key result"].items():
        key_results[fields["objective"]].append(key_result_from(id, fields, as_of))
    objectives: defaultdict[str, list[Objective]] = defaultdict(list)
    for id, fields in fields_of["objective"].items():
        objectives[fields["cycle"]].append(objective_from(id, fields, key_results[id]))
    return tuple(
        OkrSet(cycle=cycle_from(id, fields), objectives=tuple(objectives[id]))
        for id, fields in fields_of["cycle"].items()
    )


def sources(engine: Engine) -> tuple[Source, ...]:
    """The sources in the files now, with their KPIs, in the order of the files."""
    with reading(engine) as conn:
        stored = stored_documents(conn, ("source", "KPI"))
    kpis: defaultdict[str, list[Kpi]] = defaultdict(list)
    living = [was.document for was in stored.values() if was.archived_on is None]
    for document in living:
        if document.what == "KPI":
            kpis[document.fields["source"]].append(kpi_from(document.id, document.fields))
    return tuple(
        source_from(document.id, document.fields, kpis[document.id])
        for document in living
        if document.what == "source"
    )


def settings(engine: Engine) -> dict[str, str]:
    """The workspace's name and other settings, as last applied."""
    with reading(engine) as conn:
        return stored_settings(conn)


def check_ins(engine: Engine, as_of: dt.date, known_at: dt.datetime) -> tuple[CheckInRow, ...]:
    """The check-ins of all key results, including archived ones, by key result, day and moment."""
    c = t.check_ins.c
    query = (
        select(*(c[name] for name in CheckInRow.model_fields))
        .where(c.on <= as_of, c.recorded_at <= known_at)
        .order_by(c.key_result, c.on, c.recorded_at, c.id)
    )
    with reading(engine) as conn:
        return tuple(CheckInRow(**row) for row in conn.execute(query).mappings())


def decisions(engine: Engine, as_of: dt.date, known_at: dt.datetime) -> tuple[DecisionRow, ...]:
    """The decisions on all key results, by key result, day and moment of recording."""
    c = t.decisions.c
    query = (
        select(t.decisions)
        .where(c.on <= as_of, c.recorded_at <= known_at)
        .order_by(c.key_result, c.on, c.recorded_at, c.id)
    )
    with reading(engine) as conn:
        return tuple(DecisionRow(**row) for row in conn.execute(query).mappings())


def verdict_reviews(
    engine: Engine, as_of: dt.date, known_at: dt.datetime
) -> tuple[VerdictReviewRow, ...]:
    """The reviews of verdicts, including those of detached KPIs.

    Sorted by key result, KPI, day and moment of recording.
    """
    c = t.verdict_reviews.c
    query = (
        select(t.verdict_reviews)
        .where(c.on <= as_of, c.recorded_at <= known_at)
        .order_by(c.key_result, c.kpi, c.on, c.recorded_at, c.id)
    )
    with reading(engine) as conn:
        return tuple(VerdictReviewRow(**row) for row in conn.execute(query).mappings())


def revisions(engine: Engine, key_result_id: str | None = None) -> tuple[Revision, ...]:
    """Every changed field, old → new, in the order of recording; of one key result or of all."""
    query = select(t.revisions).order_by(t.revisions.c.seq)
    if key_result_id is not None:
        query = query.where(
            t.revisions.c.object_type == "key result", t.revisions.c.object_id == key_result_id
        )
    with reading(engine) as conn:
        return tuple(Revision(**row) for row in conn.execute(query).mappings())


def runs(engine: Engine, limit: int = 50) -> tuple[RunRow, ...]:
    """The last runs, the newest first."""
    with reading(engine) as conn:
        query = select(t.runs).order_by(t.runs.c.id.desc()).limit(limit)
        return tuple(RunRow(**row) for row in conn.execute(query).mappings())


def last_runs(engine: Engine) -> dict[str, RunRow]:
    """The last run of each source, by the source's id."""
    last = (
        select(func.max(t.runs.c.id)).where(t.runs.c.source.is_not(None)).group_by(t.runs.c.source)
    )
    with reading(engine) as conn:
        rows = conn.execute(
            select(t.runs).where(t.runs.c.id.in_(last)).order_by(t.runs.c.source)
        ).mappings()
        return {row["source"]: RunRow(**row) for row in rows}


def quarantined(engine: Engine, run_id: int) -> tuple[BadRow, ...]:
    """The stored rejected rows of a run; the run's `rows_bad` has their total number."""
    columns = [column for column in t.quarantine.columns if column.name not in ("run", "position")]
    query = select(*columns).where(t.quarantine.c.run == run_id).order_by(t.quarantine.c.position)
    with reading(engine) as conn:
        return tuple(BadRow(**row) for row in conn.execute(query).mappings())


def audit_trail(engine: Engine, limit: int = 100) -> tuple[AuditRow, ...]:
    """The last changes, the newest first; for audits from Python, no command shows them yet."""
    with reading(engine) as conn:
        query = select(t.audit).order_by(t.audit.c.seq.desc()).limit(limit)
        return tuple(AuditRow(**row) for row in conn.execute(query).mappings())


def change_number(engine: Engine) -> int:
    """A number that grows with every committed write; 0 before the first one."""
    with reading(engine) as conn:
        return int(conn.execute(select(func.coalesce(func.max(t.audit.c.seq), 0))).scalar_one())


def change_number_at(engine: Engine, moment: dt.datetime) -> int:
    """The change number as of `moment`: everything recorded later has a greater one."""
    first_later = select(func.min(t.audit.c.seq)).where(t.audit.c.at > moment)
    with reading(engine) as conn:
        later = conn.execute(first_later).scalar_one()
        last = conn.execute(select(func.coalesce(func.max(t.audit.c.seq), 0))).scalar_one()
    return int(last) if later is None else int(later) - 1


def written_since(engine: Engine, change_number: int) -> bool:
    """Whether any input of people was stored since the records had this `change_number`."""
    query = (
        select(t.audit.c.seq)
        .where(t.audit.c.seq > change_number, t.audit.c.object_type.in_(WRITTEN_BY_PEOPLE))
        .limit(1)
    )
    with reading(engine) as conn:
        return conn.execute(query).first() is not None
