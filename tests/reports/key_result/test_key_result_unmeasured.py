"""The page of a key result without a KPI: of steps, and of what people report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd

from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Direction, Milestone
from dashboard.i18n import translator
from dashboard.read_model.state import State
from dashboard.reports.key_result.report import KeyResultPage, key_result_page
from tests.reports.states import MONDAY, Told, check_in, objective

Build = Callable[..., State]
t = translator()


def page(state: State) -> KeyResultPage:
    found = key_result_page(state, "one")
    assert isinstance(found, KeyResultPage)
    return found


def path(*stamps: dt.date) -> pd.DataFrame:
    levels = {"median": 12.4, "low50": 12.0, "high50": 12.8, "low80": 11.5, "high80": 13.3}
    return pd.DataFrame({"period_on": list(stamps)}).assign(**levels)


STEPS = (
    Milestone(title="Region one", done_on=dt.date(2026, 10, 9)),
    Milestone(title="Region two"),
    Milestone(title="Region three"),
)


def steps(**health: Any) -> Told:
    more = {
        "direction": Direction.MILESTONE,
        "baseline": None,
        "target": None,
        "unit": "",
        "milestones": STEPS,
    }
    known = {"value": 2.0, "value_ends_on": dt.date(2026, 10, 12), "points": 2, "method": "steps"}
    return Told("one", 0.55, 0.5, more=more, health=known | health)


def test_a_step_that_was_reported_is_done_wherever_it_is_shown(build: Build) -> None:
    told = check_in("one", dt.date(2026, 10, 12))
    again = check_in("one", dt.date(2026, 10, 14))
    rows = tuple(row.model_copy(update={"done": "Region two"}) for row in (again, told))
    found = page(build(objective("a", steps()), check_ins=rows))
    assert [step.done_on for step in found.steps] == [
        dt.date(2026, 10, 9),
        dt.date(2026, 10, 12),
        None,
    ]
    assert found.facts[0].number == "2 / 3"


def test_how_steps_were_forecast_speaks_of_steps(build: Build) -> None:
    said = [t.write(line) for line in page(build(objective("a", steps()))).how]
    assert said[1] == "It used the dates of the 2 steps done, the last one on Mon 12 Oct 2026."


def test_how_reports_were_forecast_speaks_of_check_ins(build: Build) -> None:
    told = Told("one", 0.55, 0.5, health={"method": "m", "points": 9})
    said = [t.write(line) for line in page(build(objective("a", told))).how]
    assert said[1].startswith("It used the values of 9 weeks from its check-ins, the last one")


def test_the_last_week_of_a_forecast_is_cut_at_the_deadline(build: Build) -> None:
    # The quarter ends on Thursday 31 December, in the week of Monday the 28th.
    ahead = path(MONDAY + dt.timedelta(weeks=1), dt.date(2026, 12, 28))
    told = Told("one", 0.55, 0.5, health={"path": ahead, "grain": Grain.WEEK})
    fan = page(build(objective("a", told))).chart.fan
    assert fan is not None
    assert fan.dates == (dt.date(2026, 10, 25), dt.date(2026, 12, 31))
