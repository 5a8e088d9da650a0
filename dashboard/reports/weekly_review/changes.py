"""What changed since last week: KPIs outside their usual range, and a count of the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.charts.data import PanelData, Point, Span
from dashboard.domain.kpi import Better, Grain, Kpi
from dashboard.domain.okr import KeyResult, Role
from dashboard.domain.periods import last_complete_period, next_period, period_end
from dashboard.i18n import Message
from dashboard.i18n.format import span
from dashboard.read_model.state import State
from dashboard.reports.shared.lead_words import lead_words
from dashboard.reports.shared.scope import Scope
from dashboard.reports.shared.usual_period import UsualPeriod, judged_period
from dashboard.reports.shared.wording import short_unit

PANELS = 4
PERIODS = 6
MONTHS = 12
"""Six weeks and twelve months in one chart: the layout of Amazon's weekly business review."""


@dataclass(frozen=True)
class Changes:
    """The panels, at most four or all of them, and the sentences that count the rest."""

    sentences: tuple[Message, ...]
    panels: tuple[PanelData, ...]
    outside_count: int


@dataclass(frozen=True)
class _Use:
    """The most important use of a KPI among these key results."""

    key_result: KeyResult | None
    indicator: IndicatorHealth | None
    is_own: bool

    @property
    def is_leading(self) -> bool:
        return self.indicator is not None and self.indicator.role is Role.LEADING


def changes_of(state: State, scope: Scope) -> Changes:
    """The KPIs that left their usual range in their last complete period, leading ones first."""
    kpi_ids = _kpis_in(state, scope)
    periods = [
        period for kpi_id in kpi_ids if (period := judged_period(state, kpi_id)) is not None
    ]
    outside = [period for period in periods if period.side != "inside"]
    uses = {period.kpi_id: _use(state, scope, period.kpi_id) for period in outside}
    outside.sort(
        key=lambda period: (not uses[period.kpi_id].is_leading, -period.distance, period.kpi_id)
    )
    series = _series(state, outside)
    panels = tuple(_panel(state, period, uses[period.kpi_id], series) for period in outside)
    return Changes(
        _sentences(len(outside), len(periods), len(kpi_ids) - len(periods)), panels, len(outside)
    )


def _kpis_in(state: State, scope: Scope) -> list[str]:
    """All KPIs of the workspace; with a team chosen, those on its key results."""
    if not scope.team:
        return sorted(state.kpis)
    used = {kpi for _, key_result in scope.key_results() for kpi in _kpis_of(key_result)}
    return sorted(used & set(state.kpis))


def _kpis_of(key_result: KeyResult) -> set[str]:
    own = {key_result.kpi} if key_result.kpi else set()
    return own | {attachment.kpi for attachment in key_result.kpis}


def _sentences(outside: int, total: int, unjudged: int) -> tuple[Message, ...]:
    first = (
        Message("changed-some", {"outside": outside, "total": total, "quiet": total - outside})
        if outside
        else Message("changed-none", {"total": total})
    )
    rest = (Message("changed-unjudged", {"count": unjudged}),) if unjudged and total else ()
    how = (Message("changed-how"),) if outside else ()
    return (first, *rest, *how)


def _use(state: State, scope: Scope, kpi_id: str) -> _Use:
    uses = []
    for _, key_result in scope.key_results():
        indicators = state.indicators.get(key_result.id, ())
        indicator = next((one for one in indicators if one.kpi == kpi_id), None)
        if indicator is not None or key_result.kpi == kpi_id:
            uses.append(_Use(key_result, indicator, key_result.kpi == kpi_id))
    uses.sort(key=lambda use: (not use.is_leading, not use.is_own))
    return uses[0] if uses else _Use(None, None, is_own=False)


def _series(state: State, periods: Sequence[UsualPeriod]) -> pd.DataFrame:
    grains = sorted({period.grain for period in periods} | {Grain.MONTH})
    return state.series([period.kpi_id for period in periods], grains)


def _panel(state: State, period: UsualPeriod, use: _Use, series: pd.DataFrame) -> PanelData:
    kpi = state.kpis[period.kpi_id]
    own = series[series["kpi_id"] == kpi.id]
    starts = [next_period(period.period_on, period.grain, back) for back in range(1 - PERIODS, 1)]
    last_month = last_complete_period(state.as_of, Grain.MONTH)
    months = [next_period(last_month, Grain.MONTH, back) for back in range(1 - 2 * MONTHS, 1)]
    outside = {row.period_on for row in state.usual[kpi.id] if row.side != "inside"}
    monthly = _points(own, Grain.MONTH, months)
    return PanelData(
        kpi_id=kpi.id,
        name=kpi.name,
        unit=short_unit(kpi.unit),
        grain=period.grain,
        recent=tuple(
            point._replace(is_outside=start in outside)
            for start, point in zip(starts, _points(own, period.grain, starts), strict=True)
        ),
        months=monthly[MONTHS:],
        year_before=tuple(point.value for point in monthly[:MONTHS]),
        usual=Span(period.low, period.high),
        is_leading=use.is_leading,
        role_text=_role(use),
        message=_message(state, kpi, period),
    )


def _points(own: pd.DataFrame, grain: Grain, starts: Sequence[dt.date]) -> tuple[Point, ...]:
    rows = own[(own["grain"] == grain.value) & own["is_complete"]]
    by_day = dict(
        zip(pd.to_datetime(rows["period_on"]).dt.date, rows["value"].astype(float), strict=True)
    )
    return tuple(
        Point(period_end(start, grain), by_day.get(start, float("nan"))) for start in starts
    )


def _role(use: _Use) -> Message:
    if use.key_result is None:
        return Message("panel-free")
    name = use.key_result.title
    if use.is_leading and use.indicator is not None:
        lead = lead_words(use.indicator)
        if lead is not None:
            return Message("panel-leads", {"name": name, "lead": lead})
        is_declared = use.indicator.basis == "declared"
        return Message("panel-declared" if is_declared else "panel-leading", {"name": name})
    return Message("panel-own" if use.is_own else "panel-lagging", {"name": name})


def _message(state: State, kpi: Kpi, period: UsualPeriod) -> Message:
    usual = span(period.low, period.high, short_unit(kpi.unit), state.locale)
    key = f"panel-{period.side}"
    if kpi.direction is Better.DECREASE:
        key += "-worse" if period.side == "above" else "-better"
    return Message(key, {"usual": usual})
