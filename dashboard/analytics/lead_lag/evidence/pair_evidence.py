"""A KPI weighed against an outcome: the evidence of every shift in one form, whatever the grains."""

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
"""The length of a period in hundredths of a day: the verdicts were calibrated with these."""

_FINER = {Grain.DAY: Grain.WEEK, Grain.WEEK: Grain.WEEK, Grain.MONTH: Grain.MONTH}
"""The grain at which the finer side of a mixed pair is looked at: a month's mean says nothing of days."""


@dataclass(frozen=True)
class PairEvidence:
    """The evidence of a pair.

    Attributes:
        log_evidence: how much likelier the values are with a link than without, for the shifts in `lag` and, where there
            are two more, for a lagging and a leading effect that begin at once.
        lag: in the outcome's periods, positive where the KPI moves first.
        unit: from one shift to the next, in the outcome's periods: one period of the comparison, or two where there are many.
        grain: of the comparison.
        periods: how many of the outcome's the comparison spans, weeks for an outcome of days.
        points: periods of the coarser grain that are known of both.
        found: how the evidence was found.
    """

    log_evidence: Floats
    lag: Floats
    unit: float
    grain: Grain
    periods: int
    points: int
    found: SameFrequency | MixedFrequencyEvidence


def pair_evidence(kpi: Calendar, outcome: Calendar, max_lead: int | None) -> PairEvidence | None:
    """The evidence of a pair; `None` where too little is known of both.

    Days against weeks are compared by the week. Against months and quarters the finer side keeps its weeks or months.

    Args:
        kpi: the known values of the KPI.
        outcome: those of the outcome.
        max_lead: the longest lead asked for, in the outcome's periods.
    """
    if min(len(kpi.days), len(outcome.days)) < FEWEST_PERIODS:
        return None
    coarse = coarser(kpi, outcome)
    if kpi.grain is not outcome.grain and coarse in (Grain.MONTH, Grain.QUARTER):
        return _mixed(kpi, outcome, max_lead)
    pair = aligned(kpi, outcome, coarse)
    return None if pair is None else _same(pair, kpi, outcome, max_lead)


def _same(
    pair: Aligned, kpi: Calendar, outcome: Calendar, max_lead: int | None
) -> PairEvidence | None:
    unit = DAYS[pair.grain] / DAYS[outcome.grain]
    asked_for = None if max_lead is None else max_lead / unit
    found = same_frequency(pair, longest_lead(len(pair.kpi), pair.grain, asked_for))
    if found is None:
        return None
    lag = np.arange(-found.longest, found.longest + 1, dtype=np.float64) * unit
    points = common_points(kpi, outcome)
    return PairEvidence(found.log_evidence, lag, unit, pair.grain, len(pair.kpi), points, found)


def _mixed(kpi: Calendar, outcome: Calendar, max_lead: int | None) -> PairEvidence | None:
    coarse = coarser(kpi, outcome)
    kpi_is_fine = outcome.grain is coarse
    fine_side, coarse_side = (kpi, outcome) if kpi_is_fine else (outcome, kpi)
    fine = Grain.MONTH if coarse is Grain.QUARTER else _FINER[fine_side.grain]
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
    met = min(int(count / ratio), coarse_count)
    of_outcome = DAYS[outcome.grain] / DAYS[fine]
    if kpi_is_fine:
        longest = round(longest_lead(met, coarse, max_lead) * ratio)
    else:
        asked_for = None if max_lead is None else max_lead * of_outcome
        longest = longest_lead(count, fine, asked_for)
    found = mixed_frequency_evidence(pair, max(1, longest))
    if found is None:
        return None
    # The evidence counts lags in the outcome's periods, for an outcome at the grain of the comparison.
    scale = 1.0 if kpi_is_fine else 1 / of_outcome
    unit = float(np.diff(found.lag).min()) * scale
    periods = found.periods if kpi_is_fine else round(found.periods * ratio)
    points = common_points(kpi, outcome)
    lag = found.lag * scale
    return PairEvidence(found.log_evidence, lag, unit, coarse, periods, points, found)
