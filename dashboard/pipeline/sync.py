"""Sync: pull, check, store, compute, publish; one at a time, and never half."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.config import Paths
from dashboard.pipeline.lock import sync_lock
from dashboard.pipeline.opened import applied_records, day_asked
from dashboard.pipeline.progress import Progress
from dashboard.pipeline.publish import Published, publish
from dashboard.pipeline.pull import Pulled, chosen_sources, pull
from dashboard.pipeline.retention import tidy_up


@dataclass(frozen=True)
class SyncResult:
    """How a sync ended; `status` is ok, partial (some rows or sources were refused) or failed (every source was)."""

    status: str
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
        """The result as the last line of the command states it."""
        return {
            "status": self.status,
            "snapshot": self.published.snapshot_id,
            "as_of": self.published.as_of.isoformat(),
            "key_results": self.published.key_results,
            "sources": [asdict(pulled) for pulled in self.pulled],
        }


def sync(
    paths: Paths,
    *,
    now: dt.datetime,
    progress: Progress,
    names: Collection[str] = (),
    only_due: bool = False,
    as_of: dt.date | None = None,
) -> SyncResult:
    """Pull the sources that were asked for and publish the state at `as_of`, by default today in the workspace's zone.

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
        pulled = pull(engine, paths, sources, now, progress)
        published = publish(engine, paths, day, now, progress)
        troubles = tidy_up(engine, paths, now)
    return SyncResult(_status(pulled), pulled, published, troubles)


def _status(pulled: Collection[Pulled]) -> str:
    endings = {p.status for p in pulled}
    if endings == {"failed"}:
        return "failed"
    return "partial" if endings & {"failed", "partial"} else "ok"
