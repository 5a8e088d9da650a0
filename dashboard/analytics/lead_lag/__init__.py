"""Whether a KPI leads or lags an outcome: `classify` is the entry point for notebooks."""

from dashboard.analytics.lead_lag.classification import classify
from dashboard.analytics.lead_lag.verdict import Verdict

__all__ = ["Verdict", "classify"]
