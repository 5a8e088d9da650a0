from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.forecast import forecast
from dashboard.analytics.key_results.key_result import KeyResultHealth, assess_key_result
from dashboard.analytics.series.bounds import Bounds
from dashboard.domain.check_in import CheckIn
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Cycle, Direction, KeyResult, Status
from dashboard.i18n import translator

QUARTER = Cycle(id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31))
PAID = KeyResult(
    id="paid", title="Paid", direction=Direction.INCREASE, baseline=0, target=40, unit="customers"
)
FRIDAY = dt.date(2026, 11, 20)
RISING = (2.0, 4.0, 5.0, 9.0, 10.0, 13.0, 15.0, 16.0, 20.0)


def report(on: dt.date, value: float) -> CheckIn:
    return CheckIn(key_result="paid", on=on, value=value, by="ana")


def every(days: int, values=RISING, last: dt.date = FRIDAY) -> list[CheckIn]:
    first = last - dt.timedelta(days=days * (len(values) - 1))
    return [report(first + dt.timedelta(days=days * at), v) for at, v in enumerate(values)]


def judge(
    reports: list[CheckIn], as_of: dt.date = FRIDAY, key_result: KeyResult = PAID
) -> KeyResultHealth:
    return assess_key_result(key_result, QUARTER, None, reports, as_of)


def mondays(values: object, last: str) -> pd.Series:
    values = np.asarray(values, dtype=float)
    return pd.Series(values, pd.date_range(end=last, periods=len(values), freq="W-MON"))


def test_what_is_reported_every_week_is_forecast_to_the_week_of_the_deadline() -> None:
    found = judge(every(7))
    expected = forecast(mondays(RISING, "2026-11-16"), 6, Bounds(0))
    assert found.projection.chance == expected.chance(
        39.5
    )  # whole numbers: 40 begins half a step below
    assert (found.projection.points, found.grain) == (9, Grain.WEEK)
    assert found.projection.median == round(expected.median[-1])
    assert found.projection.path["period_on"].iloc[[0, -1]].tolist() == [
        dt.date(2026, 11, 23),
        dt.date(2026, 12, 28),
    ]
    assert found.required_pace.needed_pace == pytest.approx(20 / 6)
    assert found.required_pace.paces_seen == 3


def test_what_is_said_on_a_monday_is_of_the_week_before() -> None:
    monday = dt.date(2026, 11, 23)
    found = judge(every(7, last=monday), monday)
    assert found.projection.path["period_on"].iloc[0] == monday
    assert found.projection.chance == judge(every(7)).projection.chance
    assert (found.attainment.value_on, found.attainment.value) == (monday, 20)


def test_values_from_before_the_cycle_are_history_and_not_the_value() -> None:
    reports = every(7, last=dt.date(2026, 10, 2))
    assert judge(reports[:-1], dt.date(2026, 10, 1)).attainment.value is None
    found = judge(reports, dt.date(2026, 10, 2))
    assert (found.attainment.value, found.attainment.previous_value, found.projection.points) == (
        20,
        None,
        9,
    )
    assert found.projection.chance == forecast(
        mondays(RISING, "2026-09-28"), 13, Bounds(0)
    ).chance(39.5)


def test_of_several_values_of_a_week_the_last_one_counts() -> None:
    reports = every(7)
    corrected = [*reports[:-1], report(FRIDAY - dt.timedelta(days=1), 900), reports[-1]]
    assert judge(corrected).projection.chance == judge(reports).projection.chance


def test_a_week_without_a_value_is_a_gap() -> None:
    reports = every(7)
    found = judge([*reports[:3], *reports[4:]])
    gap = [*RISING[:3], np.nan, *RISING[4:]]
    assert found.projection.points == 8
    assert found.projection.chance == forecast(mondays(gap, "2026-11-16"), 6, Bounds(0)).chance(
        39.5
    )


def test_what_comes_about_monthly_is_read_by_the_month() -> None:
    found = judge(every(30))
    assert (found.grain, found.projection.points) == (Grain.MONTH, 9)
    # that of 20 November is of November, whose end is nearer than October's: one month is left
    assert found.projection.path["period_on"].tolist() == [dt.date(2026, 12, 1)]
    early = dt.date(2026, 11, 4)
    assert judge(every(30, last=early), early).projection.path["period_on"].tolist() == [
        dt.date(2026, 11, 1),
        dt.date(2026, 12, 1),
    ]


@pytest.mark.parametrize(
    ("reports", "as_of", "reason"),
    [
        ([], FRIDAY, "no value has been reported yet"),
        (every(7, RISING[:5]), FRIDAY, "its check-ins have values of 5 of 8 weeks so far"),
        (every(30, RISING[:3]), FRIDAY, "its check-ins have values of 3 of 8 months so far"),
        (every(7), dt.date(2026, 12, 21), "its last value was reported 31 days ago"),
    ],
)
def test_without_a_forecast_the_reason_speaks_of_check_ins(reports, as_of, reason) -> None:
    found = judge(reports, as_of)
    assert (found.status, found.projection.chance, found.projection.path.empty) == (
        Status.NO_FORECAST,
        None,
        True,
    )
    assert translator().write(found.projection.reason) == reason


def test_silence_for_some_weeks_is_forecast_from_the_last_value() -> None:
    silent = judge(every(7), dt.date(2026, 12, 18))
    assert silent.projection.chance == judge(every(7)).projection.chance
    assert silent.attainment.value_on == FRIDAY


def test_without_a_target_there_is_nothing_to_reach() -> None:
    found = judge(every(7), key_result=PAID.model_copy(update={"target": None}))
    assert translator().write(found.projection.reason) == "it has no target"


def test_a_share_is_held_within_0_and_100_and_a_growth_rate_is_not() -> None:
    steep = (50.0, 57.0, 60.0, 69.0, 72.0, 80.0, 83.0, 91.0, 97.0)
    share = PAID.model_copy(update={"unit": "%", "target": 99.0})
    assert judge(every(7, steep), key_result=share).projection.landing["value"].max() == 100
    growth = share.model_copy(update={"title": "Growth"})
    assert judge(every(7, steep), key_result=growth).projection.landing["value"].max() > 100


def test_on_the_last_day_it_may_still_be_corrected_and_the_day_after_it_is_a_fact() -> None:
    reports = every(7, [*RISING, 38.0, 39.5], last=QUARTER.ends_on)
    last = judge(reports, QUARTER.ends_on)
    assert 0 < last.projection.chance < 1
    assert len(last.projection.path) == 1
    after = judge(reports, QUARTER.ends_on + dt.timedelta(days=1))
    assert (after.projection.chance, after.status, after.projection.method) == (
        0,
        Status.MISSED,
        "fact",
    )


def test_a_band_without_a_kpi_is_kept_by_its_reports() -> None:
    band = KeyResult(
        id="paid", title="P", direction=Direction.MAINTAIN, target=Band(low=2, high=4)
    )
    found = judge(every(7, np.tile([2.5, 3.0, 3.5], 4)), key_result=band)
    assert found.attainment.progress == 1
    assert 0 < found.projection.chance < 1
    assert found.projection.chance <= found.projection.inside_ahead < 1
    assert found.required_pace.needed_pace is None


days = st.lists(st.integers(0, 200), min_size=1, max_size=30, unique=True).map(sorted)


@given(days, st.lists(st.floats(0, 100), min_size=30, max_size=30), st.integers(1, 10))
def test_what_is_reported_later_has_no_say_and_irregular_days_are_no_matter(
    offsets, values, later
) -> None:
    first = dt.date(2026, 6, 1)
    reports = [
        report(first + dt.timedelta(days=at), value)
        for at, value in zip(offsets, values, strict=False)
    ]
    as_of = reports[-1].on
    found = judge(reports, as_of)
    leaky = judge([*reports, report(as_of + dt.timedelta(days=later), 1e6)], as_of)
    assert (found.projection.chance, found.attainment.value, found.projection.reason) == (
        leaky.projection.chance,
        leaky.attainment.value,
        leaky.projection.reason,
    )
    if found.projection.chance is not None:
        assert 0 <= found.projection.chance <= 1
        assert found.projection.landing["value"].min() >= 0
