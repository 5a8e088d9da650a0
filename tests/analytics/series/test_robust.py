from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.series.robust import (
    SD_PER_MAD,
    median,
    median_absolute_deviation,
    robust_sd,
    sd_of_deviations,
)

numbers = st.floats(-1e9, 1e9)
many = st.lists(numbers, min_size=1, max_size=40).map(np.array)


def test_the_spread_of_a_worked_example():
    values = np.array([2.0, 1.0, 4.0, 100.0, 6.0])

    # The median is 4; the distances are 2, 3, 0, 96 and 2, and their median is 2.
    assert median(values) == 4
    assert median_absolute_deviation(values) == 2
    assert robust_sd(values) == pytest.approx(2.9652)
    assert sd_of_deviations(np.array([2.0, 3, 0, 96, 2])) == robust_sd(values)


def test_the_median_of_an_even_number_of_values_lies_midway():
    assert median(np.array([4.0, 1.0, 2.0, 9.0])) == 3


def test_one_value_is_its_own_median_and_does_not_spread():
    assert median(np.array([7.0])) == 7
    assert robust_sd(np.array([7.0])) == 0


def test_equal_values_do_not_spread():
    assert robust_sd(np.full(9, 3.3)) == 0


@given(values=many)
def test_the_median_is_that_of_numpy(values: np.ndarray):
    assert median(values) == np.median(values)


@given(values=many, shift=st.integers(-1000, 1000), unit=st.sampled_from([-4.0, -0.5, 0.25, 8.0]))
def test_the_spread_ignores_a_shift_and_scales_with_the_unit(values, shift, unit):
    moved = unit * values + shift

    assert robust_sd(moved) == pytest.approx(abs(unit) * robust_sd(values), rel=1e-9, abs=1e-5)


def test_of_normal_values_it_is_their_standard_deviation():
    values = np.random.default_rng(2).normal(50, 3, 20_000)

    assert robust_sd(values) == pytest.approx(3, rel=0.03)
    assert pytest.approx(1 / 0.67449, rel=1e-4) == SD_PER_MAD
