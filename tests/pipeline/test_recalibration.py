"""What became of a workspace's own forecasts moves its next ones: in a publish, and in what is laid over it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.actions.apply import apply_workspace
from dashboard.config import Paths, records_place
from dashboard.pipeline.progress import Silent
from dashboard.pipeline.sync import sync
from dashboard.read_model.load import load_state
from dashboard.read_model.state import State
from dashboard.records import snapshot_files as snapshot_records
from dashboard.records.database import open_records
from dashboard.records.rows import SnapshotRow
from dashboard.snapshots.write import write_snapshot
from tests.pipeline.conftest import NOW
from tests.worlds import OKRS

LATER = NOW + dt.timedelta(minutes=1)
QUARTERS = [dt.date(2025, 10, 5), dt.date(2026, 1, 4), dt.date(2026, 4, 5), dt.date(2026, 7, 5)]
"""The first Sundays of quarters that are over."""


def week_of_the_past(as_of: dt.date) -> pd.DataFrame:
    """What was said that week of thirty key results: 95 % while they ran, and then that eighteen were reached."""
    rows = [
        {
            "key_result_id": f"{starts_on}-{number}",
            "as_of": as_of,
            "snapshot_id": f"s-{as_of}",
            "target": 10.0,
            "due_on": starts_on + dt.timedelta(days=85),
            "status": "on_track",
            "method": "fact" if is_over else "levels and trends",
            "chance": float(number % 5 < 3) if is_over else 0.95,
        }
        for starts_on in QUARTERS
        for number in range(30)
        if (is_over := as_of > starts_on + dt.timedelta(days=85)) or as_of > starts_on
    ]
    return pd.DataFrame(rows)


@pytest.fixture
def with_a_past(applied: Paths) -> Paths:
    """The small workspace with a year of kept weeks, in which far too much was promised."""
    engine = open_records(records_place(applied))
    for starts_on in QUARTERS:
        for week in (3, 8, 13):
            as_of = starts_on + dt.timedelta(weeks=week)
            name = f"s-{as_of}"
            path = write_snapshot(
                applied.snapshots, name, {"key_result_history": week_of_the_past(as_of)}
            )
            moment = dt.datetime.combine(as_of, dt.time(21), dt.UTC)
            snapshot_records.publish_snapshot(
                engine, SnapshotRow(name, as_of, moment, moment, path.name, "0", is_compact=True)
            )
    engine.dispose()
    return applied


def state(paths: Paths) -> State:
    found = load_state(paths, LATER + dt.timedelta(minutes=1))
    assert found is not None
    return found


def test_a_publish_reads_its_forecasts_as_past_ones_taught(with_a_past: Paths):
    sync(with_a_past, now=NOW, progress=Silent())

    found = state(with_a_past)
    health, learnt = found.key_results["subscriptions"], found.recalibration
    said = found.key_result_history.query("key_result_id == 'subscriptions'").iloc[-1]
    assert learnt.is_on
    assert (learnt.settled, learnt.tested) == (120, 90)
    assert learnt.map.apply(0.95) < 0.85
    assert health.projection.raw_chance is not None
    assert health.projection.chance == pytest.approx(
        learnt.map.apply(health.projection.raw_chance)
    )
    assert health.projection.chance != pytest.approx(health.projection.raw_chance, abs=0.01)
    assert (said["chance"], said["raw_chance"]) == (
        health.projection.chance,
        health.projection.raw_chance,
    )


def test_what_lies_over_a_snapshot_is_read_alike(with_a_past: Paths):
    sync(with_a_past, now=NOW, progress=Silent())
    (with_a_past.okrs / "growth.yaml").write_text(
        OKRS.replace("target: 260", "target: 230"), "utf-8"
    )
    apply_workspace(with_a_past, by="ana", now=LATER)
    laid_over = state(with_a_past)

    sync(with_a_past, now=LATER, progress=Silent())

    published = state(with_a_past)
    for name in ("subscriptions", "churn"):
        over, then = laid_over.key_results[name], published.key_results[name]
        assert (over.projection.chance, over.projection.raw_chance, over.projection.median) == (
            then.projection.chance,
            then.projection.raw_chance,
            then.projection.median,
        )
    assert laid_over.objectives["grow"] == published.objectives["grow"]


def test_without_a_past_nothing_is_moved(applied: Paths):
    sync(applied, now=NOW, progress=Silent())

    found = state(applied)
    assert (found.recalibration.settled, found.recalibration.is_on) == (0, False)
    assert found.key_results["subscriptions"].projection.raw_chance is None
    assert (
        found.objectives["grow"].correlation is None or found.objectives["grow"].partial is False
    )
