"""What people write after a publish lies over the snapshot at once, and equals what the next publish says."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

from dashboard.actions.apply import apply_workspace
from dashboard.actions.check_in import CheckInForm, check_in
from dashboard.actions.review_verdict import ReviewGiven, record_review
from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.config import Paths
from dashboard.domain.okr import Role
from dashboard.domain.verdict_review import ReviewKind
from dashboard.pipeline.progress import Silent
from dashboard.pipeline.sync import sync
from dashboard.pipeline.workspace_records import shared_records
from dashboard.read_model.load import load_state
from dashboard.read_model.overlay import with_changes_since
from dashboard.read_model.state import State
from dashboard.reports.status.answer import status
from tests.pipeline.conftest import NOW
from tests.worlds import OKRS

LATER = NOW + dt.timedelta(minutes=1)


def state(paths: Paths) -> State:
    found = load_state(paths, LATER + dt.timedelta(minutes=1))
    assert found is not None
    return found


def plain(paths: Paths) -> dict:
    said = json.loads(status(state(paths)).model_dump_json())
    said.pop("snapshot")
    return said


def test_a_check_in_is_there_at_once(applied: Paths):
    sync(applied, now=NOW, progress=Silent())

    check_in(applied, CheckInForm("subscriptions", "70%", "It goes well", "ana"), now=LATER)

    assert state(applied).key_results["subscriptions"].confidence.value == 0.7
    assert state(applied).check_ins[0].note == "It goes well"


def test_a_step_that_was_reported_done_counts_at_once(applied: Paths):
    sync(applied, now=NOW, progress=Silent())

    check_in(applied, CheckInForm("regions", "0.9", "", "ana", done="Region two"), now=LATER)

    assert state(applied).key_results["regions"].attainment.progress == 1
    assert state(applied).key_results["regions"].status.value == "reached"


def test_a_changed_target_is_judged_anew_and_so_is_its_objective(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    before = state(applied)

    (applied.okrs / "growth.yaml").write_text(OKRS.replace("target: 260", "target: 230"), "utf-8")
    apply_workspace(applied, by="ana", now=LATER)

    after = state(applied)
    assert (after.key_results["subscriptions"].projection.chance or 0) > (
        before.key_results["subscriptions"].projection.chance or 0
    )
    assert (after.objectives["grow"].progress or 0) > (before.objectives["grow"].progress or 0)


def test_what_lies_over_a_snapshot_equals_the_next_publish(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    (applied.okrs / "growth.yaml").write_text(OKRS.replace("target: 260", "target: 230"), "utf-8")
    apply_workspace(applied, by="ana", now=LATER)
    check_in(applied, CheckInForm("satisfaction", "0.4", "", "ana", value=6.5), now=LATER)
    laid_over = plain(applied)

    sync(applied, now=LATER, progress=Silent())

    assert plain(applied) == laid_over


def test_what_people_say_on_a_later_day_equals_the_next_days_publish(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    tomorrow = NOW + dt.timedelta(days=1)
    check_in(applied, CheckInForm("satisfaction", "0.4", "", "ana", value=6.5), now=tomorrow)
    check_in(applied, CheckInForm("regions", "0.9", "", "ana", done="Region two"), now=tomorrow)
    check_in(applied, CheckInForm("subscriptions", "0.3", "", "ana"), now=tomorrow)
    moment = tomorrow + dt.timedelta(minutes=1)
    laid_over = load_state(applied, moment)

    sync(applied, now=moment, progress=Silent())

    published = load_state(applied, moment)
    assert laid_over is not None
    assert published is not None
    for key_result in ("satisfaction", "regions", "subscriptions"):
        over, then = laid_over.key_results[key_result], published.key_results[key_result]
        assert (
            over.attainment.value,
            over.attainment.progress,
            over.status,
            over.confidence.value,
        ) == (
            then.attainment.value,
            then.attainment.progress,
            then.status,
            then.confidence.value,
        )
    assert laid_over.key_results["regions"].attainment.progress == 1


def test_a_check_in_made_while_a_sync_runs_is_not_lost(applied: Paths):
    class CheckingIn(Silent):
        def step(self, text: str, total: int | None = None) -> None:
            if text.startswith("Forecasting"):
                check_in(
                    applied, CheckInForm("satisfaction", "0.4", "", "ana", value=6.5), now=LATER
                )

    sync(applied, now=NOW, progress=CheckingIn())

    assert state(applied).key_results["satisfaction"].attainment.value == 6.5
    assert len(state(applied).check_ins) == 1


def test_an_objective_that_was_written_since_is_there_with_the_others(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    more = """\
  - id: another
    title: Another objective
    key_results:
      - {id: another-one, title: Another key result, kpi: visitors, direction: increase, baseline: 1000, target: 2000}
"""
    (applied.okrs / "growth.yaml").write_text(OKRS + more, "utf-8")

    apply_workspace(applied, by="ana", now=LATER)

    found = plain(applied)["objectives"]
    assert [objective["id"] for objective in found] == ["grow", "another"]
    assert found[1]["key_results"][0]["value"] is not None


def test_a_changed_target_shows_its_revision_and_a_renamed_kpi_its_name_at_once(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    (applied.okrs / "growth.yaml").write_text(OKRS.replace("target: 260", "target: 230"), "utf-8")
    source = applied.sources / "shop.yaml"
    source.write_text(
        source.read_text("utf-8").replace("name: Visitors", "name: People who came"), "utf-8"
    )

    apply_workspace(applied, by="ana", now=LATER)

    assert [
        (row.object_id, row.old, row.new)
        for row in state(applied).revisions
        if row.field == "target"
    ] == [("subscriptions", "260", "230")]
    assert state(applied).kpis["visitors"].name == "People who came"


def say(paths: Paths, kind: ReviewKind, role: Role | None = None, kpi: str = "visitors") -> None:
    given = ReviewGiven("subscriptions", kpi, kind, "ana", role, "We know" if role else "")
    # A word that takes another one back comes after it.
    at = LATER + dt.timedelta(seconds=kind is ReviewKind.WITHDRAWN)
    record_review(paths, given, at)


def indicator(found: State, kpi: str = "visitors") -> IndicatorHealth:
    return next(row for row in found.indicators["subscriptions"] if row.kpi == kpi)


def test_an_override_is_there_at_once_and_equals_the_next_publish(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    before = indicator(state(applied))

    say(applied, ReviewKind.OVERRIDDEN, Role.LAGGING)

    after = indicator(state(applied))
    assert (after.role, after.basis) == (Role.LAGGING, "overridden")
    assert (after.verdict.evidence, after.conflict) == (before.verdict.evidence, before.conflict)
    laid_over, reviews = plain(applied), state(applied).verdict_reviews
    sync(applied, now=LATER, progress=Silent())
    assert plain(applied) == laid_over
    assert state(applied).verdict_reviews == reviews
    assert repr(indicator(state(applied))) == repr(
        after
    )  # as text: what is not known is not equal to itself


def test_an_override_that_is_taken_back_leaves_no_trace_in_the_answer(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    before = plain(applied)

    say(applied, ReviewKind.OVERRIDDEN, Role.LAGGING)
    sync(applied, now=LATER, progress=Silent())
    say(applied, ReviewKind.WITHDRAWN)

    assert plain(applied) == before
    assert indicator(state(applied)).review is None
    sync(applied, now=LATER + dt.timedelta(seconds=1), progress=Silent())
    assert plain(applied) == before


def test_an_override_of_a_kpi_that_is_attached_no_more_has_no_effect(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    say(applied, ReviewKind.OVERRIDDEN, Role.LAGGING)
    attached = '- {kpi: visitors, declared: leading, threshold: "> 1250"}'
    (applied.okrs / "growth.yaml").write_text(OKRS.replace(attached, ""), "utf-8")

    apply_workspace(applied, by="ana", now=LATER)

    laid_over = plain(applied)
    assert [row.kpi for row in state(applied).indicators["subscriptions"]] == ["new-subscriptions"]
    sync(applied, now=LATER, progress=Silent())
    assert plain(applied) == laid_over
    assert len(state(applied).verdict_reviews) == 1


def test_a_kpi_that_is_attached_since_equals_the_next_publish(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    attached = "- {kpi: new-subscriptions, declared: lagging"
    more = f"- {{kpi: churn-rate}}\n          {attached}"
    (applied.okrs / "growth.yaml").write_text(OKRS.replace(attached, more), "utf-8")

    apply_workspace(applied, by="ana", now=LATER)

    laid_over, verdict = plain(applied), indicator(state(applied), "churn-rate").verdict
    assert verdict.points > 50
    sync(applied, now=LATER, progress=Silent())
    assert plain(applied) == laid_over
    assert repr(indicator(state(applied), "churn-rate").verdict) == repr(verdict)


def with_marked_verdict(found: State) -> State:
    """No method would say exactly this of the small world: where it is read, nothing was judged again."""
    marked = [
        replace(
            row,
            verdict=replace(row.verdict, evidence="leading", lead_periods=3.0, certainty=0.123),
        )
        if row.kpi == "visitors"
        else row
        for row in found.indicators["subscriptions"]
    ]
    return replace(found, indicators={**found.indicators, "subscriptions": tuple(marked)})


def test_what_a_snapshot_said_of_the_same_data_is_not_judged_again(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    published = with_marked_verdict(state(applied))
    (applied.okrs / "growth.yaml").write_text(OKRS.replace("target: 260", "target: 230"), "utf-8")
    apply_workspace(applied, by="ana", now=LATER)
    say(applied, ReviewKind.OVERRIDDEN, Role.LAGGING)

    found = with_changes_since(published, shared_records(applied), LATER)

    assert found.key_result("subscriptions").target == 230
    assert (indicator(found).certainty, indicator(found).basis) == (0.123, "overridden")


def test_a_family_that_was_joined_since_is_judged_again_on_every_key_result(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    published = with_marked_verdict(state(applied))
    more = """\
  - id: another
    title: Another objective
    key_results:
      - id: another-one
        title: More of them still
        kpi: new-subscriptions
        direction: increase
        baseline: 200
        target: 300
        kpis: [{kpi: churn-rate}]
"""
    (applied.okrs / "growth.yaml").write_text(OKRS + more, "utf-8")
    apply_workspace(applied, by="ana", now=LATER)

    found = with_changes_since(published, shared_records(applied), LATER)

    assert indicator(found).certainty != 0.123


def test_what_is_judged_anew_no_longer_rests_on_what_the_snapshot_read(applied: Paths):
    sync(applied, now=NOW, progress=Silent())
    published = state(applied)

    check_in(applied, CheckInForm("subscriptions", "70%", "It goes well", "ana"), now=LATER)

    assert published.judged_anew == frozenset()
    assert len(published.fingerprints["subscriptions"]) == 32
    assert "regions" not in published.fingerprints  # steps are counted, nothing is read
    assert "subscriptions" in state(applied).judged_anew
