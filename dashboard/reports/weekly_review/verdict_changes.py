"""Verdicts that differ from those of the previous snapshot week."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.analytics.lead_lag.verdict import Evidence, is_same_claim
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import KeyResult, Role
from dashboard.i18n import Message
from dashboard.pipeline.snapshot.cells import from_cell
from dashboard.read_model.state import State
from dashboard.reports.shared.lead_words import basis_words
from dashboard.reports.shared.scope import Scope
from dashboard.reports.shared.wording import is_known, lead_text

SHOWN = 3
"""Changes shown below the panels of the weekly review; the rest is folded."""


@dataclass(frozen=True)
class VerdictChange:
    """A KPI with another verdict or role than the week before."""

    key_result_id: str
    kpi_id: str
    text: Message


def verdict_changes(state: State, scope: Scope) -> tuple[VerdictChange, ...]:
    """Changes since the newest snapshot of an earlier week: verdicts first, then other roles.

    A verdict differs if its evidence does, or if its lead moved by two periods or more; a change
    between no link and too little data does not count. A change for the same measure is listed
    once, however many key results share it. Without an earlier week, or for a KPI that was not
    linked then, nothing has changed.
    """
    claims: dict[tuple[str, str | None], VerdictChange] = {}
    roles = []
    for _, key_result in scope.key_results():
        for one in state.indicators.get(key_result.id, ()):
            before = state.last_verdict(key_result.id, one.kpi)
            if before is None or one.kpi not in state.kpis:
                continue
            if not _is_same(before, one):
                change = _claim(state, key_result, one, before)
                claims.setdefault((one.kpi, key_result.kpi), change)
            elif before["role"] != one.role.value:
                roles.append(_role(state, key_result, one, before))
    return (*claims.values(), *roles)


def _is_same(before: pd.Series, one: IndicatorHealth) -> bool:
    lead = from_cell(float, before["lead_periods"])
    return is_same_claim(before["evidence"], lead, one.verdict.evidence, one.lead_periods)


def _claim(
    state: State, key_result: KeyResult, one: IndicatorHealth, before: pd.Series
) -> VerdictChange:
    outcome = state.kpis.get(key_result.kpi or "")
    values: dict[str, str | Message] = {
        "kpi": state.kpis[one.kpi].name,
        "outcome": outcome.name if outcome else key_result.title,
        "lead": _lead(one.lead_periods, one.grain),
        "before": _before(
            before["evidence"],
            from_cell(float, before["lead_periods"]),
            from_cell(Grain, before["grain"]),
        ),
    }
    return VerdictChange(
        key_result.id, one.kpi, Message(f"changed-now-{one.verdict.evidence}", values)
    )


def _before(evidence: Evidence, periods: float | None, grain: Grain | None) -> Message:
    return Message(f"changed-before-{evidence}", {"lead": _lead(periods, grain)})


def _lead(periods: float | None, grain: Grain | None) -> Message:
    if not is_known(periods) or grain is None:
        return Message("plain", {"text": ""})
    return lead_text(periods, grain)


def _role(
    state: State, key_result: KeyResult, one: IndicatorHealth, before: pd.Series
) -> VerdictChange:
    values: dict[str, str | Message] = {
        "kpi": state.kpis[one.kpi].name,
        "name": key_result.title,
        "role": Message(f"changed-role-{one.role.value}"),
        "before": Message(f"changed-role-{Role(before['role']).value}"),
        "basis": basis_words(one, state.locale),
    }
    return VerdictChange(key_result.id, one.kpi, Message("changed-role", values))
