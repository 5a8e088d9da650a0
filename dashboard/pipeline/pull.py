"""Pulls observations from the sources: read, check, store, and record every run."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from cronsim import CronSim

from dashboard.config import Paths
from dashboard.domain.errors import FremdriftError, StoreError
from dashboard.domain.kpi import Source
from dashboard.domain.suggest import unknown
from dashboard.observations.read import row_counts
from dashboard.observations.store import Stored, store
from dashboard.pipeline.progress import Progress
from dashboard.pipeline.retention import let_go
from dashboard.pipeline.workspace_records import workspace_day
from dashboard.records import observation_files as file_records
from dashboard.records import read, runs
from dashboard.records.database import Records
from dashboard.records.rows import RunRow
from kpi_connectors.connector import Request, configs, load_connector
from kpi_connectors.errors import BadData, ConnectorError, SourceRefused
from kpi_connectors.observations import Delivery, KpiSpec, check_frame, period_starts

SCHEDULES = {"hourly": "0 * * * *", "daily": "0 5 * * *", "weekly": "0 5 * * 1"}
"""The named schedules as cron lines in UTC: hourly, daily at five, Mondays at five."""


PAUSE = dt.timedelta(minutes=10)
"""Time before a failed source is tried again."""


@dataclass(frozen=True)
class Pulled:
    """The result of one source's run; `status` is ok, partial or failed."""

    source: str
    status: Literal["ok", "partial", "failed"]
    rows_read: int = 0
    rows_new: int = 0
    rows_restated: int = 0
    rows_bad: int = 0
    error: str | None = None


def chosen_sources(
    engine: Records, names: Collection[str], *, only_due: bool, now: dt.datetime
) -> tuple[Source, ...]:
    """The sources to pull: all, those named, or those whose schedule is due.

    Raises:
        NotFound: a name is no source of the workspace.
    """
    sources = read.sources(engine)
    known = {source.source for source in sources}
    for name in names:
        if name not in known:
            raise unknown("source", name, known)
    chosen = [source for source in sources if not names or source.source in names]
    if only_due:
        last = read.last_runs(engine)
        chosen = [s for s in chosen if is_due(s.schedule, last.get(s.source), now)]
    return tuple(chosen)


def is_due(schedule: str, last: RunRow | None, now: dt.datetime) -> bool:
    """Whether a run is due since the last one; a failed run is repeated after a pause."""
    if last is None:
        return True
    if last.status in ("failed", "interrupted"):
        return now - last.started_at >= PAUSE
    following: dt.datetime = next(CronSim(SCHEDULES.get(schedule, schedule), last.started_at))
    return following <= now


def pull(
    engine: Records, paths: Paths, sources: Sequence[Source], now: dt.datetime, progress: Progress
) -> tuple[Pulled, ...]:
    """The result of every source's run; a failure changes neither other sources nor stored data."""
    progress.step("Reading sources", len(sources))
    today = workspace_day(engine, now)
    pulled = []
    for source in sources:
        pulled.append(_pull_one(engine, paths, source, now, today))
        progress.advance()
    return tuple(pulled)


def _pull_one(
    engine: Records, paths: Paths, source: Source, now: dt.datetime, today: dt.date
) -> Pulled:
    start = time.monotonic()
    run_id = runs.start_run(engine, source.source, now=now, code_version=version("fremdrift"))
    try:
        delivery = _read(source, paths, today)
        stored = _store(engine, paths, source, delivery, run_id, now)
    except Exception as error:  # noqa: BLE001  # a plug-in may fail in any way, and must not take the other sources with it
        pulled = Pulled(source.source, "failed", error=_error_text(source, error))
        _finish(engine, run_id, pulled, now + dt.timedelta(seconds=time.monotonic() - start))
        return pulled
    pulled = Pulled(
        source.source,
        "partial" if delivery.bad_rows else "ok",
        rows_read=delivery.rows_read,
        rows_new=stored.new if stored else 0,
        rows_restated=stored.restated if stored else 0,
        rows_bad=delivery.bad_count,
    )
    if delivery.bad_rows:
        runs.quarantine(engine, run_id, [asdict(row) for row in delivery.bad_rows])
    _finish(engine, run_id, pulled, now + dt.timedelta(seconds=time.monotonic() - start))
    return pulled


def _error_text(source: Source, error: Exception) -> str:
    if isinstance(error, (ConnectorError, FremdriftError)):
        return str(error)
    return (
        f"The connector {source.type!r} failed in a way that it should not ({error.__class__.__name__}: {error}). "
        "Tell whoever wrote it; what was kept before stands."
    )


def _read(source: Source, paths: Paths, today: dt.date) -> Delivery:
    request = request_for(source, paths, today)
    delivery = load_connector(source.type).read(request)
    _check_delivery(delivery, request)
    return delivery


def _check_delivery(delivery: Delivery, request: Request) -> None:
    """Check that the delivery keeps the contract: a plug-in's mistake must not enter the store.

    Raises:
        BadData: it does not; the text says how.
    """
    frame = delivery.observations
    check_frame(frame)
    grains = {spec.kpi_id: spec.grain for spec in request.kpis}
    code, kpi_ids = pd.factorize(frame["kpi_id"])
    for kpi_id in kpi_ids:
        if str(kpi_id) not in grains:
            raise BadData(
                f"The connector delivered {kpi_id!r}, which it was not asked for. Tell whoever wrote it."
            )
    days, delivered = frame["observed_on"].to_numpy(), [grains[str(one)] for one in kpi_ids]
    for grain in dict.fromkeys(delivered):
        rows = np.flatnonzero(np.array([one == grain for one in delivered])[code])
        of_grain = days[rows]
        is_wrong = (period_starts(of_grain, grain) != of_grain) | (
            of_grain > np.datetime64(request.today)
        )
        if is_wrong.any():
            kpi_id = kpi_ids[code[rows[is_wrong][0]]]
            raise BadData(
                f"The connector delivered days of {kpi_id!r} that are no first days of a {grain} up to today. "
                "Tell whoever wrote it."
            )


def request_for(
    source: Source, paths: Paths, today: dt.date, row_limit: int | None = None
) -> Request:
    """The request to the connector: all values of this source's KPIs up to today."""
    specs = tuple(
        KpiSpec(kpi.id, kpi.delivered_as, kpi.grain.value, kpi.limits.low, kpi.limits.high)
        for kpi in source.kpis
    )
    return Request(
        root=paths.root,
        config=configs()[source.type].model_validate(source.options),
        kpis=specs,
        since=None,
        today=today,
        row_limit=row_limit,
        secrets=_secret,
    )


def _secret(name: str) -> str:
    value = os.environ.get(name)
    if value is None:
        raise SourceRefused(
            f"The secret {name} is not set. Set it in the environment of `fremdrift sync`; it is never written into a file "
            "of the workspace.",
            "secret",
        )
    return value


def _store(
    engine: Records,
    paths: Paths,
    source: Source,
    delivery: Delivery,
    run_id: int,
    now: dt.datetime,
) -> Stored | None:
    row = file_records.observation_files(engine).get(source.source)
    current = paths.observations / row.file_name if row else None
    if current is not None and not _is_readable(current):
        current = None  # read everything the source still has, rather than failing for ever
    grains = {kpi.id: kpi.grain for kpi in source.kpis}
    stored = store(
        paths.observations, source.source, delivery.observations, current, now, grains=grains
    )
    if stored is not None:
        if row is not None:
            let_go(paths.observations / row.file_name, now)
        file_records.set_observation_file(
            engine,
            source.source,
            stored.file_name,
            rows=stored.rows,
            fingerprint=stored.fingerprint,
            run_id=run_id,
            now=now,
        )
    return stored


def _is_readable(path: Path) -> bool:
    try:
        row_counts([path])
    except StoreError:
        return False
    return True


def _finish(engine: Records, run_id: int, pulled: Pulled, now: dt.datetime) -> None:
    runs.finish_run(
        engine,
        run_id,
        now=now,
        status=pulled.status,
        rows_read=pulled.rows_read,
        rows_new=pulled.rows_new,
        rows_restated=pulled.rows_restated,
        rows_bad=pulled.rows_bad,
        error=pulled.error,
        counts={},
    )
