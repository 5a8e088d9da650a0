from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dashboard.analytics.objectives.factor_model import (
    CORRELATION,
    MOST_SHARED,
    correlation_of,
    factor_loadings,
    prior_loadings,
)


def matrix(pairs: list[float]) -> np.ndarray:
    count = round((1 + (1 + 8 * len(pairs)) ** 0.5) / 2)
    found = np.eye(count)
    found[np.triu_indices(count, 1)] = pairs
    return np.maximum(found, found.T) + np.minimum(found, found.T) - np.eye(count)


def test_two_outcomes_share_the_root_of_their_correlation():
    loadings = factor_loadings(matrix([-0.4]))

    assert np.abs(loadings[:, 0]) == pytest.approx([0.4**0.5, 0.4**0.5])
    assert correlation_of(loadings) == pytest.approx(matrix([-0.4]))


def test_what_was_never_measured_has_one_factor():
    assert (factor_loadings(matrix([CORRELATION] * 6)) == prior_loadings(4)).all()
    assert correlation_of(prior_loadings(4)) == pytest.approx(matrix([CORRELATION] * 6))
    assert factor_loadings(np.eye(1)).shape == prior_loadings(1).shape


def test_three_outcomes_are_matched_whatever_the_signs():
    wanted = matrix([0.5, -0.3, 0.2])

    assert correlation_of(factor_loadings(wanted)) == pytest.approx(wanted, abs=1e-3)


def test_two_pairs_that_move_apart_are_matched():
    wanted = matrix([0.8, 0.1, 0.1, 0.1, 0.1, 0.8])

    assert correlation_of(factor_loadings(wanted)) == pytest.approx(wanted, abs=1e-6)


def test_what_contradicts_itself_becomes_a_correlation_matrix():
    impossible = matrix([0.9, 0.9, -0.9])

    used = correlation_of(factor_loadings(impossible))

    assert np.linalg.eigvalsh(impossible).min() < 0
    assert np.linalg.eigvalsh(used).min() >= 1 - MOST_SHARED - 1e-9


@given(arrays(float, 10, elements=st.floats(-0.95, 0.95)))
def test_no_outcome_is_moved_by_the_factors_alone(pairs: np.ndarray):
    loadings = factor_loadings(matrix(list(pairs)))

    assert ((loadings**2).sum(axis=1) <= MOST_SHARED + 1e-9).all()
    assert (factor_loadings(matrix(list(pairs))) == loadings).all()
