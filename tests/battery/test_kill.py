"""Killed at any point, a command loses nothing that it acknowledged, leaves nothing half done, and the next one works."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from dashboard.config import Paths, records_place
from dashboard.records import observation_files, read, snapshot_files
from dashboard.records.database import open_records
from tests.worlds import OKRS, csv_until, write_world

pytestmark = pytest.mark.battery

KILLS = int(os.environ.get("FREMDRIFT_KILLS", "50"))


def command(paths: Paths, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "dashboard.cli", *arguments, "--workspace", str(paths.root)]


def finish(paths: Paths, *arguments: str) -> str:
    done = subprocess.run(command(paths, *arguments), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def kill_within(paths: Paths, seconds: float, *arguments: str) -> tuple[bool, str]:
    """Whether the command had acknowledged before it was killed, and what it had printed."""
    child = subprocess.Popen(
        command(paths, *arguments), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    time.sleep(seconds)
    child.kill()
    out = child.communicate()[0]
    return child.returncode == 0, out


def typical_seconds(paths: Paths, *arguments: str) -> float:
    start = time.perf_counter()
    finish(paths, *arguments)
    return time.perf_counter() - start


@pytest.fixture
def world(tmp_path: Path) -> Paths:
    return Paths(write_world(tmp_path / "world"))


def test_apply(world: Paths):
    typical = typical_seconds(world, "apply")
    rng = random.Random(1)
    for number in range(KILLS):
        target = 300 + number
        (world.okrs / "growth.yaml").write_text(
            OKRS.replace("target: 260", f"target: {target}").replace(
                "target: 8", f"target: {9 + number}"
            ),
            "utf-8",
        )
        kill_within(world, typical * rng.uniform(0.5, 1.1), "apply")
        engine = open_records(records_place(world))
        now = dt.datetime.now(dt.UTC)
        found = {
            kr.id: kr.target
            for s in read.okrs(engine, now.date(), now)
            for o in s.objectives
            for kr in o.key_results
        }
        # Both targets were changed in one transaction: one without the other would be half an apply.
        assert (found["subscriptions"] == target) == (found["satisfaction"] == 9 + number)
        engine.dispose()
        finish(world, "apply")


def test_sync(world: Paths):
    finish(world, "apply")
    typical = typical_seconds(world, "sync")
    rng = random.Random(2)
    for number in range(KILLS):
        (world.root / "shop.csv").write_text(
            csv_until(dt.date(2026, 10, 18)).replace(",3.", f",{number % 3 + 1}."), "utf-8"
        )
        kill_within(world, typical * rng.uniform(0.4, 1.1), "sync")
        engine = open_records(records_place(world))
        current = snapshot_files.current_snapshot(engine)
        assert current is not None
        with duckdb.connect(str(world.snapshots / current.file_name), read_only=True) as snapshot:
            assert snapshot.execute("SELECT count(*) FROM key_result_health").fetchall() == [(4,)]
        for row in observation_files.observation_files(engine).values():
            count = duckdb.sql(
                f"SELECT count(*) FROM '{world.observations / row.file_name}'"
            ).fetchall()
            assert count == [(row.rows,)]
        engine.dispose()
        assert json.loads(finish(world, "sync").splitlines()[-1])["status"] == "ok"


def test_check_in(world: Paths):
    finish(world, "apply")
    arguments = ("check-in", "subscriptions", "--confidence", "70%", "--as", "ana", "--note")
    typical = typical_seconds(world, *arguments, "first")
    rng = random.Random(3)
    acknowledged = {"first"}
    for number in range(KILLS):
        note = f"number {number}"
        _, out = kill_within(world, typical * rng.uniform(0.6, 1.15), *arguments, note)
        if "Checked in" in out:
            acknowledged.add(note)
    engine = open_records(records_place(world))
    now = dt.datetime.now(dt.UTC)
    kept = [row.note for row in read.check_ins(engine, now.date(), now)]
    audited = [row for row in read.audit_trail(engine, 1000) if row.object_type == "check-in"]
    assert acknowledged <= set(kept)
    assert len(kept) == len(set(kept)) == len(audited)
    assert len(acknowledged) > 1
    finish(world, *arguments, "last")
