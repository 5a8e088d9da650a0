"""What a meeting cannot decide on yet: stale data and overdue check-ins."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.domain.okr import KeyResult, Objective, Status
from dashboard.i18n import Message
from dashboard.read_model.state import State
from dashboard.reports.shared.scope import Scope
from dashboard.reports.shared.wording import days_between, person

CHECK_IN_DAYS = 10
"""A weekly check-in older than this was missed."""

SHOWN = 4


def not_ready(state: State, scope: Scope) -> tuple[Message, ...]:
    """Each key result that is not ready, with its reasons and owner; the rest as a count.

    Stale data come first. Empty outside the cycle's days.
    """
    if not scope.cycle.contains(state.as_of):
        return ()
    pairs = list(scope.key_results())
    stale = {k.id: line for _, k in pairs if (line := _stale(state, k)) is not None}
    overdue = _overdue(state, scope)
    asked = len(_asked(state, scope))
    has_none = [line.key for line in overdue.values()].count("not-ready-never") == asked > 0
    if has_none:
        overdue = {}
    pairs.sort(key=lambda pair: pair[1].id not in stale)
    lines = [
        _line(objective, one, [by[one.id] for by in (stale, overdue) if one.id in by])
        for objective, one in pairs
        if one.id in stale or one.id in overdue
    ]
    if has_none:
        lines.append(Message("not-ready-never-all", {"count": asked}))
    hidden = len(lines) - SHOWN
    return (
        (*lines[:SHOWN], Message("not-ready-more", {"count": hidden}))
        if hidden > 0
        else tuple(lines)
    )


def _stale(state: State, key_result: KeyResult) -> Message | None:
    source = state.sources.get(state.source_of.get(key_result.kpi or "", ""))
    if source is None:
        return None
    if source.freshness == "none":
        return Message("not-ready-no-data", {"source": source.source_id})
    if source.freshness != "stale" or source.age_days is None:
        return None
    return Message("not-ready-stale", {"source": source.source_id, "days": source.age_days})


def _asked(state: State, scope: Scope) -> list[KeyResult]:
    """The key results that still need check-ins."""
    final = (Status.REACHED, Status.MISSED)
    return [k for _, k in scope.key_results() if state.key_results[k.id].status not in final]


def _overdue(state: State, scope: Scope) -> dict[str, Message]:
    """Late check-ins by key result; none in the first ten days of a cycle."""
    if days_between(scope.cycle.starts_on, state.as_of) <= CHECK_IN_DAYS:
        return {}
    late = {}
    for key_result in _asked(state, scope):
        age = _age(state, key_result)
        if age is None:
            late[key_result.id] = Message("not-ready-never")
        elif age > CHECK_IN_DAYS:
            late[key_result.id] = Message("not-ready-check-in", {"days": age})
    return late


def _age(state: State, key_result: KeyResult) -> int | None:
    days = [row.on for row in state.check_ins if row.key_result == key_result.id]
    return days_between(max(days), state.as_of) if days else None


def _line(objective: Objective, key_result: KeyResult, reasons: Sequence[Message]) -> Message:
    values: dict[str, str | Message] = {"name": key_result.title, "reason": reasons[0]}
    line = (
        Message("not-ready-line-two", {**values, "second": reasons[1]})
        if len(reasons) > 1
        else Message("not-ready-line", values)
    )
    owner = person(key_result.owner or objective.owner)
    return Message("not-ready-owner", {"text": line, "owner": owner}) if owner else line
