"""Whether a KPI moves before, with or after an outcome, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.analytics.series import dates, grain_of, tidy
from dashboard.analytics.verdict import Verdict, too_little
from dashboard.domain.kpi import Grain
from dashboard.domain.periods import period_start


def classify(kpi: pd.Series, outcome: pd.Series, max_lead: int | None = None) -> Verdict:  # noqa: ARG001
    """What the data say of the KPI beside the outcome.

    No method judges the pair yet, so the answer is always `too_little` with the number of periods that both have:
    nothing is claimed that was not measured.

    Args:
        kpi: one value a period, with a DatetimeIndex; any grain, gaps allowed.
        outcome: the same of the outcome.
        max_lead: the longest lead asked for, in periods; 8, or 12 for months, where it is not given.
    """
    return too_little(common_points(kpi, outcome))


def classify_family(
    kpis: Mapping[str, pd.Series], outcome: pd.Series, max_lead: int | None = None
) -> dict[str, Verdict]:
    """What the data say of every KPI that was ever linked to one outcome, judged together; by KPI.

    A family of one is judged as `classify` does.
    """
    return {name: classify(kpi, outcome, max_lead) for name, kpi in kpis.items()}


def common_points(kpi: pd.Series, outcome: pd.Series) -> int:
    """How many periods of the coarser of the two grains are known of both."""
    both = tidy(kpi), tidy(outcome)
    grains = [grain for grain in map(grain_of, both) if grain is not None]
    if not grains:
        return len(both[0].index.intersection(both[1].index))
    coarse = max(grains, key=list(Grain).index)
    first, second = ({period_start(day, coarse) for day in dates(series)} for series in both)
    return len(first & second)
