"""The KPIs on the key results, judged, as tables of a snapshot: the verdict, why it says so, and its history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from dashboard.analytics.assessment import Assessment
from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.analytics.lead_lag.verdict import Explanation
from dashboard.pipeline.snapshot.inputs import Inputs
from dashboard.pipeline.snapshot.rows import frame_of, plain


def indicator_tables(assessment: Assessment) -> dict[str, pd.DataFrame]:
    """What was judged of the KPIs, as tables: a row a KPI, and a row a shift."""
    return {
        "indicators": frame_of(
            {
                "key_result_id": key_result_id,
                "position": position,
                "kpi_id": row.kpi,
                **plain(row, leave_out=("kpi", "explanation", "review")),
                **(_explained(row.explanation) if row.explanation else {}),
            }
            for key_result_id, position, row in _rows(assessment)
        ),
        "lag_profiles": frame_of(
            {"key_result_id": key_result_id, "kpi_id": row.kpi, **plain(shift)}
            for key_result_id, _, row in _rows(assessment)
            if row.explanation
            for shift in row.explanation.profile
        ),
    }


def verdicts_now(inputs: Inputs, assessment: Assessment) -> pd.DataFrame:
    """What is said of every KPI on every key result in this snapshot, as rows of the history."""
    told = (
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
            "kpi_id": row.kpi,
            "as_of": inputs.as_of,
            "snapshot_id": inputs.snapshot_id,
            **{name: value for name, value in plain(row).items() if name in told},
        }
        for key_result_id, _, row in _rows(assessment)
    )


def _rows(assessment: Assessment) -> Iterator[tuple[str, int, IndicatorHealth]]:
    for key_result_id, rows in assessment.indicators.items():
        for position, row in enumerate(rows):
            yield key_result_id, position, row


def _explained(why: Explanation) -> dict[str, Any]:
    probabilities = {
        f"{name}_probability": getattr(why, name)
        for name in ("leading", "lagging", "coincident", "none")
    }
    rest = plain(why, leave_out=("profile", "leading", "lagging", "coincident", "none"))
    return {**rest, **probabilities, "season_periods": list(why.season_periods)}
