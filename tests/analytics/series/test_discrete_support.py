from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.series.discrete_support import discrete_support_of

COUNTS = np.array([0.0, 2, 1, 0, 3, 1])


def test_counts_come_in_ones_and_a_target_is_met_from_half_a_step_below() -> None:
    support = discrete_support_of(COUNTS)
    assert support is not None
    assert support.step == 1
    assert (support.least(1), support.most(0)) == (0.5, 0.5)
    assert (support.least(0.2), support.most(0.2)) == (0.5, 0.5)
    assert support.nearest(np.array([0.68, 2.2])).tolist() == [1, 2]


def test_tenths_come_in_tenths_without_dust() -> None:
    support = discrete_support_of(np.array([4.1, 4.3, 4.0, 4.6]))
    assert support is not None
    assert support.step == pytest.approx(0.1)
    assert support.nearest(np.array([4.2499, 4.2501])).tolist() == [4.2, 4.3]


def test_the_step_is_the_common_one_and_not_the_smallest_difference() -> None:
    support = discrete_support_of(np.array([0.0, 4, 10]))
    assert support is not None
    assert support.step == pytest.approx(2)


@pytest.mark.parametrize(
    "values",
    [
        [42.0, 142, 42],  # two places say nothing of what lies between
        [np.nan, 5.0],
        [],
        [0.0, 1.0, 2.0**0.5],
        [0.0, 1.0, 5000],  # so fine that no half step shows
    ],
)
def test_what_may_lie_anywhere_has_no_steps(values: list[float]) -> None:
    assert discrete_support_of(np.array(values, dtype=float)) is None


@given(
    st.lists(st.integers(0, 40), min_size=3, unique=True),
    st.integers(-1000, 1000),
    st.sampled_from([0.01, 0.5, 1, 7, 1e6]),
)
def test_steps_move_and_grow_with_the_values(places: list[int], zero: int, unit: float) -> None:
    values = np.array(places, dtype=float)
    one, other = discrete_support_of(values), discrete_support_of(unit * values + zero)
    assert one is not None
    assert other is not None
    assert other.step == pytest.approx(unit * one.step, rel=1e-4)
    assert other.least(unit * 3 + zero) == pytest.approx(
        unit * one.least(3) + zero, abs=1e-3 * unit
    )


@given(st.lists(st.integers(0, 40), min_size=3, unique=True), st.floats(-50, 50))
def test_at_least_and_less_than_share_one_edge(places: list[int], target: float) -> None:
    support = discrete_support_of(np.array(places, dtype=float))
    assert support is not None
    below = support.nearest(np.array([support.least(target)])) - support.step
    assert support.most(float(below[0])) == pytest.approx(
        support.least(target), abs=1.5 * support.step
    )
    assert support.least(target) <= target + support.step / 2
    assert support.most(target) >= target - support.step / 2
