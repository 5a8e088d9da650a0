from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from dashboard.analytics.calibration.recalibration import (
    INTERCEPT_SD,
    MAX_SLOPE,
    MIN_RESOLVED,
    MIN_SLOPE,
    QUARTER_SD,
    RESOLVED_COLUMNS,
    Recalibration,
    recalibration,
)
from dashboard.analytics.forecast.distribution import CalibrationMap

WEEKS = 12


def record(
    quarters: int, said: CalibrationMap | None = None, per_quarter: int = 20, seed: int = 1
) -> pd.DataFrame:
    """Key results that wander to their end, twelve forecasts each: what is said is the true chance, moved by a map."""
    rng = np.random.default_rng(seed)
    rows = []
    for quarter in range(quarters):
        starts = pd.Timestamp("2018-01-01") + pd.DateOffset(months=3 * quarter)
        for key_result in range(per_quarter):
            steps = rng.standard_normal(WEEKS + 1) / (WEEKS + 1) ** 0.5
            path = rng.normal(0, 1.2) + np.cumsum(steps)
            left = (WEEKS - np.arange(WEEKS)) / (WEEKS + 1)
            true = special.ndtr(path[:-1] / left**0.5).clip(1e-4, 1 - 1e-4)
            rows += [
                (
                    f"{quarter}-{key_result}",
                    starts + pd.Timedelta(weeks=week),
                    starts + pd.DateOffset(months=3, days=-1),
                    starts + pd.DateOffset(months=3, days=6),
                    (said or CalibrationMap()).apply(chance),
                    float(path[-1] > 0),
                )
                for week, chance in enumerate(true)
            ]
    return pd.DataFrame(rows, columns=list(RESOLVED_COLUMNS))


def told(
    chances: list[float], reached: list[float], resolved_on: str = "2026-01-08"
) -> pd.DataFrame:
    """One forecast a key result, all of one quarter."""
    count = len(chances)
    return pd.DataFrame(
        {
            "key_result_id": [f"{resolved_on}-{i}" for i in range(count)],
            "as_of": pd.Timestamp(resolved_on) - pd.Timedelta(weeks=6),
            "due_on": pd.Timestamp(resolved_on) - pd.Timedelta(days=8),
            "resolved_on": pd.Timestamp(resolved_on),
            "chance": chances,
            "is_reached": reached,
        }
    )


def log_loss(rows: pd.DataFrame, fitted: CalibrationMap) -> float:
    moved = np.clip([fitted.apply(chance) for chance in rows["chance"]], 1e-6, 1 - 1e-6)
    came = rows["is_reached"].to_numpy()
    return float(-(came * np.log(moved) + (1 - came) * np.log(1 - moved)).mean())


def test_twenty_even_chances_of_which_fifteen_came_true_by_hand():
    found = recalibration(told([0.5] * 20, [1.0] * 15 + [0.0] * 5))

    # The slope has nothing to learn from. The score 15 - 20 p of intercept and quarter together equals the pull of the
    # priors; the intercept takes of their sum c what its variance is of both.
    shares = INTERCEPT_SD**2, QUARTER_SD**2
    low, high = 0.0, 3.0
    for _ in range(60):
        c = (low + high) / 2
        score = 15 - 20 / (1 + math.exp(-c)) - c / sum(shares)
        low, high = (c, high) if score > 0 else (low, c)
    assert found.fitted.intercept == pytest.approx(low * shares[0] / sum(shares), abs=6e-4)
    assert found.fitted.slope == 1
    assert (found.settled, found.tested, found.is_on) == (20, 0, False)
    assert found.reason == "too_few_tested"


def test_below_twenty_settled_key_results_nothing_is_learnt():
    found = recalibration(record(1, CalibrationMap(0, 2), per_quarter=MIN_RESOLVED - 1))

    assert (found, found.map) == (Recalibration(settled=MIN_RESOLVED - 1), CalibrationMap())
    assert recalibration(record(0)) == Recalibration()


def test_one_key_result_counts_once_however_often_it_was_forecast():
    often, once = record(1, CalibrationMap(0, 2)), told([0.5] * 20, [1.0] * 15 + [0.0] * 5)
    again = pd.concat([once] + [once.iloc[:1].assign(as_of=pd.Timestamp("2025-11-01"))] * 30)

    assert recalibration(again).fitted == recalibration(once).fitted
    assert recalibration(often).settled == 20


@pytest.mark.parametrize("came", [0.0, 1.0])
def test_all_reached_and_none_reached_leave_a_map_that_is_finite(came: float):
    rows = pd.concat(
        [told([0.0, 1.0, 0.5] * 8, [came] * 24, day) for day in ("2025-10-08", "2026-01-08")]
    )

    found = recalibration(rows)

    assert np.isfinite([found.fitted.intercept, found.fitted.slope]).all()
    assert MIN_SLOPE <= found.fitted.slope <= MAX_SLOPE
    assert (found.fitted.intercept > 0) == (came == 1)


def test_a_record_that_says_the_opposite_keeps_a_slope_above_zero():
    rows = pd.concat(
        told([0.98] * 20 + [0.02] * 20, [0.0] * 20 + [1.0] * 20, f"{year}-01-08")
        for year in range(2010, 2026)
    )

    assert recalibration(rows).fitted.slope == MIN_SLOPE


def test_who_says_things_too_surely_is_mended():
    too_sure = CalibrationMap(0.0, 2.0)
    on = [recalibration(record(8, too_sure, seed=seed)) for seed in range(6)]
    later = record(30, too_sure, seed=99)

    assert sum(found.is_on for found in on) >= 4
    for found in on:
        assert found.fitted.slope < 0.85
        assert log_loss(later, found.fitted) < log_loss(later, CalibrationMap()) - 0.01


def test_who_is_right_as_often_as_said_is_left_within_noise():
    found = [recalibration(record(8, seed=seed)) for seed in range(10)]
    later = record(30, seed=99)

    assert sum(one.is_on for one in found) <= 3
    assert np.mean([one.fitted.slope for one in found]) == pytest.approx(1, abs=0.1)
    for one in found:
        assert log_loss(later, one.map) < log_loss(later, CalibrationMap()) + 0.012


def test_one_bad_quarter_is_not_blamed_on_the_forecast():
    bad = told([0.5] * 60, [0.0] * 60)
    spread = pd.concat(told([0.5] * 10, [0.0] * 10, f"{year}-01-08") for year in range(2020, 2026))

    assert abs(recalibration(bad).fitted.intercept) < 0.6 * abs(
        recalibration(spread).fitted.intercept
    )


def test_what_is_settled_later_has_no_part_in_a_test():
    first, second = told([0.5] * 20, [1.0] * 20, "2025-10-08"), record(1)
    second = second.assign(
        as_of=pd.Timestamp(
            "2025-10-08"
        ),  # made on the day on which the others were settled, so without them
        resolved_on=pd.Timestamp("2026-01-08"),
        due_on=pd.Timestamp("2025-12-31"),
    )
    a_day_later = second.assign(as_of=pd.Timestamp("2025-10-09"))

    assert recalibration(pd.concat([first, second])).tested == 0
    found = recalibration(pd.concat([first, a_day_later]))
    assert found.tested == 20
    assert found.gain is not None


@settings(max_examples=8)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(random):
    rows = record(3, CalibrationMap(0.3, 1.6))
    places = list(range(len(rows)))
    random.shuffle(places)

    assert recalibration(rows.iloc[places]) == recalibration(rows)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=20, max_size=50))
def test_whatever_happened_the_map_keeps_the_order(pairs: list[tuple[float, bool]]):
    chances, reached = zip(*pairs, strict=True)

    found = recalibration(told(list(chances), [float(one) for one in reached])).fitted

    assert found.apply(0.2) < found.apply(0.4) < found.apply(0.8)
