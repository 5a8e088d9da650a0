"""A sync of 1,000 key results with three KPIs each, beside AutoETS alone on the same 1,000 series in the same run."""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path

import pytest

from dashboard.config import Paths, records_place
from dashboard.records import read
from dashboard.records.database import open_records
from tests.bench.scale_world import AS_OF, restate_last_week, write_scale_world
from tests.bench.test_scale import fremdrift, measured

pytestmark = pytest.mark.bench

KEY_RESULTS, SOURCES, CORES = 1000, 10, 2

AUTOETS = f"""
import time, warnings
import numpy as np
import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import AutoETS
from tests.bench.scale_world import LAST_MONDAY, WEEKS, weekly_measures

warnings.filterwarnings("ignore")
if __name__ == "__main__":
    measures = weekly_measures({KEY_RESULTS})
    weeks = pd.date_range(end=LAST_MONDAY, periods=WEEKS, freq="W-MON")
    frame = pd.DataFrame({{
        "unique_id": np.repeat([f"m{{k:04}}" for k in range(len(measures))], WEEKS),
        "ds": np.tile(weeks, len(measures)),
        "y": measures.ravel(),
    }})
    start = time.perf_counter()
    models = StatsForecast(models=[AutoETS(season_length=1)], freq="W-MON", n_jobs={CORES})
    models.forecast(df=frame, h=11, level=[50, 80])
    print(time.perf_counter() - start)
"""


def test_a_sync_of_a_thousand_key_results_beside_autoets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pytest.importorskip("statsforecast", reason="run `make bench`, which installs the rivals")
    monkeypatch.setenv("FREMDRIFT_PROCESSES", str(CORES))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    root = tmp_path / "wide"
    write_scale_world(root, KEY_RESULTS, SOURCES)
    script = tmp_path / "autoets.py"
    script.write_text(textwrap.dedent(AUTOETS), "utf-8")

    apply = fremdrift("apply", "--workspace", str(root))
    first = fremdrift("sync", "--as-of", str(AS_OF), "--workspace", str(root))
    rival = measured(sys.executable, str(script))
    restate_last_week(root, 3)
    second = fremdrift("sync", "--as-of", str(AS_OF), "--workspace", str(root))
    third = fremdrift("sync", "--as-of", str(AS_OF), "--workspace", str(root))

    alone = float(rival[2].splitlines()[-1])
    runs = [r for r in read.runs(open_records(records_place(Paths(root)))) if r.source is None]
    computing = [run.counts["seconds_computing"] for run in reversed(runs)]
    print(f"\napply                {apply[0]:6.1f} s {apply[1]:5.0f} MB")
    for name, sync, seconds in zip(
        ("first", "second", "third"), (first, second, third), computing, strict=True
    ):
        again = json.loads(sync[2].splitlines()[-1])["recomputed"]
        print(
            f"{name:6} sync          {sync[0]:6.1f} s {sync[1]:5.0f} MB  {again:4} recomputed, {seconds:5.1f} s of it computing"
        )
    print(f"AutoETS alone        {alone:6.1f} s  with its imports {rival[0]:.1f} s")
    print(f"first sync to AutoETS {first[0] / alone:5.2f}  (aim: 2)")
    recomputed = [run.counts["recomputed_key_results"] for run in reversed(runs)]
    assert recomputed == [KEY_RESULTS, KEY_RESULTS // SOURCES, 0]
    assert computing[1] < 0.3 * computing[0]
    assert second[0] < first[0]
