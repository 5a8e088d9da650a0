from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard.domain.errors import StoreError
from dashboard.snapshots.compact import compact_snapshot
from dashboard.snapshots.read import KEPT_OPEN, QUERIES, Snapshot
from dashboard.snapshots.schema_version import SCHEMA_VERSION
from dashboard.snapshots.tables import table_types
from dashboard.snapshots.write import write_snapshot


def series(kpi_ids: list[str], weeks: int) -> pd.DataFrame:
    periods = pd.date_range("2020-01-06", periods=weeks, freq="W-MON")
    return pd.concat(
        pd.DataFrame(
            {
                "kpi_id": kpi_id,
                "grain": "week",
                "period_on": periods,
                "value": [float(number * 1000 + week) for week in range(weeks)],
                "observation_count": 1,
                "is_complete": True,
            }
        )
        for number, kpi_id in enumerate(kpi_ids)
    )


def header(as_of: str = "2026-10-18") -> pd.DataFrame:
    moment = pd.Timestamp("2026-10-18T21:00:00Z")
    return pd.DataFrame(
        [
            {
                "snapshot_id": "one",
                "as_of": pd.Timestamp(as_of).date(),
                "known_at": moment,
                "built_at": moment,
                "code_version": "0",
                "change_number": 1,
                "workspace": "Small",
                "timezone": "UTC",
                "locale": "en",
                "is_demo": False,
                "schema_version": SCHEMA_VERSION,
            }
        ]
    )


def test_what_is_written_is_read(tmp_path: Path):
    path = write_snapshot(tmp_path, "one", {"series": series(["b", "a"], 3)})

    found = Snapshot(path).ask("series", {"kpi_ids": ["b"], "grains": ["week"]})

    assert found["value"].tolist() == [0.0, 1.0, 2.0]
    assert str(found["period_on"].dtype) == "datetime64[s]"


def test_a_table_or_a_column_that_is_not_in_the_schema_is_refused_and_nothing_is_left(
    tmp_path: Path,
):
    with pytest.raises(ValueError, match="no table 'weather'"):
        write_snapshot(tmp_path, "one", {"weather": pd.DataFrame({"rain": [1]})})
    with pytest.raises(duckdb.BinderException):
        write_snapshot(tmp_path, "one", {"cycles": pd.DataFrame({"rain": [1]})})

    assert not list(tmp_path.glob("*.duckdb"))


def test_a_name_is_never_used_twice(tmp_path: Path):
    names = {write_snapshot(tmp_path, "one", {}).name for _ in range(3)}

    assert len(names) == 3


def test_a_file_that_is_missing_or_broken_is_told_with_the_way_out(tmp_path: Path):
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"not a database" * 100)

    for path in (tmp_path / "gone.duckdb", broken):
        with pytest.raises(StoreError, match="fremdrift sync"):
            Snapshot(path).table("series")


def test_nobody_can_write_into_a_published_snapshot(tmp_path: Path):
    snapshot = Snapshot(write_snapshot(tmp_path, "one", {"series": series(["a"], 3)}))

    for statement in ("DELETE FROM series", "COPY series TO 'out.csv'", "SET threads = 1"):
        with pytest.raises(StoreError):
            snapshot.select(statement)
    assert len(snapshot.table("series")) == 3


def test_a_query_reads_no_file_of_the_machine(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    snapshot = Snapshot(write_snapshot(tmp_path, "one", {}))

    with pytest.raises(StoreError, match="disabled by configuration"):
        snapshot.select("SELECT * FROM read_text($path)", {"path": str(secret)})


def test_many_threads_get_their_own_answers_while_files_are_opened_and_let_go(tmp_path: Path):
    kpi_ids = [f"kpi-{number}" for number in range(20)]
    paths = [
        write_snapshot(tmp_path, str(number), {"series": series(kpi_ids, 40)})
        for number in range(KEPT_OPEN + 3)
    ]

    def asked(number: int) -> bool:
        kpi = number % len(kpi_ids)
        snapshot = Snapshot(paths[number % len(paths)])
        found = snapshot.ask("series", {"kpi_ids": [kpi_ids[kpi]], "grains": ["week"]})
        return found["value"].tolist() == [float(kpi * 1000 + week) for week in range(40)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(asked, range(400)))

    assert all(answers)


def test_a_compacted_snapshot_keeps_every_table_but_the_series_that_no_page_draws(tmp_path: Path):
    drawn = pd.DataFrame(
        [
            {
                "key_result_id": "k",
                "objective_id": "o",
                "position": 0,
                "title": "t",
                "kpi_id": "a",
                "direction": "increase",
                "unit": "",
                "weight": 1.0,
                "due_on": pd.Timestamp("2026-12-31").date(),
            }
        ]
    )
    path = write_snapshot(
        tmp_path,
        "one",
        {"snapshot": header(), "key_results": drawn, "series": series(["a", "unused"], 350)},
    )

    before, after = Snapshot(path), Snapshot(compact_snapshot(path, "one"))

    for table in set(table_types()) - {"series"}:
        pd.testing.assert_frame_equal(before.table(table), after.table(table))
    kept = after.table("series")
    assert set(kept["kpi_id"]) == {"a"}
    assert 100 < len(kept) < 350
    assert kept["period_on"].max() == before.table("series")["period_on"].max()


def test_every_query_runs_on_an_empty_snapshot(tmp_path: Path):
    snapshot = Snapshot(write_snapshot(tmp_path, "one", {}))
    values = {"kpi_ids": ["a"], "grains": ["week"]}

    for path in sorted(QUERIES.glob("*.sql")):
        needs = {
            name: value for name, value in values.items() if f"${name}" in path.read_text("utf-8")
        }
        assert snapshot.ask(path.stem, needs).empty, path.stem
