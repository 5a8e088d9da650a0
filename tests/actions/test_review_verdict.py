from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.actions.apply import apply_workspace
from dashboard.actions.review_verdict import ReviewGiven, record_review
from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.analytics.lead_lag.verdict import Evidence
from dashboard.config import Paths
from dashboard.domain.errors import InvalidInput, NotFound
from dashboard.domain.okr import Role
from dashboard.domain.verdict_review import ReviewKind
from dashboard.pipeline.progress import Silent
from dashboard.pipeline.sync import sync
from dashboard.read_model.load import load_state
from tests.reports.states import leading
from tests.worlds import write_newer_version, write_world

NOW = dt.datetime(2026, 10, 18, 21, tzinfo=dt.UTC)
GIVEN = ReviewGiven(
    "subscriptions", "visitors", ReviewKind.OVERRIDDEN, "ana", Role.LAGGING, "A strike"
)

ACCEPTED = replace(GIVEN, kind=ReviewKind.ACCEPTED, role=None)


@pytest.fixture
def applied(tmp_path: Path) -> Paths:
    paths = Paths(write_world(tmp_path / "world"))
    apply_workspace(paths, by="ana", now=NOW)
    return paths


def with_verdict(one: IndicatorHealth, evidence: Evidence, lead: float) -> IndicatorHealth:
    return replace(one, verdict=replace(one.verdict, evidence=evidence, lead_periods=lead))


def indicator(paths: Paths):
    state = load_state(paths, NOW)
    assert state is not None
    return state.indicators["subscriptions"][0]


def test_a_review_holds_what_the_data_said_when_it_was_made(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    before = indicator(applied)

    assert record_review(applied, GIVEN, NOW)
    assert not record_review(applied, GIVEN, NOW)

    review = indicator(applied).review
    assert review is not None
    assert (review.evidence, review.lead_periods) == (before.verdict.evidence, before.lead_periods)
    assert (review.on, review.by, review.reason) == (dt.date(2026, 10, 18), "ana", "A strike")


def test_what_a_person_saw_is_what_they_accept_whatever_the_data_say_by_now(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    seen = with_verdict(indicator(applied), "leading", 77.0)

    record_review(applied, ACCEPTED, NOW, seen=seen)

    found = indicator(applied)
    assert found.review is not None
    assert (found.review.evidence, found.review.lead_periods) == ("leading", 77.0)
    assert not found.is_accepted


def test_what_is_accepted_stays_so_while_the_data_say_the_same(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    seen = with_verdict(indicator(applied), "none", math.nan)
    record_review(applied, ACCEPTED, NOW, seen=seen)

    row = indicator(applied)

    assert row.basis != "overridden"
    assert with_verdict(row, "none", math.nan).is_accepted


def test_nothing_can_be_accepted_where_there_is_too_little_data(applied: Paths):
    seen = leading("visitors")
    assert seen.verdict.evidence == "too_little"
    with pytest.raises(InvalidInput, match="nothing to accept yet"):
        record_review(applied, ACCEPTED, NOW, seen=seen)


def test_nothing_can_be_accepted_before_the_first_sync(applied: Paths):
    with pytest.raises(InvalidInput, match="nothing to accept yet"):
        record_review(applied, ACCEPTED, NOW)
    with pytest.raises(NotFound, match="Did you mean 'visitors'"):
        record_review(applied, replace(ACCEPTED, kpi="visitor"), NOW)
    sync(applied, now=NOW, progress=Silent())
    assert indicator(applied).review is None


@pytest.mark.parametrize("kind", [ReviewKind.OVERRIDDEN, ReviewKind.ACCEPTED])
def test_the_own_measure_of_a_key_result_always_lags(applied: Paths, kind: ReviewKind):
    given = replace(GIVEN if kind is ReviewKind.OVERRIDDEN else ACCEPTED, kpi="new-subscriptions")
    with pytest.raises(InvalidInput, match=r"measure of subscriptions itself.*always lags"):
        record_review(applied, given, NOW)


def test_an_override_can_be_written_before_the_first_sync(applied: Paths):
    assert record_review(applied, GIVEN, NOW)
    sync(applied, now=NOW, progress=Silent())
    assert indicator(applied).basis == "overridden"


def test_a_verdict_that_a_newer_version_published_cannot_be_accepted(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    (current,) = applied.snapshots.iterdir()
    write_newer_version(current)
    with pytest.raises(InvalidInput, match="nothing to accept yet"):
        record_review(applied, ACCEPTED, NOW)
    assert record_review(applied, GIVEN, NOW)


def test_the_day_is_that_of_the_workspace(applied: Paths):
    (applied.root / "workspace.yaml").write_text("timezone: Pacific/Auckland\n", "utf-8")
    apply_workspace(applied, by="ana", now=NOW)
    record_review(applied, GIVEN, NOW)
    sync(applied, now=NOW, progress=Silent())
    review = indicator(applied).review
    assert review is not None
    assert review.on == dt.date(2026, 10, 19)


@pytest.mark.parametrize(
    ("changes", "error", "told"),
    [
        ({"key_result": "subscription"}, NotFound, "Did you mean 'subscriptions'"),
        ({"key_result": "../x y"}, NotFound, "no key result '../x y'"),
        ({"kpi": "visitor"}, NotFound, "Did you mean 'visitors'"),
        ({"kpi": "churn-rate"}, NotFound, "not attached"),
        ({"kpi": "<b>"}, NotFound, "no KPI '<b>'"),
        ({"reason": " "}, InvalidInput, "An override needs a reason."),
        ({"role": None}, InvalidInput, "An override needs a role"),
        ({"by": " "}, InvalidInput, "Who says so is missing: give it."),
        (
            {"by": "x" * 501},
            InvalidInput,
            "Who says so is longer than 500 characters: shorten it.",
        ),
        ({"reason": "x" * 501}, InvalidInput, "The reason is longer than 500 characters: shorten"),
        ({"kind": ReviewKind.WITHDRAWN, "role": None}, InvalidInput, "nothing to withdraw"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(applied: Paths, changes, error, told):
    sync(applied, now=NOW, progress=Silent())
    with pytest.raises(error) as caught:
        record_review(applied, replace(GIVEN, **changes), NOW)
    assert told in str(caught.value)
    state = load_state(applied, NOW)
    assert state is not None
    assert state.verdict_reviews == ()


def test_a_workspace_that_was_never_applied_is_told_so_and_gets_no_database(tmp_path: Path):
    paths = Paths(write_world(tmp_path / "world"))
    with pytest.raises(InvalidInput, match="fremdrift apply"):
        record_review(paths, GIVEN, NOW)
    assert not (paths.root / "state").exists()
