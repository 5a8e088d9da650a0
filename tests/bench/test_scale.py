"""How long a sync of a million observations takes, beside DuckDB's own sorted copy of the same data in the same run."""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import psutil
import pytest

pytestmark = pytest.mark.bench

DAYS = 1000
LAST_DAY = dt.date(2026, 10, 18)


def write_large_world(root: Path, kpi_count: int, key_result_count: int, days: int = DAYS) -> Path:
    """A workspace of one Parquet source with daily KPIs, and objectives of five key results each."""
    (root / "okrs").mkdir(parents=True)
    (root / "sources").mkdir()
    dates = pd.date_range(end=LAST_DAY, periods=days, freq="D")
    rng = np.random.default_rng(7)
    names = [f"kpi-{number:04d}" for number in range(kpi_count)]
    values = 100 + rng.normal(0, 1, (kpi_count, days)).cumsum(axis=1)
    frame = pd.DataFrame(
        {
            "date": np.tile(dates.date, kpi_count),
            "kpi": np.repeat(names, days),
            "value": values.round(3).ravel(),
        }
    )
    frame.sample(frac=1, random_state=1).to_parquet(root / "data.parquet", index=False)
    kpis = "\n".join(
        f"  - {{id: {name}, name: {name}, grain: day, aggregation: mean}}" for name in names
    )
    (root / "sources" / "all.yaml").write_text(
        f"source: all\ntype: parquet\npath: data.parquet\ndate: date\nformat: long\nkpis:\n{kpis}\n",
        "utf-8",
    )
    blocks = []
    for number in range(0, key_result_count, 5):
        blocks.append(
            f"  - id: objective-{number}\n    title: Objective {number}\n    key_results:"
        )
        blocks += [
            f"      - {{id: kr-{k}, title: Key result {k}, kpi: {names[k % kpi_count]}, direction: increase, baseline: 95, "
            f"target: 110, kpis: [{{kpi: {names[(k + 1) % kpi_count]}, declared: leading}}]}}"
            for k in range(number, min(number + 5, key_result_count))
        ]
    cycle = "cycle: {id: 2026-Q4, starts_on: 2026-10-01, ends_on: 2026-12-31}\nobjectives:\n"
    (root / "okrs" / "all.yaml").write_text(cycle + "\n".join(blocks) + "\n", "utf-8")
    return root


def measured(*command: str) -> tuple[float, float, str]:
    """Seconds, peak resident memory in MB, and what was printed, of one command in a process of its own."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = time.perf_counter()
        child = psutil.Popen(command, stdout=out, stderr=err)
        peak = 0
        while child.poll() is None:
            try:
                peak = max(peak, child.memory_info().rss)
            except psutil.NoSuchProcess:
                break
            time.sleep(0.02)
        seconds = time.perf_counter() - start
        assert child.wait() == 0, err.seek(0) or err.read()
        out.seek(0)
        return seconds, peak / 1e6, out.read()


def fremdrift(*arguments: str) -> tuple[float, float, str]:
    return measured(sys.executable, "-m", "dashboard.cli", *arguments)


def test_a_million_observations_beside_a_sorted_copy(tmp_path: Path):
    root = write_large_world(tmp_path / "large", kpi_count=1000, key_result_count=10)
    copy = textwrap.dedent(
        f"""
        import duckdb
        duckdb.sql('''COPY (SELECT kpi, date, value FROM '{root}/data.parquet' ORDER BY kpi, date)
                      TO '{root}/copy.parquet' (FORMAT parquet, COMPRESSION zstd)''')
        """
    )

    fremdrift("apply", "--workspace", str(root))
    first = fremdrift("sync", "--as-of", str(LAST_DAY), "--workspace", str(root))
    second = fremdrift("sync", "--as-of", str(LAST_DAY), "--workspace", str(root))
    rival = measured(sys.executable, "-c", copy)

    print(f"\nfirst sync  {first[0]:6.1f} s {first[1]:6.0f} MB")
    print(f"second sync {second[0]:6.1f} s {second[1]:6.0f} MB")
    print(f"sorted copy {rival[0]:6.1f} s {rival[1]:6.0f} MB  ratio {first[0] / rival[0]:.1f}")
    assert json.loads(first[2].splitlines()[-1])["sources"][0]["rows_new"] == 1_000_000
    assert duckdb.sql(f"SELECT count(*) FROM '{root}/copy.parquet'").fetchall() == [(1_000_000,)]


@pytest.mark.parametrize("key_results", [10, 500])
def test_the_server_time_of_the_weekly_review(tmp_path: Path, key_results: int):
    root = write_large_world(
        tmp_path / "wide", kpi_count=max(20, key_results), key_result_count=key_results, days=400
    )
    fremdrift("apply", "--workspace", str(root))
    sync = fremdrift("sync", "--as-of", str(LAST_DAY), "--workspace", str(root))
    script = textwrap.dedent(
        f"""
        import datetime as dt, time
        from pathlib import Path
        from dashboard.config import Paths
        from dashboard.read_model.load import load_state
        from dashboard.reports.weekly_review.report import weekly_review
        from streamlit.testing.v1 import AppTest
        import os
        os.environ["FREMDRIFT_WORKSPACE"] = {str(root)!r}
        app = AppTest.from_file({str(Path(__file__).parents[2] / "dashboard" / "app.py")!r}, default_timeout=120)
        times = []
        for _ in range(4):
            start = time.perf_counter(); app.run(); times.append(time.perf_counter() - start)
            assert not app.exception
        print("cold %.2f s, warm %.3f s" % (times[0], min(times[1:])))
        """
    )
    page = measured(sys.executable, "-c", script)

    print(
        f"\n{key_results} key results: sync {sync[0]:.1f} s {sync[1]:.0f} MB; weekly review {page[2].strip()} {page[1]:.0f} MB"
    )
    assert "warm" in page[2]
