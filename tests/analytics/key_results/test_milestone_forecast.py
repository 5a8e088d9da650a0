from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.key_results.key_result import KeyResultHealth, assess_key_result
from dashboard.analytics.key_results.milestone_forecast import Steps
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Cycle, Direction, KeyResult, Milestone, Status
from dashboard.i18n import translator

START, END, AS_OF = dt.date(2026, 10, 1), dt.date(2026, 12, 31), dt.date(2026, 10, 18)
QUARTER = Cycle(id="2026-Q4", starts_on=START, ends_on=END)


def judge(
    *done_on: str | dt.date | None, as_of: dt.date = AS_OF, due_on: dt.date | None = None
) -> KeyResultHealth:
    days = [dt.date.fromisoformat(day) if isinstance(day, str) else day for day in done_on]
    steps = tuple(Milestone(title=str(at), done_on=day) for at, day in enumerate(days))
    key_result = KeyResult(
        id="k", title="K", direction=Direction.MILESTONE, milestones=steps, due_on=due_on
    )
    return assess_key_result(key_result, QUARTER, None, (), as_of)


def test_the_chance_is_that_of_a_rate_seen_in_the_days_so_far() -> None:
    # 2 of 3 done in 18 days, planned one in 92/3 days: the rate is Gamma(1 + 2, 92/3 + 18 = 48.667 days), 74 days are left.
    # None more is done with (48.667 / 122.667)³ = .0624.
    found = judge("2026-10-05", "2026-10-10", None)
    assert found.projection.chance == pytest.approx(1 - (146 / 368) ** 3)
    assert found.projection.chance == pytest.approx(0.9376, abs=1e-4)
    assert (found.status, found.projection.points, found.grain) == (Status.ON_TRACK, 2, Grain.WEEK)
    # 2 in 18 days are 3.38 a month; 1 in 74 days .41.
    assert found.required_pace.usual_pace == pytest.approx(2 / 18 * 30.4375)
    assert found.required_pace.needed_pace == pytest.approx(30.4375 / 74)
    assert (found.required_pace.pace_grain, found.required_pace.paces_seen) == (Grain.MONTH, None)


def test_one_step_a_month_with_two_left_in_two_months_could_go_either_way() -> None:
    found = judge("2026-10-31", None, None, as_of=dt.date(2026, 10, 31))
    assert found.required_pace.usual_pace == pytest.approx(1, abs=0.02)
    assert found.projection.chance == pytest.approx(0.5, abs=0.05)


def test_the_path_counts_whole_steps_week_by_week_to_the_deadline() -> None:
    found = judge("2026-10-05", "2026-10-10", None, None, None)
    path = found.projection.path
    assert path["period_on"].iloc[0] == dt.date(2026, 10, 19)
    assert path["period_on"].iloc[-1] == dt.date(2026, 12, 28)
    assert len(path) == 11
    for name in ("median", "low50", "high50", "low80", "high80"):
        assert path[name].is_monotonic_increasing
        assert (path[name] % 1 == 0).all()
        assert path[name].between(2, 5).all()
        assert getattr(found.projection, name) == path[name].iloc[-1]
    assert found.projection.low80 < found.projection.median <= found.projection.high80


def test_it_lands_on_whole_steps_and_on_all_of_them_as_often_as_the_chance_says() -> None:
    found = judge("2026-10-05", "2026-10-10", None, None, None)
    landing = found.projection.landing
    assert set(landing["value"]) == {2, 3, 4, 5}
    assert (landing["progress"] == landing["value"] / 5).all()
    assert (landing["value"] == 5).mean() == pytest.approx(found.projection.chance, abs=0.011)


def test_a_step_done_before_the_cycle_starts_the_clock_and_is_not_counted_by_it() -> None:
    # From 1 Sep two more in 47 days.
    found = judge("2026-09-01", "2026-09-20", "2026-10-05", None)
    assert found.required_pace.usual_pace == pytest.approx(2 / 47 * 30.4375)
    assert found.projection.chance == pytest.approx(1 - ((23 + 47) / (23 + 47 + 74)) ** 3)


def test_a_step_from_longer_ago_than_the_cycle_lasts_only_shortens_the_way() -> None:
    found = judge("2025-01-01", "2026-10-05", None)
    assert found.required_pace.usual_pace == pytest.approx(1 / 18 * 30.4375)
    assert found.attainment.value == 2


@pytest.mark.parametrize(
    ("steps", "reason"), [((None, None), "no step is done yet"), ((), "it has no steps")]
)
def test_without_a_step_done_nothing_is_known_of_the_rate(steps, reason) -> None:
    found = judge(*steps)
    assert (found.status, found.projection.chance, found.required_pace.needed_pace) == (
        Status.NO_FORECAST,
        None,
        None,
    )
    assert translator().write(found.projection.reason) == reason


def test_all_done_is_a_fact() -> None:
    found = judge("2026-10-05", "2026-10-10")
    assert (found.status, found.projection.chance, found.projection.method) == (
        Status.REACHED,
        1,
        "fact",
    )
    assert (found.required_pace.needed_pace, found.projection.path.empty) == (None, True)


def test_on_the_last_day_a_step_may_still_be_done_and_the_day_after_not() -> None:
    last = judge("2026-10-05", None, as_of=END)
    assert 0 < last.projection.chance < 0.05
    assert last.projection.path["period_on"].tolist() == [dt.date(2026, 12, 28)]
    after = judge("2026-10-05", None, as_of=END + dt.timedelta(days=1))
    assert (after.projection.chance, after.status) == (0, Status.MISSED)


def test_what_is_done_later_has_no_say() -> None:
    known = judge("2026-10-05", None, None)
    later = judge("2026-10-05", "2026-10-19", None)
    assert (known.projection.chance, known.required_pace.needed_pace) == (
        later.projection.chance,
        later.required_pace.needed_pace,
    )


days_done = st.lists(st.dates(dt.date(2026, 8, 1), AS_OF), min_size=1, max_size=8)
left = st.integers(1, 12)


@given(days_done, left)
def test_one_step_more_to_do_never_makes_it_more_likely(done, open_steps) -> None:
    fewer = judge(*done, *[None] * open_steps).projection.chance
    more = judge(*done, *[None] * (open_steps + 1)).projection.chance
    assert more <= fewer + 1e-12


@given(days_done, left, st.dates(AS_OF, END), st.dates(AS_OF, END))
def test_more_time_never_makes_it_less_likely(done, open_steps, one, other) -> None:
    sooner, later = sorted((one, other))
    steps = [*done, *[None] * open_steps]
    assert (
        judge(*steps, due_on=sooner).projection.chance
        <= judge(*steps, due_on=later).projection.chance + 1e-12
    )


@given(days_done, left, st.dates(AS_OF, END), st.dates(AS_OF, END))
def test_waiting_without_a_step_never_makes_it_more_likely(done, open_steps, one, other) -> None:
    sooner, later = sorted((one, other))
    steps = [*done, *[None] * open_steps]
    assert (
        judge(*steps, as_of=later).projection.chance
        <= judge(*steps, as_of=sooner).projection.chance + 1e-12
    )


def test_the_chance_holds_for_teams_of_very_different_speed() -> None:
    """Rates spread log-normally about four fifths of the planned one, steps as they come; asked at half of the time."""
    rng = np.random.default_rng(7)
    said, came = [], []
    for _ in range(3000):
        total, length = int(rng.integers(2, 13)), int(rng.choice([91, 182]))
        rate = 0.8 * total / length * np.exp(0.7 * rng.standard_normal())
        on = np.cumsum(rng.exponential(1 / rate, total))
        half = length // 2
        done = int((on <= half).sum())
        if 0 < done < total:
            said.append(
                Steps(total, total - done, done, half, length / total, length - half).chance
            )
            came.append(on[-1] <= length)
    chances, outcomes = np.array(said), np.array(came, dtype=float)
    for low, high in ((0, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 1)):
        chosen = (chances >= low) & (chances < high)
        assert chosen.sum() > 100
        assert chances[chosen].mean() == pytest.approx(outcomes[chosen].mean(), abs=0.07)
    base = outcomes.mean()
    assert ((chances - outcomes) ** 2).mean() < 0.75 * base * (1 - base)
