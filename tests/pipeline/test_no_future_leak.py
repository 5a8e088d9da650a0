"""What was observed after a day, or recorded after a moment, has no say in what is computed for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from dashboard.config import Paths, records_place
from dashboard.pipeline.progress import Silent
from dashboard.pipeline.publish import computed_snapshot
from dashboard.pipeline.sync import sync
from dashboard.records.database import open_records
from dashboard.snapshots.read import Snapshot
from tests.pipeline.conftest import NOW
from tests.worlds import csv_until

DAY = dt.date(2026, 10, 18)
LATER = NOW + dt.timedelta(weeks=4)
RESULTS = (
    "key_result_health",
    "forecast_paths",
    "landings",
    "indicators",
    "lag_profiles",
    "objective_health",
    "usual_ranges",
)

Answer = Callable[[Paths, dt.date, dt.datetime], dict[str, pd.DataFrame]]


def computed(paths: Paths, day: dt.date, known_at: dt.datetime) -> dict[str, pd.DataFrame]:
    with computed_snapshot(open_records(records_place(paths)), paths, day, known_at) as file:
        return results(file)


def results(file: Path) -> dict[str, pd.DataFrame]:
    snapshot = Snapshot(file)
    tables = {name: snapshot.table(name) for name in RESULTS}
    return {
        name: table.sort_values(list(table.columns[:4]), ignore_index=True)
        for name, table in tables.items()
    }


def a_week_ahead(paths: Paths, day: dt.date, known_at: dt.datetime) -> dict[str, pd.DataFrame]:
    """Knows one week more than there was."""
    return computed(paths, day + dt.timedelta(weeks=1), known_at)


def by_the_newest(paths: Paths, day: dt.date, known_at: dt.datetime) -> dict[str, pd.DataFrame]:
    """Takes every value as it was restated in the end."""
    return computed(paths, day, known_at + dt.timedelta(weeks=5))


def deliver(paths: Paths, now: dt.datetime, change: Callable[[int, str], str]) -> None:
    """A delivery four weeks on, its rows changed."""
    header, *rows = csv_until(DAY + dt.timedelta(weeks=4)).splitlines()
    changed = [change(at, row) for at, row in enumerate(rows)]
    (paths.root / "shop.csv").write_text("\n".join([header, *changed]) + "\n", "utf-8")
    sync(paths, now=now, progress=Silent())


def garbage(at: int, row: str) -> str:
    week, *_ = row.split(",")
    return f"{week},{9_000 + 777 * (at % 5)},{900 + 50 * (at % 7)},{50 + at % 9}"


def later_weeks_have_no_say(answer: Answer, paths: Paths) -> None:
    sync(paths, now=NOW, progress=Silent())
    before = answer(paths, DAY, NOW)
    known = len(csv_until(DAY).splitlines()) - 1
    deliver(paths, LATER, lambda at, row: row if at < known else garbage(at, row))
    assert_same(answer(paths, DAY, LATER), before)


def later_records_have_no_say(answer: Answer, paths: Paths) -> None:
    sync(paths, now=NOW, progress=Silent())
    before = answer(paths, DAY, NOW)
    deliver(paths, LATER, garbage)
    assert_same(answer(paths, DAY, NOW), before)


def assert_same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, other[name], check_exact=True, obj=name)


LAWS = {
    later_weeks_have_no_say: a_week_ahead,
    later_records_have_no_say: by_the_newest,
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_past_stays_as_it_was_known(applied: Paths, law) -> None:
    law(computed, applied)


@pytest.mark.parametrize(("law", "leak"), LAWS.items(), ids=lambda one: one.__name__)
def test_a_leak_is_seen(applied: Paths, law, leak) -> None:
    with pytest.raises(AssertionError):
        law(leak, applied)


def test_a_publish_says_what_is_computed_for_its_day_to_the_last_bit(applied: Paths) -> None:
    sync(applied, now=NOW, progress=Silent())
    published = max(applied.snapshots.glob("*.duckdb"), key=lambda one: one.stat().st_mtime)

    assert_same(results(published), computed(applied, DAY, NOW))


def test_after_the_deadline_and_the_last_week_the_fact_is_published(applied: Paths) -> None:
    after = dt.datetime(2027, 1, 5, 9, tzinfo=dt.UTC)
    (applied.root / "shop.csv").write_text(csv_until(dt.date(2027, 1, 3)), "utf-8")
    sync(applied, now=after, progress=Silent())
    health = computed(applied, after.date(), after)["key_result_health"].set_index("key_result_id")
    last = csv_until(dt.date(2026, 12, 27)).splitlines()[-1].split(",")

    assert health.loc["subscriptions", "value"] == float(last[2])
    assert health.loc["subscriptions", "chance"] == float(float(last[2]) >= 260)
    assert health.loc["churn", "chance"] == float(2 <= float(last[3]) <= 4)
    assert health.loc["regions", "chance"] == 0
    assert set(health.loc[["subscriptions", "churn"], "status"]) <= {"reached", "missed"}
