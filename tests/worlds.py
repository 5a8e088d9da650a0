"""Small real workspaces, written to a folder: the smallest one that holds every kind of key result."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import duckdb

FIRST_WEEK = dt.date(2025, 9, 1)
"""A Monday; the weekly series begin here."""

OKRS = """\
cycle: {id: 2026-Q4, starts_on: 2026-10-01, ends_on: 2026-12-31}
team: growth
objectives:
  - id: grow
    title: Grow the number of people who pay
    why: in order to stand on our own feet
    owner: ana@example.com
    key_results:
      - id: subscriptions
        title: More new subscriptions a week
        kpi: new-subscriptions
        direction: increase
        baseline: 200
        target: 260
        unit: subscriptions
        kpis:
          - {kpi: visitors, declared: leading, threshold: "> 1250"}
          - {kpi: new-subscriptions, declared: lagging, threshold: "> +10%"}
      - id: churn
        title: Keep churn in its band
        kpi: churn-rate
        direction: maintain
        target: {low: 2, high: 4}
        unit: "%"
      - id: regions
        title: Open two regions
        direction: milestone
        milestones: [{title: Region one, done_on: 2026-10-12}, {title: Region two}]
      - id: satisfaction
        title: Raise satisfaction in interviews
        direction: increase
        baseline: 6
        target: 8
        unit: points
"""

SOURCE = """\
source: shop
type: csv
path: shop.csv
date: week
format: wide
schedule: daily
freshness: {late_after: 8d, stale_after: 15d}
kpis:
  - {id: visitors, name: Visitors, value: visitors, unit: visitors, grain: week, aggregation: sum, limits: {low: 0}}
  - {id: new-subscriptions, name: New subscriptions, value: subscriptions, unit: subscriptions, grain: week, aggregation: sum, limits: {low: 0}}
  - {id: churn-rate, name: Churn, value: churn, unit: "%", direction: decrease, grain: week, aggregation: mean, limits: {low: 0, high: 100}}
"""


def write_world(root: Path, *, until: dt.date = dt.date(2026, 10, 18)) -> Path:
    """A workspace whose weekly data end with the last week that closed on or before `until`."""
    (root / "okrs").mkdir(parents=True, exist_ok=True)
    (root / "sources").mkdir(exist_ok=True)
    (root / "workspace.yaml").write_text("name: Small world\ntimezone: UTC\nlocale: en\n", "utf-8")
    (root / "okrs" / "growth.yaml").write_text(OKRS, "utf-8")
    (root / "sources" / "shop.yaml").write_text(SOURCE, "utf-8")
    (root / "shop.csv").write_text(csv_until(until), "utf-8")
    return root


def csv_until(until: dt.date) -> str:
    """The source's file: a wave on a slope, the same values for a week however far the file goes."""
    lines = ["week,visitors,subscriptions,churn"]
    week, number = FIRST_WEEK, 0
    while week + dt.timedelta(days=6) <= until:
        wave = math.sin(number * 1.7) + 0.5 * math.sin(number * 0.6)
        lines.append(
            f"{week},{1200 + 4 * number + 60 * wave:.0f},{180 + number + 6 * wave:.0f},{3 + 0.4 * wave:.2f}"
        )
        week, number = week + dt.timedelta(weeks=1), number + 1
    return "\n".join(lines) + "\n"


def write_older_version(snapshot: Path) -> None:
    """Makes a published file one of the first schema, without a table and a column of today."""
    with duckdb.connect(str(snapshot)) as db:
        db.execute("DROP TABLE lag_profiles")
        db.execute("ALTER TABLE key_result_health DROP COLUMN needed_pace")
        db.execute("ALTER TABLE snapshot DROP COLUMN schema_version")


def write_newer_version(snapshot: Path) -> None:
    """Makes a published file one that a later version of the program wrote."""
    with duckdb.connect(str(snapshot)) as db:
        db.execute(
            "UPDATE snapshot SET schema_version = schema_version + 1, code_version = '9.0.0'"
        )
