"""A small valid workspace to spoil, and the golden cases."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar, Literal

import pytest
from pydantic import BaseModel, ConfigDict, SecretStr

SHARED = Path(os.environ.get("FREMDRIFT_SHARED", Path(__file__).parents[3] / "shared"))

OKRS = """\
cycle: {id: 2026-Q4, starts_on: 2026-10-01, ends_on: 2026-12-31}
team: growth
objectives:
  - id: grow-mrr
    title: Grow Monthly Recurring Revenue
    why: in order to secure a competitive advantage
    owner: ana@example.com
    key_results:
      - id: paid-subscriptions
        title: Increase the number of new paid subscriptions
        kpi: subscriptions
        direction: increase
        baseline: 3500
        target: 6000
        unit: subscriptions
        weight: 2
        due_on: 2026-12-18
        kpis:
          - {kpi: visitors, declared: leading, threshold: "> 1250"}
          - {kpi: subscriptions, declared: lagging}
      - id: churn
        title: Bring churn down
        direction: decrease
        baseline: 8.5
        target: 6
      - id: margin
        title: Keep the margin where it is
        direction: maintain
        target: {low: 60, high: 70}
  - id: two-regions
    title: Be at home in two new regions
    supports: grow-mrr
    key_results:
      - id: regions
        title: Launch in two new geographic regions
        direction: milestone
        milestones:
          - {title: Region one live, done_on: 2026-11-02}
          - {title: Region two live}
"""

SOURCES = """\
source: shop
type: csv
path: shop.csv
date: week
schedule: weekly
freshness: {late_after: 8d, stale_after: 15d}
lookback: 28d
kpis:
  - {id: visitors, name: Website visitors, grain: week, aggregation: sum, limits: {low: 0}}
  - {id: subscriptions, name: Paid subscriptions, grain: week, aggregation: last}
"""

CHECK_INS = """\
key_result,on,value,confidence,note,by,done
paid-subscriptions,2026-10-16,4210,0.7,"Slow start, but growing",ana@example.com,
regions,2026-11-02,,80%,,bo@example.com,Region one live
"""

SETTINGS = "name: Nordlys\ntimezone: Europe/Oslo\nlocale: nb\n"

FILES = {
    "okrs/q4.yaml": OKRS,
    "sources/shop.yaml": SOURCES,
    "check-ins/past.csv": CHECK_INS,
    "workspace.yaml": SETTINGS,
}


class CsvConfig(BaseModel):
    """The columns of a table in a file."""

    reads_file: ClassVar[bool] = True
    model_config = ConfigDict(extra="forbid")

    path: str
    date: str
    format: Literal["wide", "long"] = "wide"
    decimal: str = "."


class Auth(BaseModel):
    """How a service is asked."""

    model_config = ConfigDict(extra="forbid")

    header: str = "Authorization"
    value: SecretStr


class RestConfig(BaseModel):
    """A service on the network; without `extra="forbid"`, as a plug-in may leave it."""

    url: str
    auth: Auth | None = None
    headers: dict[str, str] = {}
    pages: int | None = None


CONFIGS: dict[str, type[BaseModel]] = {"csv": CsvConfig, "rest": RestConfig}


def write_workspace(root: Path, files: dict[str, str]) -> Path:
    """A workspace of these files."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return root


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The small valid workspace."""
    return write_workspace(tmp_path / "nordlys", FILES)
