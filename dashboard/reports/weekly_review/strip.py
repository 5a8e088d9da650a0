"""The rows of the chance strip, and the table with the same content."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts.data import StripGroup, StripRow
from dashboard.domain.okr import KeyResult, Objective, Status
from dashboard.i18n.format import MISSING, day, percent, signed
from dashboard.read_model.state import State
from dashboard.reports.shared.scope import Scope
from dashboard.reports.shared.wording import (
    health_chance_text,
    is_final,
    is_known,
    now_to_target,
    points_between,
    reason_text,
    target_text,
    value_text,
)


@dataclass(frozen=True)
class TableRow:
    """One key result in the table; every cell is formatted text except the status."""

    key_result_id: str
    objective: str
    name: str
    now: str
    target: str
    status: Status
    chance: str
    change: str
    confidence: str
    due: str


def strip_groups(state: State, scope: Scope) -> tuple[StripGroup, ...]:
    """The objectives with their key results, in the order of the files."""
    return tuple(
        _group(state, objective) for objective in scope.objectives if objective.key_results
    )


def table_rows(state: State, scope: Scope) -> tuple[TableRow, ...]:
    """The same rows as text."""
    return tuple(
        _table_row(state, objective, key_result) for objective, key_result in scope.key_results()
    )


def _group(state: State, objective: Objective) -> StripGroup:
    health = state.objectives[objective.id]
    rows = tuple(_row(state, key_result) for key_result in objective.key_results)
    return StripGroup(
        objective.title,
        health.status,
        rows,
        is_so_far=_is_so_far(health.status, partial=health.partial),
    )


def _is_so_far(status: Status, *, partial: bool) -> bool:
    return partial and status not in (Status.NO_FORECAST, Status.NOT_STARTED)


def _row(state: State, key_result: KeyResult) -> StripRow:
    health = state.key_results[key_result.id]
    chance = health.projection.chance if is_known(health.projection.chance) else None
    return StripRow(
        key_result_id=key_result.id,
        name=key_result.title,
        status=health.status,
        now_to_target=now_to_target(key_result, health.attainment.value, state.locale),
        chance=chance,
        last_week=state.last_week_chance(key_result.id),
        confidence=health.confidence.value if is_known(health.confidence.value) else None,
        reason="" if chance is not None else reason_text(health.projection.reason),
        is_fact=is_final(health),
    )


def _table_row(state: State, objective: Objective, key_result: KeyResult) -> TableRow:
    health = state.key_results[key_result.id]
    change = points_between(health.projection.chance, state.last_week_chance(key_result.id))
    return TableRow(
        key_result_id=key_result.id,
        objective=objective.title,
        name=key_result.title,
        now=value_text(key_result, health.attainment.value, state.locale),
        target=target_text(key_result, state.locale),
        status=health.status,
        chance=health_chance_text(health, state.locale),
        change=MISSING if change is None else signed(change, state.locale),
        confidence=percent(health.confidence.value, state.locale),
        due=day(state.due_on(key_result), "short", state.locale),
    )
