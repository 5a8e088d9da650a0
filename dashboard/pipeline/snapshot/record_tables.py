"""The tables of a snapshot that hold what people wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pandas as pd

from dashboard.domain.kpi import Kpi
from dashboard.domain.okr import Band, OkrSet
from dashboard.pipeline.snapshot.columns import CHECK_INS, DECISIONS, VERDICT_REVIEWS
from dashboard.pipeline.snapshot.inputs import Inputs
from dashboard.pipeline.snapshot.rows import frame_of
from dashboard.records.history import revision_rows


def record_tables(inputs: Inputs) -> dict[str, pd.DataFrame]:
    """The tables of OKRs, KPIs, check-ins, decisions, verdict reviews and revisions."""
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
        "check_ins": CHECK_INS.frame(row for rows in inputs.check_ins.values() for row in rows),
        "decisions": DECISIONS.frame(inputs.decisions),
        "verdict_reviews": VERDICT_REVIEWS.frame(inputs.verdict_reviews),
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
