"""Rows of a snapshot as plain objects: the same names as its columns, `None` for what is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.analytics.lead_lag.verdict import Evidence
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Role
from dashboard.domain.verdict_review import ReviewKind


@dataclass(frozen=True)
class SourceState:
    """A source: how its last run went, and how old its latest complete period is; freshness is fresh, late, stale or none."""

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
class CheckInRow:
    """A check-in as people made it."""

    check_in_id: str
    key_result_id: str
    checked_in_on: dt.date
    value: float | None
    done: str | None
    confidence: float | None
    note: str
    checked_in_by: str
    recorded_at: dt.datetime


@dataclass(frozen=True)
class DecisionRow:
    """A decision as a meeting made it."""

    decision_id: str
    key_result_id: str
    decided_on: dt.date
    decision: str
    owner: str
    due_on: dt.date | None
    decided_by: str
    recorded_at: dt.datetime


@dataclass(frozen=True)
class VerdictReviewRow:
    """What a person said of a verdict; `evidence` and `lead_periods` are what the data said when it was decided."""

    review_id: str
    key_result_id: str
    kpi_id: str
    kind: ReviewKind
    role: Role | None
    reason: str
    decided_on: dt.date
    decided_by: str
    evidence: Evidence
    lead_periods: float | None
    recorded_at: dt.datetime


@dataclass(frozen=True)
class RevisionRow:
    """One field of an OKR that was changed, with who, when and why."""

    object_type: str
    object_id: str
    field: str
    old: str | None
    new: str | None
    effective_on: dt.date
    recorded_at: dt.datetime
    revised_by: str
    reason: str
