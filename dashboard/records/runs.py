"""Runs: what each pull of a source delivered, and which rows were rejected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Connection, Engine, func, insert, select, update

from dashboard.domain.errors import InvalidInput, NotFound
from dashboard.records import tables as t
from dashboard.records.audit import PROGRAM, Entry, write_audit
from dashboard.records.database import writing
from dashboard.records.document_store import refuse_unknown_source

KEPT_ROWS = 1_000
"""Rejected rows stored per run; a source that is wrong throughout needs no more."""

_QUARANTINE = ("path", "line", "column", "value", "reason", "kpi_id", "observed_on")


def start_run(
    engine: Engine, source_id: str | None, *, now: dt.datetime, code_version: str
) -> int:
    """The number of a run that starts now; `source_id` is None for a whole sync.

    Raises:
        NotFound: no such source; names the nearest.
    """
    with writing(engine) as conn:
        if source_id is not None:
            refuse_unknown_source(conn, source_id)
        values: dict[str, Any] = {
            "source": source_id,
            "started_at": now,
            "status": "running",
            "code_version": code_version,
            "counts": {},
        }
        run_id = int(
            conn.execute(insert(t.runs).values(values).returning(t.runs.c.id)).scalar_one()
        )
        _note(conn, "start", run_id, {"source": source_id}, now)
    return run_id


def finish_run(  # noqa: PLR0913  named columns of one row
    engine: Engine,
    run_id: int,
    *,
    now: dt.datetime,
    status: Literal["ok", "partial", "failed"],
    rows_read: int | None = None,
    rows_new: int | None = None,
    rows_restated: int | None = None,
    rows_bad: int | None = None,
    error: str | None = None,
    counts: Mapping[str, Any] | None = None,
) -> None:
    """End a run with its results.

    Raises:
        NotFound: there is no run of this number that is still running.
    """
    values = {
        "finished_at": now,
        "status": status,
        "rows_read": rows_read,
        "rows_new": rows_new,
        "rows_restated": rows_restated,
        "rows_bad": rows_bad,
        "error": error,
        "counts": dict(counts or {}),
    }
    with writing(engine) as conn:
        running = (t.runs.c.id == run_id) & (t.runs.c.status == "running")
        if conn.execute(update(t.runs).where(running).values(values)).rowcount == 0:
            raise NotFound(
                f"No run {run_id} is running: it was never started or has ended. Start a new one."
            )
        _note(conn, "finish", run_id, {"status": status, "error": error}, now)


def quarantine(
    where: Connection | Engine, run_id: int, rows: Sequence[Mapping[str, object]]
) -> int:
    """Store the rejected rows of a run, at most `KEPT_ROWS` per run; how many were stored.

    Each row has a `reason`, and `path`, `line`, `column`, `value`, `kpi_id` and `observed_on` if
    known. Their total number belongs to `finish_run`.

    Raises:
        InvalidInput: a row without a reason.
    """
    if isinstance(where, Engine):
        with writing(where) as conn:
            return quarantine(conn, run_id, rows)
    counted = select(func.count()).select_from(t.quarantine).where(t.quarantine.c.run == run_id)
    there = int(where.execute(counted).scalar_one())
    kept = [
        {"run": run_id, "position": there + number, **_bad_row(row)}
        for number, row in enumerate(islice(rows, max(0, KEPT_ROWS - there)))
    ]
    if kept:
        where.execute(insert(t.quarantine), kept)
    return len(kept)


def close_abandoned(engine: Engine, now: dt.datetime) -> int:
    """Mark every run that never ended as interrupted; how many. Call it with the sync lock held."""
    with writing(engine) as conn:
        running = t.runs.c.status == "running"
        ids = list(conn.execute(select(t.runs.c.id).where(running)).scalars())
        if ids:
            conn.execute(
                update(t.runs).where(running).values(status="interrupted", finished_at=now)
            )
        for run_id in ids:
            _note(conn, "interrupt", run_id, {"status": "interrupted"}, now)
    return len(ids)


def _bad_row(row: Mapping[str, object]) -> dict[str, object]:
    if not row.get("reason"):
        raise InvalidInput(f"A rejected row needs a reason, and this one has none: {dict(row)!r}.")
    given = {name: row.get(name) for name in _QUARANTINE}
    return {
        name: value if value is None or name == "line" else str(value)
        for name, value in given.items()
    }


def _note(
    conn: Connection, action: str, run_id: int, new: Mapping[str, Any], now: dt.datetime
) -> None:
    write_audit(
        conn, [Entry(action, "run", str(run_id), new=dict(new))], by=PROGRAM, at=now, source="sync"
    )
