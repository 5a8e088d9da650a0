"""What was said of every KPI goes from kept week to kept week."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from dashboard.actions.apply import apply_workspace
from dashboard.actions.review_verdict import ReviewGiven, record_review
from dashboard.config import Paths
from dashboard.domain.okr import Role
from dashboard.domain.verdict_review import ReviewKind
from dashboard.i18n import translator
from dashboard.pipeline.progress import Silent
from dashboard.pipeline.sync import sync
from dashboard.read_model.load import load_state
from dashboard.read_model.state import State
from dashboard.reports.shared.scope import choose
from dashboard.reports.weekly_review.verdict_changes import VerdictChange, verdict_changes
from tests.pipeline.conftest import NOW
from tests.worlds import FIRST_WEEK, OKRS

LATER = NOW + dt.timedelta(weeks=1)


def state(paths: Paths, moment: dt.datetime, **asked: str) -> State:
    found = load_state(paths, moment, **asked)
    assert found is not None
    return found


def said(found: State) -> list[tuple[str, str, str]]:
    frame = found.verdict_history[found.verdict_history["kpi_id"] == "visitors"]
    days = pd.to_datetime(frame["as_of"]).dt.date.astype(str)
    return list(zip(days, frame["role"], frame["basis"], strict=True))


def override(paths: Paths, moment: dt.datetime, role: Role = Role.LAGGING) -> None:
    given = ReviewGiven(
        "subscriptions", "visitors", ReviewKind.OVERRIDDEN, "ana", role, "A strike"
    )
    assert record_review(paths, given, moment)


def test_every_week_says_what_it_said_and_what_those_before_it_did(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    override(applied, NOW + dt.timedelta(days=3))

    sync(applied, now=LATER, progress=Silent())

    found = state(applied, LATER)
    assert [day for day, _, _ in said(found)] == ["2026-10-18", "2026-10-25"]
    assert said(found)[0][2] != "overridden"
    assert said(found)[1][1:] == ("lagging", "overridden")
    before = found.last_verdict("subscriptions", "visitors")
    assert before is not None
    assert str(before["as_of"])[:10] == "2026-10-18"
    assert found.last_verdict("subscriptions", "never-attached") is None


def test_a_week_gone_by_keeps_the_role_that_a_kpi_had(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    sync(applied, now=LATER, progress=Silent())
    override(applied, LATER)

    for week, basis in (("2026-W42", False), ("", True)):
        asked = {"week": week} if week else {}
        (row, _) = state(applied, LATER, **asked).indicators["subscriptions"]
        assert (row.basis == "overridden") is basis


def test_an_override_is_an_event_of_its_week(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    sync(applied, now=LATER, progress=Silent())
    quiet = state(applied, LATER)
    assert verdict_changes(quiet, choose(quiet)) == ()
    role = quiet.indicators["subscriptions"][0].role
    override(applied, LATER, Role.LAGGING if role is Role.LEADING else Role.LEADING)

    found = state(applied, LATER)

    (change,) = verdict_changes(found, choose(found))
    assert (change.key_result_id, change.kpi_id) == ("subscriptions", "visitors")


def test_the_first_week_has_no_events(applied: Paths):
    sync(applied, now=LATER, progress=Silent())
    found = state(applied, LATER)
    assert found.last_verdict("subscriptions", "visitors") is None
    assert verdict_changes(found, choose(found)) == ()


def test_a_link_that_shows_once_there_is_enough_of_it_is_told_in_that_week_and_no_other(
    world: Paths,
):
    okrs = OKRS.replace(
        "2026-10-01", FIRST_WEEK.isoformat()
    )  # one long cycle, begun with the data
    (world.okrs / "growth.yaml").write_text(okrs, "utf-8")
    (world.root / "shop.csv").write_text(_led_by_two_weeks(weeks=58), "utf-8")
    apply_workspace(world, by="ana", now=NOW)

    told = {}
    for weeks in (6, 12, 36, 46, 58):
        as_of = FIRST_WEEK + dt.timedelta(weeks=weeks, days=-1)
        sync(world, as_of=as_of, now=NOW, progress=Silent())
        found = state(world, NOW)
        assert found.as_of == as_of
        (row, _) = found.indicators["subscriptions"]
        changes = verdict_changes(found, choose(found))
        told[weeks] = (row.verdict.evidence, [text(change) for change in changes])

    assert told[6] == ("too_little", [])
    assert told[58] == ("leading", [])
    events = [words for _, words in told.values() if words]
    assert events == [["Visitors now leads New subscriptions by 2 weeks; before: not clear yet."]]


def text(change: VerdictChange) -> str:
    written = translator("en").write(change.text).replace("\N{NO-BREAK SPACE}", " ")
    return written.replace("<b>", "").replace("</b>", "")


def _led_by_two_weeks(weeks: int) -> str:
    """The source's file: visits that come as they come, and two weeks later the subscriptions that they bring."""
    draw = np.random.default_rng(3)
    visits = draw.normal(0, 60, weeks + 2)
    lines = ["week,visitors,subscriptions,churn"]
    for number in range(weeks):
        week = FIRST_WEEK + dt.timedelta(weeks=number)
        subscriptions = 200 + 0.3 * visits[number] + draw.normal(0, 5)
        lines.append(f"{week},{1200 + visits[number + 2]:.0f},{subscriptions:.0f},3")
    return "\n".join(lines) + "\n"
