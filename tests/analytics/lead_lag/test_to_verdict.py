from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.alignment import calendar
from dashboard.analytics.lead_lag.evidence.pair_evidence import PairEvidence, pair_evidence
from dashboard.analytics.lead_lag.to_verdict import verdict_of
from dashboard.analytics.lead_lag.verdict import Verdict
from tests.analytics.lead_lag.evidence.waves import linked, wave

seeds = st.integers(0, 2**31)


def pair(lead: int, n: int = 104, freq: str = "W-MON", seed: int = 3) -> PairEvidence:
    kpi, outcome = linked(seed, n, lead).T
    index = pd.date_range("2020-01-06", periods=n, freq=freq)
    evidence_of_pair = pair_evidence(
        calendar(pd.Series(kpi, index)), calendar(pd.Series(outcome, index)), None
    )
    assert evidence_of_pair is not None
    return evidence_of_pair


def monthly(weeks: int) -> PairEvidence:
    """A weekly KPI whose months, `weeks` later, are the outcome."""
    weekly, index = wave(5, 160, 0.6), pd.date_range("2018-01-01", periods=140, freq="W-MON")
    kpi = pd.Series(weekly[20:], index)
    outcome = pd.Series(weekly[20 - weeks : 160 - weeks], index).resample("MS").mean()
    evidence_of_pair = pair_evidence(calendar(kpi), calendar(outcome), 2)
    assert evidence_of_pair is not None
    return evidence_of_pair


def with_evidence(
    evidence_of_pair: PairEvidence, *, at: float, log_evidence: float = 12.0
) -> PairEvidence:
    """The same pair, with evidence for one shift alone."""
    row = np.full(len(evidence_of_pair.log_evidence), -20.0)
    row[np.abs(evidence_of_pair.lag - at).argmin()] = log_evidence
    return replace(evidence_of_pair, log_evidence=row)


@pytest.mark.parametrize(
    ("at", "evidence", "lead"),
    [(3, "leading", 3), (-2, "lagging", 2), (0, "coincident", 0)],
)
def test_the_lag_with_all_the_evidence_is_claimed(at: float, evidence: str, lead: float) -> None:
    verdict = verdict_of(with_evidence(pair(at), at=at), 0.25)

    assert (verdict.evidence, verdict.lead_periods) == (evidence, lead)
    assert verdict.lead_low <= lead <= verdict.lead_high
    assert verdict.certainty > 0.99
    assert verdict.explanation is not None
    assert verdict.explanation.sign == 1
    assert verdict.strength == pytest.approx(0.8, abs=0.2)


def test_only_a_leading_kpi_is_tried_on_unseen_periods() -> None:
    gains = {}
    for at in (3, -3, 0):
        why = verdict_of(with_evidence(pair(at), at=at), 0.25).explanation
        assert why is not None
        gains[at] = why.error_reduction
    assert gains[3] > 0.2
    assert math.isnan(gains[-3])
    assert math.isnan(gains[0])


def unclaimed(verdict: Verdict) -> bool:
    figures = (verdict.lead_periods, verdict.lead_low, verdict.lead_high)
    why = verdict.explanation
    assert why is not None
    return all(map(math.isnan, figures)) and (why.sign, why.windows, why.agreeing) == (0, 0, 0)


def test_without_evidence_no_link_is_claimed() -> None:
    none = verdict_of(with_evidence(pair(0), at=0, log_evidence=-20.0), 0.25)
    unsure = verdict_of(replace(pair(0), log_evidence=np.zeros(19)), 0.25)

    assert none.evidence == "none"
    assert none.certainty == pytest.approx(1, abs=1e-6)
    assert unsure.evidence == "too_little"
    assert unclaimed(none)
    assert unclaimed(unsure)


def test_the_same_evidence_claims_less_where_a_link_was_unlikely() -> None:
    evidence_of_pair = with_evidence(pair(3), at=3, log_evidence=5.0)

    assert verdict_of(evidence_of_pair, 0.25).evidence == "leading"
    assert verdict_of(evidence_of_pair, 0.95).evidence == "too_little"


def test_of_two_grains_the_range_holds_eight_tenths_of_the_leads_probability() -> None:
    """By hand: leads of 2 to 6 steps share the probability as 1 : 2 : 4 : 2 : 1; a tenth lies up to the first."""
    evidence_of_pair = monthly(4)
    row = np.full(len(evidence_of_pair.log_evidence), -30.0)
    middle = len(row) // 2
    row[middle + 2 : middle + 7] = np.log([0.9, 2, 4, 2, 0.9]) + 9
    verdict = verdict_of(replace(evidence_of_pair, log_evidence=row), 0.25)

    assert verdict.evidence == "leading"
    assert verdict.lead_periods == pytest.approx(4 * evidence_of_pair.unit)
    assert verdict.lead_low == pytest.approx(3 * evidence_of_pair.unit)
    assert verdict.lead_high == pytest.approx(5 * evidence_of_pair.unit)


def test_a_coincident_pair_of_two_grains_has_no_range_and_no_sub_periods() -> None:
    verdict = verdict_of(with_evidence(monthly(0), at=0), 0.25)

    assert (verdict.evidence, verdict.lead_low, verdict.lead_high) == ("coincident", 0, 0)
    assert verdict.explanation is not None
    assert (verdict.explanation.windows, verdict.explanation.season_periods) == (0, ())
    assert unclaimed(verdict_of(with_evidence(monthly(0), at=0, log_evidence=-20.0), 0.25))


@settings(max_examples=25)
@given(seed=seeds, lead=st.integers(-4, 4), no_link=st.floats(0.05, 0.95))
def test_certainty_is_the_probability_of_the_claim_in_every_verdict(
    seed: int, lead: int, no_link: float
) -> None:
    verdict = verdict_of(pair(lead, seed=seed), no_link)
    why = verdict.explanation
    assert why is not None
    odds = {
        "leading": why.leading,
        "lagging": why.lagging,
        "coincident": why.coincident,
        "none": why.none,
        "too_little": why.none,
    }

    assert verdict.certainty == odds[verdict.evidence]
    assert sum([why.leading, why.lagging, why.coincident, why.none]) == pytest.approx(1)
    assert [link.lag for link in why.profile] == list(range(-8, 9))


def test_the_periods_of_a_daily_outcome_are_days() -> None:
    weeks, days = linked(3, 104, 2).T
    index = pd.date_range("2020-01-06", periods=104, freq="W-MON")
    outcome = pd.Series(np.repeat(days, 7), pd.date_range(index[0], periods=728, freq="D"))
    evidence_of_pair = pair_evidence(calendar(pd.Series(weeks, index)), calendar(outcome), None)
    assert evidence_of_pair is not None
    verdict = verdict_of(evidence_of_pair, 0.25)

    assert (verdict.evidence, verdict.lead_periods) == ("leading", 14)
    assert verdict.lead_low % 7 == verdict.lead_high % 7 == 0
    assert verdict.explanation is not None
    assert {link.lag % 7 for link in verdict.explanation.profile} == {0}
