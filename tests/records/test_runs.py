from __future__ import annotations

import pytest

from dashboard.domain.errors import InvalidInput, NotFound
from dashboard.records import read, runs


def start(world, source: str | None = "shop", day: float = 1) -> int:
    return runs.start_run(world.engine, source, now=world.at(day), code_version="0.1.0")


def test_a_run_is_running_until_it_is_finished_with_its_counts(applied):
    run_id = start(applied)
    (row,) = read.runs(applied.engine)
    assert (row.id, row.source, row.status, row.finished_at, row.rows_new) == (
        run_id,
        "shop",
        "running",
        None,
        None,
    )
    runs.finish_run(
        applied.engine,
        run_id,
        now=applied.at(2),
        status="partial",
        rows_read=10,
        rows_new=7,
        rows_restated=1,
        rows_bad=2,
        error=None,
        counts={"website-visitors": 7},
    )
    (row,) = read.runs(applied.engine)
    assert (row.status, row.finished_at, row.rows_read, row.rows_bad) == (
        "partial",
        applied.at(2),
        10,
        2,
    )
    assert row.counts == {"website-visitors": 7}


def test_a_run_ends_once(applied):
    run_id = start(applied)
    runs.finish_run(applied.engine, run_id, now=applied.at(2), status="ok")
    with pytest.raises(NotFound, match=f"No run {run_id} is running"):
        runs.finish_run(applied.engine, run_id, now=applied.at(3), status="failed")


def test_a_run_of_an_unknown_source_is_refused_with_the_nearest(applied):
    with pytest.raises(NotFound, match="Did you mean 'shop'"):
        start(applied, "shoq")


def test_the_last_run_of_each_source_is_found_beside_whole_syncs(applied):
    first, second = start(applied), start(applied)
    start(applied, None)
    assert second > first
    assert {source: row.id for source, row in read.last_runs(applied.engine).items()} == {
        "shop": second
    }
    assert [row.id for row in read.runs(applied.engine, limit=2)] == [second + 1, second]


def test_a_run_whose_process_died_is_shown_as_interrupted(applied):
    done, lost = start(applied), start(applied)
    runs.finish_run(applied.engine, done, now=applied.at(2), status="failed", error="no answer")
    assert runs.close_abandoned(applied.engine, applied.at(3)) == 1
    assert runs.close_abandoned(applied.engine, applied.at(4)) == 0
    found = {row.id: (row.status, row.finished_at) for row in read.runs(applied.engine)}
    assert found == {done: ("failed", applied.at(2)), lost: ("interrupted", applied.at(3))}


def test_at_most_a_thousand_bad_rows_of_a_run_are_kept(applied):
    run_id = start(applied)
    rows = [{"path": "shop.csv", "line": n, "value": n, "reason": "text"} for n in range(700)]
    assert [runs.quarantine(applied.engine, run_id, rows) for _ in range(3)] == [700, 300, 0]
    found = read.quarantined(applied.engine, run_id)
    assert len(found) == 1000
    assert (found[0].path, found[0].line, found[699].value, found[0].kpi_id) == (
        "shop.csv",
        0,
        "699",
        None,
    )


def test_a_bad_row_has_a_reason(applied):
    run_id = start(applied)
    with pytest.raises(InvalidInput, match="has none"):
        runs.quarantine(applied.engine, run_id, [{"line": 3, "reason": "text"}, {"line": 4}])
    assert read.quarantined(applied.engine, run_id) == ()
