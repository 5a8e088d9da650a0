"""The sources of a workspace: list, test, preview, rejected rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dashboard.config import Paths
from dashboard.domain.errors import InvalidInput
from dashboard.domain.kpi import Source
from dashboard.domain.suggest import unknown
from dashboard.pipeline.pull import request_for
from dashboard.pipeline.workspace_records import applied_records, workspace_day
from dashboard.records import read
from dashboard.records.database import Records
from dashboard.records.rows import RunRow
from dashboard.records.snapshot_files import current_snapshot
from dashboard.snapshots.read import Snapshot
from kpi_connectors.connector import Preview, Step, load_connector
from kpi_connectors.errors import ConnectorError

TEST_ROWS = 10_000
"""Maximum number of rows that a test reads."""


def listed(paths: Paths) -> tuple[list[str], list[list[str]]]:
    """The sources as a table, with the age of their data and the result of their last run."""
    engine = applied_records(paths)
    last, fresh = read.last_runs(engine), _freshness(engine, paths)
    rows = []
    for source in read.sources(engine):
        run = last.get(source.source)
        rows.append(
            [
                source.source,
                source.type,
                str(len(source.kpis)),
                fresh.get(source.source, "no data yet"),
                source.schedule,
                f"{run.finished_at or run.started_at:%Y-%m-%d %H:%M} UTC" if run else "never",
                run.status if run else "",
                _trouble(run),
            ]
        )
    return ["source", "type", "KPIs", "data", "schedule", "last run", "ended", ""], rows


def rejected(paths: Paths, name: str) -> list[str]:
    """The rejected rows of a source's last run, a line each: place, column, value, reason."""
    engine = applied_records(paths)
    run = read.last_runs(engine).get(_source(engine, name).source)
    rows = read.quarantined(engine, run.id) if run else ()
    if run is None or not rows:
        return [f"The last run of {name} set nothing aside."]
    lines = [
        f"{row.path}:{row.line or '?'}: {row.column}: {row.value!r}: {row.reason}" for row in rows
    ]
    more = (run.rows_bad or 0) - len(rows)
    return [*lines, f"… and {more} more."] if more > 0 else lines


def _freshness(engine: Records, paths: Paths) -> dict[str, str]:
    """The freshness of every source on the current snapshot's day."""
    row = current_snapshot(engine)
    if row is None or not (paths.snapshots / row.file_name).exists():
        return {}
    table = Snapshot(paths.snapshots / row.file_name).table("sources")
    ages = zip(table["source_id"], table["freshness"], table["age_days"], strict=True)
    return {s: f"{word}, {age:.0f} d" for s, word, age in ages if word != "none"}


def _trouble(run: RunRow | None) -> str:
    if run is None:
        return ""
    return run.error or (f"{run.rows_bad} set aside" if run.rows_bad else "")


def tested(paths: Paths, name: str, *, now: dt.datetime) -> Iterator[Step]:
    """The steps of a limited real read, each as it is done; nothing is stored."""
    engine = applied_records(paths)
    source = _source(engine, name)
    yield from load_connector(source.type).check(
        request_for(source, paths, _today(engine, now), TEST_ROWS)
    )


def previewed(paths: Paths, name: str, rows: int, *, now: dt.datetime) -> Preview:
    """The first rows of a source as delivered; nothing is stored.

    Raises:
        InvalidInput: the source cannot be read; the text says why.
    """
    engine = applied_records(paths)
    source = _source(engine, name)
    try:
        return load_connector(source.type).preview(
            request_for(source, paths, _today(engine, now)), rows
        )
    except ConnectorError as error:
        raise InvalidInput(f"{name}: {error}") from error


def _today(engine: Records, now: dt.datetime) -> dt.date:
    return workspace_day(engine, now)


def _source(engine: Records, name: str) -> Source:
    sources = {source.source: source for source in read.sources(engine)}
    if name not in sources:
        raise unknown("source", name, sources)
    return sources[name]
