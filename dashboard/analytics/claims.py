"""When two verdicts on the same KPI say the same, and when one is news after the other."""

from __future__ import annotations

from dashboard.analytics.series import known
from dashboard.analytics.verdict import CLAIMS, Evidence

MOVED_PERIODS = 2.0
"""From so many periods on, another lead is another claim: less lies within what a lead is usually known to."""


def is_same_claim(
    before: Evidence,
    before_lead: float | None,
    now: Evidence,
    now_lead: float | None,
) -> bool:
    """Whether two verdicts claim the same link; where neither claims one, they do.

    A lead that is missing on either side is not compared.
    """
    if before not in CLAIMS or now not in CLAIMS:
        return before not in CLAIMS and now not in CLAIMS
    if before != now:
        return False
    first, second = known(before_lead), known(now_lead)
    return first is None or second is None or abs(second - first) < MOVED_PERIODS
