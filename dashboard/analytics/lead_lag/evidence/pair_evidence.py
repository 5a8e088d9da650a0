"""The evidence for a link between a KPI and an outcome at every lag, whatever their grains.

Two series of the same grain are compared at that grain, days and weeks by the week. If the coarser
series is monthly or quarterly the pair is of mixed frequency: the finer series keeps its weeks or
months.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analytics.lead_lag.evidence.alignment import (
    FEWEST_PERIODS,
    Aligned,
    Calendar,
    aligned,
    coarser,
    common_points,
    period_means,
)
from dashboard.analytics.lead_lag.evidence.mixed_frequency import (
    MixedFrequencyEvidence,
    mixed_frequency_evidence,
)
from dashboard.analytics.lead_lag.evidence.mixed_frequency_data import MixedPair
from dashboard.analytics.lead_lag.evidence.same_frequency import (
    SameFrequency,
    longest_lead,
    same_frequency,
)
from dashboard.analytics.series.periods import first_day, period_of
from dashboard.analytics.typing import Floats
from dashboard.domain.kpi import Grain
from dashboard.domain.periods import DAYS_IN, PERIODS_IN_YEAR

DAYS = {grain: round(days, 2) for grain, days in DAYS_IN.items()}
"""Length of a period in days, rounded as when the priors were chosen."""

_FINE_GRAIN = {Grain.DAY: Grain.WEEK, Grain.WEEK: Grain.WEEK, Grain.MONTH: Grain.MONTH}
"""Grain of the finer series in a mixed pair; monthly means carry no information on single days."""


@dataclass(frozen=True)
class PairEvidence:
    """The evidence for a link between two series, at every lag.

    Attributes:
        log_evidence: log Bayes factor of a link at each lag in `lag` against no link, (m,); or
            (m + 2,) with two more for a lagging and a leading effect that begin immediately.
        lag: in the outcome's periods, (m,), positive where the KPI moves first; ascending.
        unit: step from one lag to the next, in the outcome's periods: one period of the
            comparison, or two where there are many lags.
        grain: grain of the comparison.
        periods: length of the comparison in the outcome's periods (in weeks for a daily outcome).
        points: number of periods, at the coarser grain, for which both series have a value.
        details: the result of the computation for one grain or for mixed frequency.
    """

    log_evidence: Floats
    lag: Floats
    unit: float
    grain: Grain
    periods: int
    points: int
    details: SameFrequency | MixedFrequencyEvidence


def pair_evidence(kpi: Calendar, outcome: Calendar, max_lead: int | None) -> PairEvidence | None:
    """The evidence for a link at every lag; `None` if there is too little data.

    Args:
        kpi: the values of the KPI.
        outcome: the values of the outcome.
        max_lead: the longest lead to test, in the outcome's periods; `None` for the default.
    """
    if min(len(kpi.days), len(outcome.days)) < FEWEST_PERIODS:
        return None
    coarse = coarser(kpi, outcome)
    if kpi.grain is not outcome.grain and coarse in (Grain.MONTH, Grain.QUARTER):
        return _mixed_frequency(kpi, outcome, max_lead)
    pair = aligned(kpi, outcome, coarse)
    return None if pair is None else _same_frequency(pair, kpi, outcome, max_lead)


def _same_frequency(
    pair: Aligned, kpi: Calendar, outcome: Calendar, max_lead: int | None
) -> PairEvidence | None:
    unit = DAYS[pair.grain] / DAYS[outcome.grain]
    limit = None if max_lead is None else max_lead / unit
    evidence = same_frequency(pair, longest_lead(len(pair.kpi), pair.grain, limit))
    if evidence is None:
        return None
    lag = np.arange(-evidence.longest, evidence.longest + 1, dtype=np.float64) * unit
    points = common_points(kpi, outcome)
    return PairEvidence(
        evidence.log_evidence, lag, unit, pair.grain, len(pair.kpi), points, evidence
    )


def _mixed_frequency(
    kpi: Calendar, outcome: Calendar, max_lead: int | None
) -> PairEvidence | None:
    coarse = coarser(kpi, outcome)
    kpi_is_fine = outcome.grain is coarse
    fine_side, coarse_side = (kpi, outcome) if kpi_is_fine else (outcome, kpi)
    fine = Grain.MONTH if coarse is Grain.QUARTER else _FINE_GRAIN[fine_side.grain]
    ratio = DAYS[coarse] / DAYS[fine]
    fine_at, coarse_at = (
        period_of(side.days, grain) for side, grain in ((fine_side, fine), (coarse_side, coarse))
    )
    first, count = int(fine_at[0]), int(fine_at[-1] - fine_at[0]) + 1
    coarse_first, coarse_count = int(coarse_at[0]), int(coarse_at[-1] - coarse_at[0]) + 1
    member = period_of(first_day(np.arange(count) + first, fine), coarse) - coarse_first
    pair = MixedPair(
        period_means(fine_at - first, fine_side.values, count),
        period_means(coarse_at - coarse_first, coarse_side.values, coarse_count),
        member,
        PERIODS_IN_YEAR[fine],
        kpi_is_fine,
    )
    common = min(int(count / ratio), coarse_count)
    fine_per_outcome = DAYS[outcome.grain] / DAYS[fine]
    if kpi_is_fine:
        longest = round(longest_lead(common, coarse, max_lead) * ratio)
    else:
        limit = None if max_lead is None else max_lead * fine_per_outcome
        longest = longest_lead(count, fine, limit)
    evidence = mixed_frequency_evidence(pair, max(1, longest))
    if evidence is None:
        return None
    # The lags assume an outcome at the grain of the comparison; rescale them to its own periods.
    scale = 1.0 if kpi_is_fine else 1 / fine_per_outcome
    unit = float(np.diff(evidence.lag).min()) * scale
    periods = evidence.periods if kpi_is_fine else round(evidence.periods * ratio)
    points = common_points(kpi, outcome)
    lag = evidence.lag * scale
    return PairEvidence(evidence.log_evidence, lag, unit, coarse, periods, points, evidence)
