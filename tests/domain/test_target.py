"""Whether a value meets a target."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.okr import Band, Direction
from dashboard.domain.target import is_inside, is_met


@pytest.mark.parametrize(
    ("direction", "value", "target", "met"),
    [
        (Direction.INCREASE, 15.0, 15.0, True),
        (Direction.INCREASE, 14.9, 15.0, False),
        (Direction.DECREASE, 4.0, 4.0, True),
        (Direction.DECREASE, 4.1, 4.0, False),
        (Direction.MAINTAIN, 1.9, Band(low=2, high=4), False),
        (Direction.MAINTAIN, 2.0, Band(low=2, high=4), True),
        (Direction.MAINTAIN, 4.0, Band(low=2, high=4), True),
        (Direction.MAINTAIN, 4.1, Band(low=2, high=4), False),
        (Direction.INCREASE, None, 15.0, False),
        (Direction.INCREASE, math.nan, 15.0, False),
        (Direction.INCREASE, 15.0, None, False),
    ],
)
def test_a_target_is_met_in_its_direction_bounds_included(direction, value, target, met):
    assert is_met(direction, value, target) is met


def test_the_noise_of_sums_does_not_miss_a_target():
    assert is_met(Direction.INCREASE, 0.1 + 0.2, 0.3)
    assert is_met(Direction.DECREASE, 0.1 + 0.2, 0.3)
    assert is_inside(0.1 + 0.2, Band(low=0, high=0.3))


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_of_two_opposite_directions_at_least_one_meets_every_target(value, target):
    assert is_met(Direction.INCREASE, value, target) or is_met(Direction.DECREASE, value, target)
