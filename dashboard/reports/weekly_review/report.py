"""The weekly review: will we make our objectives, what changed, and where must we act?"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts.data import StripGroup
from dashboard.domain.okr import Status
from dashboard.domain.thresholds import GAP_POINTS
from dashboard.i18n import Message
from dashboard.i18n.format import chance, percent, week
from dashboard.read_model.state import State
from dashboard.reports.shared.header import Header, header_of
from dashboard.reports.shared.scope import Scope, choose
from dashboard.reports.shared.wording import calendar_day, is_known, points_between
from dashboard.reports.weekly_review.act import DecisionNeeded, decisions_needed
from dashboard.reports.weekly_review.changes import Changes, changes_of
from dashboard.reports.weekly_review.headline import review_headline
from dashboard.reports.weekly_review.not_ready import not_ready
from dashboard.reports.weekly_review.strip import (
    TableRow,
    strip_groups,
    table_rows,
)
from dashboard.reports.weekly_review.verdict_changes import VerdictChange, verdict_changes

_ALWAYS = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
MOST_TALLIES = 5
"""Tallies that fit in one line with the headline."""

_SOMETIMES = (Status.REACHED, Status.MISSED, Status.NO_FORECAST, Status.NOT_STARTED)


@dataclass(frozen=True)
class Tally:
    """How many key results have a status, and how many more than last week, None in week one."""

    status: Status
    count: int
    change: int | None


@dataclass(frozen=True)
class WeeklyReview:
    """The content of the weekly review.

    `demo_hint` is filled in the demo only; `is_past` says that the cycle is over.
    """

    header: Header
    scope: Scope
    eyebrow: Message
    headline: Message
    question: Message
    legend: Message
    is_past: bool
    has_change: bool
    tallies: tuple[Tally, ...]
    groups: tuple[StripGroup, ...]
    acts: tuple[DecisionNeeded, ...]
    more_out_of_reach: int
    not_ready: tuple[Message, ...]
    changes: Changes
    verdict_changes: tuple[VerdictChange, ...]
    table: tuple[TableRow, ...]
    demo_hint: Message | None


def weekly_review(state: State, cycle_id: str = "", team: str = "") -> WeeklyReview | None:
    """The review of one cycle, of one team or all; None if no objective exists yet."""
    scope = choose(state, cycle_id, team)
    if scope is None or not any(True for _ in scope.key_results()):
        return None
    header = header_of(state, scope.cycle)
    acts, more = decisions_needed(state, scope)
    changes = changes_of(state, scope)
    is_past = state.as_of > scope.cycle.ends_on
    return WeeklyReview(
        header=header,
        scope=scope,
        eyebrow=_eyebrow(state, header),
        headline=review_headline(
            state, scope, [item.key_result_id for item in acts], changes.outside_count
        ),
        question=Message("review-question-past" if is_past else "review-question"),
        legend=_legend(state, scope),
        is_past=is_past,
        has_change=any(
            state.last_week_chance(key_result.id) is not None
            for _, key_result in scope.key_results()
        ),
        tallies=_tallies(state, scope),
        groups=strip_groups(state, scope),
        acts=acts,
        more_out_of_reach=more,
        not_ready=not_ready(state, scope),
        changes=changes,
        verdict_changes=verdict_changes(state, scope),
        table=table_rows(state, scope),
        demo_hint=_demo_hint(state, acts) if state.is_demo else None,
    )


def _eyebrow(state: State, header: Header) -> Message:
    name = week(state.as_of, state.locale)
    return Message("review-eyebrow", {"week": name, "data": header.data, "left": header.left})


def _legend(state: State, scope: Scope) -> Message:
    if state.as_of > scope.cycle.ends_on:
        return Message("review-legend-past")
    days = {state.due_on(key_result) for _, key_result in scope.key_results()}
    if len(days) > 1:
        return Message("review-legend-many")
    return Message("review-legend", {"day": calendar_day(days.pop(), state.as_of, state.locale)})


def _tallies(state: State, scope: Scope) -> tuple[Tally, ...]:
    ids = [key_result.id for _, key_result in scope.key_results()]
    now = [state.key_results[one].status for one in ids]
    before = [Status(row["status"]) for one in ids if (row := state.last_week(one)) is not None]
    if set(before) == {Status.NOT_STARTED}:
        before = []  # last week was before the cycle: everything is new, nothing has changed
    is_past = state.as_of > scope.cycle.ends_on
    shown = [
        status
        for status in (*_ALWAYS, *_SOMETIMES)
        if (status in _ALWAYS and not is_past) or status in now or status in before
    ]
    if len(shown) > MOST_TALLIES:  # then drop the statuses that nobody has or had
        shown = [status for status in shown if status in now or status in before]
    return tuple(
        Tally(
            status,
            now.count(status),
            now.count(status) - before.count(status) if before else None,
        )
        for status in shown
    )


def _demo_hint(state: State, acts: tuple[DecisionNeeded, ...]) -> Message:
    """Where to look first: the first item to act on."""
    if not acts:
        return Message("demo-quiet")
    first = acts[0]
    health = state.key_results[first.key_result_id]
    before = state.last_week_chance(first.key_result_id)
    gap = points_between(health.confidence.value, health.projection.chance)
    team = (
        percent(health.confidence.value, state.locale)
        if gap is not None and abs(gap) >= GAP_POINTS
        else "none"
    )
    values = {
        "name": first.name,
        "now": chance(health.projection.chance, state.locale),
        "team": team,
    }
    if is_known(before) and (points_between(health.projection.chance, before) or 0) < 0:
        return Message("demo-fell", {**values, "before": chance(before, state.locale)})
    return Message("demo-now", values)
