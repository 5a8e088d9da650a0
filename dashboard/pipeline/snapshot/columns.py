"""Which columns of a snapshot's tables hold which fields; used to write the tables and to read them."""

from __future__ import annotations

from dashboard.analytics.calibration.recalibration import Recalibration
from dashboard.analytics.forecast.lead_contributions import LeadContribution
from dashboard.analytics.key_results.key_result import KeyResultHealth
from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.analytics.lead_lag.verdict import LagLink
from dashboard.analytics.objectives.objective import ObjectiveHealth
from dashboard.pipeline.snapshot.rows import RowMapping
from dashboard.records.rows import CheckInRow, DecisionRow, VerdictReviewRow

KEY_RESULT_HEALTH = RowMapping(
    KeyResultHealth,
    names={
        "running": "running_",
        "pace.ratio": "pace",
        "confidence.value": "confidence",
        "confidence.on": "confidence_on",
        "confidence.by": "confidence_by",
    },
    elsewhere=(
        "projection.path",
        "projection.landing",
        "projection.residuals",
        "projection.lead_effects",
    ),
)
"""`key_result_health`; `forecast_paths`, `landings` and `lead_effects` have the rest. Residuals
are not kept."""

LEAD_EFFECTS = RowMapping(LeadContribution)

OBJECTIVE_HEALTH = RowMapping(ObjectiveHealth, elsewhere=("counts",))
"""`objective_health`; the query `status_counts` answers for the counts."""

INDICATORS = RowMapping(
    IndicatorHealth,
    names={
        "kpi": "kpi_id",
        "verdict.explanation.leading": "leading_probability",
        "verdict.explanation.lagging": "lagging_probability",
        "verdict.explanation.coincident": "coincident_probability",
        "verdict.explanation.none": "none_probability",
    },
    elsewhere=("verdict.explanation.profile", "review"),
)
"""`indicators`; `lag_profiles` has the profile, `verdict_reviews` the review."""

LAG_PROFILES = RowMapping(LagLink)

RECALIBRATION = RowMapping(Recalibration)

CHECK_INS = RowMapping(
    CheckInRow,
    names={
        "id": "check_in_id",
        "key_result": "key_result_id",
        "on": "checked_in_on",
        "by": "checked_in_by",
    },
)

DECISIONS = RowMapping(
    DecisionRow,
    names={
        "id": "decision_id",
        "key_result": "key_result_id",
        "on": "decided_on",
        "by": "decided_by",
    },
)

VERDICT_REVIEWS = RowMapping(
    VerdictReviewRow,
    names={
        "id": "review_id",
        "key_result": "key_result_id",
        "kpi": "kpi_id",
        "on": "decided_on",
        "by": "decided_by",
    },
)
