"""Every direction at every moment: before it is met, once it is met, on its last days, and when it is over."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from dashboard.analytics.forecast import forecast
from dashboard.analytics.key_results.key_result import (
    KeyResultHealth,
    MeasuredKpi,
    assess_key_result,
)
from dashboard.analytics.series.discrete_support import DiscreteSupport, discrete_support_of
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Cycle, Direction, KeyResult, Milestone, Status

# Its last week that closes in time ends on Sunday 27 December, four days before the deadline.
QUARTER = Cycle(id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31))
SUNDAY = dt.date(2026, 11, 1)
LAST_SUNDAY, DEADLINE = dt.date(2026, 12, 27), QUARTER.ends_on
AROUND = np.tile([-0.4, 0.3, 0.1, -0.2, 0.2], 12)

MEASURED = {
    Direction.INCREASE: KeyResult(
        id="k", title="K", kpi="k", direction=Direction.INCREASE, baseline=10, target=20
    ),
    Direction.DECREASE: KeyResult(
        id="k", title="K", kpi="k", direction=Direction.DECREASE, baseline=30, target=20
    ),
    Direction.MAINTAIN: KeyResult(
        id="k", title="K", kpi="k", direction=Direction.MAINTAIN, target=Band(low=18, high=22)
    ),
}
MET = {Direction.INCREASE: 21.0, Direction.DECREASE: 19.0, Direction.MAINTAIN: 20.0}
UNMET = {Direction.INCREASE: 19.0, Direction.DECREASE: 21.0, Direction.MAINTAIN: 23.0}

each_direction = pytest.mark.parametrize("direction", list(MEASURED))


def weekly(level: float, until: dt.date) -> pd.Series:
    """40 weeks about a level, the last one closing on or before the day."""
    index = pd.date_range(end=until - dt.timedelta(days=6), periods=40, freq="W-MON")
    return pd.Series(level + AROUND[:40], index)


def judge(direction: Direction, series: pd.Series, as_of: dt.date) -> KeyResultHealth:
    return assess_key_result(
        MEASURED[direction], QUARTER, MeasuredKpi(Grain.WEEK, series), (), as_of
    )


def steps_of(series: pd.Series) -> DiscreteSupport:
    """The steps in which the values come: of a forecast what lies between them is asked."""
    found = discrete_support_of(series.to_numpy())
    assert found is not None
    return found


@each_direction
def test_what_is_met_now_is_reached_with_the_chance_of_still_being_there(direction) -> None:
    series = weekly(MET[direction], SUNDAY)
    found = judge(direction, series, SUNDAY)
    expected, at = forecast(series, 8), steps_of(series)
    kept = {
        Direction.INCREASE: lambda: expected.chance(at.least(20)),
        Direction.DECREASE: lambda: expected.chance(at.most(20), direction="decrease"),
        Direction.MAINTAIN: lambda: expected.between(at.least(18), at.most(22)),
    }[direction]()
    assert (found.status, found.attainment.reached_on) == (Status.REACHED, dt.date(2026, 10, 4))
    assert found.projection.chance == kept
    assert 0.7 < found.projection.chance < 1


@each_direction
def test_what_is_not_met_is_a_chance_and_was_not_reached(direction) -> None:
    found = judge(direction, weekly(UNMET[direction], SUNDAY), SUNDAY)
    assert found.status not in (Status.REACHED, Status.MISSED)
    assert found.attainment.reached_on is None
    assert 0 < found.projection.chance < 0.7


@each_direction
@pytest.mark.parametrize("levels", [MET, UNMET])
def test_once_the_last_week_is_in_the_chance_is_the_fact_and_the_deadline_settles_it(
    direction, levels
) -> None:
    series, is_met = weekly(levels[direction], LAST_SUNDAY), levels is MET
    waiting = judge(direction, series, LAST_SUNDAY)
    assert (
        waiting.projection.chance,
        waiting.attainment.is_final,
        waiting.projection.path.empty,
    ) == (float(is_met), True, True)
    assert waiting.status is (Status.REACHED if is_met else Status.OFF_TRACK)
    over = judge(direction, series, DEADLINE)
    assert (over.projection.chance, over.projection.method) == (float(is_met), "fact")
    assert over.status is (Status.REACHED if is_met else Status.MISSED)
    assert (over.required_pace.needed_pace, over.projection.inside_ahead) == (None, None)


@each_direction
@pytest.mark.parametrize("levels", [MET, UNMET])
def test_after_the_deadline_and_before_its_last_week_is_in_it_is_still_a_forecast(
    direction, levels
) -> None:
    series = weekly(levels[direction], LAST_SUNDAY - dt.timedelta(days=7))
    found = judge(direction, series, DEADLINE + dt.timedelta(days=2))
    assert not found.attainment.is_final
    assert 0 < found.projection.chance < 1
    assert len(found.projection.path) == 1
    assert found.status is not Status.MISSED


@each_direction
def test_before_the_cycle_it_has_not_started_and_is_forecast_over_all_of_it(direction) -> None:
    found = judge(direction, weekly(UNMET[direction], dt.date(2026, 9, 27)), dt.date(2026, 9, 30))
    assert (found.status, found.attainment.reached_on) == (Status.NOT_STARTED, None)
    assert len(found.projection.path) == 13


def test_steps_are_open_reached_for_good_or_missed() -> None:
    def steps(last: str | None, as_of: dt.date) -> KeyResultHealth:
        done = (Milestone(title="a", done_on=dt.date(2026, 10, 9)),)
        open_one = Milestone(title="b", done_on=dt.date.fromisoformat(last) if last else None)
        key_result = KeyResult(
            id="k", title="K", direction=Direction.MILESTONE, milestones=(*done, open_one)
        )
        return assess_key_result(key_result, QUARTER, None, (), as_of)

    running = steps(None, SUNDAY)
    assert 0 < running.projection.chance < 1
    assert running.attainment.reached_on is None
    reached = steps("2026-11-01", SUNDAY)
    assert (reached.projection.chance, reached.status, reached.attainment.reached_on) == (
        1,
        Status.REACHED,
        SUNDAY,
    )
    assert steps(None, DEADLINE).status is Status.OFF_TRACK
    missed = steps(None, DEADLINE + dt.timedelta(days=1))
    assert (missed.projection.chance, missed.status) == (0, Status.MISSED)
    assert steps("2027-01-02", dt.date(2027, 1, 3)).status is Status.MISSED


def test_the_share_inside_ahead_is_the_mean_of_the_chances_of_the_weeks_to_come() -> None:
    series = weekly(20.5, SUNDAY)
    found, expected = judge(Direction.MAINTAIN, series, SUNDAY), forecast(series, 8)
    at = steps_of(series)
    shares = [expected.between(at.least(18), at.most(22), step) for step in range(8)]
    assert found.projection.inside_ahead == pytest.approx(sum(shares) / 8)
    assert found.projection.inside_ahead > found.projection.chance


def test_before_the_cycle_only_its_own_weeks_are_to_be_inside() -> None:
    series = weekly(20.5, dt.date(2026, 8, 30))
    found = judge(Direction.MAINTAIN, series, dt.date(2026, 8, 31))
    expected = forecast(series, 17)
    # The week that ends on 4 October is the fifth ahead, and the first of the cycle.
    at = steps_of(series)
    shares = [expected.between(at.least(18), at.most(22), step) for step in range(4, 17)]
    assert found.projection.inside_ahead == pytest.approx(sum(shares) / 13)


def test_only_a_band_is_to_be_kept_inside_and_only_the_others_have_a_pace() -> None:
    rising = judge(Direction.INCREASE, weekly(19.0, SUNDAY), SUNDAY)
    assert rising.projection.inside_ahead is None
    assert rising.required_pace.needed_pace == pytest.approx((20 - (19 + AROUND[39])) / 8)
    assert (rising.required_pace.pace_grain, rising.required_pace.paces_seen) == (Grain.WEEK, 32)
    band = judge(Direction.MAINTAIN, weekly(20.0, SUNDAY), SUNDAY)
    assert (
        band.required_pace.needed_pace,
        band.required_pace.usual_pace,
        band.required_pace.paces_seen,
    ) == (None, None, None)
