from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from dashboard.analytics.objectives.factor_model import (
    CORRELATION,
    MOST_SHARED,
    correlation_of,
    factor_loadings,
)
from dashboard.analytics.objectives.joint_outcome import (
    chance_of_all,
    mean_quantiles,
    reached_counts,
)

chances = st.lists(st.floats(0.001, 0.999), min_size=1, max_size=6)


APART = factor_loadings(np.array([[1.0, -0.5], [-0.5, 1.0]]))
PAIRS = factor_loadings(
    np.array([[1, 0.8, 0.1, 0], [0.8, 1, 0.1, 0], [0.1, 0.1, 1, -0.6], [0, 0, -0.6, 1]])
)


@st.composite
def promises(draw: st.DrawFn) -> tuple[list[float], np.ndarray]:
    """Chances, and loadings that leave each outcome something of its own."""
    given_chances = draw(st.lists(st.floats(0, 1), min_size=1, max_size=6))
    loadings = draw(arrays(float, (len(given_chances), 2), elements=st.floats(-1, 1)))
    sizes = np.maximum((loadings**2).sum(axis=1), MOST_SHARED)
    return given_chances, loadings * np.sqrt(MOST_SHARED / sizes)[:, None]


def test_two_even_chances_follow_sheppards_formula() -> None:
    assert chance_of_all([0.5, 0.5]) == pytest.approx(
        0.25 + math.asin(CORRELATION) / (2 * math.pi), abs=1e-9
    )


def test_two_uneven_chances_are_the_bivariate_normal() -> None:
    z = stats.norm.ppf([0.2, 0.9])
    both = stats.multivariate_normal([0, 0], [[1, CORRELATION], [CORRELATION, 1]]).cdf(z)
    assert chance_of_all([0.2, 0.9]) == pytest.approx(both, abs=1e-6)


def test_what_pulls_apart_is_rarer_together_than_by_luck() -> None:
    both = stats.multivariate_normal([0, 0], [[1, -0.5], [-0.5, 1]]).cdf(
        stats.norm.ppf([0.4, 0.7])
    )
    assert chance_of_all([0.4, 0.7], APART) == pytest.approx(both, abs=1e-6)
    assert both < 0.28


def test_four_that_move_in_pairs_agree_with_a_simulation() -> None:
    rng = np.random.default_rng(7)
    told = [0.6, 0.7, 0.5, 0.4]
    ranks = stats.norm.cdf(
        rng.standard_normal((400_000, 4)) @ np.linalg.cholesky(correlation_of(PAIRS)).T
    )
    reached = (ranks <= told).sum(axis=1)
    assert reached_counts(told, PAIRS) == pytest.approx(
        np.bincount(reached, minlength=5) / len(reached), abs=0.003
    )


def test_how_many_of_two_by_hand() -> None:
    both = 0.25 + math.asin(CORRELATION) / (2 * math.pi)
    assert reached_counts([0.5, 0.5]) == pytest.approx([both, 1 - 2 * both, both])
    assert reached_counts([]) == (1,)
    assert reached_counts([0.3]) == (0.7, 0.3)
    assert reached_counts([1.0, 0.3, 0.0, 1.0]) == (0, 0, 0.7, 0.3, 0)


def counts_sum_to_one_and_keep_the_mean(counts_of, promised, _) -> None:
    counts = counts_of(*promised)
    assert len(counts) == len(promised[0]) + 1
    assert min(counts) >= 0
    assert math.fsum(counts) == pytest.approx(1, abs=1e-12)
    assert sum(k * share for k, share in enumerate(counts)) == pytest.approx(
        math.fsum(promised[0]), abs=1e-5
    )


def all_lies_between_the_bounds_of_frechet(counts_of, promised, _) -> None:
    told, _ = promised
    everything = counts_of(*promised)[-1]
    assert max(0, sum(told) - len(told) + 1) - 1e-6 <= everything <= min(told) + 1e-6


def a_better_chance_of_one_never_hurts_all(counts_of, promised, better) -> None:
    (first, *rest), loadings = promised
    more = counts_of([max(first, better), *rest], loadings)[-1]
    assert more >= counts_of([first, *rest], loadings)[-1] - 1e-9


def one_that_is_certain_changes_nothing(counts_of, promised, _) -> None:
    told, loadings = promised
    more = np.vstack([loadings, [0.5, 0.5]])
    assert counts_of([*told, 1.0], more) == (0.0, *counts_of(told, loadings))
    assert counts_of([*told, 0.0], more) == (*counts_of(told, loadings), 0.0)


def order_does_not_matter_to_the_last_bit(counts_of, promised, better) -> None:
    told, loadings = promised
    places = np.random.default_rng(int(better * 1000)).permutation(len(told))
    assert counts_of([told[i] for i in places], loadings[places]) == counts_of(told, loadings)


def independent_and_unsorted(told: Sequence[float], _: np.ndarray) -> tuple[float, ...]:
    counts = [1.0]
    for share in told:
        counts = [
            a * (1 - share) + b * share for a, b in zip([*counts, 0], [0, *counts], strict=True)
        ]
    return tuple(counts)


def of_the_mean(told: Sequence[float], _: np.ndarray) -> tuple[float, ...]:
    """As if each had the mean chance."""
    return tuple(stats.binom.pmf(range(len(told) + 1), len(told), sum(told) / len(told)))


COUNT_LAWS = {
    counts_sum_to_one_and_keep_the_mean: lambda told, row: reached_counts(told, row)[::-1],
    all_lies_between_the_bounds_of_frechet: of_the_mean,
    a_better_chance_of_one_never_hurts_all: lambda told, row: reached_counts(told, row)[::-1],
    one_that_is_certain_changes_nothing: of_the_mean,
    order_does_not_matter_to_the_last_bit: independent_and_unsorted,
}


@pytest.mark.parametrize("law", COUNT_LAWS)
def test_how_many_keeps_its_laws(law) -> None:
    given(promises(), st.floats(0, 1))(lambda p, better: law(reached_counts, p, better))()


@pytest.mark.parametrize(("law", "bug"), COUNT_LAWS.items())
def test_the_laws_of_how_many_catch_planted_bugs(law, bug) -> None:
    with pytest.raises(AssertionError):
        settings(phases=[Phase.generate], max_examples=300)(
            given(promises(), st.floats(0, 1))(lambda p, better: law(bug, p, better))
        )()


@given(promises())
def test_the_chance_of_all_is_that_of_the_highest_count(promised) -> None:
    told, loadings = promised
    assert chance_of_all(told, loadings) == pytest.approx(
        reached_counts(told, loadings)[-1], abs=1e-6
    )
    assert max(0, sum(told) - len(told) + 1) - 1e-12 <= chance_of_all(told, loadings) <= min(told)
    more = np.vstack([loadings, [0.5, 0.5]])
    assert chance_of_all([*told, 1.0], more) == chance_of_all(told, loadings)


@given(promises(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_added_up_does_not_matter_to_the_last_bit(promised, random) -> None:
    told, loadings = promised
    places = list(range(len(told)))
    random.shuffle(places)
    assert chance_of_all([told[i] for i in places], loadings[places]) == chance_of_all(*promised)
    outcomes = [np.linspace(share / 2, 0.5 + share / 2, 99) for share in told]
    found = [
        mean_quantiles(
            [1 + told[i] for i in order], [outcomes[i] for i in order], [0.1, 0.5], rows
        )
        for order, rows in ((range(len(told)), loadings), (places, loadings[places]))
    ]
    assert found[0].tolist() == found[1].tolist()


def test_what_is_certain_changes_nothing() -> None:
    assert chance_of_all([0.37]) == 0.37
    assert chance_of_all([1.0, 0.37, 1.0]) == 0.37
    assert chance_of_all([0.9, 0.0]) == 0
    assert chance_of_all([1.0, 1.0]) == 1


def between_independence_and_the_weakest(
    method: Callable[[Sequence[float]], float], given_chances: list[float]
) -> None:
    assert math.prod(given_chances) * (1 - 1e-9) <= method(given_chances) <= min(given_chances)


def one_more_never_helps(
    method: Callable[[Sequence[float]], float], given_chances: list[float]
) -> None:
    assert method([*given_chances, 0.5]) <= method(given_chances) + 1e-12


LAWS = [between_independence_and_the_weakest, one_more_never_helps]


@pytest.mark.parametrize("law", LAWS)
def test_the_chance_of_all_keeps_its_laws(law) -> None:
    given(chances)(lambda c: law(chance_of_all, c))()


@pytest.mark.parametrize("law", LAWS)
def test_the_laws_catch_a_mean(law) -> None:
    with pytest.raises(AssertionError):
        settings(phases=[Phase.generate])(
            given(chances)(lambda c: law(lambda x: sum(x) / len(x), c))
        )()


def test_the_order_does_not_matter_to_the_last_bit() -> None:
    assert len({chance_of_all(order) for order in permutations([0.31, 0.62, 0.77, 0.9])}) == 1
    outcomes = [np.linspace(0, 1, 99), np.linspace(0.2, 0.9, 99) ** 2, np.linspace(0.1, 0.4, 99)]
    found = {
        tuple(mean_quantiles([w for w, _ in order], [o for _, o in order], [0.1, 0.5, 0.9]))
        for order in permutations(zip([1, 2, 3], outcomes, strict=True))
    }
    assert len(found) == 1


def test_one_outcome_is_itself() -> None:
    outcome = np.linspace(0.2, 0.8, 99)
    assert mean_quantiles([3], [outcome], [0.1, 0.5, 0.9]) == pytest.approx(
        np.interp([0.1, 0.5, 0.9], np.arange(1, 100) / 100, outcome)
    )


def test_settled_outcomes_are_their_mean() -> None:
    assert mean_quantiles([1, 3], [np.array([1.0]), np.array([0.5])], [0.1, 0.9]) == pytest.approx(
        [0.625, 0.625]
    )


def test_a_settled_outcome_moves_the_others_by_its_weight() -> None:
    outcome = np.linspace(0, 1, 99)
    found = mean_quantiles([1, 1], [np.array([1.0]), outcome], [0.5])
    assert found == pytest.approx([0.75])


def test_the_sum_agrees_with_a_simulation() -> None:
    rng = np.random.default_rng(5)
    common, own = rng.standard_normal((200_000, 1)), rng.standard_normal((200_000, 3))
    ranks = stats.norm.cdf(CORRELATION**0.5 * common + (1 - CORRELATION) ** 0.5 * own)
    levels = np.arange(1, 100) / 100
    outcomes = [levels**2, np.clip(2 * levels - 0.5, 0, 1), np.sqrt(levels)]
    weights = [1, 2, 1]
    drawn = (
        sum(
            w * np.interp(ranks[:, i], levels, o)
            for i, (w, o) in enumerate(zip(weights, outcomes, strict=True))
        )
        / 4
    )
    wanted = [0.1, 0.25, 0.5, 0.75, 0.9]
    assert mean_quantiles(weights, outcomes, wanted) == pytest.approx(
        np.quantile(drawn, wanted), abs=0.006
    )


def test_two_that_pull_apart_make_a_narrower_mean_than_two_that_go_together() -> None:
    outcome = np.linspace(0, 1, 99)
    together = factor_loadings(np.array([[1, 0.5], [0.5, 1]]))
    wide, narrow = (
        np.ptp(mean_quantiles([1, 1], [outcome, outcome], [0.1, 0.9], loadings))
        for loadings in (together, APART)
    )
    assert narrow < 0.75 * wide


def test_what_is_symmetric_stays_so() -> None:
    outcome = np.linspace(0.2, 0.8, 99)
    low, middle, high = mean_quantiles([1, 2, 1], [outcome] * 3, [0.1, 0.5, 0.9])
    assert middle == pytest.approx(0.5, abs=1e-9)
    assert low + high == pytest.approx(1, abs=1e-9)


def test_a_better_outcome_never_lowers_the_mean() -> None:
    levels = np.arange(1, 100) / 100
    wanted = [0.1, 0.25, 0.5, 0.75, 0.9]
    before = mean_quantiles([1, 2], [levels, levels**2], wanted, APART)
    after = mean_quantiles([1, 2], [levels, levels**1.5], wanted, APART)
    assert (after >= before).all()
    assert (after > before).any()


def test_what_never_falls_short_is_certain() -> None:
    sure = np.full(99, 1.7)
    assert mean_quantiles([1, 1], [sure, sure], [0.1, 0.9]).tolist() == [1, 1]
