"""The next snapshot: computed, written beside the current one, and made current in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from dashboard.config import Paths
from dashboard.demo.write import MARKER
from dashboard.pipeline.compute import compute
from dashboard.pipeline.gather import gather
from dashboard.pipeline.inputs import Inputs
from dashboard.pipeline.progress import Progress, Silent
from dashboard.records import read
from dashboard.records import snapshot_files as snapshot_records
from dashboard.records.database import Records
from dashboard.records.rows import SnapshotRow, iso_week
from dashboard.snapshots.write import schema_fingerprint, write_snapshot


@dataclass(frozen=True)
class Published:
    """A snapshot that was just published."""

    snapshot_id: str
    as_of: dt.date
    key_results: int


def publish(
    engine: Records, paths: Paths, as_of: dt.date, now: dt.datetime, progress: Progress
) -> Published:
    """Compute the state at `as_of` as it is known at `now`, and publish it.

    A page sees the snapshot before, or this one, and never a part of it.
    """
    inputs = gather(engine, paths, as_of, now)
    tables = compute(inputs, progress)
    tables["snapshot"] = _header(engine, inputs, now, paths)
    progress.step("Publishing")
    path = write_snapshot(paths.snapshots, inputs.snapshot_id, tables)
    snapshot_records.publish_snapshot(engine, _row(inputs, path, now))
    return Published(inputs.snapshot_id, as_of, len(tables["key_results"]))


@contextmanager
def computed_snapshot(
    engine: Records, paths: Paths, as_of: dt.date, now: dt.datetime
) -> Iterator[Path]:
    """A snapshot file for a date that none was published for; gone afterwards."""
    with TemporaryDirectory(prefix="fremdrift-") as folder:
        inputs = gather(engine, paths, as_of, now)
        tables = compute(inputs, Silent())
        tables["snapshot"] = _header(engine, inputs, now, paths)
        yield write_snapshot(Path(folder), inputs.snapshot_id, tables)


def _header(engine: Records, inputs: Inputs, now: dt.datetime, paths: Paths) -> pd.DataFrame:
    settings = read.settings(engine)
    return pd.DataFrame(
        [
            {
                "snapshot_id": inputs.snapshot_id,
                "as_of": inputs.as_of,
                "known_at": inputs.known_at,
                "built_at": now,
                "code_version": version("fremdrift"),
                "change_number": inputs.change_number,
                "workspace": settings.get("name") or paths.root.name,
                "timezone": settings.get("timezone", "UTC"),
                "locale": settings.get("locale", "en"),
                "is_demo": (paths.root / MARKER).exists(),
                "schema_fingerprint": schema_fingerprint(),
            }
        ]
    )


def _row(inputs: Inputs, path: Path, now: dt.datetime) -> SnapshotRow:
    return SnapshotRow(
        id=inputs.snapshot_id,
        as_of=inputs.as_of,
        known_at=inputs.known_at,
        published_at=now,
        file_name=path.name,
        code_version=version("fremdrift"),
        week=iso_week(inputs.as_of),
        change_number=inputs.change_number,
    )
