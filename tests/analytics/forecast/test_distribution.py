from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.analytics.forecast import forecast
from dashboard.analytics.forecast.distribution import Calibrated, CalibrationMap
from dashboard.analytics.series.bounds import Bounds

maps = st.builds(CalibrationMap, st.floats(-1.5, 1.5), st.floats(0.25, 4.0))
shares = st.floats(0.001, 0.999)
HISTORY = pd.Series(
    50 + np.cumsum(np.tile([1.0, -0.4, 0.7, -0.9, 0.2], 8)),
    pd.date_range("2026-01-05", periods=40, freq="W-MON"),
)
RAW = forecast(HISTORY, 6)
BOUNDED = forecast(HISTORY, 6, Bounds(52.0, 54.0))
targets = st.floats(30, 70)


def test_odds_of_nine_to_one_are_halved_on_their_scale():
    assert CalibrationMap(0.0, 0.5).apply(0.9) == pytest.approx(0.75)  # odds of 9 become odds of 3
    assert CalibrationMap(math.log(2), 1.0).apply(0.5) == pytest.approx(2 / 3)


def test_what_is_certain_stays_so():
    assert [CalibrationMap(0.7, 0.5).apply(chance) for chance in (0.0, 1.0)] == [0, 1]


@given(shares)
def test_identity_changes_no_bit(chance: float):
    assert CalibrationMap().apply(chance) == chance
    assert CalibrationMap().is_identity
    assert not CalibrationMap(0.001, 1.0).is_identity


def keeps_the_order(method, calibration, one, other):
    assert (method(calibration, one) <= method(calibration, other)) == (
        one <= other
    ) or one == pytest.approx(other)


def comes_back(method, calibration, one, _):
    assert calibration.undo(method(calibration, one)) == pytest.approx(one, abs=1e-6)


def sums_to_one_with_its_opposite(method, calibration, one, _):
    assert method(calibration, one) + method(calibration.of_complement, 1 - one) == pytest.approx(
        1
    )


def is_a_chance(method, calibration, one, _):
    assert 0 < method(calibration, one) < 1


LAWS = {
    keeps_the_order: lambda calibration, p: 1 - calibration.apply(p),
    comes_back: lambda calibration, p: p * calibration.slope,
    sums_to_one_with_its_opposite: lambda calibration, p: min(0.99, calibration.apply(p) + 0.01),
    is_a_chance: lambda calibration, p: calibration.intercept + calibration.slope * p,
}


@pytest.mark.parametrize("law", LAWS)
def test_the_map_keeps_its_laws(law):
    given(maps, shares, shares)(lambda m, one, other: law(CalibrationMap.apply, m, one, other))()


@pytest.mark.parametrize(("law", "bug"), LAWS.items())
def test_the_laws_catch_planted_bugs(law, bug):
    with pytest.raises(AssertionError):
        settings(phases=[Phase.generate])(
            given(maps, shares, shares)(lambda m, one, other: law(bug, m, one, other))
        )()


@given(maps, targets, st.integers(0, 5))
def test_at_least_and_less_than_still_sum_to_one(
    calibration: CalibrationMap, target: float, step: int
):
    result = Calibrated(RAW, calibration)
    assert result.chance(target, step) + result.chance(target, step, "decrease") == pytest.approx(
        1
    )


@given(maps, targets, st.floats(0, 10))
def test_a_harder_target_never_has_a_better_chance(
    calibration: CalibrationMap, target: float, more: float
):
    for raw in (RAW, BOUNDED):
        result = Calibrated(raw, calibration)
        assert result.chance(target + more) <= result.chance(target) + 1e-12
        assert result.between(target, target + more) >= 0


@given(maps, st.floats(0.01, 0.99))
def test_the_chance_is_the_share_of_the_range_beyond_the_target(
    calibration: CalibrationMap, level: float
):
    result = Calibrated(RAW, calibration)
    target = float(result.quantile(level)[-1])
    assert result.chance(target) == pytest.approx(1 - level, abs=1e-6)


@given(maps, shares, shares)
def test_ranges_nest_and_bounds_hold(calibration: CalibrationMap, one: float, other: float):
    result = Calibrated(BOUNDED, calibration)
    low, high = sorted((one, other))
    assert (result.quantile(low) <= result.quantile(high)).all()
    assert (result.quantile(low) >= 52).all()
    assert (result.quantile(high) <= 54).all()


def test_less_sure_is_wider_about_the_same_middle():
    result = Calibrated(RAW, CalibrationMap(0.0, 0.5))
    assert result.median == pytest.approx(RAW.median)
    assert (result.quantile(0.9) > RAW.quantile(0.9)).all()
    assert (result.quantile(0.1) < RAW.quantile(0.1)).all()
    middle = float(RAW.median[-1])
    assert result.between(middle - 2, middle + 2) < RAW.between(middle - 2, middle + 2)
    assert (result.points, result.method) == (RAW.points, RAW.method)


def test_a_level_that_is_none_is_refused_as_before():
    with pytest.raises(ValueError, match="not a quantile"):
        Calibrated(RAW, CalibrationMap(0.1, 0.9)).quantile(1.0)
