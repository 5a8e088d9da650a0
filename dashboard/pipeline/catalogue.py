"""The sources of a workspace: their state, a test of one, a look at what it delivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dashboard.config import Paths, records_url
from dashboard.domain.errors import InvalidInput
from dashboard.domain.kpi import Source
from dashboard.domain.suggest import unknown
from dashboard.pipeline.gather import today_in
from dashboard.pipeline.pull import request_for
from dashboard.records import read
from dashboard.records.database import Records, open_records
from kpi_connectors.connector import Preview, Step, load_connector
from kpi_connectors.errors import ConnectorError

TEST_ROWS = 10_000
"""A test reads so many rows at most: the real read, limited."""


def listed(paths: Paths) -> tuple[list[str], list[list[str]]]:
    """The sources as a table, with how their last run ended."""
    engine = open_records(records_url(paths))
    last = read.last_runs(engine)
    rows = []
    for source in read.sources(engine):
        run = last.get(source.source)
        rows.append(
            [
                source.source,
                source.type,
                str(len(source.kpis)),
                source.schedule,
                f"{run.finished_at or run.started_at:%Y-%m-%d %H:%M} UTC" if run else "never",
                run.status if run else "",
                (run.error or "") if run else "",
            ]
        )
    return ["source", "type", "KPIs", "schedule", "last run", "ended", "error"], rows


def tested(paths: Paths, name: str, *, now: dt.datetime) -> Iterator[Step]:
    """The steps of the real read of a source, limited, each as it is done; nothing is stored."""
    engine = open_records(records_url(paths))
    source = _source(engine, name)
    yield from load_connector(source.type).check(
        request_for(source, paths, _today(engine, now), TEST_ROWS)
    )


def previewed(paths: Paths, name: str, rows: int, *, now: dt.datetime) -> Preview:
    """The first rows of a source as they stand there; nothing is stored.

    Raises:
        InvalidInput: the source cannot be read; the text says why.
    """
    engine = open_records(records_url(paths))
    source = _source(engine, name)
    try:
        return load_connector(source.type).preview(
            request_for(source, paths, _today(engine, now)), rows
        )
    except ConnectorError as error:
        raise InvalidInput(f"{name}: {error}") from error


def _today(engine: Records, now: dt.datetime) -> dt.date:
    return today_in(read.settings(engine).get("timezone", "UTC"), now)


def _source(engine: Records, name: str) -> Source:
    sources = {source.source: source for source in read.sources(engine)}
    if name not in sources:
        raise unknown("source", name, sources)
    return sources[name]
