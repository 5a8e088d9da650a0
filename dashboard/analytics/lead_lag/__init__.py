"""Which KPI moves first? `classify` is the entry point for notebooks and benchmarks."""

from dashboard.analytics.lead_lag.classification import classify
from dashboard.analytics.lead_lag.verdict import Verdict

__all__ = ["Verdict", "classify"]
