from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text, update

from dashboard.domain.check_in import CheckIn
from dashboard.domain.errors import Busy, InvalidInput, StoreError
from dashboard.records import check_ins, read
from dashboard.records import tables as t
from dashboard.records.database import open_records, reading, writing
from dashboard.records.schema_version import HEAD, version


def test_opening_makes_the_folder_and_the_tables_and_again_changes_nothing(url):
    first = open_records(url)
    with reading(first) as conn:
        assert version(conn) == HEAD
    file = Path(first.url.database)
    before = file.read_bytes()
    open_records(url)
    assert file.read_bytes() == before


def test_the_safe_settings_are_on(world):
    with reading(world.engine) as conn:
        found = [
            conn.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "synchronous", "busy_timeout")
        ]
    assert found == [1, "wal", 2, 10_000]


def test_an_empty_file_is_filled(tmp_path):
    (tmp_path / "records.sqlite").touch()
    assert read.change_number(open_records(f"sqlite:///{tmp_path}/records.sqlite")) == 0


def test_a_file_without_write_ahead_logging_gets_it(applied, url):
    with applied.engine.connect() as conn:
        conn.connection.execute("ROLLBACK") if conn.in_transaction() else None
        assert conn.connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    again = open_records(url)
    with reading(again) as conn:
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    assert read.settings(again) == {"name": "Nordlys"}


def test_a_newer_schema_is_refused_with_both_versions_and_left_alone(applied, url):
    with writing(applied.engine) as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    with pytest.raises(
        StoreError, match=f"have schema 9001; this program knows them up to {HEAD}"
    ):
        open_records(url)
    with reading(applied.engine) as conn:
        assert version(conn) == "9001"


def test_the_database_of_another_program_is_refused(tmp_path):
    url = f"sqlite:///{tmp_path}/records.sqlite"
    engine = open_records(url)
    with writing(engine) as conn:
        conn.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(StoreError, match="tables of another program"):
        open_records(url)


def test_a_file_that_is_no_database_is_refused_with_the_next_step(tmp_path):
    (tmp_path / "records.sqlite").write_bytes(b"okrs: yes\n" * 1000)
    with pytest.raises(StoreError, match=r"records\.sqlite are damaged .*fremdrift apply"):
        open_records(f"sqlite:///{tmp_path}/records.sqlite")


def test_a_damaged_file_is_told_and_no_traceback(applied, url):
    file = Path(applied.engine.url.database)
    pages = bytearray(file.read_bytes())
    pages[4096:] = os.urandom(len(pages) - 4096)
    file.write_bytes(pages)
    with pytest.raises(StoreError, match="damaged"):
        read.okrs(open_records(url), applied.on(1), applied.at(1))


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "state").write_text("a file")
    with pytest.raises(StoreError, match="cannot be created"):
        open_records(f"sqlite:///{tmp_path}/state/records.sqlite")


@pytest.mark.skipif(os.geteuid() == 0, reason="the system's owner may write everywhere")
def test_a_read_only_file_is_told_so(applied, url):
    Path(applied.engine.url.database).chmod(0o444)
    with pytest.raises(StoreError, match="read-only"):
        applied.apply(applied.okrs(applied.rating()), days=1)


@pytest.mark.parametrize("given", ["records", "", "nosql://x/y", "oracle+cx://x"])
def test_what_is_no_database_url_is_refused(given):
    with pytest.raises(StoreError, match="sqlite:///path"):
        open_records(given)


def test_a_second_writer_is_told_to_wait_and_a_reader_is_not(applied, url):
    impatient = open_records(url, busy_seconds=0.1)
    report = CheckIn(key_result="rating", on=applied.on(1), by="bo")
    with writing(applied.engine):
        with pytest.raises(Busy, match="being written by another process"):
            check_ins.add_check_in(impatient, report, now=applied.at(1))
        assert len(read.okrs(impatient, applied.on(1), applied.at(1))) == 1
    assert check_ins.add_check_in(impatient, report, now=applied.at(1))


def test_a_read_sees_one_moment_whatever_is_written_meanwhile(applied):
    with reading(applied.engine) as conn:
        count = select(t.check_ins.c.id)
        assert conn.execute(count).all() == []
        report = CheckIn(key_result="rating", on=applied.on(1), by="bo")
        check_ins.add_check_in(applied.engine, report, now=applied.at(1))
        assert conn.execute(count).all() == []
    assert len(read.check_ins(applied.engine, applied.on(1), applied.at(1))) == 1


def test_an_error_inside_takes_everything_back(applied):
    def fail():
        with writing(applied.engine) as conn:
            conn.execute(update(t.key_results).values(title="x"))
            raise KeyError("x")

    with pytest.raises(KeyError):
        fail()
    assert "x" not in [
        kr.title
        for kr in read.okrs(applied.engine, applied.on(0), applied.at(0))[0]
        .objectives[0]
        .key_results
    ]


def test_a_file_put_in_place_of_another_is_read_at_once(applied, url, tmp_path):
    other = open_records(f"sqlite:///{tmp_path}/other.sqlite")
    assert read.settings(applied.engine) == {"name": "Nordlys"}
    (tmp_path / "other.sqlite").replace(applied.engine.url.database)
    assert read.settings(applied.engine) == {}
    other.dispose()


def test_processes_that_start_together_make_one_database(tmp_path):
    script = (
        "import sys; from dashboard.records.database import open_records; from dashboard.records.read import change_number;"
        "print(change_number(open_records(sys.argv[1])))"
    )
    url = f"sqlite:///{tmp_path}/state/records.sqlite"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, url],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    assert [(process.communicate(timeout=600), process.returncode) for process in started] == [
        (("0\n", ""), 0)
    ] * 4


@pytest.mark.parametrize(
    ("table", "values", "told"),
    [
        (t.key_results, {"weight": -1}, "key_result_weight_is_not_negative"),
        (
            t.key_results,
            {"baseline": 5, "target": 5, "target_low": None, "target_high": None},
            "baseline_is_not_the_target",
        ),
        (t.key_results, {"direction": "up"}, "key_result_direction_is_known"),
        (
            t.key_results,
            {"target": None, "target_low": 4, "target_high": 2},
            "target_band_is_in_order",
        ),
        (
            t.key_results,
            {"target": None, "target_low": 4, "target_high": None},
            "target_band_has_both_ends",
        ),
        (t.key_results, {"objective": "nothing"}, "FOREIGN KEY"),
        (t.key_results, {"kpi": "nothing"}, "FOREIGN KEY"),
        (t.key_results, {"title": None}, "NOT NULL"),
        (t.cycles, {"id": "2026-Q4", "ends_on": None}, "NOT NULL"),
        (t.attachments, {"declared": "first"}, "declared_role_is_known"),
        (t.kpis, {"grain": "year"}, "kpi_grain_is_known"),
        (t.kpis, {"low": 3, "high": 2}, "kpi_limits_are_in_order"),
        (t.milestones, {"title": "same"}, "UNIQUE"),
        (t.objectives, {"supports": "grow"}, "objective_does_not_support_itself"),
    ],
)
def test_the_schema_refuses_what_cannot_be(applied, table, values, told):
    with pytest.raises(InvalidInput, match=told), writing(applied.engine) as conn:
        conn.execute(update(table).values(values))


def test_the_schema_refuses_a_confidence_beyond_one(applied):
    row = {
        "id": "a",
        "key_result": "rating",
        "on": applied.on(1),
        "confidence": 7,
        "note": "",
        "by": "bo",
        "is_correction": False,
        "source": "cli",
        "recorded_at": applied.at(1),
    }
    with (
        pytest.raises(InvalidInput, match="confidence_is_a_share"),
        writing(applied.engine) as conn,
    ):
        conn.execute(insert(t.check_ins).values(row))
