from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.analytics.lead_lag import classify
from dashboard.analytics.lead_lag.assumed_role import assumed_role
from dashboard.analytics.lead_lag.indicator_health import assess_indicator, with_assumed_role
from dashboard.analytics.lead_lag.role import is_conflict, role_of
from dashboard.analytics.lead_lag.verdict import Verdict, too_little
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Attachment, Role
from dashboard.domain.verdict_review import ReviewKind, VerdictReview

UNKNOWN = Verdict("too_little", math.nan, math.nan, math.nan, math.nan, 0, math.nan)


def weekly(values: object, first: str = "2026-01-05") -> pd.Series:
    return pd.Series(
        [float(v) for v in values], pd.date_range(first, periods=len(list(values)), freq="W-MON")
    )


@pytest.mark.parametrize(
    ("declared", "evidence", "role", "basis"),
    [
        (None, "too_little", Role.LAGGING, "assumed"),
        (Role.LEADING, "too_little", Role.LEADING, "declared"),
        (Role.LEADING, "none", Role.LEADING, "declared"),
        (Role.LAGGING, "leading", Role.LEADING, "measured"),
        (Role.LEADING, "coincident", Role.LAGGING, "measured"),
        (None, "lagging", Role.LAGGING, "measured"),
    ],
)
def test_what_is_measured_beats_what_is_declared_and_that_what_is_assumed(
    declared, evidence, role, basis
) -> None:
    assert role_of(declared, replace(UNKNOWN, evidence=evidence)) == (role, basis)


def test_without_a_verdict_the_declaration_stands() -> None:
    assert role_of(Role.LEADING, None) == (Role.LEADING, "declared")
    assert not is_conflict(Role.LEADING, None)


def test_an_override_beats_everything() -> None:
    leads = replace(UNKNOWN, evidence="leading")
    assert role_of(Role.LEADING, leads, Role.LAGGING) == (Role.LAGGING, "overridden")


@pytest.mark.parametrize(
    ("declared", "evidence", "expected"),
    [
        (Role.LAGGING, "leading", True),
        (Role.LEADING, "lagging", True),
        (Role.LEADING, "coincident", False),
        (Role.LEADING, "leading", False),
        (None, "leading", False),
    ],
)
def test_only_the_opposite_of_the_declaration_is_a_conflict(declared, evidence, expected) -> None:
    assert is_conflict(declared, replace(UNKNOWN, evidence=evidence)) is expected


def test_nothing_is_claimed_that_was_not_measured() -> None:
    verdict = classify(weekly(range(20)), weekly(range(30), first="2026-02-02"))
    assert verdict.evidence == "too_little"
    assert verdict.points == 16
    assert all(
        math.isnan(v)
        for v in (
            verdict.lead_periods,
            verdict.lead_low,
            verdict.lead_high,
            verdict.strength,
        )
    )
    assert verdict.certainty == 0.25, "the probability of no link before the data are asked"


def test_common_periods_are_counted_at_the_coarser_grain() -> None:
    months = pd.Series([1.0, math.nan, 3.0], pd.date_range("2026-01-01", periods=3, freq="MS"))
    assert classify(weekly(range(10)), months).points == 2
    assert classify(months, weekly(range(10))).points == 2


def test_pairs_with_next_to_nothing_in_common_are_counted_too() -> None:
    one = weekly([1.0])
    assert classify(one, one).points == 1
    assert classify(weekly([]), one).points == 0


def test_an_indicator_says_whether_its_threshold_is_met() -> None:
    attached = Attachment(kpi="visitors", declared=Role.LEADING, threshold="> 1250")
    found = assess_indicator(attached, weekly([1200, 1310]), too_little(2), grain=Grain.WEEK)
    assert (found.value, found.previous_value, found.value_on) == (
        1310,
        1200,
        dt.date(2026, 1, 12),
    )
    assert (found.threshold_met, found.role, found.basis, found.verdict.points) == (
        True,
        Role.LEADING,
        "declared",
        2,
    )
    assert (found.lead_periods, found.certainty, found.strength) == (None, None, None)


@pytest.mark.parametrize(
    ("before", "is_met"),
    [(1000.0, True), (1300.0, False), (None, None), (0.0, None), (math.nan, None)],
)
def test_a_relative_threshold_needs_the_value_before_the_cycle(before, is_met) -> None:
    attached = Attachment(kpi="visitors", threshold="> +10%")
    assert (
        assess_indicator(attached, weekly([1310]), too_little(0), before=before).threshold_met
        is is_met
    )


def test_a_kpi_without_data_is_unknown_and_not_zero() -> None:
    found = assess_indicator(Attachment(kpi="x", threshold="> 1"), None, too_little(0))
    assert (found.value, found.value_on, found.threshold_met, found.verdict.points) == (
        None,
        None,
        None,
        0,
    )
    assert assess_indicator(Attachment(kpi="x"), weekly([1]), too_little(0)).threshold_met is None


def review(kind: ReviewKind, **more: object) -> VerdictReview:
    filled = {
        "key_result": "k",
        "kpi": "visitors",
        "kind": kind,
        "on": dt.date(2026, 10, 18),
        "by": "ana",
        "evidence": "leading",
        "lead_periods": 3.0,
    }
    return VerdictReview(**{**filled, **more})


LEADS = Verdict("leading", 3.0, 2.0, 4.0, 0.93, 104, 0.6)
ATTACHED = Attachment(kpi="visitors", declared=Role.LAGGING)


def test_what_the_owner_knows_better_beats_the_data_and_hides_nothing() -> None:
    said = review(ReviewKind.OVERRIDDEN, role=Role.LAGGING, reason="A strike")
    found = assess_indicator(ATTACHED, weekly([1]), LEADS, grain=Grain.WEEK, review=said)

    assert (found.role, found.basis, found.review) == (Role.LAGGING, "overridden", said)
    assert (found.verdict.evidence, found.lead_periods, found.conflict) == ("leading", 3.0, True)
    assert found.measured_lead is None


@pytest.mark.parametrize(
    ("evidence", "role", "lead"),
    [("leading", None, 3.0), ("leading", Role.LEADING, 3.0), ("lagging", Role.LEADING, None)],
)
def test_a_lead_is_known_only_where_the_data_and_the_role_say_so(evidence, role, lead) -> None:
    said = review(ReviewKind.OVERRIDDEN, role=role, reason="We know") if role else None
    found = assess_indicator(ATTACHED, weekly([1]), replace(LEADS, evidence=evidence), review=said)
    assert found.measured_lead == lead


@pytest.mark.parametrize(
    ("now", "is_accepted"),
    [
        (LEADS, True),
        (replace(LEADS, lead_periods=4.0), True),
        (replace(LEADS, lead_periods=5.0), False),
        (replace(LEADS, evidence="none"), False),
    ],
)
def test_what_was_accepted_counts_as_long_as_the_data_say_the_same(now, is_accepted) -> None:
    found = assess_indicator(ATTACHED, None, now, review=review(ReviewKind.ACCEPTED))
    assert found.is_accepted is is_accepted
    assert found.basis != "overridden"


def test_an_override_is_no_acceptance() -> None:
    said = review(ReviewKind.OVERRIDDEN, role=Role.LEADING, reason="We know")
    assert not assess_indicator(ATTACHED, None, LEADS, review=said).is_accepted


def test_a_verdict_comes_back_as_it_went_in() -> None:
    assert assess_indicator(ATTACHED, None, LEADS).verdict == LEADS
    unknown = assess_indicator(ATTACHED, None, UNKNOWN).verdict
    assert repr(unknown) == repr(UNKNOWN)


def test_what_a_kpi_measures_decides_only_where_nothing_better_is_known() -> None:
    visitors = assumed_role("Website visitors")
    bare = assess_indicator(Attachment(kpi="visitors"), None, UNKNOWN)
    assert (with_assumed_role(bare, visitors).role, with_assumed_role(bare, visitors).basis) == (
        Role.LEADING,
        "assumed",
    )
    assert with_assumed_role(
        assess_indicator(ATTACHED, None, LEADS), assumed_role("Revenue")
    ).role == (assess_indicator(ATTACHED, None, LEADS).role)
    declared = assess_indicator(Attachment(kpi="visitors", declared=Role.LAGGING), None, UNKNOWN)
    assert with_assumed_role(declared, visitors) == declared
