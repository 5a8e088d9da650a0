"""The sentence that answers the page's question, built from the numbers alone.

One rule for all pages: an objective is on track if its weakest key result is and no forecast is
missing; "on track so far" does not count.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.domain.okr import Status
from dashboard.domain.thresholds import NOTABLE_CHANGE_POINTS
from dashboard.i18n import Message
from dashboard.read_model.state import State
from dashboard.reports.shared.on_track import GOOD, is_on_track
from dashboard.reports.shared.scope import Scope
from dashboard.reports.shared.wording import calendar_day, points_between


def review_headline(
    state: State, scope: Scope, acts: Sequence[str], outside_count: int
) -> Message:
    """The headline of the weekly review: how many are on track, and what moved.

    Args:
        state: the state of the workspace.
        scope: the cycle and team of the page.
        acts: the key results of "Where must we act?", the most pressing first.
        outside_count: how many KPIs left their usual range.
    """
    if state.as_of > scope.cycle.ends_on:
        return _past(state, scope)
    values = {"count": _count(state, scope), "objectives": _objective_clause(state, scope)}
    movement = _movement(state, scope, acts, outside_count)
    return (
        Message("review-headline", {**values, "movement": movement})
        if movement
        else Message("review-headline-only", values)
    )


def _count(state: State, scope: Scope) -> Message:
    statuses = [state.key_results[key_result.id].status for _, key_result in scope.key_results()]
    total, good = len(statuses), sum(status in GOOD for status in statuses)
    has_reached = Status.REACHED in statuses
    if all(status is Status.NOT_STARTED for status in statuses):
        return Message("review-count-not-started", {"total": total})
    if all(status in (Status.NO_FORECAST, Status.NOT_STARTED) for status in statuses):
        return Message("review-count-no-forecast", {"total": total})
    if good == total:
        return Message(
            "review-count-all-reached" if has_reached and total > 1 else "review-count-all",
            {"total": total},
        )
    if good == 0:
        return Message("review-count-none", {"total": total})
    return Message(
        "review-count-some-reached" if has_reached else "review-count-some",
        {"count": good, "total": total},
    )


def _objective_clause(state: State, scope: Scope) -> Message:
    statuses = [state.key_results[key_result.id].status for _, key_result in scope.key_results()]
    if all(status is Status.NOT_STARTED for status in statuses):
        return Message(
            "review-clause-starts",
            {"day": calendar_day(scope.cycle.starts_on, state.as_of, state.locale)},
        )
    if (
        all(status in (Status.NO_FORECAST, Status.NOT_STARTED) for status in statuses)
        or len(scope.objectives) == 1
    ):
        return Message("review-clause-nothing")
    total = len(scope.objectives)
    count = sum(is_on_track(state, objective) for objective in scope.objectives)
    if count == total:
        return Message("review-clause-all", {"total": total})
    if count == 0:
        any_good = any(status in GOOD for status in statuses)
        return Message("review-clause-none" if any_good else "review-clause-none-either")
    return Message("review-clause-some", {"count": count, "total": total})


def _movement(
    state: State, scope: Scope, acts: Sequence[str], outside_count: int
) -> Message | None:
    falls = [
        (
            points_between(state.key_results[k.id].projection.chance, state.last_week_chance(k.id))
            or 0,
            k,
        )
        for _, k in scope.key_results()
    ]
    points, worst = min(falls, key=lambda fall: fall[0])
    if points <= -NOTABLE_CHANGE_POINTS:
        if worst.id in acts and state.key_results[worst.id].status not in GOOD:
            return Message("review-movement-fell-act", {"name": worst.title})
        return Message("review-movement-fell", {"name": worst.title, "points": -points})
    if acts:
        return Message("review-movement-act", {"name": state.key_result(acts[0]).title})
    if outside_count:
        return Message("review-movement-outside", {"count": outside_count})
    if all(state.key_results[k.id].status in GOOD for _, k in scope.key_results()):
        return Message("review-movement-quiet")
    return None


def _past(state: State, scope: Scope) -> Message:
    statuses = [state.key_results[key_result.id].status for _, key_result in scope.key_results()]
    total = len(statuses)
    reached, missed = statuses.count(Status.REACHED), statuses.count(Status.MISSED)
    if reached == total:
        return Message("review-past-all", {"total": total})
    if missed == total:
        return Message("review-past-none", {"total": total})
    waiting = total - reached - missed
    return Message(
        "review-past-headline",
        {"reached": reached, "total": total, "missed": missed, "waiting": waiting},
    )
