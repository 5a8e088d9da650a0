"""The KPIs on the key results as tables of a snapshot: verdict, explanation and history."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.analytics.assessment import Assessment
from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.pipeline.snapshot.columns import INDICATORS, LAG_PROFILES
from dashboard.pipeline.snapshot.inputs import Inputs
from dashboard.pipeline.snapshot.rows import frame_of


def indicator_tables(assessment: Assessment) -> dict[str, pd.DataFrame]:
    """The KPIs on the key results as tables: a row a KPI, and a row a KPI and shift."""
    return {
        "indicators": frame_of(
            {"key_result_id": key_result_id, "position": position, **INDICATORS.row(health)}
            for key_result_id, position, health in _rows(assessment)
        ),
        "lag_profiles": frame_of(
            {"key_result_id": key_result_id, "kpi_id": health.kpi, **LAG_PROFILES.row(shift)}
            for key_result_id, _, health in _rows(assessment)
            if health.verdict.explanation
            for shift in health.verdict.explanation.profile
        ),
    }


def verdicts_now(inputs: Inputs, assessment: Assessment) -> pd.DataFrame:
    """The verdict on every KPI of every key result in this snapshot, as rows of the history."""
    kept = (
        "kpi_id",
        "evidence",
        "role",
        "basis",
        "lead_periods",
        "lead_low",
        "lead_high",
        "grain",
        "certainty",
    )
    return frame_of(
        {
            "key_result_id": key_result_id,
            "as_of": inputs.as_of,
            "snapshot_id": inputs.snapshot_id,
            **{name: cell for name, cell in INDICATORS.row(health).items() if name in kept},
        }
        for key_result_id, _, health in _rows(assessment)
    )


def _rows(assessment: Assessment) -> Iterator[tuple[str, int, IndicatorHealth]]:
    for key_result_id, rows in assessment.indicators.items():
        for position, row in enumerate(rows):
            yield key_result_id, position, row
