from __future__ import annotations

import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.verdict import CLAIMS, Evidence, is_same_claim

evidences = st.sampled_from(get_args(Evidence))
leads = st.none() | st.floats(0, 12) | st.just(math.nan)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (("leading", 3.0), ("leading", 4.9), True),
        (("leading", 3.0), ("leading", 5.0), False),
        (("leading", 3.0), ("leading", 1.0), False),
        (("leading", 3.0), ("lagging", 3.0), False),
        (("leading", 3.0), ("none", None), False),
        (("none", None), ("coincident", 0.0), False),
        (("none", None), ("too_little", None), True),
        (("too_little", math.nan), ("none", math.nan), True),
        (("leading", None), ("leading", 9.0), True),
    ],
)
def test_another_claim_is_other_evidence_or_a_lead_that_moved_by_two_periods(
    before, now, expected
):
    assert is_same_claim(*before, *now) is expected


@given(evidences, leads, evidences, leads)
def test_the_order_of_the_two_does_not_matter(before, before_lead, now, now_lead):
    assert is_same_claim(before, before_lead, now, now_lead) == is_same_claim(
        now, now_lead, before, before_lead
    )


@given(evidences, leads)
def test_every_claim_is_the_same_as_itself_and_differs_from_none(evidence, lead):
    assert is_same_claim(evidence, lead, evidence, lead)
    assert is_same_claim(evidence, lead, "none", None) == (evidence not in CLAIMS)
