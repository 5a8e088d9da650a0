"""Rows of a snapshot as plain objects: the same names as its columns, `None` for what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from dashboard.analytics.lead_lag.verdict import Evidence
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Role, Status
from dashboard.domain.verdict_review import ReviewKind
from dashboard.i18n import Message

Row = TypeVar("Row")


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


_WORDS: Mapping[str, type[Enum]] = {
    "grain": Grain,
    "pace_grain": Grain,
    "status": Status,
    "role": Role,
    "declared": Role,
    "kind": ReviewKind,
}


def rows_of(kind: type[Row], frame: pd.DataFrame, **more: Any) -> tuple[Row, ...]:  # noqa: ANN401  # fields of the kind
    """The rows of a frame as objects of a dataclass; fields that the frame lacks keep their defaults or come from `more`."""
    there = [f for f in fields(kind) if f.name in frame.columns]  # type: ignore[arg-type]  # kinds are dataclasses
    names = [f.name for f in there]
    columns = [_whole(f.type, [plain(f.name, value) for value in frame[f.name]]) for f in there]
    return tuple(
        kind(**dict(zip(names, values, strict=True)), **more)
        for values in zip(*columns, strict=True)
    )


def _whole(annotation: object, values: list[Any]) -> list[Any]:
    """Counts as whole numbers: a frame holds a column of them as floats as soon as one is missing."""
    if annotation != "int | None":
        return values
    return [None if value is None else int(value) for value in values]


def plain(name: str, value: Any) -> Any:  # noqa: ANN401  # a cell of any column
    """One cell as Python has it: `None` for missing, dates for days, moments in UTC, tuples, words as the domain's."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):  # NaN
        return None
    if value is pd.NA:
        return None
    if isinstance(value, pd.Timestamp):
        moment = value.to_pydatetime()
        return moment.astimezone(dt.UTC) if name.endswith("_at") else moment.date()
    if isinstance(value, np.ndarray):
        return tuple(value.tolist())
    if name == "reason" and isinstance(value, str) and value.startswith("{"):
        return Message.from_json(value)
    if name in _WORDS:
        return _WORDS[name](value)
    return value.item() if hasattr(value, "item") else value
