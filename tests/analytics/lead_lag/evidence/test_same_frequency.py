from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.alignment import Aligned
from dashboard.analytics.lead_lag.evidence.same_frequency import (
    SameFrequency,
    longest_lead,
    same_frequency,
)
from dashboard.analytics.typing import Floats
from dashboard.domain.kpi import Grain
from tests.analytics.lead_lag.evidence.waves import linked, wave

FIRST = 2348
"""The week of 2015-01-05, counted from 1970."""

seeds = st.integers(0, 2**31)
lengths = st.sampled_from([10, 26, 39, 40, 71, 72, 104])


def evidence_of(values: Floats, longest: int = 8, grain: Grain = Grain.WEEK) -> SameFrequency:
    kpi, outcome = values.T
    evidence = same_frequency(Aligned(grain, FIRST, kpi, outcome), longest)
    assert evidence is not None
    return evidence


@pytest.mark.parametrize(
    ("n", "grain", "asked_for", "longest"),
    [
        (100, Grain.WEEK, None, 8),
        (100, Grain.MONTH, None, 12),
        (40, Grain.MONTH, None, 10),
        (20, Grain.WEEK, 30, 5),
        (100, Grain.WEEK, 30, 25),
        (100, Grain.WEEK, 2.6, 3),
        (8, Grain.WEEK, 0, 1),
    ],
)
def test_a_quarter_of_the_history_is_the_longest_lead_looked_at(
    n: int, grain: Grain, asked_for: float | None, longest: int
) -> None:
    assert longest_lead(n, grain, asked_for) == longest


@pytest.mark.parametrize("n", [30, 52, 104])
@pytest.mark.parametrize("lead", [-4, 0, 1, 5])
def test_the_lag_of_a_close_link_is_the_likeliest(n: int, lead: int) -> None:
    evidence = evidence_of(linked(12, n, lead, share=0.93), 6)

    assert evidence.log_evidence[:13].argmax() - 6 == lead
    assert evidence.log_evidence.max() > 3


@given(seed=seeds, n=lengths)
def test_there_is_evidence_for_every_lag_and_for_two_effects_from_lag_0_on(
    seed: int, n: int
) -> None:
    longest = longest_lead(n, Grain.WEEK, None)
    evidence = evidence_of(linked(seed, n, 0), longest)

    assert evidence.log_evidence.shape == (2 * longest + 3,)
    assert np.isfinite(evidence.log_evidence).all()
    assert evidence.robust.values.shape == (n, 2)
    assert evidence.robust.values.std(axis=0) == pytest.approx([1, 1])
    assert evidence.longest == longest
    assert (evidence.log_evidence[-2:] < -1e6).all() == (n < 72)


@settings(max_examples=25)
@given(seed=seeds, n=lengths)
def test_swapping_the_sides_reverses_the_evidence(seed: int, n: int) -> None:
    values = linked(seed, n, 1, share=0.6)
    longest = longest_lead(n, Grain.WEEK, None)
    forward, swapped = (evidence_of(values[:, ::turn], longest).log_evidence for turn in (1, -1))

    assert swapped[:-2] == pytest.approx(forward[:-2][::-1], abs=1e-5)
    assert swapped[-2:] == pytest.approx(forward[-2:][::-1], abs=1e-5)


@settings(max_examples=25)
@given(
    seed=seeds,
    n=lengths,
    scale=st.floats(1e-3, 1e3),
    slope=st.floats(-0.5, 0.5),
    level=st.floats(-50, 50),
)
def test_unit_zero_and_straight_growth_change_nothing_of_a_clean_pair(
    seed: int, n: int, scale: float, slope: float, level: float
) -> None:
    values = np.clip(linked(seed, n, 1), -1.8, 1.8)
    longest = longest_lead(n, Grain.WEEK, None)
    moved = values.copy()
    moved[:, 0] = scale * (values[:, 0] + level)
    one, other = evidence_of(values, longest), evidence_of(moved, longest)

    assert other.log_evidence == pytest.approx(one.log_evidence, abs=1e-4)
    grown = evidence_of(values + (slope * np.arange(n))[:, None], longest)
    assert np.isfinite(grown.log_evidence).all()


@pytest.mark.parametrize("still", [0, 1])
def test_a_straight_line_or_a_constant_with_an_outlier_gives_no_evidence(
    still: int,
) -> None:
    spike = np.zeros(60)
    spike[20] = 9
    for dead in (np.arange(60.0), spike):
        sides = [wave(1, 60), wave(1, 60)]
        sides[still] = dead
        assert same_frequency(Aligned(Grain.WEEK, FIRST, *sides), 8) is None


def test_the_removed_season_is_reported() -> None:
    year = 3 * np.sin(2 * np.pi * np.arange(84) / 12)
    values = np.column_stack([wave(1, 84) + year, wave(2, 84) + year])

    assert 12.0 in evidence_of(values, 12, Grain.MONTH).season_lengths
    assert evidence_of(linked(1, 104, 2)).season_lengths == ()


def test_gaps_are_set_aside_and_count_for_less() -> None:
    values = linked(3, 104, 2)
    gappy = values.copy()
    gappy[10:100:5, 0] = np.nan
    evidence = evidence_of(gappy)

    assert evidence.robust.aside[10:100:5, 0].all()
    assert 3 < evidence.log_evidence.max() < evidence_of(values).log_evidence.max()
    assert evidence.log_evidence.argmax() - 8 == 2


def test_a_link_between_the_moves_of_two_walks_is_as_loud_as_one_between_levels() -> None:
    """Densities of levels and differences are comparable: walks are modelled by differences."""
    moves = [linked(seed, 52, 3, share=0.6, autocorrelation=0.2) for seed in range(20)]
    of_levels, of_walks = (
        np.mean([evidence_of(values).log_evidence[8 + 3] for values in pairs])
        for pairs in (moves, [values.cumsum(axis=0) for values in moves])
    )

    assert of_levels > 5
    assert of_walks == pytest.approx(of_levels, rel=0.2)


def loud(pairs: list[Floats], at_least: float = 3.5) -> int:
    """The number of pairs whose evidence at some lag suffices for a claim."""
    return sum(bool(evidence_of(values).log_evidence.max() > at_least) for values in pairs)


@pytest.mark.parametrize("n", [26, 52, 104, 156])
def test_two_random_walks_rarely_give_evidence_of_a_link(n: int) -> None:
    rng = np.random.default_rng(n)
    walks = [rng.standard_normal((n, 2)).cumsum(axis=0) for _ in range(40)]

    assert sum(evidence_of(v, min(8, n // 4)).log_evidence.max() > 3.5 for v in walks) <= 4


def test_shared_holidays_are_no_evidence_of_a_link() -> None:
    """The same weeks of every year are low in both, as in a holiday; nothing else is shared."""
    week = (np.arange(156) + 1) % 52
    pairs, bare = [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        own = np.column_stack([wave(seed, 156, 0.3), wave(seed + 500, 156, 0.3)])
        start = int(rng.integers(0, 48))
        still = 4.0 * np.isin(week, [start, start + 1, start + 3])[:, None]
        bare.append(own)
        pairs.append(own - still)

    assert loud(bare) <= 3
    assert loud(pairs) <= 7


def test_shared_volatility_is_no_evidence_of_a_link() -> None:
    pairs = []
    for seed in range(25):
        volatility = np.exp(0.9 * wave(seed, 156, 0.95))[:, None]
        pairs.append(np.random.default_rng(seed).standard_normal((156, 2)) * volatility)

    assert loud(pairs) <= 3
