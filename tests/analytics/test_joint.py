from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scipy import stats

from dashboard.analytics.joint import CORRELATION, chance_of_all, mean_quantiles

chances = st.lists(st.floats(0.001, 0.999), min_size=1, max_size=6)


def test_two_even_chances_follow_sheppards_formula() -> None:
    assert chance_of_all([0.5, 0.5]) == pytest.approx(
        0.25 + math.asin(CORRELATION) / (2 * math.pi), abs=1e-9
    )


def test_two_uneven_chances_are_the_bivariate_normal() -> None:
    z = stats.norm.ppf([0.2, 0.9])
    both = stats.multivariate_normal([0, 0], [[1, CORRELATION], [CORRELATION, 1]]).cdf(z)
    assert chance_of_all([0.2, 0.9]) == pytest.approx(both, abs=1e-6)


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


def test_what_never_falls_short_is_certain() -> None:
    sure = np.full(99, 1.7)
    assert mean_quantiles([1, 1], [sure, sure], [0.1, 0.9]).tolist() == [1, 1]
