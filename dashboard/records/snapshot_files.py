"""Which immutable snapshots are current, which are kept, and which may be deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields

from sqlalchemy import Connection, Engine, Select, delete, func, insert, select, update

from dashboard.domain.errors import NotFound
from dashboard.domain.suggest import hint
from dashboard.records import tables as t
from dashboard.records.audit import PROGRAM, Entry, write_audit
from dashboard.records.database import reading, writing
from dashboard.records.rows import SnapshotRow, iso_week

BACKFILL_AFTER = dt.timedelta(days=1)
"""A publish for an earlier day than this is a backfill; one day apart may be one moment in two
time zones."""

_c = t.snapshots.c


def publish_snapshot(engine: Engine, row: SnapshotRow) -> None:
    """List a snapshot; in the same transaction it becomes current unless a newer day exists.

    It becomes current unless the current one's `as_of` is newer. It becomes the one kept for its
    week unless the kept one is for a newer day, or this is a backfill.

    Raises:
        InvalidInput: its id or its file name is listed already.
    """
    week = iso_week(row.as_of)
    with writing(engine) as conn:
        current = _first(conn, _rows().where(_c.is_current))
        kept = _first(conn, _rows().where(_c.is_kept, _c.week == week))
        is_current = current is None or row.as_of >= current.as_of
        is_kept = kept is None or (not _is_backfill(row) and row.as_of >= kept.as_of)
        if is_current:
            conn.execute(update(t.snapshots).where(_c.is_current).values(is_current=False))
        if is_kept:
            conn.execute(
                update(t.snapshots).where(_c.is_kept, _c.week == week).values(is_kept=False)
            )
        number = (
            conn.execute(select(func.coalesce(func.max(_c.publish_number), 0))).scalar_one() + 1
        )
        computed = {
            "week": week,
            "is_current": is_current,
            "is_kept": is_kept,
            "publish_number": number,
        }
        conn.execute(insert(t.snapshots).values({**vars(row), **computed}))
        entry = Entry(
            "publish",
            "snapshot",
            row.id,
            new={"as_of": row.as_of.isoformat(), "is_current": is_current},
        )
        write_audit(conn, [entry], by=PROGRAM, at=row.published_at, source="sync")


def snapshots(engine: Engine) -> tuple[SnapshotRow, ...]:
    """All listed snapshots, the newest day first; for equal days the newest publish."""
    with reading(engine) as conn:
        return _all(conn, _rows())


def current_snapshot(engine: Engine) -> SnapshotRow | None:
    """The snapshot that pages show; None before the first publish."""
    with reading(engine) as conn:
        return _first(conn, _rows().where(_c.is_current))


def snapshot_for(engine: Engine, as_of: dt.date) -> SnapshotRow | None:
    """The newest publish for exactly this day; None if there is none."""
    with reading(engine) as conn:
        return _first(conn, _rows().where(_c.as_of == as_of))


def use_snapshot(engine: Engine, snapshot_id: str, *, by: str, now: dt.datetime) -> SnapshotRow:
    """Make an earlier snapshot current, until the next publish for its day or a later one.

    Raises:
        NotFound: no such snapshot; names the existing ones.
    """
    with writing(engine) as conn:
        row = _first(conn, _rows().where(_c.id == snapshot_id))
        if row is None:
            known = list(
                conn.execute(select(_c.id).order_by(_c.as_of, _c.publish_number)).scalars()
            )
            raise NotFound(f"There is no snapshot {snapshot_id!r}. {hint(snapshot_id, known)}")
        was = conn.execute(select(_c.id).where(_c.is_current)).scalar()
        if was != snapshot_id:
            conn.execute(update(t.snapshots).where(_c.is_current).values(is_current=False))
            conn.execute(update(t.snapshots).where(_c.id == snapshot_id).values(is_current=True))
            write_audit(
                conn,
                [Entry("use", "snapshot", snapshot_id, was, snapshot_id)],
                by=by,
                at=now,
                source="cli",
            )
        return _all(conn, _rows().where(_c.id == snapshot_id))[0]


def prunable_snapshots(engine: Engine, before: dt.datetime) -> tuple[SnapshotRow, ...]:
    """The snapshots published before this moment that are not needed.

    Needed are the current one, the one of the newest day, and the one kept for each week.
    """
    with reading(engine) as conn:
        newest = _first(conn, _rows())
        rows = _all(conn, _rows().where(_c.published_at < before, ~_c.is_current, ~_c.is_kept))
    return tuple(row for row in rows if row != newest)


def replace_snapshot_file(
    engine: Engine, snapshot_id: str, file_name: str, is_compact: bool
) -> None:
    """Replace the file of a snapshot by an equivalent one, such as its compacted form.

    Raises:
        NotFound: no such snapshot.
    """
    with writing(engine) as conn:
        changed = (
            update(t.snapshots)
            .where(_c.id == snapshot_id)
            .values(file_name=file_name, is_compact=is_compact)
        )
        if conn.execute(changed).rowcount == 0:
            raise NotFound(
                f"There is no snapshot {snapshot_id!r}; it was deleted or never published."
            )


def forget_snapshots(engine: Engine, ids: Iterable[str]) -> None:
    """Remove snapshots from the list; the current one stays."""
    with writing(engine) as conn:
        conn.execute(delete(t.snapshots).where(_c.id.in_(list(ids)), ~_c.is_current))


def _is_backfill(row: SnapshotRow) -> bool:
    return row.published_at.astimezone(dt.UTC).date() - row.as_of > BACKFILL_AFTER


def _rows() -> Select[*tuple[object, ...]]:
    columns = [_c[field.name] for field in fields(SnapshotRow)]
    return select(*columns).order_by(_c.as_of.desc(), _c.publish_number.desc())


def _all(conn: Connection, query: Select[*tuple[object, ...]]) -> tuple[SnapshotRow, ...]:
    return tuple(SnapshotRow(**row) for row in conn.execute(query).mappings())


def _first(conn: Connection, query: Select[*tuple[object, ...]]) -> SnapshotRow | None:
    row = conn.execute(query.limit(1)).mappings().first()
    return None if row is None else SnapshotRow(**row)
