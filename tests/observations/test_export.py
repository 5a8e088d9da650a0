from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from dashboard.domain.errors import StoreError
from dashboard.observations.export import export_observations


@pytest.fixture
def filled(shelf):
    shelf.add([("b", "2026-01-05", 0.1), ("a", "2026-01-05", 1)])
    shelf.add([("a", "2026-01-05", 2)], days_later=1)
    return shelf


def test_a_csv_file_holds_everything_that_was_recorded(filled, tmp_path):
    assert export_observations(filled.files, tmp_path / "out/o.csv") == 3
    assert (tmp_path / "out/o.csv").read_text().splitlines() == [
        '"kpi_id","grain","observed_on","value","recorded_at"',
        '"a","day",2026-01-05,1,2027-06-01 05:00:00.000000Z',
        '"a","day",2026-01-05,2,2027-06-02 05:00:00.000000Z',
        '"b","day",2026-01-05,0.1,2027-06-01 05:00:00.000000Z',
    ]


def test_a_parquet_file_is_as_it_is_kept(filled, tmp_path):
    assert export_observations(filled.files, tmp_path / "o.parquet") == 3
    exported, kept = pq.read_table(tmp_path / "o.parquet"), pq.read_table(filled.current)
    assert exported.equals(kept.cast(exported.schema))


def test_nothing_kept_is_a_header(tmp_path):
    assert export_observations([], tmp_path / "o.csv") == 0
    header = '"kpi_id","grain","observed_on","value","recorded_at"\n'
    assert (tmp_path / "o.csv").read_text() == header


def test_a_place_that_cannot_be_written_is_named(filled, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written to"):
        export_observations(filled.files, tmp_path / "file/o.csv")
