"""Rows read from the records, in addition to the classes of the domain."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from dashboard.domain.check_in import CheckIn, Decision
from dashboard.domain.verdict_review import VerdictReview

RunStatus = Literal["running", "ok", "partial", "failed", "interrupted"]


class CheckInRow(CheckIn):
    """A stored check-in."""

    recorded_at: dt.datetime


class DecisionRow(Decision):
    """A stored decision."""

    recorded_at: dt.datetime


class VerdictReviewRow(VerdictReview):
    """A stored review of a verdict."""

    recorded_at: dt.datetime


@dataclass(frozen=True)
class RunRow:
    """One pull of a source, or a whole sync if `source` is None; counts are None while it runs."""

    id: int
    source: str | None
    started_at: dt.datetime
    finished_at: dt.datetime | None
    status: RunStatus
    code_version: str
    rows_read: int | None
    rows_new: int | None
    rows_restated: int | None
    rows_bad: int | None
    error: str | None
    counts: dict[str, Any]


@dataclass(frozen=True)
class BadRow:
    """One rejected row of a source, with the reason; values as delivered."""

    path: str | None
    line: int | None
    column: str | None
    value: str | None
    reason: str
    kpi_id: str | None
    observed_on: str | None


@dataclass(frozen=True)
class AuditRow:
    """One change: author, object, way in, reason, and the values before and after."""

    seq: int
    at: dt.datetime
    actor: str
    action: str
    object_type: str
    object_id: str
    old: Any
    new: Any
    reason: str
    source: str


@dataclass(frozen=True)
class ObservationFile:
    """One immutable file of a source's observations."""

    source: str
    file_name: str
    rows: int
    fingerprint: str
    recorded_at: dt.datetime


@dataclass(frozen=True)
class SnapshotRow:
    """One published snapshot.

    `week` is the ISO week of `as_of`. `change_number` is that of the records when they were read
    for it. `is_kept` marks the snapshot kept for its week. To publish one, omit `week`,
    `is_current` and `is_kept`: they are computed.
    """

    id: str
    as_of: dt.date
    known_at: dt.datetime
    published_at: dt.datetime
    file_name: str
    code_version: str
    change_number: int = 0
    week: str = ""
    is_current: bool = False
    is_compact: bool = False
    is_kept: bool = False


def iso_week(day: dt.date) -> str:
    """The ISO week of a day, such as 2026-W42."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
