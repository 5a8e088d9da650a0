from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard.analytics.forecast.backtest import Errors
from dashboard.analytics.forecast.ensemble.members import plain_members
from dashboard.analytics.forecast.ensemble.smoothing import growth, paths
from dashboard.analytics.forecast.ensemble.weights import (
    LikelihoodSettings,
    log_evidence,
    scales_of,
    variances_of,
    weigh,
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
    found = log_evidence(one_member([1, -1]), np.array([[1.0]]), DF)
    # two errors of one scale each: -(5 + 1) / 2 * log(1 + 1 / 5) apiece
    assert found == pytest.approx([-6 * math.log(1.2)])
    doubled = log_evidence(one_member([2, -2]), np.array([[2.0]]), DF)
    assert doubled == pytest.approx([-6 * math.log(1.2) - 2 * math.log(2)])


def test_a_step_counts_by_one_over_how_far_ahead_it_is() -> None:
    errors = Errors(np.array([[[1.0, 3.0]], [[-1.0, -3.0]]]), np.ones((2, 2), bool))
    one, two = -6 * math.log(1.2), -6 * math.log(1.2) - 2 * math.log(3)
    found = log_evidence(errors, np.array([[1.0, 3.0]]), DF)
    assert found == pytest.approx([(one + two / 2) / 1.5])


def test_a_rhythm_that_is_hit_exactly_two_steps_ahead_counts_as_hit_half_as_well_as_that() -> None:
    errors = Errors(np.array([[[1.0, 0.0]], [[-1.0, 0.0]]]), np.ones((2, 2), bool))
    found = log_evidence(errors, np.array([[1.0, 1e-9]]), DF)
    one, two = -6 * math.log(1.2), 2 * math.log(2)
    assert found == pytest.approx([(one + two / 2) / 1.5])


def test_a_single_error_says_nothing_and_none_says_nothing() -> None:
    assert log_evidence(one_member([5]), np.array([[5.0]]), DF).tolist() == [0]
    none = Errors(np.zeros((3, 2, 4)), np.zeros((3, 4), bool))
    assert log_evidence(none, np.ones((2, 4)), DF).tolist() == [0, 0]


# Variances


def test_what_is_expected_of_the_first_step_and_what_was_seen_share_the_say() -> None:
    is_known = np.array([[True, at < 4] for at in range(6)])
    errors = Errors(np.zeros((6, 1, 2)), is_known)
    found = variances_of(errors, np.array([[2.0, 3.0]]), np.array([[1.0, 2.0]]))
    # 4 * 6 / 5 is expected of the first step, twice that of the second, both as if from 5 errors; 6 errors of variance
    # 4 were seen at the first; 4 of variance 9 at the second, which overlap and count as 2
    assert found[0] == pytest.approx([(5 * 4.8 + 6 * 4) / 11, (5 * 9.6 + 2 * 9) / 7])


def test_where_no_error_one_step_ahead_is_known_the_first_known_step_speaks() -> None:
    is_known = np.tile([False, True], (6, 1))
    found = variances_of(
        Errors(np.zeros((6, 1, 2)), is_known), np.array([[1e-6, 3.0]]), np.array([[1.0, 2.0]])
    )
    two = 9 * 6 / 5
    assert found[0] == pytest.approx([two / 2, (5 * two + 3 * 9) / 8], rel=1e-6)


# All of it


def judged(values: np.ndarray):
    members = plain_members()
    found = paths(values, members, 8)
    grown = growth(len(values), members, 8)
    return weigh(values, found, grown, members, 1, LikelihoodSettings(temper=0.5, df=DF))


def test_what_goes_on_straight_wins_on_a_line_and_means_win_on_noise() -> None:
    line, noise = judged(np.arange(30.0)), judged(np.random.default_rng(2).normal(size=60))
    is_straight = (line.members.phi == 1) & (
        (line.members.pull > 0) | (line.members.unchanged < 4)
    )
    assert line.weights[is_straight].sum() > 0.95
    is_slow = (noise.members.alpha <= 0.1) & (noise.members.keep == 1)
    assert noise.weights[is_slow].sum() > 2 * noise.members.prior[is_slow].sum()


def test_the_middle_and_the_variance_are_means_by_weight() -> None:
    found = judged(np.random.default_rng(3).normal(size=40).cumsum())
    assert found.ahead.shape == found.variances.shape == (len(found.members), 8)
    assert found.middle == pytest.approx((found.weights[:, None] * found.ahead).sum(axis=0))
    assert found.variance == pytest.approx((found.weights[:, None] * found.variances).sum(axis=0))
    assert (np.diff(found.variance) > 0).all()
