"""The demo company with a forecast of every kind that a page has words for."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from pathlib import Path

import duckdb

from dashboard.actions.apply import apply_workspace
from dashboard.analytics.forecast.lead_contributions import LeadContribution
from dashboard.config import Paths, records_place
from dashboard.pipeline.progress import Silent
from dashboard.pipeline.sync import sync
from dashboard.records import snapshot_files as snapshot_records
from dashboard.records.database import open_records

LED = "customer-retention"
"""The key result with every kind of leading KPI: one in the forecast, one out of reach, one whose values come too late."""

MOVED = "net-retention"
"""The key result whose chance the record of past forecasts moved, and whose leading KPI is left out."""

STEPS = "two-regions"

RECORD = {"intercept": -0.2, "slope": 0.8, "settled": 34, "tested": 25, "gain": 0.02}

_USED = LeadContribution(
    kpi_id="customer-satisfaction",
    lead_periods=4.0,
    is_used=True,
    effect=-0.53,
    share=1.0,
    error_ratio=0.81,
    tested=98,
    response=0.5,
    expected=71.9,
    even_value=74.3,
    usual_low=68.9,
    usual_high=75.3,
    distance=0.7,
)


def write_sample_forecasts(root: Path, today: dt.date, now: dt.datetime) -> None:
    """Completes a milestone of the demo, publishes it, and writes into the snapshot what no single quarter produces.

    That is a recalibration from 34 resolved key results, and leading KPIs of every kind on one key result.
    """
    file = root / "okrs" / "growth.yaml"
    done = "{title: Sweden is live, done_on: 2026-10-20}"
    file.write_text(file.read_text("utf-8").replace("{title: Sweden is live}", done), "utf-8")
    paths = Paths(root)
    apply_workspace(paths, by="ana", now=now)
    sync(paths, as_of=today, now=now, progress=Silent())
    with duckdb.connect(str(_current(paths))) as db:
        names = ", ".join(f"{name} = ?" for name in RECORD)
        db.execute(f"UPDATE recalibration SET {names}, reason = 'better'", [*RECORD.values()])
        db.execute(
            "UPDATE key_result_health SET raw_chance = 0.62, chance = 0.55, status = 'at_risk' WHERE key_result_id = ?",
            [MOVED],
        )
        for key_result, effects in _effects().items():
            db.execute("DELETE FROM lead_effects WHERE key_result_id = ?", [key_result])
            for position, effect in enumerate(effects):
                cells = {"key_result_id": key_result, "position": position, **asdict(effect)}
                columns, marks = ", ".join(cells), ", ".join("?" for _ in cells)
                db.execute(
                    f"INSERT INTO lead_effects ({columns}) VALUES ({marks})", [*cells.values()]
                )


def _current(paths: Paths) -> Path:
    """The file of the current snapshot, which nobody has opened yet."""
    engine = open_records(records_place(paths))
    row = snapshot_records.current_snapshot(engine)
    engine.dispose()
    assert row is not None
    return paths.snapshots / row.file_name


def _effects() -> dict[str, tuple[LeadContribution, ...]]:
    gone = {"even_value": None, "distance": None}
    late = {**gone, "expected": None, "response": None}
    return {
        LED: (
            _USED,
            replace(_USED, kpi_id="website-visitors", effect=0.31, is_out_of_reach=True, **gone),
            replace(_USED, kpi_id="net-promoter-score", effect=0.001, **late),
        ),
        MOVED: (
            LeadContribution(
                kpi_id="net-promoter-score", lead_periods=1.0, is_used=False, left_out="too_old"
            ),
        ),
    }
