"""What people wrote, as tables of a snapshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pandas as pd

from dashboard.domain.kpi import Kpi
from dashboard.domain.okr import Band, OkrSet
from dashboard.pipeline.snapshot.inputs import Inputs
from dashboard.pipeline.snapshot.rows import frame_of
from dashboard.records.history import revision_rows


def record_tables(inputs: Inputs) -> dict[str, pd.DataFrame]:
    """What people wrote, as tables: the OKRs, the catalogue of KPIs, check-ins, decisions, reviews, revisions."""
    return {
        "cycles": frame_of(
            {"cycle_id": s.cycle.id, "starts_on": s.cycle.starts_on, "ends_on": s.cycle.ends_on}
            for s in inputs.okrs
        ),
        "objectives": frame_of(_objective_rows(inputs.okrs)),
        "key_results": frame_of(_key_result_rows(inputs.okrs)),
        "kpis": frame_of(
            _kpi_row(source.source, kpi, inputs.observed_until.get(kpi.id))
            for source in inputs.sources
            for kpi in source.kpis
        ),
        "check_ins": frame_of(
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
        "decisions": frame_of(
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
        "verdict_reviews": frame_of(
            {
                "review_id": row.id,
                "key_result_id": row.key_result,
                "kpi_id": row.kpi,
                "kind": row.kind.value,
                "role": row.role.value if row.role else None,
                "reason": row.reason,
                "decided_on": row.on,
                "decided_by": row.by,
                "evidence": row.evidence,
                "lead_periods": row.lead_periods,
                "recorded_at": row.recorded_at,
            }
            for row in inputs.verdict_reviews
        ),
        "revisions": frame_of(revision_rows(inputs.revisions)),
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
                    "due_on": key_result.deadline(okr_set.cycle),
                    "owner": key_result.owner or objective.owner,
                }


def _kpi_row(source_id: str, kpi: Kpi, observed_until: dt.date | None) -> dict[str, Any]:
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
        "observed_until": observed_until,
        "definition": kpi.model_dump_json(),
    }
