"""Sync: pull, check, store, compute and publish, one sync at a time and all or nothing."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Collection
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any, Literal

from dashboard.config import Paths
from dashboard.pipeline.progress import Progress
from dashboard.pipeline.publish import Published, publish
from dashboard.pipeline.pull import Pulled, chosen_sources, pull
from dashboard.pipeline.retention import tidy_up
from dashboard.pipeline.sync_lock import sync_lock
from dashboard.pipeline.tasks.worker_pool import WorkerPool
from dashboard.pipeline.workspace_records import applied_records, day_asked
from dashboard.records import runs
from dashboard.records.database import Records

Status = Literal["ok", "partial", "failed"]


@dataclass(frozen=True)
class SyncResult:
    """The result of a sync; `status` is ok, partial (some rows or sources failed) or failed."""

    status: Status
    pulled: tuple[Pulled, ...]
    published: Published
    troubles: tuple[str, ...] = ()

    @property
    def complaints(self) -> list[str]:
        """What went wrong, in sentences."""
        lines = [f"{p.source} failed: {p.error}" for p in self.pulled if p.status == "failed"]
        lines += [
            f"{p.source}: {p.rows_bad} of its rows or cells were set aside, the rest is kept; see them with "
            f"`fremdrift sources rejected {p.source}`."
            for p in self.pulled
            if p.status == "partial"
        ]
        return [*lines, *self.troubles]

    def as_json(self) -> dict[str, Any]:
        """The result as the JSON object on the command's last line."""
        return {
            "status": self.status,
            "snapshot": self.published.snapshot_id,
            "as_of": self.published.as_of.isoformat(),
            "key_results": self.published.counts["key_results"],
            "recomputed": self.published.counts["recomputed_key_results"],
            "sources": [asdict(pulled) for pulled in self.pulled],
        }


def sync(  # noqa: PLR0913  the options of one command
    paths: Paths,
    *,
    now: dt.datetime,
    progress: Progress,
    names: Collection[str] = (),
    only_due: bool = False,
    as_of: dt.date | None = None,
    processes: int = 1,
) -> SyncResult:
    """Pull the sources that were asked for and publish the state at `as_of`, by default today in the workspace's zone.

    The run is recorded, with what had to be computed anew; `processes` is how many may share its
    tasks where there are enough.

    Raises:
        Busy: another sync is running.
        NotFound: a name is no source.
        InvalidInput: nothing was applied yet, or `as_of` is in the future.
    """
    applied_records(paths)
    with sync_lock(paths.state, now):
        engine = applied_records(paths)
        day = day_asked(engine, as_of, now)
        sources = chosen_sources(engine, names, only_due=only_due, now=now)
        runs.close_abandoned(engine, now)
        start = time.monotonic()
        run_id = runs.start_run(engine, None, now=now, code_version=version("fremdrift"))
        try:
            with WorkerPool(processes) as pool:
                pulled = pull(engine, paths, sources, now, progress)
                published = publish(engine, paths, day, now, progress, pool)
        except Exception as error:
            runs.finish_run(
                engine, run_id, now=_after(now, start), status="failed", error=str(error)
            )
            raise
        _finish(engine, run_id, _after(now, start), pulled, published)
        troubles = tidy_up(engine, paths, now)
    return SyncResult(_status(pulled), pulled, published, troubles)


def _after(now: dt.datetime, start: float) -> dt.datetime:
    return now + dt.timedelta(seconds=time.monotonic() - start)


def _finish(
    engine: Records,
    run_id: int,
    now: dt.datetime,
    pulled: Collection[Pulled],
    published: Published,
) -> None:
    runs.finish_run(
        engine,
        run_id,
        now=now,
        status=_status(pulled),
        rows_read=sum(p.rows_read for p in pulled),
        rows_new=sum(p.rows_new for p in pulled),
        rows_restated=sum(p.rows_restated for p in pulled),
        rows_bad=sum(p.rows_bad for p in pulled),
        counts={"snapshot": published.snapshot_id, **published.counts},
    )


def _status(pulled: Collection[Pulled]) -> Status:
    endings = {p.status for p in pulled}
    if endings == {"failed"}:
        return "failed"
    return "partial" if endings & {"failed", "partial"} else "ok"
