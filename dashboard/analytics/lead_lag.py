"""Whether a KPI moves before, with or after an outcome, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard.analytics.series import dates, grain_of, tidy
from dashboard.domain.kpi import Grain
from dashboard.domain.periods import period_start

Evidence = Literal["leading", "lagging", "coincident", "none", "too_little"]


@dataclass(frozen=True)
class Verdict:
    """What the data say of one KPI beside one outcome.

    `lead_periods` is in the outcome's periods, positive for leading and for lagging, 0 for coincident, NaN else; the
    effect arrives between `lead_low` and `lead_high`. `certainty` is the probability that `evidence` is right, `points`
    the number of periods known of both, `strength` the size of the link. What is unknown is NaN.
    """

    evidence: Evidence
    lead_periods: float
    lead_low: float
    lead_high: float
    certainty: float
    points: int
    strength: float


def classify(kpi: pd.Series, outcome: pd.Series, max_lead: int | None = None) -> Verdict:  # noqa: ARG001
    """What the data say of the KPI beside the outcome.

    No method judges the pair yet, so the answer is always `too_little` with the number of periods that both have:
    nothing is claimed that was not measured.

    Args:
        kpi: one value a period, with a DatetimeIndex; any grain, gaps allowed.
        outcome: the same of the outcome.
        max_lead: the longest lead asked for, in periods; 8, or 12 for months, where it is not given.
    """
    unknown = math.nan
    return Verdict(
        "too_little", unknown, unknown, unknown, unknown, common_points(kpi, outcome), unknown
    )


def common_points(kpi: pd.Series, outcome: pd.Series) -> int:
    """How many periods of the coarser of the two grains are known of both."""
    both = tidy(kpi), tidy(outcome)
    grains = [grain for grain in map(grain_of, both) if grain is not None]
    if not grains:
        return len(both[0].index.intersection(both[1].index))
    coarse = max(grains, key=list(Grain).index)
    first, second = ({period_start(day, coarse) for day in dates(series)} for series in both)
    return len(first & second)
