from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.series.bounds import NO_BOUNDS, Bounds, assumed_bounds, bounds_of
from dashboard.domain.kpi import Aggregation, Grain, Kpi, Limits
from dashboard.domain.okr import Band


def history(*values: float) -> pd.Series:
    return pd.Series(values, pd.date_range("2026-01-05", periods=len(values), freq="W-MON"))


def kpi(name: str = "Visitors", unit: str = "visitors", **more: object) -> Kpi:
    given: dict[str, object] = {"grain": Grain.WEEK, "aggregation": Aggregation.SUM} | more
    return Kpi.model_validate({"id": "a", "name": name, "unit": unit} | given)


@pytest.mark.parametrize(
    ("name", "unit", "bounds"),
    [
        ("Visitors", "visitors", (0, None)),
        ("Revenue", "NOK million", (0, None)),
        ("Answer time", "hours", (0, None)),
        ("Trial to paid", "%", (0, 100)),
        ("Active users", "% of users", (0, 100)),
        ("Change failure rate", "%", (0, 100)),
        ("Andel fornøyde", "prosent", (0, 100)),
        # what may be negative, or leave 0 to 100 %
        ("Revenue growth", "%", (None, None)),
        ("Price change", "%", (None, None)),
        ("Inflation", "% a year", (None, None)),
        ("Omsetningsvekst", "%", (None, None)),
        ("Driftsmargin", "%", (None, None)),
        ("Net revenue retention", "%", (None, None)),
        ("Cash flow", "NOK", (None, None)),
        ("Would recommend us", "points", (None, None)),
        ("Cold store", "°C", (None, None)),
        ("Something", "", (None, None)),
    ],
)
def test_the_unit_and_the_name_say_what_a_number_can_be(name, unit, bounds) -> None:
    assert assumed_bounds(name, unit, history(10, 20, 30)) == Bounds(*bounds)


def test_a_percentage_that_left_0_to_100_once_is_no_share() -> None:
    assert assumed_bounds("Uptake", "%", history(40, 101, 60)) == NO_BOUNDS
    assert assumed_bounds("Uptake", "%", history(40, -1, 60)) == NO_BOUNDS
    assert assumed_bounds("Uptake", "%", history(40, 60), target=110) == NO_BOUNDS
    assert (
        assumed_bounds("Uptake", "%", history(40, 60), target=Band(low=-5, high=50)) == NO_BOUNDS
    )


def test_a_count_that_was_negative_once_has_no_bound() -> None:
    assert assumed_bounds("Stock", "pieces", history(5, -1, 3)) == NO_BOUNDS


def test_the_noise_of_a_sum_is_no_value_outside() -> None:
    assert assumed_bounds("Uptake", "%", history(40, 100 + 1e-10)) == Bounds(0, 100)


def test_without_a_history_nothing_is_assumed() -> None:
    assert assumed_bounds("Uptake", "%", None) == NO_BOUNDS
    assert assumed_bounds("Uptake", "%", history(math.nan)) == NO_BOUNDS
    assert bounds_of(None, history(1)) == NO_BOUNDS


def test_what_limits_declare_comes_before_what_the_unit_suggests() -> None:
    declared = kpi("Score", "%", limits=Limits(low=5))
    assert bounds_of(declared, history(10, 20)) == Bounds(5, 100)
    assert bounds_of(kpi("Growth", "%", limits=Limits(low=-100)), history(10)) == Bounds(
        -100, None
    )
    assert bounds_of(kpi(limits=Limits(low=1, high=9))) == Bounds(1, 9)


def test_a_limit_that_excludes_the_target_or_a_value_seen_is_none() -> None:
    declared = kpi("Rating", "stars", limits=Limits(low=1, high=5))
    assert bounds_of(declared, history(3, 4), target=6) == Bounds(1, None)
    assert bounds_of(declared, history(3, 7), target=4) == Bounds(1, None)


def test_a_limit_per_day_is_no_limit_of_the_weekly_sum() -> None:
    daily = {"grain": Grain.DAY, "limits": Limits(low=0, high=1000)}
    assert bounds_of(kpi(**daily), history(5000)) == Bounds(0, None)
    assert bounds_of(kpi(**daily, aggregation=Aggregation.MEAN), history(500)) == Bounds(0, 1000)
    below = {"grain": Grain.DAY, "limits": Limits(low=-10, high=0)}
    assert bounds_of(kpi("Net", "", **below), history(-50)) == Bounds(None, 0)


numbers = st.floats(-1e6, 1e6)
limits = st.none() | numbers


@given(
    st.lists(numbers, min_size=1, max_size=6),
    limits,
    limits,
    limits,
    st.sampled_from(["%", "users", "points", ""]),
    st.sampled_from(list(Grain)),
)
def test_a_bound_never_excludes_a_value_seen_nor_the_target(
    values, target, low, high, unit, grain
) -> None:
    declared = kpi("Something", unit, limits=Limits(low=low, high=high), grain=grain)
    result = bounds_of(declared, history(*values), target)
    least, most = result.low, result.high
    for value in [*values, *([] if target is None else [target])]:
        assert least is None or value >= least - 1e-6 * max(1, abs(least))
        assert most is None or value <= most + 1e-6 * max(1, abs(most))


def test_values_outside_move_to_the_nearest_bound() -> None:
    values = np.array([[-1.0, 5.0], [7.0, 3.0]])
    assert Bounds(0, 6).clip(values).tolist() == [[0, 5], [6, 3]]
    assert Bounds(low=4).clip(values).tolist() == [[4, 5], [7, 4]]
    assert Bounds(high=4).clip(values).tolist() == [[-1, 4], [4, 3]]


def test_bounds_that_are_not_there_hold_nothing() -> None:
    assert NO_BOUNDS.clip(np.array([-1e300, math.inf])).tolist() == [-1e300, math.inf]
    assert NO_BOUNDS.clip_value(5) == 5
    assert Bounds(low=6).clip_value(5) == 6
    assert Bounds(high=4).clip_value(5) == 4


@given(st.lists(numbers, min_size=1, max_size=6), limits, limits)
def test_values_are_clipped_together_as_they_are_alone_and_stay_when_clipped_again(
    values, low, high
) -> None:
    if low is not None and high is not None and low > high:
        low, high = high, low
    bounds = Bounds(low, high)
    result = bounds.clip(np.array(values))
    assert result.tolist() == [bounds.clip_value(value) for value in values]
    assert bounds.clip(result).tolist() == result.tolist()
