from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dashboard.actions.demo import _sundays, write
from dashboard.actions.review_verdict import ReviewGiven, record_review
from dashboard.config import Paths
from dashboard.domain.okr import Role
from dashboard.domain.verdict_review import ReviewKind
from dashboard.pipeline.progress import Silent
from dashboard.read_model.load import load_state


def ready(path: Path, day: dt.date) -> str:
    now = dt.datetime.combine(day, dt.time(20), dt.UTC)
    return write(path, day, now, is_ready=True, progress=Silent())


@pytest.mark.parametrize(
    "day", [dt.date(2026, 10, 1), dt.date(2026, 10, 14), dt.date(2026, 12, 31)]
)
def test_the_demo_is_ready_on_any_day_of_a_quarter_with_last_week_beside_it(
    tmp_path: Path, day: dt.date
):
    ready(tmp_path / "demo", day)

    state = load_state(Paths(tmp_path / "demo"), dt.datetime.combine(day, dt.time(21), dt.UTC))
    assert state is not None
    assert state.as_of == day
    assert state.is_demo
    running = [
        kr.id
        for s in state.cycles_at(day)
        for objective in s.objectives
        for kr in objective.key_results
    ]
    before = [state.last_week(key_result) for key_result in running]
    assert all(row is not None for row in before)
    assert all(
        dt.timedelta(days=1) <= day - row["as_of"].date() <= dt.timedelta(days=7)
        for row in before
        if row is not None
    )


MONDAY = dt.date(2026, 10, 5)


@pytest.mark.parametrize(
    ("day", "now"),
    [
        pytest.param(MONDAY, dt.datetime(2026, 10, 5, 6, 30, tzinfo=dt.UTC), id="in the morning"),
        pytest.param(MONDAY, dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC), id="of a day to come"),
    ],
)
def test_what_is_written_on_a_demo_at_any_hour_lies_over_all_that_it_holds(
    tmp_path: Path, day: dt.date, now: dt.datetime
):
    paths = Paths(tmp_path / "demo")
    write(paths.root, day, now, is_ready=True, progress=Silent())
    before = load_state(paths, now)
    minute_later = now + dt.timedelta(minutes=1)
    given = ReviewGiven(
        "first-contact", "repeat-contacts", ReviewKind.OVERRIDDEN, "ida", Role.LEADING, "We ask"
    )

    record_review(paths, given, minute_later)

    after = load_state(paths, minute_later)
    assert before is not None
    assert after is not None
    assert after.okrs == before.okrs
    assert set(after.check_ins) == set(before.check_ins)


def test_the_demo_of_this_week_is_kept_and_one_of_an_earlier_week_or_quarter_written_anew(
    tmp_path: Path,
):
    path = tmp_path / "demo"
    ready(path, dt.date(2026, 9, 28))

    assert "is of this week" in ready(path, dt.date(2026, 9, 30))
    assert "is of this week" not in ready(path, dt.date(2026, 10, 1))
    assert "is of this week" not in ready(path, dt.date(2026, 10, 5))


def test_the_sundays_before_a_day_leave_out_the_day_itself():
    sunday = dt.date(2026, 10, 4)

    assert _sundays(sunday, sunday) == []
    assert _sundays(sunday, dt.date(2026, 10, 5)) == [sunday]
    assert _sundays(sunday, dt.date(2026, 10, 18)) == [sunday, dt.date(2026, 10, 11)]
