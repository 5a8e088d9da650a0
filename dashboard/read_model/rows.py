"""Rows of a snapshot that are not rows of the records: sources, usual ranges, revisions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.domain.kpi import Grain


@dataclass(frozen=True)
class SourceState:
    """A source with its last run and its freshness: fresh, late, stale or none."""

    source_id: str
    type: str
    schedule: str
    late_after_days: float
    stale_after_days: float
    latest_period_ends_on: dt.date | None
    age_days: int | None
    freshness: str
    last_run_at: dt.datetime | None
    last_run_status: str | None
    last_run_error: str | None


@dataclass(frozen=True)
class UsualRow:
    """A KPI's usual range for one of its last periods; side is above, below or inside."""

    kpi_id: str
    grain: Grain
    period_on: dt.date
    value: float
    low: float
    center: float
    high: float
    side: str


@dataclass(frozen=True)
class RevisionRow:
    """One changed field of an OKR: who, when and why."""

    object_type: str
    object_id: str
    field: str
    old: str | None
    new: str | None
    effective_on: dt.date
    recorded_at: dt.datetime
    revised_by: str
    reason: str
