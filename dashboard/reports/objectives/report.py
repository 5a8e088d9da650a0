"""The objectives of a cycle: how far will each get, and which key result decides it?"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.analytics.key_results.pace import elapsed_share
from dashboard.domain.okr import Objective, Status
from dashboard.i18n import Message
from dashboard.i18n.format import percent
from dashboard.read_model.state import State
from dashboard.reports.objectives.row import ObjectiveRow, objective_row, rank_of
from dashboard.reports.shared.header import Header, header_of
from dashboard.reports.shared.on_track import is_on_track
from dashboard.reports.shared.scope import Scope, choose
from dashboard.reports.shared.wording import calendar_day, is_known, person, points_between

FELL_POINTS = 5
"""A smaller fall is not mentioned: forecasts vary by a few points from week to week."""

FILTERS = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
_SAME_AS = {Status.REACHED: Status.ON_TRACK, Status.MISSED: Status.OFF_TRACK}


@dataclass(frozen=True)
class ObjectivesPage:
    """The content of the objectives page; `nothing` says why there are no rows."""

    header: Header
    scope: Scope
    eyebrow: Message
    headline: Message
    question: Message
    rows: tuple[ObjectiveRow, ...]
    nothing: Message | None


def objectives_page(
    state: State, cycle_id: str = "", team: str = "", status: str = "", find: str = ""
) -> ObjectivesPage | None:
    """The matching objectives of one cycle; None if no objective exists yet.

    The headline counts the whole cycle and team, whatever status and search filter out.
    """
    scope = choose(state, cycle_id, team)
    if scope is None:
        return None
    header = header_of(state, scope.cycle)
    matching = [one for one in scope.objectives if _matches(state, one, status, find)]
    rows = sorted(
        (objective_row(state, scope, one) for one in matching), key=lambda row: rank_of(state, row)
    )
    is_past = state.as_of > scope.cycle.ends_on
    ends = calendar_day(scope.cycle.ends_on, state.as_of, state.locale)
    return ObjectivesPage(
        header=header,
        scope=scope,
        eyebrow=_eyebrow(state, scope, header),
        headline=_headline(state, scope),
        question=Message("objectives-question-past")
        if is_past
        else Message("objectives-question", {"day": ends}),
        rows=tuple(rows),
        nothing=None if rows else _nothing(scope, status, find.strip()),
    )


def _matches(state: State, objective: Objective, status: str, find: str) -> bool:
    own = state.objectives[objective.id].status
    if status and _SAME_AS.get(own, own) != status:
        return False
    words = find.casefold().split()
    texts = [objective.title, objective.owner or "", person(objective.owner), objective.team or ""]
    texts += [key_result.title for key_result in objective.key_results]
    haystack = " ".join(texts).casefold()
    return all(word in haystack for word in words)


def _eyebrow(state: State, scope: Scope, header: Header) -> Message:
    if state.as_of < scope.cycle.starts_on:
        time = header.left
    elif state.as_of > scope.cycle.ends_on:
        time = Message("objectives-time-over")
    else:
        share = elapsed_share(scope.cycle.starts_on, scope.cycle.ends_on, state.as_of)
        time = Message("objectives-time", {"percent": percent(share, state.locale)})
    return Message(
        "objectives-eyebrow", {"cycle": scope.cycle.id, "data": header.data, "time": time}
    )


def _headline(state: State, scope: Scope) -> Message:
    healths = [state.objectives[one.id] for one in scope.objectives]
    total = len(healths)
    statuses = {health.status for health in healths}
    if statuses == {Status.NOT_STARTED}:
        starts = calendar_day(scope.cycle.starts_on, state.as_of, state.locale)
        return Message("objectives-not-started", {"total": total, "day": starts})
    if state.as_of > scope.cycle.ends_on:
        reached = sum(health.status is Status.REACHED and not health.partial for health in healths)
        return Message("objectives-past", {"count": reached, "total": total})
    if statuses <= {Status.NO_FORECAST, Status.NOT_STARTED}:
        return Message("objectives-no-forecast")
    good = sum(is_on_track(state, one) for one in scope.objectives)
    if good == total:
        return Message("objectives-all", {"total": total})
    if good:
        return _some_on_track(state, scope, good)
    held_back = sum(_is_held_back(state, one) for one in scope.objectives)
    if total == 1:
        return Message("objectives-none-one-held" if held_back else "objectives-none-one")
    return (
        Message("objectives-none-held", {"count": held_back, "total": total})
        if held_back
        else Message("objectives-none")
    )


def _some_on_track(state: State, scope: Scope, good: int) -> Message:
    values = {"count": good, "total": len(scope.objectives)}
    falls = [(_fall(state, one), one.title) for one in scope.objectives]
    points, title = max(falls, key=lambda fall: fall[0])
    if points < FELL_POINTS:
        return Message("objectives-some", values)
    return Message("objectives-some-fell", {**values, "name": title})


def _fall(state: State, objective: Objective) -> int:
    """By how many points the chance to reach all fell since last week's snapshot; 0 if unknown."""
    earlier = state.last_week_of_objective(objective.id)
    before = None if earlier is None else float(earlier["chance"])
    return -(points_between(state.objectives[objective.id].chance, before) or 0)


def _is_held_back(state: State, objective: Objective) -> bool:
    """Whether exactly one key result is in the worst status of an objective that is not on track."""
    if state.objectives[objective.id].status not in (Status.AT_RISK, Status.OFF_TRACK):
        return False
    ranks = [
        health.status.severity
        for one in objective.key_results
        if is_known((health := state.key_results[one.id]).projection.chance)
    ]
    return len(ranks) > 1 and ranks.count(min(ranks)) == 1


def _nothing(scope: Scope, status: str, find: str) -> Message:
    if not scope.objectives or not (status or find):
        return Message("objectives-empty", {"cycle": scope.cycle.id})
    if scope.team and find:
        return Message("objectives-nothing-team", {"query": find, "team": scope.team})
    return Message("objectives-nothing", {"query": find or "none"})
