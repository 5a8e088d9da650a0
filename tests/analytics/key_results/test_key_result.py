from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.forecast import forecast
from dashboard.analytics.key_results.key_result import (
    KeyResultHealth,
    MeasuredKpi,
    assess_key_result,
)
from dashboard.analytics.series.bounds import Bounds
from dashboard.analytics.series.discrete_support import DiscreteSupport, discrete_support_of
from dashboard.domain.check_in import CheckIn
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Cycle, Direction, KeyResult, Status
from dashboard.i18n import Message, translator
from tests.healths import same

AS_OF = dt.date(2026, 10, 18)
QUARTER = Cycle(id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31))
PAID = KeyResult(
    id="paid", title="Paid", kpi="paid", direction=Direction.INCREASE, baseline=3500, target=6000
)
RISING = 3000 + 30 * np.arange(40) + np.tile([0, 25, -10, 15], 10)


def weekly(values: object, last: str = "2026-10-12") -> pd.Series:
    values = np.asarray(values, dtype=float)
    return pd.Series(values, pd.date_range(end=last, periods=len(values), freq="W-MON"))


def judge(
    series: pd.Series | None = None,
    key_result: KeyResult = PAID,
    as_of: dt.date = AS_OF,
    **more: object,
) -> KeyResultHealth:
    check_ins = more.pop("check_ins", ())
    measure = MeasuredKpi(grain=Grain.WEEK, series=series, **more)
    return assess_key_result(key_result, QUARTER, measure, check_ins, as_of)


def test_the_value_is_that_of_the_last_complete_week() -> None:
    found = judge(weekly([*RISING[:39], 4210]), running=(dt.date(2026, 10, 19), 77.0))
    assert (found.attainment.value, found.attainment.value_on, found.attainment.value_ends_on) == (
        4210,
        dt.date(2026, 10, 12),
        AS_OF,
    )
    assert found.attainment.previous_value == RISING[38]
    assert found.attainment.progress == pytest.approx(0.284)
    assert found.pace.elapsed_share == pytest.approx(18 / 92)
    assert found.pace.ratio == pytest.approx(0.284 / (18 / 92))
    assert found.pace.steady_value == pytest.approx(3500 + 2500 * 18 / 92)
    assert found.running.value is None


def test_a_week_that_has_begun_is_a_hint_and_no_value() -> None:
    series = weekly([*RISING, 99.0], last="2026-10-19")
    found = judge(series, as_of=dt.date(2026, 10, 21), running=(dt.date(2026, 10, 19), 99.0))
    assert found.attainment.value == RISING[-1]
    assert (found.running.on, found.running.value) == (dt.date(2026, 10, 19), 99)


STEPS = discrete_support_of(np.asarray(RISING, dtype=float)) or DiscreteSupport(0, 0)


def test_the_forecast_ends_with_the_last_week_that_closes_by_the_deadline() -> None:
    found = judge(weekly(RISING))
    assert found.projection.path["period_on"].iloc[-1] == dt.date(2026, 12, 21)
    assert len(found.projection.path) == 10
    expected = forecast(weekly(RISING), 10)
    assert found.projection.chance == expected.chance(STEPS.least(6000))
    assert found.projection.median == STEPS.nearest(expected.median[-1])
    assert found.projection.points == 40
    assert (
        found.projection.low80
        < found.projection.low50
        < found.projection.median
        < found.projection.high50
        < found.projection.high80
    )
    assert found.projection.landing["level"].tolist() == pytest.approx(np.arange(1, 100) / 100)
    assert found.projection.landing["value"].iloc[49] == found.projection.median


def test_less_is_better_for_a_decrease() -> None:
    support = KeyResult(
        id="s", title="s", kpi="s", direction=Direction.DECREASE, baseline=30, target=24
    )
    found = judge(weekly(np.tile([25.0, 23.0, 22.0, 23.5], 10)), support)
    assert found.projection.chance == pytest.approx(
        forecast(weekly(np.tile([25.0, 23.0, 22.0, 23.5], 10)), 10).chance(
            24.25, direction="decrease"
        )
    )
    assert found.projection.landing["progress"].is_monotonic_increasing
    best = (found.projection.landing["value"].iloc[0] - 30) / (24 - 30)
    assert found.projection.landing["progress"].iloc[-1] == pytest.approx(best)


def test_the_bounds_of_the_kpi_hold_its_forecast() -> None:
    found = judge(weekly(np.linspace(60, 99, 40) + np.tile([0, 1], 20)), bounds=Bounds(0, 100))
    assert found.projection.high80 == 100
    assert found.projection.landing["value"].max() == 100


@pytest.mark.parametrize(
    ("series", "more", "reason"),
    [
        (None, {}, "its KPI has no data yet"),
        (weekly([1, 2, 3, 4, 5]), {}, "5 of 8 weeks so far"),
        (
            weekly(RISING),
            {"stale_reason": Message("reason-stale", {"kpi": "Paid", "days": 16})},
            "the data of Paid are 16 days old",
        ),
    ],
)
def test_without_a_forecast_the_reason_is_said(series, more, reason) -> None:
    found = judge(series, **more)
    assert (found.status, found.projection.chance, found.projection.median) == (
        Status.NO_FORECAST,
        None,
        None,
    )
    assert found.projection.path.empty
    assert found.projection.landing.empty
    assert translator().write(found.projection.reason) == reason


def test_a_key_result_without_a_measure_says_so() -> None:
    found = assess_key_result(PAID, QUARTER, None, (), AS_OF)
    assert (
        found.attainment.value,
        found.attainment.progress,
        found.grain,
        found.projection.reason,
    ) == (
        None,
        None,
        None,
        Message("reason-no-data"),
    )


def test_stale_data_still_show_where_it_stood() -> None:
    found = judge(weekly([*RISING[:39], 4210]), stale_reason=Message("reason-stale"))
    assert found.attainment.progress == pytest.approx(0.284)


def test_what_is_met_and_likely_kept_is_reached_since_its_first_week() -> None:
    found = judge(weekly([*np.full(20, 7000.0), 5900, 6100, 6000 + 3000]))
    assert found.attainment.reached_on == dt.date(2026, 10, 11)
    assert found.status is Status.REACHED


def test_what_was_met_before_the_cycle_counts_from_its_first_week() -> None:
    found = judge(weekly(np.full(20, 7000.0)))
    assert found.attainment.reached_on == dt.date(2026, 10, 4)


def test_before_the_cycle_nothing_has_started() -> None:
    found = judge(weekly(RISING, last="2026-09-21"), as_of=dt.date(2026, 9, 30))
    assert (found.status, found.pace.ratio, found.pace.elapsed_share) == (
        Status.NOT_STARTED,
        None,
        0,
    )


def test_on_the_first_day_the_last_week_before_the_cycle_is_the_value() -> None:
    found = judge(weekly(RISING, last="2026-09-21"), as_of=dt.date(2026, 10, 1))
    assert found.attainment.value == RISING[-1]
    assert found.projection.chance is not None
    assert found.pace.ratio is None


@pytest.mark.parametrize(
    ("last_value", "status", "chance"), [(6000, Status.REACHED, 1), (5999, Status.MISSED, 0)]
)
def test_after_the_deadline_the_fact_stands(last_value, status, chance) -> None:
    series = weekly([*RISING, last_value, 1.0, 2.0], last="2027-01-04")
    found = judge(series, as_of=dt.date(2027, 1, 15), stale_reason=Message("reason-stale"))
    assert (found.status, found.projection.chance, found.attainment.is_final) == (
        status,
        chance,
        True,
    )
    assert (found.attainment.value, found.attainment.value_on) == (
        last_value,
        dt.date(2026, 12, 21),
    )
    assert found.projection.low80 == found.projection.high80 == last_value
    assert found.projection.path.empty


def test_after_the_deadline_and_before_the_last_value_it_is_a_forecast() -> None:
    found = judge(weekly(RISING, last="2026-12-14"), as_of=dt.date(2027, 1, 2))
    assert not found.attainment.is_final
    assert len(found.projection.path) == 1
    assert found.status is Status.OFF_TRACK


def test_between_its_last_week_and_the_deadline_nothing_is_missed_yet() -> None:
    found = judge(weekly([*RISING, 100], last="2026-12-21"), as_of=dt.date(2026, 12, 29))
    assert (found.status, found.projection.chance, found.attainment.is_final) == (
        Status.OFF_TRACK,
        0,
        True,
    )


RETENTION = KeyResult(
    id="band", title="Band", kpi="band", direction=Direction.MAINTAIN, target=Band(low=2, high=4)
)


def test_a_band_is_judged_by_its_weeks_in_the_cycle() -> None:
    found = judge(weekly([*np.tile([2.9, 3.1], 10), 4.0, 4.1]), RETENTION)
    assert found.attainment.progress == pytest.approx(2 / 3)
    assert (found.pace.ratio, found.pace.steady_value, found.attainment.reached_on) == (
        None,
        None,
        None,
    )
    expected = forecast(weekly([*np.tile([2.9, 3.1], 10), 4.0, 4.1]), 10).between(1.95, 4.05)
    assert found.projection.chance == pytest.approx(expected)


def test_a_band_lands_between_all_weeks_outside_and_all_inside() -> None:
    found = judge(weekly(np.tile([2.0, 4.0, 3.0], 10)), RETENTION)
    final = found.projection.landing["progress"]
    assert final.is_monotonic_increasing
    assert final.min() >= 3 / 13
    assert final.max() <= 1
    steps = [
        forecast(weekly(np.tile([2.0, 4.0, 3.0], 10)), 10).between(1.5, 4.5, step)
        for step in range(10)
    ]
    assert final.mean() == pytest.approx((3 + sum(steps)) / 13, abs=0.01)


def test_confidence_is_the_last_word_even_where_a_later_note_is_silent(check_in) -> None:
    said = [
        check_in("2026-10-02", confidence=0.9),
        check_in("2026-10-09", confidence=0.7),
        check_in("2026-10-16", note="x"),
        check_in("2026-10-19", confidence=0.1),
    ]
    found = judge(weekly(RISING), check_ins=said)
    assert (found.confidence.value, found.confidence.on, found.confidence.by) == (
        0.7,
        dt.date(2026, 10, 9),
        "ana@example.com",
    )


def test_check_ins_never_change_a_measured_value(check_in) -> None:
    assert (
        judge(weekly(RISING), check_ins=[check_in("2026-10-16", value=1)]).attainment.value
        == RISING[-1]
    )


def test_a_gap_is_no_previous_value() -> None:
    series = weekly(RISING)
    series.iloc[-2] = math.nan
    found = judge(series)
    assert found.attainment.previous_value is None
    assert found.projection.points == 39


def the_future_has_no_say(method, garbage: list[float], weeks_back: int) -> None:
    as_of = AS_OF - dt.timedelta(weeks=weeks_back)
    known = weekly(RISING).iloc[: 40 - weeks_back]
    later = weekly(
        [*RISING, *garbage], last=str(dt.date(2026, 10, 12) + dt.timedelta(weeks=len(garbage)))
    )
    leaky = pd.concat([known, later.iloc[40 - weeks_back :] * -3])
    assert same(method(known, as_of), method(leaky, as_of))


futures = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5)


def test_what_was_observed_later_has_no_say() -> None:
    given(futures, st.integers(0, 2))(
        lambda garbage, back: the_future_has_no_say(lambda s, d: judge(s, as_of=d), garbage, back)
    )()


def test_the_law_catches_one_row_too_many() -> None:
    with pytest.raises(AssertionError):
        the_future_has_no_say(lambda s, d: judge(s, as_of=d + dt.timedelta(weeks=1)), [1.0], 1)


def test_what_was_said_before_the_cycle_speaks_of_another_time():
    cycle = Cycle(id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31))
    promise = KeyResult(
        id="nps", title="NPS", direction=Direction.INCREASE, baseline=40, target=50
    )
    early, late = (
        CheckIn(key_result="nps", on=day, value=value, confidence=said, by="ana")
        for day, value, said in ((dt.date(2026, 9, 30), 45, 0.8), (dt.date(2026, 10, 1), 41, 0.6))
    )

    before = assess_key_result(promise, cycle, None, [early], dt.date(2026, 10, 2))
    after = assess_key_result(promise, cycle, None, [early, late], dt.date(2026, 10, 2))

    assert (before.attainment.value, before.confidence.value) == (None, None)
    assert (after.attainment.value, after.confidence.value) == (41, 0.6)


def test_places_beyond_a_bound_stand_for_the_bound() -> None:
    capped = np.tile([80.0, 96, 88, 96], 10)  # in steps of 8, of which the next above would be 104
    found = judge(weekly(capped), bounds=Bounds(78, 101))
    for column in ("low80", "median", "high80"):
        assert found.projection.path[column].between(78, 101).all()
    assert found.projection.landing["value"].between(78, 101).all()
    assert found.projection.landing["value"].max() == 101
