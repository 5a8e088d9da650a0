"""Writes the demo company, applies it and publishes its weeks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboard.actions.apply import apply_workspace
from dashboard.config import Paths, records_place
from dashboard.demo.quarter import quarter_of
from dashboard.demo.write import demo_written_for, write_demo
from dashboard.domain.errors import StoreError
from dashboard.domain.periods import today_in, week_start
from dashboard.pipeline.progress import Progress, Silent
from dashboard.pipeline.publish import publish
from dashboard.pipeline.pull import pull
from dashboard.pipeline.sync_lock import sync_lock
from dashboard.pipeline.tasks.worker_pool import WorkerPool
from dashboard.records import read
from dashboard.records import snapshot_files as snapshot_records
from dashboard.records.database import open_records
from dashboard.records.rows import iso_week
from dashboard.snapshots.read import Snapshot

TIMEZONE = "Europe/Oslo"
AUTHOR = "demo"
WEEKS_BEFORE_CYCLE = 3
"""Number of weeks before the cycle that are published, so that its first week has a
predecessor."""


def write(
    path: Path,
    today: dt.date | None,
    now: dt.datetime,
    *,
    is_ready: bool,
    progress: Progress,
    processes: int = 1,
) -> str:
    """Write the demo for a day; with `is_ready` also apply it and publish its weeks.

    A demo of the same week stays as it is.

    `processes` share what must be computed.

    Raises:
        InvalidInput: the folder holds something other than a demo.
    """
    day = today or today_in(TIMEZONE, now)
    if day > today_in(TIMEZONE, now):
        # That day counts as today: otherwise its check-ins would be in the future.
        now = dt.datetime.combine(day, dt.time(12), dt.UTC)
    paths = Paths(path.resolve())
    if is_ready and _exists(paths, day):
        return f"The demo in {path} is of this week."
    progress.step("Writing the demo company")
    if paths.state.is_dir():
        with sync_lock(paths.state, now):
            pass  # refuse while a sync runs: it writes into the folder that is about to be cleared
    write_demo(path, day)
    if not is_ready:
        return f"The demo of {day} is in {path}. Next: fremdrift apply --workspace {path}"
    apply_workspace(paths, by=AUTHOR, now=now)
    with WorkerPool(processes) as pool:
        _publish_weeks(paths, day, now, progress, pool)
    return f"The demo of {day} is in {path}, its weeks are published."


def _exists(paths: Paths, day: dt.date) -> bool:
    """Whether a published demo of the same quarter and ISO week exists."""
    written = demo_written_for(paths.root)
    if written is None or quarter_of(written) != quarter_of(day) or not paths.records.exists():
        return False
    current = snapshot_records.current_snapshot(open_records(records_place(paths)))
    if current is None or iso_week(current.as_of) != iso_week(day):
        return False
    try:
        Snapshot(paths.snapshots / current.file_name).header()
    except StoreError:
        return False  # from another version of the program, or removed
    return True


def _publish_weeks(
    paths: Paths, day: dt.date, now: dt.datetime, progress: Progress, pool: WorkerPool
) -> None:
    """Publish the Sundays of the cycle and a few before it, oldest first, then the day itself."""
    with sync_lock(paths.state, now):
        engine = open_records(records_place(paths))
        pull(engine, paths, read.sources(engine), now, progress)
        cycles = [s.cycle for s in read.okrs(engine, day, now) if s.cycle.contains(day)]
        start = min((cycle.starts_on for cycle in cycles), default=day) - dt.timedelta(
            weeks=WEEKS_BEFORE_CYCLE
        )
        sunday = week_start(start) + dt.timedelta(days=6)
        days = [*_sundays(sunday, day), day]
        progress.step("Publishing the weeks", len(days))
        for as_of in days:
            publish(engine, paths, as_of, now, Silent(), pool)
            progress.advance()


def _sundays(first: dt.date, before: dt.date) -> list[dt.date]:
    """The Sundays from `first` on, before a day."""
    count = max(0, -(-(before - first).days // 7))
    return [first + dt.timedelta(weeks=number) for number in range(count)]
