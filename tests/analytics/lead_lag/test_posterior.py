from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.posterior import (
    CLAIM,
    CLAIM_SHORT,
    NONE,
    SHORT,
    Posterior,
    posterior,
)
from dashboard.analytics.typing import Floats

evidences = st.integers(1, 12).flatmap(
    lambda k: st.lists(st.floats(-50, 50), min_size=2 * k + 1, max_size=2 * k + 1)
)


def lags(evidence: Floats) -> Floats:
    middle = len(evidence) // 2
    return np.arange(-middle, middle + 1, dtype=float)


def test_uninformative_evidence_leaves_the_prior() -> None:
    """By hand: a quarter for no link; of the rest .30 at the same time and .35 to each side."""
    result = posterior(np.zeros(17), lags(np.zeros(17)), 1.0)

    assert result.none == pytest.approx(0.25)
    assert result.coincident == pytest.approx(0.75 * 0.30)
    assert result.leading == pytest.approx(0.75 * 0.35)
    assert result.lagging == pytest.approx(0.75 * 0.35)
    assert result.leads == (1, 1)


def test_one_lag_with_evidence_takes_its_share_by_bayes_rule() -> None:
    """By hand: with K = 1 each lead has .75 .35 = .2625; ten times as likely gives 2.625 of 3.3625."""
    result = posterior(np.log([1.0, 1.0, 10.0]), np.array([-1.0, 0.0, 1.0]), 1.0)

    assert result.leading == pytest.approx(2.625 / (2.625 + 0.2625 + 0.225 + 0.25))


def test_a_longer_lead_is_a_twentieth_less_likely_a_period() -> None:
    result = posterior(np.array([0, 0, -1e9, 0, 0.0]), np.arange(-2.0, 3.0), 1.0)
    steeper = posterior(np.array([-1e9, -1e9, -1e9, 0, 0.049]), np.arange(-2.0, 3.0), 1.0)
    longer = posterior(np.array([-1e9, -1e9, -1e9, 0, 0.051]), np.arange(-2.0, 3.0), 1.0)

    assert result.leading == pytest.approx(result.lagging)
    assert (steeper.leads[0], longer.leads[0]) == (1, 2)


@given(evidence=evidences, no_link=st.floats(0.01, 0.99))
def test_the_probabilities_sum_to_1(evidence: list[float], no_link: float) -> None:
    result = posterior(np.array(evidence), lags(np.array(evidence)), 1.0, no_link)

    assert result.leading + result.lagging + result.coincident + result.none == pytest.approx(1)
    assert min(result.leading, result.lagging, result.coincident, result.none) >= 0


@given(evidence=evidences, immediate=st.tuples(st.floats(-50, 50), st.floats(-50, 50)))
def test_reversing_the_lags_swaps_leading_and_lagging(
    evidence: list[float], immediate: tuple[float, float]
) -> None:
    log_evidence = np.array(evidence)
    forward = posterior(np.append(log_evidence, immediate), lags(log_evidence), 1.0)
    backward = posterior(np.append(log_evidence[::-1], immediate[::-1]), lags(log_evidence), 1.0)

    assert forward.leading == pytest.approx(backward.lagging)
    assert forward.leads == backward.leads[::-1]
    assert forward.none == pytest.approx(backward.none)


@given(evidence=evidences, low=st.floats(0.01, 0.5), more=st.floats(0.01, 0.49))
def test_the_likelier_no_link_was_before_the_likelier_it_is_after(
    evidence: list[float], low: float, more: float
) -> None:
    log_evidence = np.array(evidence)
    before, after = (
        posterior(log_evidence, lags(log_evidence), 1.0, p) for p in (low, low + more)
    )

    assert after.none >= before.none


@given(evidence=evidences, factor=st.sampled_from([7.0, 0.23, 1 / 7]))
def test_the_unit_of_the_lags_changes_no_probability(evidence: list[float], factor: float) -> None:
    log_evidence = np.array(evidence)
    one, other = (
        posterior(log_evidence, factor**on * lags(log_evidence), factor**on) for on in (0, 1)
    )

    assert other.leading == pytest.approx(one.leading)
    assert other.leads == pytest.approx([factor * lead for lead in one.leads])


def test_an_effect_that_begins_at_once_counts_for_its_side_and_with_the_shortest_lead() -> None:
    log_evidence = np.array([0.0, 0.0, 0.0, 0.0, 0.5])
    lagging = posterior(np.append(log_evidence, [9.0, 0.0]), lags(log_evidence), 1.0)
    leading = posterior(np.append(log_evidence, [0.0, 9.0]), lags(log_evidence), 1.0)

    assert lagging.lagging > 0.9
    assert leading.leading > 0.9
    assert leading.leads[0] == lagging.leads[1] == 1


def sure(leading: float, none: float = 0.0) -> Posterior:
    rest = (1 - leading - none) / 2
    return Posterior(leading, rest, rest, none, (3.0, 2.0))


@pytest.mark.parametrize(
    ("result", "periods", "claimed"),
    [
        (sure(CLAIM + 0.01), SHORT, "leading"),
        (sure(CLAIM - 0.01), SHORT, "too_little"),
        (sure(CLAIM_SHORT - 0.01), SHORT - 1, "too_little"),
        (sure(CLAIM_SHORT + 0.01), SHORT - 1, "leading"),
        (sure(0.0, NONE), SHORT, "none"),
        (sure(0.1, NONE - 0.01), SHORT, "too_little"),
    ],
)
def test_a_claim_needs_certainty_and_more_of_it_in_a_short_history(
    result: Posterior, periods: int, claimed: str
) -> None:
    assert result.claim(periods) == claimed


def test_every_answer_has_its_own_certainty_and_lead() -> None:
    result = Posterior(0.4, 0.3, 0.2, 0.1, (3.0, 2.0))

    assert [result.certainty(each) for each in ("leading", "lagging", "coincident")] == [
        0.4,
        0.3,
        0.2,
    ]
    assert result.certainty("none") == result.certainty("too_little") == 0.1
    assert [result.lead(each) for each in ("leading", "lagging", "coincident")] == [3, 2, 0]
    assert math.isnan(result.lead("none"))
    assert math.isnan(result.lead("too_little"))
