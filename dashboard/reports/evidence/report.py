"""The report of the evidence page: one KPI of one key result, or all KPIs of a cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.domain.okr import KeyResult
from dashboard.i18n import Message
from dashboard.read_model.state import State
from dashboard.reports.evidence.pair import EvidencePair, evidence_pair
from dashboard.reports.evidence.row import EvidenceRow, evidence_rows
from dashboard.reports.shared.header import Header, header_of
from dashboard.reports.shared.not_found import UnknownKeyResult, unknown_key_result
from dashboard.reports.shared.scope import Scope, choose


@dataclass(frozen=True)
class LeadingLaggingPage:
    """The content of the evidence page.

    With a key result, `pair` is the chosen KPI (None if none is linked) and `rows` are its KPIs;
    without one, `rows` are those of the whole `scope`. `next_step` says what to do if there is
    nothing to show.
    """

    header: Header
    eyebrow: Message
    headline: Message
    key_result_id: str
    pair: EvidencePair | None
    rows: tuple[EvidenceRow, ...]
    rows_title: Message
    rows_notes: tuple[Message, ...]
    next_step: Message | None
    scope: Scope | None


def leading_lagging_page(
    state: State, key_result_id: str = "", kpi_id: str = "", choice: tuple[str, str] = ("", "")
) -> LeadingLaggingPage | UnknownKeyResult | None:
    """The page of one KPI of one key result; None if no objective exists yet.

    Without a KPI it shows the first one of the key result; without a key result, all KPIs of the
    cycle and team in `choice`.
    """
    if not key_result_id:
        scope = choose(state, *choice)
        return None if scope is None else _all(state, scope)
    try:
        key_result = state.key_result(key_result_id)
    except KeyError:
        return unknown_key_result(state, key_result_id)
    return _one(state, key_result, kpi_id)


def _one(state: State, key_result: KeyResult, kpi_id: str) -> LeadingLaggingPage:
    rows = evidence_rows(state, [key_result])
    chosen = _chosen(state, key_result, rows, kpi_id)
    pair = evidence_pair(state, key_result, chosen) if chosen else None
    tested = Message("ev-untested") if pair is None or pair.tested is None else pair.tested
    return LeadingLaggingPage(
        header=header_of(state, state.cycle_of(key_result.id)),
        eyebrow=Message("ev-eyebrow", {"name": key_result.title, "tested": tested}),
        headline=pair.headline if pair else _nothing(state, key_result, rows, kpi_id),
        key_result_id=key_result.id,
        pair=pair,
        rows=rows,
        rows_title=Message("ev-rows"),
        rows_notes=() if key_result.kpi else (Message("ev-next-measure", {"id": key_result.id}),),
        next_step=None if rows else Message("ev-next-link", {"id": key_result.id}),
        scope=None,
    )


def _chosen(
    state: State, key_result: KeyResult, rows: tuple[EvidenceRow, ...], kpi_id: str
) -> IndicatorHealth | None:
    """The requested KPI, else the first of the key result."""
    asked = kpi_id or (rows[0].kpi_id if rows else "")
    shown = {row.kpi_id for row in rows}
    linked = (one for one in state.indicators.get(key_result.id, ()) if one.kpi in shown)
    return next((one for one in linked if one.kpi == asked), None)


def _nothing(
    state: State, key_result: KeyResult, rows: tuple[EvidenceRow, ...], kpi_id: str
) -> Message:
    if not rows:
        return Message("ev-none-linked", {"name": key_result.title})
    kpi = state.kpis.get(kpi_id)
    return Message("ev-not-linked", {"kpi": kpi.name if kpi else kpi_id, "name": key_result.title})


def _all(state: State, scope: Scope) -> LeadingLaggingPage:
    key_results = [one for _, one in scope.key_results()]
    rows = [row for row in evidence_rows(state, key_results) if not row.is_own]
    counts = {
        "leading": sum(row.is_leading for row in rows),
        "total": len(rows),
        "conflicts": sum(row.is_conflict for row in rows),
    }
    return LeadingLaggingPage(
        header=header_of(state, scope.cycle),
        eyebrow=Message("ev-eyebrow-all", {"cycle": scope.cycle.id, "team": scope.team or "none"}),
        headline=Message("ev-all", counts) if rows else Message("ev-all-none"),
        key_result_id="",
        pair=None,
        rows=tuple(rows),
        rows_title=Message("ev-rows-all"),
        rows_notes=_all_notes(key_results, rows) if rows else (),
        next_step=None if rows else Message("ev-next-link-any"),
        scope=scope,
    )


def _all_notes(
    key_results: Sequence[KeyResult], rows: Sequence[EvidenceRow]
) -> tuple[Message, ...]:
    """What to do next, and which key results lack a possible leading KPI."""
    linked = {row.key_result_id for row in rows}
    without = [one.title for one in key_results if one.id not in linked]
    if not without:
        return (Message("ev-rows-choose"),)
    values: dict[str, str | int | Message] = {"count": len(without), "names": ", ".join(without)}
    return Message("ev-rows-choose"), Message("ev-rows-without", values)
