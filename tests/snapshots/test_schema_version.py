"""The numbered schema: every older file opens, a newer one is refused, and no change goes unnumbered."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import duckdb
import pytest

from dashboard.domain.errors import OtherVersion, StoreError
from dashboard.domain.okr import Status
from dashboard.read_model.load import state_of
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
    assert state.key_results["subscriptions"].value == 232.0
    assert state.key_results["churn"].status is Status.REACHED
    assert [row.key_result_id for row in review.table] == list(state.key_results)
    assert isinstance(page, KeyResultPage)
    assert page.facts[0].number.startswith("232")


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
