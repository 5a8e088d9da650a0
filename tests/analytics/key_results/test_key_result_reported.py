from __future__ import annotations

import datetime as dt

import pytest

from dashboard.analytics.key_results.key_result import assess_key_result
from dashboard.domain.okr import Cycle, Direction, KeyResult, Milestone, Status
from dashboard.i18n import Message

AS_OF = dt.date(2026, 10, 18)
QUARTER = Cycle(id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31))

STEPS = KeyResult(
    id="regions",
    title="Regions",
    direction=Direction.MILESTONE,
    milestones=(
        Milestone(title="One", done_on=dt.date(2026, 10, 5)),
        Milestone(title="Two"),
        Milestone(title="Three"),
    ),
)


def test_milestones_are_counted_and_forecast_from_their_dates(check_in) -> None:
    said = [check_in("2026-10-10", done="Two"), check_in("2026-10-19", done="Three")]
    found = assess_key_result(STEPS, QUARTER, None, said, AS_OF)
    assert (found.attainment.value, found.attainment.progress, found.projection.points) == (
        2,
        pytest.approx(2 / 3),
        2,
    )
    assert found.attainment.value_on == dt.date(2026, 10, 10)
    assert found.pace.ratio == pytest.approx(2 / 3 / (18 / 92))
    assert 0 < found.projection.chance < 1
    assert found.projection.reason is None


def test_all_milestones_done_are_reached_for_good(check_in) -> None:
    said = [check_in("2026-10-10", done="Two"), check_in("2026-10-12", done="Three")]
    found = assess_key_result(STEPS, QUARTER, None, said, AS_OF)
    assert (found.status, found.projection.chance, found.attainment.reached_on) == (
        Status.REACHED,
        1,
        dt.date(2026, 10, 12),
    )


def test_milestones_open_after_the_deadline_are_missed_even_if_done_later(check_in) -> None:
    said = [check_in("2027-01-04", done="Two"), check_in("2027-01-04", done="Three")]
    found = assess_key_result(STEPS, QUARTER, None, said, dt.date(2027, 1, 10))
    assert (found.status, found.projection.chance, found.attainment.progress) == (
        Status.MISSED,
        0,
        pytest.approx(1 / 3),
    )


MANUAL = KeyResult(id="paid", title="Paid", direction=Direction.INCREASE, baseline=0, target=10)


def test_without_a_kpi_the_value_is_the_last_one_reported(check_in) -> None:
    said = [
        check_in("2026-10-15", value=4),
        check_in("2026-10-08", value=2),
        check_in("2026-10-16", note="no news"),
        check_in("2026-11-01", value=9),
    ]
    found = assess_key_result(MANUAL, QUARTER, None, said, AS_OF)
    assert (
        found.attainment.value,
        found.attainment.value_on,
        found.attainment.previous_value,
    ) == (4, dt.date(2026, 10, 15), 2)
    assert found.pace.ratio == pytest.approx(0.4 / (15 / 92))
    assert found.status is Status.NO_FORECAST
    assert found.projection.reason == Message(
        "reason-too-few-reports", {"points": 2, "needed": 8, "grain": "week"}
    )


def test_the_last_report_is_the_fact_once_the_deadline_has_gone(check_in) -> None:
    late = [check_in("2026-12-20", value=8), check_in("2027-01-03", value=10)]
    assert (
        assess_key_result(MANUAL, QUARTER, None, late, dt.date(2026, 12, 31)).status
        is Status.NO_FORECAST
    )
    assert (
        assess_key_result(MANUAL, QUARTER, None, late, dt.date(2027, 1, 1)).status is Status.MISSED
    )
    assert (
        assess_key_result(MANUAL, QUARTER, None, late, dt.date(2027, 1, 3)).status
        is Status.REACHED
    )


def test_nothing_reported_is_no_zero() -> None:
    found = assess_key_result(MANUAL, QUARTER, None, (), dt.date(2027, 1, 3))
    assert (found.attainment.value, found.attainment.progress, found.status) == (
        None,
        None,
        Status.NO_FORECAST,
    )
    assert found.projection.reason == Message("reason-nothing-reported")
