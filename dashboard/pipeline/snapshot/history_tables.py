"""Statuses, chances and verdicts of each kept week, this one included, as tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.analytics.assessment import Assessment
from dashboard.analytics.key_results.key_result import KeyResultHealth
from dashboard.domain.okr import Band, Cycle, KeyResult
from dashboard.pipeline.snapshot.indicator_tables import verdicts_now
from dashboard.pipeline.snapshot.inputs import Inputs
from dashboard.pipeline.snapshot.rows import frame_of

FORECAST = ("method", "median", "low50", "high50", "low80", "high80")
"""What a forecast said, so that it can be judged once the deadline has gone."""


def history_tables(
    inputs: Inputs, assessment: Assessment, forecasts: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """What was said in the weeks before, and what is said in this snapshot.

    Args:
        inputs: what the snapshot is computed from, with what earlier ones said.
        assessment: what is said now.
        forecasts: the fingerprint of what each key result's forecast was made from.
    """
    return {
        "key_result_history": _after(
            inputs.key_result_history, _key_results_now(inputs, assessment, forecasts)
        ),
        "objective_history": _after(inputs.objective_history, _objectives_now(inputs, assessment)),
        "verdict_history": _after(inputs.verdict_history, verdicts_now(inputs, assessment)),
    }


def _after(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([before, now])


def _key_results_now(
    inputs: Inputs, assessment: Assessment, forecasts: Mapping[str, str]
) -> pd.DataFrame:
    promised = {
        key_result.id: (key_result, okr_set.cycle)
        for okr_set in inputs.okrs
        for _, key_result in okr_set.key_results()
    }
    return frame_of(
        {
            "key_result_id": health.key_result_id,
            "as_of": inputs.as_of,
            "snapshot_id": inputs.snapshot_id,
            **_history_row(health, *promised[health.key_result_id]),
            "inputs_fingerprint": forecasts.get(health.key_result_id),
        }
        for health in assessment.key_results.values()
    )


def _history_row(health: KeyResultHealth, key_result: KeyResult, cycle: Cycle) -> dict[str, Any]:
    band = key_result.target if isinstance(key_result.target, Band) else None
    return {
        "value": health.attainment.value,
        "value_on": health.attainment.value_on,
        "target": None if band else key_result.target,
        "target_low": band.low if band else None,
        "target_high": band.high if band else None,
        "direction": key_result.direction.value,
        "due_on": key_result.deadline(cycle),
        "progress": health.attainment.progress,
        "chance": health.projection.chance,
        "raw_chance": health.projection.chance
        if health.projection.raw_chance is None
        else health.projection.raw_chance,
        "status": health.status.value,
        "confidence": health.confidence.value,
        "grain": health.grain.value if health.grain else None,
        "horizon": len(health.projection.path),
        **{name: getattr(health.projection, name) for name in FORECAST},
    }


def _objectives_now(inputs: Inputs, assessment: Assessment) -> pd.DataFrame:
    return frame_of(
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
