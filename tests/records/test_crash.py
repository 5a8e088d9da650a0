"""Many at once, and processes that die: nothing acknowledged is lost, nothing is there twice, nothing is half there."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from dashboard.domain.check_in import CheckIn
from dashboard.records import check_ins, read
from dashboard.records import tables as t
from dashboard.records.database import reading

WRITER = """
import datetime as dt, sys
from dashboard.domain.check_in import CheckIn
from dashboard.records.database import open_records
from dashboard.records.check_ins import add_check_in
url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
engine, day = open_records(url), dt.date(2026, 10, 2)
for number in range(count):
    report = CheckIn(id=f"{name}-{number}", key_result="rating", on=day, value=number, by=name)
    add_check_in(engine, report, now=dt.datetime(2026, 10, 2, tzinfo=dt.UTC))
    print(report.id, flush=True)
"""


def start(url: str, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, url, name, str(count)], stdout=subprocess.PIPE, text=True
    )


def kept(world) -> list[str]:
    return [row.id for row in read.check_ins(world.engine, world.on(9), world.at(9))]


def test_sixteen_threads_and_two_processes_lose_nothing_and_double_nothing(applied, url):
    others = [start(url, name, 40) for name in ("left", "right")]

    def report(thread: int) -> None:
        for number in range(20):
            mine = CheckIn(id=f"{thread}-{number}", key_result="rating", on=applied.on(1), by="bo")
            assert check_ins.add_check_in(applied.engine, mine, now=applied.at(1))
            assert not check_ins.add_check_in(applied.engine, mine, now=applied.at(1))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(report, range(16)))
    assert [process.communicate(timeout=6000)[0].count("\n") for process in others] == [40, 40]
    expected = {f"{thread}-{number}" for thread in range(16) for number in range(20)}
    expected |= {f"{name}-{number}" for name in ("left", "right") for number in range(40)}
    assert sorted(kept(applied)) == sorted(expected)


def test_a_killed_writer_loses_nothing_that_it_acknowledged(applied, url):
    acknowledged: list[str] = []
    for number in range(10):
        process = start(url, str(number), 100_000)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3 + 7 * number)]
        process.kill()
        lines += process.communicate(timeout=600)[0].splitlines(keepends=True)
        acknowledged += [line.strip() for line in lines if line.endswith("\n")]
        stored = kept(applied)
        assert set(acknowledged) <= set(stored)
        assert len(stored) == len(set(stored))
    with reading(applied.engine) as conn:
        audited = (
            select(func.count()).select_from(t.audit).where(t.audit.c.object_type == "check-in")
        )
        assert conn.execute(audited).scalar_one() == len(kept(applied))
        assert conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert conn.exec_driver_sql("PRAGMA foreign_key_check").all() == []
