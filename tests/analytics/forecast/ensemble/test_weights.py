from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard.analytics.forecast.backtest import Errors
from dashboard.analytics.forecast.ensemble.members import plain_members
from dashboard.analytics.forecast.ensemble.smoothing import paths, variance_growth
from dashboard.analytics.forecast.ensemble.weights import (
    LikelihoodSettings,
    log_evidence,
    scales_of,
    variances_of,
    weight_members,
)

DF = 5.0


def one_member(errors: object, steps: int = 1) -> Errors:
    """Errors of one member that are the same at every step."""
    values = np.tile(np.asarray(errors, dtype=float)[:, None, None], (1, 1, steps))
    return Errors(values, np.ones((len(values), steps), bool))


# Scales


def test_errors_all_of_one_size_have_that_scale() -> None:
    assert scales_of(one_member([2, -2, 2, -2]), DF) == pytest.approx(np.array([[2.0]]))


@pytest.mark.parametrize("df", [4.0, 5.0])
def test_the_scale_is_that_of_the_likeliest_t(df: float) -> None:
    errors = 3 * np.random.default_rng(1).standard_t(df, 300)
    _, _, likeliest = stats.t.fit(errors, fdf=df, floc=0)
    assert scales_of(one_member(errors), df)[0, 0] == pytest.approx(likeliest, rel=0.01)


def test_one_error_out_of_all_proportion_hardly_moves_the_scale() -> None:
    errors = np.tile([1.0, -1.0], 25)
    errors[7] = 1000
    assert 1 <= scales_of(one_member(errors), DF)[0, 0] <= 1.5


@given(st.lists(st.floats(-9, 9), min_size=2, max_size=20), st.floats(0.01, 100))
def test_scales_follow_the_unit(errors: list[float], unit: float) -> None:
    plain, other = (scales_of(one_member(np.array(errors) * u), DF)[0, 0] for u in (1.0, unit))
    # never quite 0
    assert other == pytest.approx(unit * plain, rel=1e-6, abs=1e-5 * (1 + unit))


# Evidence


def test_the_evidence_is_the_log_likelihood_of_the_errors() -> None:
    result = log_evidence(one_member([1, -1]), np.array([[1.0]]), DF)
    # two errors of one scale each: -(5 + 1) / 2 * log(1 + 1 / 5) apiece
    assert result == pytest.approx([-6 * math.log(1.2)])
    doubled = log_evidence(one_member([2, -2]), np.array([[2.0]]), DF)
    assert doubled == pytest.approx([-6 * math.log(1.2) - 2 * math.log(2)])


def test_step_j_has_the_weight_one_over_j() -> None:
    errors = Errors(np.array([[[1.0, 3.0]], [[-1.0, -3.0]]]), np.ones((2, 2), bool))
    one, two = -6 * math.log(1.2), -6 * math.log(1.2) - 2 * math.log(3)
    result = log_evidence(errors, np.array([[1.0, 3.0]]), DF)
    assert result == pytest.approx([(one + two / 2) / 1.5])


def test_the_scale_of_an_exact_two_step_forecast_is_floored_at_half_the_one_step_scale() -> None:
    errors = Errors(np.array([[[1.0, 0.0]], [[-1.0, 0.0]]]), np.ones((2, 2), bool))
    result = log_evidence(errors, np.array([[1.0, 1e-9]]), DF)
    one, two = -6 * math.log(1.2), 2 * math.log(2)
    assert result == pytest.approx([(one + two / 2) / 1.5])


def test_a_single_error_or_none_is_no_evidence() -> None:
    assert log_evidence(one_member([5]), np.array([[5.0]]), DF).tolist() == [0]
    none = Errors(np.zeros((3, 2, 4)), np.zeros((3, 4), bool))
    assert log_evidence(none, np.ones((2, 4)), DF).tolist() == [0, 0]


# Variances


def test_the_variance_is_a_weighted_mean_of_the_implied_and_the_observed_one() -> None:
    is_known = np.array([[True, at < 4] for at in range(6)])
    errors = Errors(np.zeros((6, 1, 2)), is_known)
    result = variances_of(errors, np.array([[2.0, 3.0]]), np.array([[1.0, 2.0]]))
    # the first step implies 4 * 6 / 5, the second twice that, both with the weight of 5 errors;
    # observed: 6 errors of variance 4 at step 1; 4 of variance 9 at step 2, which count as 2
    assert result[0] == pytest.approx([(5 * 4.8 + 6 * 4) / 11, (5 * 9.6 + 2 * 9) / 7])


def test_without_one_step_errors_the_first_known_step_implies_the_variance() -> None:
    is_known = np.tile([False, True], (6, 1))
    result = variances_of(
        Errors(np.zeros((6, 1, 2)), is_known), np.array([[1e-6, 3.0]]), np.array([[1.0, 2.0]])
    )
    two = 9 * 6 / 5
    assert result[0] == pytest.approx([two / 2, (5 * two + 3 * 9) / 8], rel=1e-6)


# All of it


def weighted(values: np.ndarray):
    members = plain_members()
    result = paths(values, members, 8)
    growth = variance_growth(len(values), members, 8)
    return weight_members(
        values, result, growth, members, 1, LikelihoodSettings(temper=0.5, df=DF)
    )


def test_what_goes_on_straight_wins_on_a_line_and_means_win_on_noise() -> None:
    line, noise = weighted(np.arange(30.0)), weighted(np.random.default_rng(2).normal(size=60))
    is_straight = (line.members.phi == 1) & (
        (line.members.slope_gain > 0) | (line.members.unchanged < 4)
    )
    assert line.weights[is_straight].sum() > 0.95
    is_slow = (noise.members.alpha <= 0.1) & (noise.members.keep == 1)
    assert noise.weights[is_slow].sum() > 2 * noise.members.prior[is_slow].sum()


def test_the_mean_and_the_variance_are_weighted_means() -> None:
    result = weighted(np.random.default_rng(3).normal(size=40).cumsum())
    assert result.means.shape == result.variances.shape == (len(result.members), 8)
    assert result.mean == pytest.approx((result.weights[:, None] * result.means).sum(axis=0))
    assert result.variance == pytest.approx(
        (result.weights[:, None] * result.variances).sum(axis=0)
    )
    assert (np.diff(result.variance) > 0).all()
