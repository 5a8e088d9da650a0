from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.forecast.backtest import Errors, errors_of, weights_of

NOT_KNOWN = math.nan


def test_an_error_is_the_actual_value_less_the_forecast() -> None:
    values = np.array([1.0, 2, 4, 8])
    stays = np.repeat(values[:, None, None], 2, axis=2)
    result = errors_of(values, stays, np.full(4, True))
    assert result.values[:, 0].tolist() == [[1, 3], [2, 6], [4, 0], [0, 0]]
    assert result.is_known.tolist() == [[True, True], [True, True], [True, False], [False] * 2]
    assert result.counts.tolist() == [3, 2]


def test_from_and_to_an_unknown_period_there_is_no_error() -> None:
    values = np.array([1.0, NOT_KNOWN, 4, 8])
    result = errors_of(values, np.zeros((4, 1, 2)), np.isfinite(values))
    assert result.is_known.tolist() == [[False, True], [False, False], [True, False], [False] * 2]
    assert result.values[0, 0].tolist() == [0, 4]
    assert np.isfinite(result.values).all()


def test_a_forecast_from_a_period_that_is_no_origin_has_no_error() -> None:
    result = errors_of(
        np.array([1.0, 2, 4, 8]), np.zeros((4, 1, 1)), np.array([False, False, True, True])
    )
    assert result.is_known[:, 0].tolist() == [False, False, True, False]


def test_errors_are_taken_among_those_that_count() -> None:
    both = Errors(np.array([[[1.0]], [[2.0]], [[3.0]]]), np.ones((3, 1), bool)).where(
        np.array([[True], [False], [True]])
    )
    assert both.values[:, 0, 0].tolist() == [1, 0, 3]
    assert both.counts.tolist() == [2]


@given(seed=st.integers(0, 1000), count=st.integers(1, 12), steps=st.integers(1, 14))
def test_actual_values_are_the_forecasts_plus_their_errors(
    seed: int, count: int, steps: int
) -> None:
    rng = np.random.default_rng(seed)
    values, paths = rng.standard_normal(count), rng.standard_normal((count, 2, steps))

    result = errors_of(values, paths, np.full(count, True))

    assert result.is_known.sum() == sum(min(steps, count - 1 - at) for at in range(count))
    for at, step in np.argwhere(result.is_known):
        actual = paths[at, :, step] + result.values[at, :, step]
        assert actual == pytest.approx(values[at + step + 1])
    assert (result.values[~result.is_known.repeat(2, axis=0).reshape(count, 2, steps)] == 0).all()


def test_evidence_of_a_quarter_at_half_its_length_makes_two_to_one() -> None:
    result = weights_of(np.array([0.5, 0.5]), np.array([0.0, -math.log(4)]), 0.5)
    assert result == pytest.approx([2 / 3, 1 / 3])


@given(
    st.lists(st.tuples(st.floats(0.01, 1), st.floats(-1e5, 1e5)), min_size=1, max_size=12),
    st.floats(0, 1),
)
def test_weights_sum_to_one_and_rise_with_the_evidence(rows, temper: float) -> None:
    prior, evidence = np.array(rows).T
    result = weights_of(prior, evidence, temper)
    assert result.sum() == pytest.approx(1)
    assert (result >= 0).all()
    order = np.argsort(evidence, kind="stable")
    gains = (result / prior)[order]
    assert (np.diff(gains) >= -1e-9 * gains.max()).all()
    assert weights_of(prior, evidence, 0.0) == pytest.approx(prior / prior.sum())


def test_a_likelihood_summed_over_steps_counts_by_its_mean() -> None:
    prior, likely = np.array([0.2, 0.8]), np.array([-3.0, -1.0])

    assert weights_of(prior, 2 * likely, 0.5, 2.0) == pytest.approx(weights_of(prior, likely, 0.5))
