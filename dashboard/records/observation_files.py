"""The current immutable observation file of each source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import Engine, delete, insert, select, update

from dashboard.domain.errors import InvalidInput
from dashboard.records import tables as t
from dashboard.records.audit import PROGRAM, Entry, write_audit
from dashboard.records.database import reading, writing
from dashboard.records.document_store import refuse_unknown_source
from dashboard.records.rows import ObservationFile


def observation_files(engine: Engine) -> dict[str, ObservationFile]:
    """The current file of each source, including archived sources, by the source's id."""
    c = t.observation_files.c
    query = select(c.source, c.file_name, c.rows, c.fingerprint, c.recorded_at).where(
        c.replaced_at.is_(None)
    )
    with reading(engine) as conn:
        return {
            row["source"]: ObservationFile(**row)
            for row in conn.execute(query.order_by(c.source)).mappings()
        }


def set_observation_file(  # noqa: PLR0913  named columns of one row
    engine: Engine,
    source_id: str,
    file_name: str,
    *,
    rows: int,
    fingerprint: str,
    run_id: int | None,
    now: dt.datetime,
) -> None:
    """Make a file the current one of its source; the previous one stays listed as replaced.

    Raises:
        NotFound: no such source; names the nearest.
        InvalidInput: the name was used before; a file name is never reused.
    """
    c = t.observation_files.c
    values = {
        "file_name": file_name,
        "source": source_id,
        "rows": rows,
        "fingerprint": fingerprint,
        "run": run_id,
        "recorded_at": now,
    }
    with writing(engine) as conn:
        refuse_unknown_source(conn, source_id)
        if conn.execute(select(c.file_name).where(c.file_name == file_name)).first():
            raise InvalidInput(
                f"The observation file {file_name!r} is listed already. Write a file with a new name."
            )
        was = conn.execute(
            select(c.file_name).where(c.source == source_id, c.replaced_at.is_(None))
        ).scalar()
        conn.execute(
            update(t.observation_files)
            .where(c.source == source_id, c.replaced_at.is_(None))
            .values(replaced_at=now)
        )
        conn.execute(insert(t.observation_files).values(values))
        entry = Entry("set", "observation file", source_id, was, file_name)
        write_audit(conn, [entry], by=PROGRAM, at=now, source="sync")


def replaced_observation_files(engine: Engine, before: dt.datetime) -> list[str]:
    """The names of the files replaced before this moment, which nobody reads any more."""
    c = t.observation_files.c
    with reading(engine) as conn:
        return list(
            conn.execute(
                select(c.file_name).where(c.replaced_at < before).order_by(c.file_name)
            ).scalars()
        )


def forget_observation_files(engine: Engine, names: Iterable[str]) -> None:
    """Remove replaced files from the list; a current one stays."""
    c = t.observation_files.c
    with writing(engine) as conn:
        conn.execute(
            delete(t.observation_files).where(
                c.file_name.in_(list(names)), c.replaced_at.is_not(None)
            )
        )
