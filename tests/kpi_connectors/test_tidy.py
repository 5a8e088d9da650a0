from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from kpi_connectors.columns import TextColumn
from kpi_connectors.observations import KpiSpec, check_frame
from kpi_connectors.tables import Table, TableConfig
from kpi_connectors.tidy import Scope, tidy

KPIS = (KpiSpec("b", "x", "week"), KpiSpec("a", "y", "day", 0, 50))
SCOPE = Scope(KPIS, None, dt.date(2026, 2, 1))
cells = st.sampled_from(["1", "2", "-1", "x", "", "99"])
dates = st.sampled_from(["2026-01-05", "2026-01-06", "2026-01-12", "2026-03-01", "5.1.2026", ""])
rows = st.lists(st.tuples(dates, cells, cells), max_size=12)


def delivered(table_rows):
    columns = list(zip(*table_rows, strict=True)) or [(), (), ()]
    named = {
        name: TextColumn(pa.array(column, pa.string()))
        for name, column in zip("dxy", columns, strict=True)
    }
    table = Table("t", named, np.arange(len(table_rows)) + 2)
    return tidy(table, TableConfig(date="d"), SCOPE)


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(table_rows, random):
    shuffled = random.sample(table_rows, len(table_rows))
    one, other = delivered(table_rows), delivered(shuffled)
    assert one.observations.equals(other.observations)
    assert one.bad_count == other.bad_count


@given(rows)
def test_what_is_delivered_keeps_the_contract_and_the_limits(table_rows):
    delivery = delivered(table_rows)
    check_frame(delivery.observations)
    of_a = delivery.observations.query("kpi_id == 'a'")["value"]
    assert of_a.between(0, 50).all()


@given(rows)
def test_delivering_everything_twice_changes_nothing(table_rows):
    assert delivered(table_rows * 2).observations.equals(delivered(table_rows).observations)


@given(rows)
def test_every_filled_cell_is_delivered_or_named_or_equal_to_one_that_is(table_rows):
    delivery = delivered(table_rows)
    kept = {
        (row.kpi_id, row.observed_on.date(), row.value)
        for row in delivery.observations.itertuples()
    }
    named = {(row.line, row.column) for row in delivery.bad_rows}
    for line, (date, *pair) in enumerate(table_rows, 2):
        for (name, kpi), text in zip((("x", "b"), ("y", "a")), pair, strict=True):
            if text == "" or (line, name) in named or (line, "d") in named:
                continue
            day = dt.date.fromisoformat(date)
            first = day - dt.timedelta(days=day.weekday()) if kpi == "b" else day
            assert (kpi, first, float(text)) in kept
