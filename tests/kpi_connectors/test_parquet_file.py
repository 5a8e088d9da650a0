# ruff: noqa: DTZ001  # moments without a time zone are what these files hold
from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kpi_connectors.errors import BadData, SourceUnavailable
from kpi_connectors.observations import KpiSpec

VISITS = (KpiSpec("visits", "v", "day"),)
DAYS = [dt.date(2026, 1, 5), dt.date(2026, 1, 6)]
GOOD = [("visits", "2026-01-05", 1.0), ("visits", "2026-01-06", 2.0)]


@pytest.fixture
def read_parquet(tmp_path, read):
    def read_parquet(columns, *kpis, **config):
        pq.write_table(pa.table(columns), tmp_path / "x.parquet")
        return read("parquet", kpis or VISITS, **({"path": "x.parquet", "date": "d"} | config))

    return read_parquet


@pytest.mark.parametrize(
    "days",
    [
        pa.array(DAYS, pa.date32()),
        pa.array(DAYS, pa.date64()),
        pa.array([dt.datetime(2026, 1, 5, 23, 59), dt.datetime(2026, 1, 6)], pa.timestamp("ns")),
        pa.array([dt.datetime(2026, 1, 5), dt.datetime(2026, 1, 6)], pa.timestamp("s")),
        pa.array(["2026-01-05", "2026-01-06T12:00:00Z"]),
        pa.array(["2026-01-05", "2026-01-06"]).dictionary_encode(),
    ],
)
def test_dates_of_every_type_are_read(days, read_parquet, values):
    assert values(read_parquet({"d": days, "v": [1, 2]})) == GOOD


def test_a_timestamp_with_a_zone_has_the_date_of_its_zone(read_parquet, values):
    late = dt.datetime(2026, 1, 5, 23, 30, tzinfo=dt.UTC)
    columns = {"d": pa.array([late], pa.timestamp("us", "Europe/Oslo")), "v": [2.0]}
    assert values(read_parquet(columns)) == GOOD[1:]


@pytest.mark.parametrize(
    "cells",
    [
        pa.array([1, 2], pa.int8()),
        pa.array([1, 2], pa.uint64()),
        pa.array([1, 2], pa.float32()),
        pa.array([Decimal("1.00"), Decimal("2.00")], pa.decimal128(10, 2)),
        pa.array(["1", "2"]),
        pa.array(["1", " 2 "], pa.large_string()),
    ],
)
def test_numbers_of_every_type_are_read(cells, read_parquet, values):
    assert values(read_parquet({"d": DAYS, "v": cells})) == GOOD


def test_missing_is_missing_and_no_number_is_bad(read_parquet, values, bad):
    days = [dt.date(2026, 1, day) for day in range(1, 6)]
    delivery = read_parquet(
        {"d": days, "v": pa.array([1.0, None, float("nan"), float("-inf"), 1e301])}
    )
    assert values(delivery) == [("visits", "2026-01-01", 1.0)]
    assert bad(delivery) == [(3, "v", "nan"), (4, "v", "-inf"), (5, "v", "1e+301")]


def test_integers_beyond_the_exact_ones_are_read_as_near_as_can_be(read_parquet, values):
    delivery = read_parquet({"d": DAYS[:1], "v": pa.array([2**62 + 1], pa.int64())})
    assert values(delivery) == [("visits", "2026-01-05", float(2**62))]


def test_booleans_are_no_numbers(read_parquet, bad):
    assert bad(read_parquet({"d": DAYS, "v": [True, None]})) == [(1, "v", "True")]


def test_a_long_file_is_read_over_row_groups(tmp_path, read, values, bad):
    columns = {"d": DAYS * 2, "kpi": ["a", "strange", "b", None], "value": [1, 2, 3, 4]}
    pq.write_table(pa.table(columns), tmp_path / "x.parquet", row_group_size=1)
    kpis = [KpiSpec("k1", "b", "day"), KpiSpec("k2", "a", "week")]
    delivery = read("parquet", kpis, path="x.parquet", date="d", format="long")
    assert values(delivery) == [("k1", "2026-01-05", 3.0), ("k2", "2026-01-05", 1.0)]
    assert bad(delivery) == [(2, "kpi", "strange"), (4, "kpi", "")]


def test_no_date_is_bad_where_there_is_a_value(read_parquet, bad):
    days = pa.array([None, None, dt.date(2026, 1, 5)], pa.date32())
    assert bad(read_parquet({"d": days, "v": [1, None, 2]})) == [(1, "d", "")]


def test_a_file_without_a_row_is_not_taken_for_an_update(read_parquet):
    with pytest.raises(SourceUnavailable, match=r"x\.parquet delivered no rows"):
        read_parquet({"d": pa.array([], pa.date32()), "v": pa.array([], pa.float64())})


@pytest.mark.parametrize(("limit", "rows"), [(1, 1), (2, 2), (9, 2)])
def test_a_limit_stops_early(limit, rows, read_parquet):
    assert read_parquet({"d": DAYS, "v": [1, 2]}, limit=limit).rows_read == rows


@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"d,v\n2026-01-05,1\n", b"PAR1" + b"\0" * 100 + b"PAR1"]
)
def test_what_is_not_parquet_is_refused(content, tmp_path, read):
    (tmp_path / "x.parquet").write_bytes(content)
    with pytest.raises(BadData, match=r"x\.parquet cannot be read as Parquet") as caught:
        read("parquet", VISITS, path="x.parquet", date="d")
    assert caught.value.kind == "not_parquet"


def test_a_file_that_breaks_off_is_refused(tmp_path, read):
    pq.write_table(pa.table({"d": DAYS, "v": [1, 2]}), tmp_path / "x.parquet")
    data = (tmp_path / "x.parquet").read_bytes()
    (tmp_path / "x.parquet").write_bytes(data[: len(data) // 2])
    with pytest.raises(BadData, match="Write the file again"):
        read("parquet", VISITS, path="x.parquet", date="d")


def test_nested_values_are_refused(read_parquet):
    with pytest.raises(BadData, match="cannot be read"):
        read_parquet({"d": DAYS, "v": [[1], [2]]})
