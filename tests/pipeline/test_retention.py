from __future__ import annotations

import datetime as dt
import os

import pytest

from dashboard.config import Paths, records_place
from dashboard.domain.errors import OtherVersion
from dashboard.pipeline.progress import Silent
from dashboard.pipeline.retention import tidy_up
from dashboard.pipeline.sync import sync
from dashboard.read_model.load import load_state
from dashboard.records.database import open_records
from dashboard.records.snapshot_files import snapshots
from tests.pipeline.conftest import NOW
from tests.worlds import csv_until, write_newer_version, write_older_version

DAY = dt.timedelta(days=1)


def age_files(paths: Paths, moment: dt.datetime) -> None:
    """Make every file look as old as it would be."""
    for path in [*paths.snapshots.iterdir(), *paths.observations.iterdir()]:
        os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_of_a_week_gone_by_the_last_snapshot_stays_and_says_the_same(applied: Paths):
    sync(applied, now=NOW - DAY, progress=Silent())
    sync(applied, now=NOW, progress=Silent())
    kept_before = load_state(applied, NOW, week="2026-W42")
    age_files(applied, NOW)
    later = NOW + 9 * DAY

    sync(applied, now=later, progress=Silent())

    rows = snapshots(open_records(records_place(applied)))
    kept_after = load_state(applied, later, week="2026-W42")
    assert [(row.week, row.is_kept, row.is_compact) for row in rows] == [
        ("2026-W44", True, False),
        ("2026-W42", True, True),
    ]
    assert kept_before is not None
    assert kept_after is not None
    assert kept_before.key_results.keys() == kept_after.key_results.keys()
    assert (
        kept_before.key_results["subscriptions"].projection.chance
        == kept_after.key_results["subscriptions"].projection.chance
    )


def test_a_week_with_an_older_schema_stays_as_it_is_and_opens(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    (kept,) = applied.snapshots.iterdir()
    write_older_version(kept)
    before = kept.read_bytes()
    later = NOW + 9 * DAY

    done = sync(applied, now=later, progress=Silent())
    past = load_state(applied, later, week="2026-W42")

    assert done.troubles == ()
    assert kept.read_bytes() == before
    assert past is not None
    assert past.as_of == NOW.date()
    assert past.key_results["subscriptions"].projection.chance is not None
    assert past.key_results["subscriptions"].required_pace.needed_pace is None


def test_a_week_with_a_newer_schema_stays_as_it_is_and_the_page_says_what_to_do(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    (kept,) = applied.snapshots.iterdir()
    write_newer_version(kept)
    before = kept.read_bytes()
    later = NOW + 9 * DAY

    done = sync(applied, now=later, progress=Silent())

    assert done.troubles == ()
    assert kept.read_bytes() == before
    with pytest.raises(
        OtherVersion, match=r"2026-W42 was kept by a newer version.*Update Fremdrift"
    ) as caught:
        load_state(applied, later, week="2026-W42")
    assert "sync" not in str(caught.value)


def test_files_that_nothing_names_go_after_a_day_and_not_before(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    (applied.root / "shop.csv").write_text(
        csv_until(dt.date(2026, 10, 11)).replace("3.", "2."), "utf-8"
    )
    sync(applied, now=NOW + dt.timedelta(minutes=1), progress=Silent())
    left = applied.snapshots / "2026-10-18-crashed.draft"
    left.write_bytes(b"half")
    age_files(applied, NOW)
    engine = open_records(records_place(applied))
    assert len(list(applied.observations.iterdir())) == 2

    tidy_up(engine, applied, NOW + dt.timedelta(hours=23))
    assert left.exists()
    assert len(list(applied.observations.iterdir())) == 2

    tidy_up(engine, applied, NOW + 2 * DAY)
    assert not left.exists()
    assert len(list(applied.observations.iterdir())) == 1
    assert load_state(applied, NOW) is not None


def test_a_file_that_was_replaced_a_moment_ago_stays_however_old_it_is(applied: Paths):
    sync(applied, now=NOW - 9 * DAY, progress=Silent())
    before = {*applied.snapshots.iterdir(), *applied.observations.iterdir()}
    age_files(applied, NOW - 9 * DAY)
    (applied.root / "shop.csv").write_text(
        csv_until(dt.date(2026, 10, 18)).replace("3.", "2."), "utf-8"
    )

    sync(applied, now=NOW, progress=Silent())
    assert all(path.exists() for path in before)

    sync(applied, now=NOW + 2 * DAY, progress=Silent())
    assert not any(path.exists() for path in before)
