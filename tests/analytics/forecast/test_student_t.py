from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard.analytics.forecast.student_t import log_likelihood, scales

DF = 4.0


def column(errors: object) -> np.ndarray:
    return np.asarray(errors, dtype=float)[:, None]


def scale_of(errors: object) -> float:
    values = column(errors)
    return float(scales(values, np.array([len(values)]), DF)[0])


def test_errors_all_of_one_size_have_that_scale():
    assert scale_of([2, -2, 2, -2]) == pytest.approx(2)


def test_errors_that_are_not_known_do_not_count():
    with_gaps = np.array([[2.0], [0.0], [-2.0], [0.0]])
    assert scales(with_gaps, np.array([2]), DF)[0] == pytest.approx(2)


def test_the_scale_of_exact_forecasts_is_next_to_nothing_and_not_0():
    assert 0 < scale_of([0, 0, 0]) < 1e-5


def test_the_likelihood_of_errors_of_one_size_is_worked_out_by_hand():
    # The scale is 2: four times -(4 + 1) / 2 * log(1 + 1 / 4) - log(2).
    expected = 4 * (-2.5 * math.log(1.25) - math.log(2))
    assert log_likelihood(column([2, -2, 2, -2]), DF) == pytest.approx([expected])


def test_it_is_the_likelihood_of_scipy_up_to_a_constant():
    errors = 3 * np.random.default_rng(1).standard_t(DF, 400)
    constant = len(errors) * stats.t.logpdf(0, DF)
    _, _, scale = stats.t.fit(errors, fdf=DF, floc=0)

    expected = stats.t.logpdf(errors, DF, scale=scale).sum() - constant

    assert log_likelihood(column(errors), DF)[0] == pytest.approx(expected, abs=0.5)
    assert scale_of(errors) == pytest.approx(scale, rel=0.01)


@given(errors=st.lists(st.floats(0.1, 9), min_size=2, max_size=20), unit=st.floats(0.1, 100))
def test_a_unit_changes_the_scale_by_as_much_and_all_likelihoods_alike(errors, unit):
    values = np.array(errors)

    assert scale_of(unit * values) == pytest.approx(unit * scale_of(values), rel=1e-6)
    assert log_likelihood(column(unit * values), DF)[0] == pytest.approx(
        log_likelihood(column(values), DF)[0] - len(values) * math.log(unit), rel=1e-6, abs=1e-6
    )


def test_members_are_judged_side_by_side_as_they_are_alone():
    errors = np.random.default_rng(4).standard_normal((30, 3))

    together = log_likelihood(errors, DF)

    assert together == pytest.approx([log_likelihood(errors[:, [at]], DF)[0] for at in range(3)])
