"""The state at a date, from the snapshot that was published for it, else computed for the moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.config import Paths, records_url
from dashboard.pipeline.publish import computed_snapshot
from dashboard.pipeline.sync import applied_settings, day_asked
from dashboard.records import read
from dashboard.records import snapshot_files as snapshot_records
from dashboard.records.database import open_records


@contextmanager
def state_at(paths: Paths, as_of: dt.date | None, now: dt.datetime) -> Iterator[Path]:
    """The snapshot file of a day: the published one, or one that is computed and gone afterwards.

    A published one counts as long as nobody has written anything since.

    Raises:
        InvalidInput: nothing was applied yet, or the day is in the future.
    """
    engine = open_records(records_url(paths))
    day = day_asked(applied_settings(engine, paths), as_of, now)
    row = snapshot_records.snapshot_for(engine, day)
    if (
        row is not None
        and not read.written_since(engine, row.change_number)
        and (paths.snapshots / row.file_name).exists()
    ):
        yield paths.snapshots / row.file_name
        return
    with computed_snapshot(engine, paths, day, now) as path:
        yield path
