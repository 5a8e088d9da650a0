"""Small states with the numbers that a test names; the series stand in a real snapshot file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.analytics.key_results.attainment import Attainment
from dashboard.analytics.key_results.key_result import (
    KeyResultHealth,
    RunningPeriod,
    StatedConfidence,
)
from dashboard.analytics.key_results.pace import Pace
from dashboard.analytics.key_results.projection import Projection
from dashboard.analytics.key_results.required_pace import RequiredPace
from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.analytics.lead_lag.verdict import too_little
from dashboard.analytics.objectives.objective import ObjectiveHealth, assess_objective
from dashboard.domain.kpi import Aggregation, Better, Grain, Kpi
from dashboard.domain.okr import Cycle, Direction, KeyResult, Objective, OkrSet, Role, Status
from dashboard.read_model.rows import (
    RevisionRow,
    SourceState,
    UsualRow,
)
from dashboard.read_model.state import State
from dashboard.records.rows import CheckInRow, DecisionRow
from dashboard.snapshots.read import Snapshot
from dashboard.snapshots.write import write_snapshot
from tests.healths import changed

AS_OF = dt.date(2026, 10, 18)
MOMENT = dt.datetime(2026, 10, 18, 21, tzinfo=dt.UTC)
CYCLE = Cycle(id="2026-H2", starts_on=dt.date(2026, 7, 1), ends_on=dt.date(2026, 12, 31))
MONDAY = dt.date(2026, 10, 12)


@dataclass(frozen=True)
class Told:
    """What a test says of one key result; the rest is filled in."""

    id: str
    chance: float | None = None
    before: float | None = None
    confidence: float | None = None
    status: Status | None = None
    kpi: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    health: Mapping[str, Any] = field(default_factory=dict)

    def key_result(self) -> KeyResult:
        filled: dict[str, Any] = {
            "title": self.id.replace("-", " ").capitalize(),
            "direction": Direction.INCREASE,
            "baseline": 10.2,
            "target": 15.0,
            "unit": "%",
            "kpi": self.kpi,
        }
        return KeyResult(id=self.id, **{**filled, **self.more})

    def judged(self) -> KeyResultHealth:
        unknown = KeyResultHealth(
            key_result_id=self.id,
            grain=Grain.WEEK,
            status=self.status or _cut(self.chance),
            attainment=Attainment(value=12.2, value_on=MONDAY, value_ends_on=AS_OF),
            running=RunningPeriod(),
            pace=Pace(),
            confidence=_stated(self.confidence),
            projection=Projection(chance=self.chance, points=16),
            required_pace=RequiredPace(),
        )
        return changed(unknown, **self.health)


def _stated(confidence: float | None) -> StatedConfidence:
    if confidence is None:
        return StatedConfidence()
    return StatedConfidence(confidence, dt.date(2026, 10, 16), "ana.costa@example.com")


def _cut(chance: float | None) -> Status:
    if chance is None:
        return Status.NO_FORECAST
    return (
        Status.ON_TRACK if chance >= 0.7 else Status.AT_RISK if chance >= 0.4 else Status.OFF_TRACK
    )


def objective(name: str, *told: Told, **more: Any) -> tuple[Objective, tuple[Told, ...]]:
    """An objective and what is said of its key results."""
    filled: dict[str, Any] = {"title": name.replace("-", " ").capitalize(), "team": "growth"}
    key_results = tuple(one.key_result() for one in told)
    return Objective(id=name, key_results=key_results, **{**filled, **more}), told


def kpi(name: str, **more: Any) -> Kpi:
    filled: dict[str, Any] = {
        "name": name.replace("-", " ").capitalize(),
        "grain": Grain.WEEK,
        "aggregation": Aggregation.MEAN,
        "direction": Better.INCREASE,
    }
    return Kpi(id=name, **{**filled, **more})


def usual(
    name: str, value: float, low: float, high: float, period_on: dt.date = MONDAY
) -> UsualRow:
    side = "below" if value < low else "above" if value > high else "inside"
    return UsualRow(name, Grain.WEEK, period_on, value, low, (low + high) / 2, high, side)


def leading(name: str, **more: Any) -> IndicatorHealth:
    unknown = IndicatorHealth(
        kpi=name,
        declared=None,
        verdict=too_little(12),
        role=Role.LEADING,
        basis="declared",
        grain=Grain.WEEK,
        conflict=False,
        threshold=None,
        threshold_met=None,
        value=None,
        value_on=None,
        previous_value=None,
    )
    return changed(unknown, **more)


def source(name: str, freshness: str = "fresh", age_days: int | None = 0) -> SourceState:
    return SourceState(
        name, "csv", "daily", 8.0, 15.0, AS_OF, age_days, freshness, MOMENT, "ok", None
    )


def check_in(
    key_result_id: str, on: dt.date, confidence: float | None = 0.7, note: str = ""
) -> CheckInRow:
    return CheckInRow(
        id=f"{key_result_id}-{on}",
        key_result=key_result_id,
        on=on,
        confidence=confidence,
        note=note,
        by="ana@example.com",
        recorded_at=MOMENT,
    )


def decision(key_result_id: str, on: dt.date, text: str) -> DecisionRow:
    return DecisionRow(
        id=f"d-{on}",
        key_result=key_result_id,
        on=on,
        decision=text,
        owner="bo.osei@example.com",
        by="ana",
        recorded_at=MOMENT,
    )


def revision(key_result_id: str, on: dt.date, field_name: str, old: str, new: str) -> RevisionRow:
    return RevisionRow("key result", key_result_id, field_name, old, new, on, MOMENT, "ana", "")


def build_state(
    folder: Path,
    *objectives: tuple[Objective, tuple[Told, ...]],
    as_of: dt.date = AS_OF,
    cycle: Cycle = CYCLE,
    kpis: Sequence[Kpi] = (),
    series: Mapping[str, Sequence[float]] | None = None,
    **more: Any,
) -> State:
    """A state from objectives, and from whatever else a test names."""
    told = [one for _, all_told in objectives for one in all_told]
    judged = {one.id: one.judged() for one in told}
    name = f"{as_of}-{len(list(folder.iterdir()))}"
    path = write_snapshot(folder, name, {"series": _series(series or {})})
    filled: dict[str, Any] = {
        "snapshot": Snapshot(path),
        "snapshot_id": "s-1",
        "as_of": as_of,
        "known_at": MOMENT,
        "built_at": MOMENT,
        "workspace": "Nordlys",
        "timezone": "UTC",
        "locale": "en",
        "is_demo": False,
        "okrs": (OkrSet(cycle=cycle, objectives=tuple(one for one, _ in objectives)),),
        "kpis": {one.id: one for one in kpis},
        "source_of": {},
        "sources": {},
        "key_results": judged,
        "indicators": {},
        "objectives": {one.id: _assessed(one, judged) for one, _ in objectives},
        "usual": {},
        "check_ins": (),
        "decisions": (),
        "revisions": (),
        "key_result_history": _history(told),
        "objective_history": pd.DataFrame(
            {"objective_id": [], "as_of": pd.to_datetime([]), "chance": [], "status": []}
        ),
    }
    return State(**{**filled, **more})


def _assessed(one: Objective, judged: Mapping[str, KeyResultHealth]) -> ObjectiveHealth:
    pairs = [
        (key_result, changed(judged[key_result.id], progress=0.5))
        for key_result in one.key_results
    ]
    return assess_objective(one, pairs)


def _history(told: Sequence[Told]) -> pd.DataFrame:
    known = [one for one in told if one.before is not None]
    return pd.DataFrame(
        {
            "key_result_id": [one.id for one in known],
            "as_of": pd.to_datetime([AS_OF - dt.timedelta(days=7)] * len(known)),
            "chance": [one.before for one in known],
            "status": [_cut(one.before).value for one in known],
            "confidence": [None] * len(known),
        }
    )


def _series(series: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    rows = [
        {
            "kpi_id": name,
            "grain": "week",
            "period_on": MONDAY - dt.timedelta(weeks=len(values) - 1 - i),
            "value": value,
            "observation_count": 1,
            "is_complete": True,
        }
        for name, values in series.items()
        for i, value in enumerate(values)
    ]
    return pd.DataFrame(rows)
