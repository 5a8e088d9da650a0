"""The tables of a snapshot, computed from what was gathered: no file, no clock."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import Enum
from typing import Any

import pandas as pd

from dashboard.analytics.assessment import (
    Assessment,
    Observed,
    assess,
    bounds_of,
    key_result_ids,
    observe,
)
from dashboard.analytics.usual_range import usual_ranges
from dashboard.domain.kpi import Kpi, Source
from dashboard.domain.okr import Band, OkrSet
from dashboard.domain.periods import forecast_grain, period_end
from dashboard.i18n import Message
from dashboard.pipeline.progress import Progress
from dashboard.records.history import Revision
from dashboard.records.rows import CheckInRow, DecisionRow, RunRow

JUDGED_PERIODS = 6
"""So many of a KPI's last periods are judged against their usual range: as many as a panel draws."""


@dataclass(frozen=True)
class Inputs:
    """What a snapshot is computed from. `series` has the columns of the snapshot's table of that name."""

    snapshot_id: str
    as_of: dt.date
    known_at: dt.datetime
    change_number: int
    okrs: tuple[OkrSet, ...]
    sources: tuple[Source, ...]
    series: pd.DataFrame
    check_ins: Mapping[str, Sequence[CheckInRow]]
    decisions: Sequence[DecisionRow]
    revisions: Sequence[Revision]
    last_runs: Mapping[str, RunRow]
    key_result_history: pd.DataFrame
    objective_history: pd.DataFrame


def compute(inputs: Inputs, progress: Progress) -> dict[str, pd.DataFrame]:
    """Every table of the snapshot but its header, by name."""
    observed = observe(
        {kpi.id: kpi for source in inputs.sources for kpi in source.kpis},
        {kpi.id: source.freshness.stale_after for source in inputs.sources for kpi in source.kpis},
        inputs.series,
    )
    progress.step("Judging key results", len(key_result_ids(inputs.okrs)))
    assessment = assess(
        inputs.okrs, observed, inputs.check_ins, inputs.as_of, done=progress.advance
    )
    progress.step("Judging KPIs", len(observed.kpis))
    tables = written_tables(inputs) | health_tables(assessment)
    tables["series"] = inputs.series
    tables["usual_ranges"] = _usual_ranges(observed, progress)
    tables["sources"] = _sources(inputs, observed)
    tables["key_result_history"] = pd.concat(
        [inputs.key_result_history, _key_results_now(inputs, assessment)]
    )
    tables["objective_history"] = pd.concat(
        [inputs.objective_history, _objectives_now(inputs, assessment)]
    )
    return tables


def written_tables(inputs: Inputs) -> dict[str, pd.DataFrame]:
    """What people wrote, as tables: the OKRs, the catalogue of KPIs, check-ins, decisions, revisions."""
    return {
        "cycles": _frame(
            {"cycle_id": s.cycle.id, "starts_on": s.cycle.starts_on, "ends_on": s.cycle.ends_on}
            for s in inputs.okrs
        ),
        "objectives": _frame(_objective_rows(inputs.okrs)),
        "key_results": _frame(_key_result_rows(inputs.okrs)),
        "kpis": _frame(
            _kpi_row(source.source, kpi) for source in inputs.sources for kpi in source.kpis
        ),
        "check_ins": _frame(
            {
                "check_in_id": row.id,
                "key_result_id": row.key_result,
                "checked_in_on": row.on,
                "value": row.value,
                "done": row.done,
                "confidence": row.confidence,
                "note": row.note,
                "checked_in_by": row.by,
                "recorded_at": row.recorded_at,
            }
            for rows in inputs.check_ins.values()
            for row in rows
        ),
        "decisions": _frame(
            {
                "decision_id": row.id,
                "key_result_id": row.key_result,
                "decided_on": row.on,
                "decision": row.decision,
                "owner": row.owner,
                "due_on": row.due_on,
                "decided_by": row.by,
                "recorded_at": row.recorded_at,
            }
            for row in inputs.decisions
        ),
        "revisions": _frame(
            {
                "object_type": row.object_type,
                "object_id": row.object_id,
                "field": row.field,
                "old": json.dumps(row.old, ensure_ascii=False),
                "new": json.dumps(row.new, ensure_ascii=False),
                "effective_on": row.effective_on,
                "recorded_at": row.recorded_at,
                "revised_by": row.by,
                "reason": row.reason,
            }
            for row in inputs.revisions
        ),
    }


def health_tables(assessment: Assessment) -> dict[str, pd.DataFrame]:
    """What was judged, as tables."""
    healths = assessment.key_results.values()
    return {
        "key_result_health": _frame(
            _plain(health, leave_out=("path", "landing")) for health in healths
        ),
        "forecast_paths": _stacked((h.key_result_id, h.path) for h in healths),
        "landings": _stacked((h.key_result_id, h.landing) for h in healths),
        "indicators": _frame(
            {
                "key_result_id": key_result_id,
                "position": position,
                "kpi_id": row.kpi,
                **_plain(row, leave_out=("kpi",)),
            }
            for key_result_id, rows in assessment.indicators.items()
            for position, row in enumerate(rows)
        ),
        "objective_health": _frame(
            _plain(health, leave_out=("counts",)) for health in assessment.objectives.values()
        ),
    }


def _objective_rows(okrs: Iterable[OkrSet]) -> Iterable[dict[str, Any]]:
    for okr_set in okrs:
        for position, objective in enumerate(okr_set.objectives):
            yield {
                "objective_id": objective.id,
                "cycle_id": okr_set.cycle.id,
                "position": position,
                "title": objective.title,
                "why": objective.why,
                "owner": objective.owner,
                "team": objective.team,
                "supports": objective.supports,
                "definition": objective.model_dump_json(),
            }


def _key_result_rows(okrs: Iterable[OkrSet]) -> Iterable[dict[str, Any]]:
    for okr_set in okrs:
        for objective in okr_set.objectives:
            for position, key_result in enumerate(objective.key_results):
                band = key_result.target if isinstance(key_result.target, Band) else None
                yield {
                    "key_result_id": key_result.id,
                    "objective_id": objective.id,
                    "position": position,
                    "title": key_result.title,
                    "kpi_id": key_result.kpi,
                    "direction": key_result.direction.value,
                    "baseline": key_result.baseline,
                    "target": None if band else key_result.target,
                    "target_low": band.low if band else None,
                    "target_high": band.high if band else None,
                    "unit": key_result.unit,
                    "weight": key_result.weight,
                    "due_on": key_result.due_on or okr_set.cycle.ends_on,
                    "owner": key_result.owner or objective.owner,
                }


def _kpi_row(source_id: str, kpi: Kpi) -> dict[str, Any]:
    return {
        "kpi_id": kpi.id,
        "source_id": source_id,
        "name": kpi.name,
        "unit": kpi.unit,
        "direction": kpi.direction.value,
        "grain": kpi.grain.value,
        "aggregation": kpi.aggregation.value,
        "owner": kpi.owner,
        "description": kpi.description,
        "limit_low": kpi.limits.low,
        "limit_high": kpi.limits.high,
        "definition": kpi.model_dump_json(),
    }


def _sources(inputs: Inputs, observed: Observed) -> pd.DataFrame:
    return _frame(_source_row(source, inputs, observed) for source in inputs.sources)


def _source_row(source: Source, inputs: Inputs, observed: Observed) -> dict[str, Any]:
    ends = [
        period_end(series.index[-1].date(), grain)
        for kpi in source.kpis
        for grain in (forecast_grain(kpi.grain),)
        if (series := observed.series(kpi.id, grain)) is not None and len(series)
    ]
    latest = max(ends, default=None)
    age = (inputs.as_of - latest) if latest else None
    run = inputs.last_runs.get(source.source)
    return {
        "source_id": source.source,
        "type": source.type,
        "schedule": source.schedule,
        "late_after_days": source.freshness.late_after / dt.timedelta(days=1),
        "stale_after_days": source.freshness.stale_after / dt.timedelta(days=1),
        "latest_period_ends_on": latest,
        "age_days": age.days if age is not None else None,
        "freshness": _freshness(source, age),
        "last_run_at": run.finished_at if run else None,
        "last_run_status": run.status if run else None,
        "last_run_error": run.error if run else None,
    }


def _freshness(source: Source, age: dt.timedelta | None) -> str:
    if age is None:
        return "none"
    if age > source.freshness.stale_after:
        return "stale"
    return "late" if age > source.freshness.late_after else "fresh"


def _usual_ranges(observed: Observed, progress: Progress) -> pd.DataFrame:
    frames = []
    for kpi in observed.kpis.values():
        grain = forecast_grain(kpi.grain)
        series = observed.series(kpi.id, grain)
        if series is not None:
            ranges = usual_ranges(series, JUDGED_PERIODS, bounds_of(kpi))
            frames += [{"kpi_id": kpi.id, "grain": grain.value, **asdict(row)} for row in ranges]
        progress.advance()
    return _frame(frames)


def _key_results_now(inputs: Inputs, assessment: Assessment) -> pd.DataFrame:
    targets = {kr.id: kr.target for s in inputs.okrs for o in s.objectives for kr in o.key_results}
    return _frame(
        {
            "key_result_id": health.key_result_id,
            "as_of": inputs.as_of,
            "snapshot_id": inputs.snapshot_id,
            "value": health.value,
            "value_on": health.value_on,
            "target": None
            if isinstance(targets[health.key_result_id], Band)
            else targets[health.key_result_id],
            "progress": health.progress,
            "chance": health.chance,
            "status": health.status.value,
            "confidence": health.confidence,
        }
        for health in assessment.key_results.values()
    )


def _objectives_now(inputs: Inputs, assessment: Assessment) -> pd.DataFrame:
    return _frame(
        {
            "objective_id": health.objective_id,
            "as_of": inputs.as_of,
            "snapshot_id": inputs.snapshot_id,
            "progress": health.progress,
            "chance": health.chance,
            "status": health.status.value,
            "confidence": health.confidence,
            "partial": health.partial,
        }
        for health in assessment.objectives.values()
    )


def _plain(row: Any, leave_out: Sequence[str] = ()) -> dict[str, Any]:  # noqa: ANN401  # any of our dataclasses
    """A dataclass as a row of a table: enumerations by their value, messages as JSON."""
    values = {f.name: getattr(row, f.name) for f in fields(row) if f.name not in leave_out}
    return {name: _cell(value) for name, value in values.items()}


def _cell(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return value.to_json() if isinstance(value, Message) else value


def _stacked(parts: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    frames = [
        part.assign(key_result_id=key_result_id) for key_result_id, part in parts if len(part)
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows))
