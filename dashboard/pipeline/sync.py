"""Sync: pull, check, store, compute, publish; one at a time, and never half."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.config import Paths, records_url
from dashboard.domain.errors import InvalidInput
from dashboard.pipeline.lock import sync_lock
from dashboard.pipeline.progress import Progress
from dashboard.pipeline.publish import Published, publish
from dashboard.pipeline.pull import Pulled, chosen_sources, pull
from dashboard.pipeline.retention import tidy_up
from dashboard.records import read
from dashboard.records.database import Records, open_records


@dataclass(frozen=True)
class SyncResult:
    """How a sync ended; `status` is ok, partial (some rows or sources were refused) or failed (every source was)."""

    status: str
    pulled: tuple[Pulled, ...]
    published: Published

    @property
    def complaints(self) -> list[str]:
        """What went wrong, in sentences."""
        lines = [f"{p.source} failed: {p.error}" for p in self.pulled if p.status == "failed"]
        return lines + [
            f"{p.source}: {p.rows_bad} of its rows or cells were set aside, the rest is kept; see them with "
            f"`fremdrift sources test {p.source}`."
            for p in self.pulled
            if p.status == "partial"
        ]

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
    with sync_lock(paths.state, now):
        engine = open_records(records_url(paths))
        day = day_asked(applied_settings(engine, paths), as_of, now)
        sources = chosen_sources(engine, names, only_due=only_due, now=now)
        pulled = pull(engine, paths, sources, now, progress)
        published = publish(engine, paths, day, now, progress)
        tidy_up(engine, paths, now)
    return SyncResult(_status(pulled), pulled, published)


def applied_settings(engine: Records, paths: Paths) -> dict[str, str]:
    """The workspace's settings as they were applied.

    Raises:
        InvalidInput: nothing was applied yet.
    """
    settings = read.settings(engine)
    if not settings:
        raise InvalidInput(
            f"The workspace {paths.root} has no OKRs and no sources in its records yet. "
            "Take the files in first with `fremdrift apply`."
        )
    return settings


def day_asked(settings: dict[str, str], as_of: dt.date | None, now: dt.datetime) -> dt.date:
    """The day to answer for: the one asked, else today in the workspace's time zone.

    Raises:
        InvalidInput: the day is in the future.
    """
    today = now.astimezone(ZoneInfo(settings.get("timezone", "UTC"))).date()
    if as_of is not None and as_of > today:
        raise InvalidInput(
            f"{as_of} has not been yet; today is {today}. Give today or an earlier day."
        )
    return as_of or today


def _status(pulled: Collection[Pulled]) -> str:
    endings = {p.status for p in pulled}
    if endings == {"failed"}:
        return "failed"
    return "partial" if endings & {"failed", "partial"} else "ok"
