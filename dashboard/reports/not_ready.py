"""What a meeting cannot decide on yet: stale data, and check-ins that are overdue."""

from __future__ import annotations

from dashboard.domain.okr import KeyResult, Objective, Status
from dashboard.i18n import Message
from dashboard.reports.scope import Scope
from dashboard.reports.state import State
from dashboard.reports.wording import days_between, person

CHECK_IN_DAYS = 10
"""A weekly check-in that is older than this was missed (4-screens, 4.1)."""

SHOWN = 4


def not_ready(state: State, scope: Scope) -> tuple[Message, ...]:
    """Each key result that is not ready, with its owner; the rest as a count. Empty outside the cycle's days."""
    if not scope.cycle.contains(state.as_of):
        return ()
    pairs = list(scope.key_results())
    stale = [
        line for objective, one in pairs if (line := _stale(state, objective, one)) is not None
    ]
    overdue = _overdue(state, scope)
    lines = [*stale, *overdue]
    hidden = len(lines) - SHOWN
    return (
        (*lines[:SHOWN], Message("not-ready-more", {"count": hidden}))
        if hidden > 0
        else tuple(lines)
    )


def _stale(state: State, objective: Objective, key_result: KeyResult) -> Message | None:
    source = state.sources.get(state.source_of.get(key_result.kpi or "", ""))
    if source is None:
        return None
    values: dict[str, str | int] = {"name": key_result.title, "source": source.source_id}
    if source.freshness == "none":
        return _with_owner(Message("not-ready-no-data", values), objective, key_result)
    if source.freshness != "stale" or source.age_days is None:
        return None
    return _with_owner(
        Message("not-ready-stale", {**values, "days": source.age_days}), objective, key_result
    )


def _overdue(state: State, scope: Scope) -> list[Message]:
    """Late check-ins; a cycle that has run for no more than ten days has none."""
    if days_between(scope.cycle.starts_on, state.as_of) <= CHECK_IN_DAYS:
        return []
    pairs = [
        (o, k)
        for o, k in scope.key_results()
        if state.key_results[k.id].status not in (Status.REACHED, Status.MISSED)
    ]
    ages = {key_result.id: _age(state, key_result) for _, key_result in pairs}
    if pairs and all(age is None for age in ages.values()):
        return [Message("not-ready-never-all", {"count": len(pairs)})]
    lines = []
    for objective, key_result in pairs:
        age = ages[key_result.id]
        if age is None:
            lines.append(
                _with_owner(
                    Message("not-ready-never", {"name": key_result.title}), objective, key_result
                )
            )
        elif age > CHECK_IN_DAYS:
            late = Message("not-ready-check-in", {"name": key_result.title, "days": age})
            lines.append(_with_owner(late, objective, key_result))
    return lines


def _age(state: State, key_result: KeyResult) -> int | None:
    days = [row.checked_in_on for row in state.check_ins if row.key_result_id == key_result.id]
    return days_between(max(days), state.as_of) if days else None


def _with_owner(line: Message, objective: Objective, key_result: KeyResult) -> Message:
    owner = person(key_result.owner or objective.owner)
    return Message("not-ready-owner", {"text": line, "owner": owner}) if owner else line
