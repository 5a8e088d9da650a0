from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.alignment import Calendar, calendar
from dashboard.analytics.lead_lag.evidence.mixed_frequency import MixedFrequencyEvidence
from dashboard.analytics.lead_lag.evidence.pair_evidence import PairEvidence, pair_evidence
from dashboard.analytics.lead_lag.evidence.same_frequency import SameFrequency
from dashboard.domain.kpi import Grain
from tests.analytics.lead_lag.evidence.waves import wave

FREQUENCIES = {Grain.DAY: "D", Grain.WEEK: "W-MON", Grain.MONTH: "MS", Grain.QUARTER: "QS"}
LENGTHS = {Grain.DAY: 730, Grain.WEEK: 104, Grain.MONTH: 24, Grain.QUARTER: 8}
"""Two years of each."""


def side(grain: Grain, n: int | None = None, seed: int = 1, start: str = "2022-01-01") -> Calendar:
    n = n or LENGTHS[grain]
    index = pd.date_range(start, periods=n, freq=FREQUENCIES[grain])
    return calendar(pd.Series(wave(seed, n), index))


def evidence_of(kpi: Calendar, outcome: Calendar, max_lead: int | None = None) -> PairEvidence:
    evidence = pair_evidence(kpi, outcome, max_lead)
    assert evidence is not None
    return evidence


@pytest.mark.parametrize(
    ("kpi", "outcome", "grain", "unit", "longest"),
    [
        (Grain.WEEK, Grain.WEEK, Grain.WEEK, 1, 8),
        (Grain.DAY, Grain.DAY, Grain.DAY, 1, 8),
        (Grain.MONTH, Grain.MONTH, Grain.MONTH, 1, 6),
        (Grain.DAY, Grain.WEEK, Grain.WEEK, 1, 8),
        (Grain.WEEK, Grain.DAY, Grain.WEEK, 7, 56),
    ],
)
def test_days_and_weeks_are_compared_by_the_coarser_with_lags_in_the_outcomes_periods(
    kpi: Grain, outcome: Grain, grain: Grain, unit: float, longest: float
) -> None:
    evidence = evidence_of(side(kpi), side(outcome, seed=2))

    assert isinstance(evidence.details, SameFrequency)
    assert (evidence.grain, evidence.unit) == (grain, unit)
    assert evidence.lag[[0, -1]].tolist() == [-longest, longest]
    assert np.diff(evidence.lag) == pytest.approx(unit)
    assert len(evidence.log_evidence) == len(evidence.lag) + 2


@pytest.mark.parametrize(
    ("kpi", "outcome", "max_lead", "unit"),
    [
        (Grain.WEEK, Grain.MONTH, 2, 7 / 30.44),
        (Grain.DAY, Grain.MONTH, 2, 7 / 30.44),
        (Grain.WEEK, Grain.MONTH, 4, 2 * 7 / 30.44),
        (Grain.MONTH, Grain.WEEK, 8, 1),
        (Grain.MONTH, Grain.DAY, 56, 7),
        (Grain.MONTH, Grain.QUARTER, 2, 1 / 3),
        (Grain.QUARTER, Grain.MONTH, 6, 1),
    ],
)
def test_months_and_quarters_keep_the_finer_sides_weeks_or_months(
    kpi: Grain, outcome: Grain, max_lead: int, unit: float
) -> None:
    """Every second week where there would be many."""
    twice = 2 if Grain.QUARTER in (kpi, outcome) else 1
    evidence = evidence_of(
        side(kpi, twice * LENGTHS[kpi]), side(outcome, twice * LENGTHS[outcome], seed=2), max_lead
    )

    assert isinstance(evidence.details, MixedFrequencyEvidence)
    assert evidence.grain is max(kpi, outcome, key=list(Grain).index)
    assert evidence.unit == pytest.approx(unit, rel=0.02)
    assert np.diff(evidence.lag) == pytest.approx(evidence.unit)
    assert evidence.lag == pytest.approx(-evidence.lag[::-1])
    assert len(evidence.log_evidence) == len(evidence.lag)


@pytest.mark.parametrize(
    ("kpi", "outcome", "max_lead", "longest"),
    [
        (Grain.WEEK, Grain.WEEK, 3, 3),
        (Grain.WEEK, Grain.WEEK, 99, 26),
        (Grain.WEEK, Grain.DAY, 21, 21),
        (Grain.WEEK, Grain.MONTH, 2, 2),
        (Grain.MONTH, Grain.WEEK, 6, 6),
        (Grain.MONTH, Grain.DAY, 28, 28),
    ],
)
def test_the_longest_lead_asked_for_is_in_the_outcomes_periods(
    kpi: Grain, outcome: Grain, max_lead: int, longest: float
) -> None:
    evidence = evidence_of(side(kpi), side(outcome, seed=2), max_lead)

    assert evidence.lag.max() == pytest.approx(longest, abs=0.15)


def test_points_are_the_coarser_periods_known_of_both_and_periods_what_they_span() -> None:
    evidence = evidence_of(side(Grain.WEEK), side(Grain.WEEK, 60, seed=2, start="2022-06-06"))
    assert (evidence.points, evidence.periods) == (60, 60)
    gone = side(Grain.WEEK)
    kept = np.delete(np.arange(104), [50, 51, 70])
    evidence = evidence_of(
        Calendar(gone.days[kept], gone.values[kept], Grain.WEEK), side(Grain.WEEK)
    )
    assert (evidence.points, evidence.periods) == (101, 104)


def test_of_a_monthly_pair_the_span_is_counted_in_the_outcomes_periods() -> None:
    months = evidence_of(side(Grain.WEEK), side(Grain.MONTH, seed=2))
    weeks = evidence_of(side(Grain.MONTH), side(Grain.WEEK, seed=2))

    assert months.points == weeks.points == 24
    assert 22 <= months.periods <= 24
    assert weeks.periods == pytest.approx(months.periods * 30.44 / 7, abs=1)


def test_a_lead_of_weeks_over_months_has_the_most_evidence() -> None:
    """The months are the means of what the weeks did five weeks before."""
    weekly = wave(5, 160, 0.6)
    index = pd.date_range("2018-01-01", periods=140, freq="W-MON")
    kpi = calendar(pd.Series(weekly[20:], index))
    outcome = calendar(pd.Series(weekly[15:155], index).resample("MS").mean())
    leading, lagging = evidence_of(kpi, outcome, 2), evidence_of(outcome, kpi, 8)

    assert leading.lag[leading.log_evidence.argmax()] == pytest.approx(5 * 7 / 30.44, abs=0.3)
    assert lagging.lag[lagging.log_evidence.argmax()] == pytest.approx(-5, abs=1)


@pytest.mark.parametrize("grain", [Grain.WEEK, Grain.MONTH])
def test_below_eight_periods_there_is_nothing_to_weigh(grain: Grain) -> None:
    assert pair_evidence(side(grain, 7), side(Grain.WEEK), None) is None
    assert pair_evidence(side(Grain.WEEK), side(grain, 7), None) is None


def test_sides_without_common_periods_have_no_evidence() -> None:
    for grain in (Grain.WEEK, Grain.MONTH):
        assert pair_evidence(side(Grain.WEEK, start="2001-01-01"), side(grain), None) is None


@settings(max_examples=25)
@given(seed=st.integers(0, 2**31), n=st.integers(8, 120), longest=st.integers(1, 40))
def test_shifts_are_symmetric_and_never_beyond_a_quarter(seed: int, n: int, longest: int) -> None:
    evidence = evidence_of(side(Grain.WEEK, n, seed), side(Grain.WEEK, n, seed + 1), longest)

    assert evidence.lag == pytest.approx(-evidence.lag[::-1])
    assert evidence.lag.max() <= max(1, n // 4)
