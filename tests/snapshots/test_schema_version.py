"""The numbered schema: every older file opens, a newer one is refused, and no change goes unnumbered."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
from pathlib import Path

import duckdb
import pytest

from dashboard.config import Paths, records_place
from dashboard.domain.errors import OtherVersion, StoreError
from dashboard.domain.okr import Status
from dashboard.i18n import translator
from dashboard.read_model.load import load_state, state_of
from dashboard.records.database import open_records
from dashboard.records.rows import SnapshotRow
from dashboard.records.snapshot_files import publish_snapshot
from dashboard.reports.key_result.report import KeyResultPage, key_result_page
from dashboard.reports.weekly_review.report import weekly_review
from dashboard.snapshots import tables
from dashboard.snapshots.compact import compact_snapshot
from dashboard.snapshots.read import Snapshot
from dashboard.snapshots.schema_version import SCHEMA_VERSION
from dashboard.snapshots.tables import SCHEMA, table_types
from dashboard.snapshots.write import write_snapshot

GOLDEN = Path(__file__).parents[1] / "golden" / "snapshots"

HOW_TO = f"""The tables of a snapshot are not those of version {SCHEMA_VERSION}. Raise SCHEMA_VERSION in
dashboard/snapshots/schema_version.py, keep the new tables as tests/golden/snapshots/version-N.json, and the small world's
compacted snapshot, written with them, as tests/golden/snapshots/version-N.duckdb.gz; leave the files of earlier versions."""


RELEASED = {
    "version-2.json": "e83eb3459fd4263ed445ed4e0cc544fe9a7c8af53d9e1e1f12f337351d9f9ce2",
}
"""The SHA-256 of the table list of each version; version 1 was not numbered and has none."""

MISSING = [
    ("lead_effects", "needed_pace"),
    ("recalibration", "raw_chance"),
    ("lag_profiles", "usual_pace"),
]
"""Tables and columns of health that an older file may lack."""

HEADLINE = "2 of 4 key results are on track or reached. “More new subscriptions a week” is where a decision counts most."
"""The review's sentence on the small world's kept week, whatever version wrote it."""


@pytest.fixture(params=range(1, SCHEMA_VERSION + 1))
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The small world's kept week, as the program of that version wrote it."""
    packed = GOLDEN / f"version-{request.param}.duckdb.gz"
    path = tmp_path / "kept.duckdb"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


def test_the_tables_are_those_of_their_version():
    assert table_types() == json.loads((GOLDEN / f"version-{SCHEMA_VERSION}.json").read_text()), (
        HOW_TO
    )


def test_a_comment_in_the_schema_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = table_types()
    commented = tmp_path / "schema.sql"
    commented.write_text(SCHEMA.read_text("utf-8") + "\n-- a comment\n", "utf-8")
    monkeypatch.setattr(tables, "SCHEMA", commented)

    assert table_types.__wrapped__() == before


def test_a_kept_week_of_every_version_opens_as_it_was(kept: Path):
    state = state_of(kept)

    review = weekly_review(state, "2026-Q4")
    page = key_result_page(state, "subscriptions")

    assert state.as_of == dt.date(2026, 10, 18)
    assert set(state.key_results) == {"subscriptions", "churn", "regions", "satisfaction"}
    assert state.key_results["subscriptions"].attainment.value == 232.0
    assert state.key_results["churn"].status is Status.REACHED
    assert [row.key_result_id for row in review.table] == list(state.key_results)
    assert isinstance(page, KeyResultPage)
    assert page.facts[0].number.startswith("232")


def test_a_kept_week_of_every_version_is_reviewed_from_the_workspace(kept: Path, tmp_path: Path):
    paths = Paths(tmp_path / "workspace")
    paths.snapshots.mkdir(parents=True)
    kept.rename(paths.snapshots / "kept.duckdb")
    engine = open_records(records_place(paths))
    now = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    publish_snapshot(
        engine, SnapshotRow("kept", dt.date(2026, 10, 18), now, now, "kept.duckdb", "0.1.0")
    )
    engine.dispose()

    state = load_state(paths, now, week="2026-W42")

    assert state is not None
    headline = weekly_review(state, "2026-Q4").headline
    assert translator("en").write(headline) == HEADLINE


@pytest.mark.parametrize(("table", "column"), MISSING)
def test_pages_are_drawn_without_a_table_and_a_column(kept: Path, table: str, column: str):
    with duckdb.connect(str(kept)) as db:
        state_first_version(db)
        db.execute(f"DROP TABLE IF EXISTS {table}")
        db.execute(f"ALTER TABLE key_result_health DROP COLUMN IF EXISTS {column}")

    state = state_of(kept)

    assert len(weekly_review(state, "2026-Q4").table) == 4
    assert isinstance(key_result_page(state, "subscriptions"), KeyResultPage)


def test_a_column_of_another_type_is_read_with_the_type_of_today(kept: Path):
    with duckdb.connect(str(kept)) as db:
        state_first_version(db)
        db.execute("ALTER TABLE forecast_paths ALTER COLUMN median TYPE VARCHAR")

    kinds = Snapshot(kept).select("SELECT DISTINCT typeof(median) AS kind FROM forecast_paths")

    assert kinds["kind"].tolist() == ["DOUBLE"]
    assert isinstance(key_result_page(state_of(kept), "subscriptions"), KeyResultPage)


def state_first_version(db: duckdb.DuckDBPyConnection) -> None:
    """Makes a file one whose tables need not be those of today."""
    if "schema_version" in db.sql("SELECT * FROM snapshot").columns:
        db.execute("UPDATE snapshot SET schema_version = 1")


def test_the_table_list_of_a_released_version_is_never_edited():
    kept = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in GOLDEN.glob("version-*.json")
    }

    assert kept == RELEASED, "add the new version's hash; leave those of earlier versions"


def test_what_an_older_file_lacks_is_missing_and_what_it_has_is_kept(tmp_path: Path):
    path = write_snapshot(tmp_path, "one", {})
    with duckdb.connect(str(path)) as db:
        db.execute("DROP TABLE decisions")
        db.execute("ALTER TABLE kpis DROP COLUMN owner")
        db.execute("ALTER TABLE kpis ADD COLUMN colour VARCHAR")
        db.execute("ALTER TABLE snapshot DROP COLUMN schema_version")
        db.execute(
            "INSERT INTO kpis BY NAME SELECT 'a' AS kpi_id, 's' AS source_id, 'A' AS name, '' AS unit, 'increase' AS "
            "direction, 'week' AS grain, 'sum' AS aggregation, '' AS description, '{}' AS definition, 'red' AS colour"
        )

    kpis = Snapshot(path).table("kpis")

    assert list(kpis.columns) == list(table_types()["kpis"])
    assert kpis["name"].tolist() == ["A"]
    assert kpis["owner"].isna().all()
    assert Snapshot(path).ask("decisions").empty


def test_an_older_file_still_keeps_its_readers_from_the_rest_of_the_machine(
    kept: Path, tmp_path: Path
):
    secret = tmp_path / "secret.csv"
    secret.write_text("secret", "utf-8")

    with pytest.raises(StoreError, match="disabled by configuration"):
        Snapshot(kept).select("SELECT * FROM read_text($path)", {"path": str(secret)})


def test_a_newer_file_is_refused_with_both_versions_and_the_way_out(kept: Path):
    with duckdb.connect(str(kept)) as db:
        columns = db.sql("SELECT * FROM snapshot").columns
        if "schema_version" not in columns:
            db.execute("ALTER TABLE snapshot ADD COLUMN schema_version INTEGER")
        db.execute("UPDATE snapshot SET schema_version = 99, code_version = '9.0.0'")

    with pytest.raises(
        OtherVersion,
        match=rf"newer version of Fremdrift \(9\.0\.0, schema 99; .* up to {SCHEMA_VERSION}\).*fremdrift sync",
    ):
        state_of(kept)
    with pytest.raises(OtherVersion):
        compact_snapshot(kept, "one")
