"""A publish that takes from earlier ones what they found equals one that finds everything itself."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from dashboard.actions.apply import apply_workspace
from dashboard.actions.check_in import CheckInForm, check_in
from dashboard.actions.review_verdict import ReviewGiven, record_review
from dashboard.config import Paths, records_place
from dashboard.domain.okr import Role
from dashboard.domain.verdict_review import ReviewKind
from dashboard.pipeline.progress import Silent
from dashboard.pipeline.snapshot.compute import compute
from dashboard.pipeline.snapshot.inputs import gather
from dashboard.pipeline.sync import sync
from dashboard.pipeline.tasks.result_cache import ResultCache
from dashboard.pipeline.tasks.worker_pool import WorkerPool
from dashboard.read_model.load import load_state
from dashboard.records import read
from dashboard.records.database import open_records
from dashboard.snapshots.write import write_snapshot
from tests.pipeline.conftest import NOW
from tests.worlds import OKRS, SOURCE, csv_until, write_world

LATER = NOW + dt.timedelta(minutes=1)
NEXT_WEEK = NOW + dt.timedelta(weeks=1)

Tables = dict[str, list[str]]


@dataclass(frozen=True)
class Change:
    """Something that happens between two publishes, and how much of the second one it makes new."""

    does: Callable[[Paths], None]
    now: dt.datetime = LATER
    forecasts: int = 0
    families: int = 0
    usual_ranges: int = 0


def rewrite(name: str, text: str) -> Callable[[Paths], None]:
    def does(paths: Paths) -> None:
        (paths.root / name).write_text(text, "utf-8")
        apply_workspace(paths, by="ana", now=LATER)

    return does


def okrs(old: str, new: str) -> Callable[[Paths], None]:
    assert old in OKRS
    return rewrite("okrs/growth.yaml", OKRS.replace(old, new))


def restated(paths: Paths) -> None:
    """Another number of subscriptions in the last week."""
    lines = csv_until(dt.date(2026, 10, 18)).splitlines()
    week, visitors, _, churn = lines[-1].split(",")
    lines[-1] = f"{week},{visitors},300,{churn}"
    (paths.root / "shop.csv").write_text("\n".join(lines) + "\n", "utf-8")


def one_week_more(paths: Paths) -> None:
    (paths.root / "shop.csv").write_text(csv_until(dt.date(2026, 10, 25)), "utf-8")


def overridden(paths: Paths) -> None:
    state = load_state(paths, NOW)
    assert state is not None
    given = ReviewGiven(
        "subscriptions", "visitors", ReviewKind.OVERRIDDEN, "ana", Role.LAGGING, "We know"
    )
    record_review(paths, given, now=LATER)


def reported(paths: Paths) -> None:
    check_in(paths, CheckInForm("satisfaction", "0.4", "", "ana", value=6.5), now=LATER)


def said(paths: Paths) -> None:
    check_in(paths, CheckInForm("subscriptions", "70%", "It goes well", "ana"), now=LATER)


CHANGES = {
    "nothing": Change(lambda _: None),
    "the title": Change(okrs("More new subscriptions", "Far more new subscriptions")),
    "the target": Change(okrs("target: 260", "target: 230"), forecasts=1),
    "the deadline": Change(
        okrs("target: 260", "target: 260\n        due_on: 2026-11-30"), forecasts=1
    ),
    "the band": Change(okrs("{low: 2, high: 4}", "{low: 2, high: 3}"), forecasts=1),
    "a threshold": Change(okrs("> 1250", "> 1300"), forecasts=1),
    "a KPI that joins": Change(
        okrs('"> 1250"}', '"> 1250"}\n          - {kpi: churn-rate}'), forecasts=1, families=1
    ),
    "limits": Change(
        rewrite("sources/shop.yaml", SOURCE.replace("high: 100", "high: 50")),
        forecasts=1,
        usual_ranges=1,
    ),
    "which way is better": Change(
        rewrite(
            "sources/shop.yaml",
            SOURCE.replace("visitors, grain", "visitors, direction: decrease, grain"),
        ),
        families=1,
    ),
    "a restated value": Change(restated, forecasts=1, families=1, usual_ranges=1),
    "what the team says": Change(said),
    "a value that is reported": Change(reported, forecasts=1),
    "an override": Change(overridden),
    "a week without news": Change(lambda _: None, now=NEXT_WEEK),
    "a week with news": Change(
        one_week_more, now=NEXT_WEEK, forecasts=2, families=1, usual_ranges=3
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_taken_from_earlier_publishes_equals_what_is_found_anew(
    applied: Paths, tmp_path: Path, name: str
):
    change = CHANGES[name]
    sync(applied, now=NOW, progress=Silent())
    change.does(applied)

    result = sync(applied, now=change.now, progress=Silent())

    assert published(applied) == from_nothing(applied, change.now, tmp_path)
    counts = result.published.counts
    assert counts["recomputed_forecasts"] == change.forecasts
    assert counts["recomputed_families"] == change.families
    assert counts["recomputed_usual_ranges"] == change.usual_ranges


def test_a_reported_value_that_is_enough_to_forecast_from_is_forecast_anew(
    applied: Paths, tmp_path: Path
):
    for week in range(10):
        day = dt.date(2026, 8, 10) + dt.timedelta(weeks=week)
        given = CheckInForm("satisfaction", "0.4", "", "ana", value=6 + 0.1 * week, on=day)
        check_in(applied, given, now=NOW)
    sync(applied, now=NOW, progress=Silent())
    reported(applied)

    result = sync(applied, now=LATER, progress=Silent())

    assert result.published.counts["recomputed_forecasts"] == 1
    assert published(applied) == from_nothing(applied, LATER, tmp_path)


def test_two_workspaces_of_the_same_files_publish_the_same_bytes(tmp_path: Path):
    found = []
    for name in ("one", "other"):
        paths = Paths(write_world(tmp_path / name))
        apply_workspace(paths, by="ana", now=NOW)
        sync(paths, now=NOW, progress=Silent())
        found.append(published(paths))

    assert found[0] == found[1]


def test_any_number_of_processes_publishes_the_same_bytes(applied: Paths, tmp_path: Path):
    sync(applied, now=NOW, progress=Silent())

    with WorkerPool(2, worth_seconds=0) as pool:
        assert from_nothing(applied, NOW, tmp_path, pool) == published(applied)


def test_the_first_sync_finds_everything_and_its_run_says_so(applied: Paths):
    first = sync(applied, now=NOW, progress=Silent())
    second = sync(applied, now=LATER, progress=Silent())

    newest, before = (
        run for run in read.runs(open_records(records_place(applied))) if run.source is None
    )
    assert (before.status, before.counts["key_results"]) == ("ok", 4)
    assert before.counts["recomputed_key_results"] == 2
    assert before.counts["snapshot"] == first.published.snapshot_id
    assert before.rows_new == 177
    assert newest.counts["recomputed_key_results"] == 0
    assert newest.counts["seconds_computing"] < before.counts["seconds_computing"]
    assert (first.as_json()["recomputed"], second.as_json()["recomputed"]) == (2, 0)


def test_a_sync_that_breaks_is_recorded_with_its_reason(
    applied: Paths, monkeypatch: pytest.MonkeyPatch
):
    def breaks(*_):
        raise RuntimeError("no room")

    monkeypatch.setattr("dashboard.pipeline.publish.write_snapshot", breaks)
    with pytest.raises(RuntimeError, match="no room"):
        sync(applied, now=NOW, progress=Silent())

    (run,) = (r for r in read.runs(open_records(records_place(applied))) if r.source is None)
    assert (run.status, run.error) == ("failed", "no room")


def test_a_backfill_does_not_make_the_next_sync_forget(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    sync(applied, now=LATER, progress=Silent(), as_of=dt.date(2026, 10, 4))

    result = sync(applied, now=LATER, progress=Silent())

    assert result.published.counts["recomputed_key_results"] == 0


def test_a_damaged_snapshot_costs_time_and_nothing_else(applied: Paths, tmp_path: Path):
    sync(applied, now=NOW, progress=Silent())
    for path in applied.snapshots.iterdir():
        path.write_bytes(b"broken" * 1000)

    result = sync(applied, now=LATER, progress=Silent())

    assert result.published.counts["recomputed_key_results"] == 2
    assert published(applied) == from_nothing(applied, LATER, tmp_path)


def test_a_forecast_is_kept_with_all_that_it_takes_to_judge_it_later(applied: Paths):
    sync(applied, now=NOW, progress=Silent(), as_of=dt.date(2026, 10, 11))
    sync(applied, now=NOW, progress=Silent())

    state = load_state(applied, NOW)
    assert state is not None
    rows = state.key_result_history
    row = rows[rows["key_result_id"] == "subscriptions"].iloc[0]
    assert row["as_of"].date() == dt.date(2026, 10, 11)
    assert row["due_on"].date() == dt.date(2026, 12, 31)
    assert (row["direction"], row["grain"], row["horizon"]) == ("increase", "week", 11)
    assert len(row["inputs_fingerprint"]) == 32
    assert 0 < row["raw_chance"] < 1
    assert row["method"] == state.key_results["subscriptions"].projection.method
    assert row["low80"] < row["low50"] < row["median"] < row["high50"] < row["high80"]
    band = rows[rows["key_result_id"] == "churn"].iloc[0]
    assert (band["target_low"], band["target_high"]) == (2, 4)


def published(paths: Paths) -> Tables:
    """The tables of the current snapshot."""
    state = load_state(paths, NOW)
    assert state is not None
    return tables(state.snapshot.path)


def from_nothing(
    paths: Paths, now: dt.datetime, folder: Path, pool: WorkerPool | None = None
) -> Tables:
    """The tables of a snapshot for which nothing is known."""
    engine = open_records(records_place(paths))
    inputs = gather(engine, paths, now.date(), now)
    cache = ResultCache(lambda _: {}, pool or WorkerPool(), Silent())
    return tables(write_snapshot(folder, "anew", compute(inputs, cache).tables))


def tables(path: Path) -> Tables:
    """Every row of every table, written out to the last bit, but for what names the publish itself."""
    copy = path.with_suffix(".copy")  # the program has the file itself open
    shutil.copy(path, copy)
    with duckdb.connect(str(copy), read_only=True) as db:
        names = [row[0] for row in db.execute("SHOW TABLES").fetchall() if row[0] != "snapshot"]
        found = {}
        for name in names:
            columns = [row[0] for row in db.execute(f"DESCRIBE {name}").fetchall()]
            kept = ", ".join(c for c in columns if c not in ("snapshot_id", "last_run_at"))
            found[name] = [
                repr(row) for row in db.execute(f"SELECT {kept} FROM {name}").fetchall()
            ]
        return found
