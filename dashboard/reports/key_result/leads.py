"""The KPIs of a key result: leading ones to be drawn below its chart, and all of them in words."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import pandas as pd

from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.charts.data import LeadRow, Point, Span
from dashboard.domain.kpi import Grain, Kpi
from dashboard.domain.okr import KeyResult, Role
from dashboard.domain.periods import forecast_grain, period_end
from dashboard.i18n import Message
from dashboard.i18n.format import numbers, span
from dashboard.read_model.state import State
from dashboard.reports.shared.lead_words import (
    basis_words,
    effects_of,
    lead_words,
    part_in_forecast,
)
from dashboard.reports.shared.usual_period import UsualPeriod, judged_period
from dashboard.reports.shared.wording import (
    is_final,
    is_known,
    lead_range_text,
    short_unit,
    strength_word,
)

DRAWN = 3
"""More leading KPIs than this push the key result itself off the screen; the table below has them
all."""

LOOK_BACK = dt.timedelta(weeks=66)
"""History read before the cycle: a lead of a year, the longest allowed, still reaches its first
day."""


@dataclass(frozen=True)
class LinkedKpi:
    """One linked KPI in words."""

    kpi_id: str
    name: str
    role: Role
    basis: Message
    is_conflict: bool
    value: str
    usual: str
    is_outside: bool
    threshold: Message | None
    part: Message


def lead_rows(state: State, key_result: KeyResult) -> tuple[LeadRow, ...]:
    """The leading KPIs, at most three: measured before declared, the shortest lead first."""
    leading = [
        one
        for one in _attached(state, key_result)
        if one.role is Role.LEADING and one.kpi != key_result.kpi
    ]
    leading.sort(
        key=lambda one: (
            one.measured_lead is None,
            one.measured_lead or math.inf,
        )
    )
    return tuple(_lead_row(state, key_result, one) for one in leading[:DRAWN])


def linked_kpis(state: State, key_result: KeyResult) -> tuple[LinkedKpi, ...]:
    """Every linked KPI with its role and the basis of it, leading ones first."""
    attached = sorted(_attached(state, key_result), key=lambda one: one.role is not Role.LEADING)
    return tuple(_linked(state, key_result, one) for one in attached)


def points_of(state: State, kpi_id: str, grain: Grain, since: dt.date) -> tuple[Point, ...]:
    """The complete periods that end on or after `since`, and which ones are outside the range."""
    frame = state.series([kpi_id], [grain])
    rows = frame[frame["is_complete"]].sort_values("period_on")
    outside = {row.period_on for row in state.usual.get(kpi_id, ()) if row.side != "inside"}
    starts = pd.to_datetime(rows["period_on"]).dt.date
    return tuple(
        Point(period_end(start, grain), float(value), start in outside)
        for start, value in zip(starts, rows["value"], strict=True)
        if period_end(start, grain) >= since
    )


def _attached(state: State, key_result: KeyResult) -> list[IndicatorHealth]:
    return [one for one in state.indicators.get(key_result.id, ()) if one.kpi in state.kpis]


def _lead_row(state: State, key_result: KeyResult, one: IndicatorHealth) -> LeadRow:
    kpi = state.kpis[one.kpi]
    grain = forecast_grain(kpi.grain)
    usual = judged_period(state, kpi.id)
    lead = lead_words(one)
    return LeadRow(
        kpi_id=kpi.id,
        name=kpi.name,
        role_text=_why_leading(one),
        unit=short_unit(kpi.unit),
        grain=grain,
        points=points_of(
            state, kpi.id, grain, state.cycle_of(key_result.id).starts_on - LOOK_BACK
        ),
        usual=Span(usual.low, usual.high) if usual else None,
        lead_periods=math.nan if lead is None or one.measured_lead is None else one.measured_lead,
        lead_text=lead or Message("plain", {"text": ""}),
        lead_grain=one.grain,
    )


def _why_leading(one: IndicatorHealth) -> Message:
    if one.measured_lead is None or one.grain is None:
        return Message(f"kr-lead-{one.basis}")
    lead = lead_range_text(one.measured_lead, one.lead_low, one.lead_high, one.grain)
    strength = Message(f"strength-{strength_word(one.strength)}")
    return Message("kr-lead-measured", {"lead": lead, "strength": strength})


def _linked(state: State, key_result: KeyResult, one: IndicatorHealth) -> LinkedKpi:
    kpi = state.kpis[one.kpi]
    is_own = one.kpi == key_result.kpi and one.basis != "overridden"
    usual = judged_period(state, kpi.id)
    return LinkedKpi(
        kpi_id=kpi.id,
        name=kpi.name,
        role=one.role,
        basis=Message("basis-own") if is_own else basis_words(one, state.locale),
        is_conflict=one.conflict,
        value=_value(one, kpi, usual, state.locale),
        usual=span(usual.low, usual.high, kpi.unit, state.locale) if usual else "–",
        is_outside=usual is not None and usual.side != "inside",
        threshold=_threshold(one),
        part=Message("missing") if is_own else _part(state, key_result, one),
    )


def _value(one: IndicatorHealth, kpi: Kpi, usual: UsualPeriod | None, locale: str) -> str:
    """The value of the KPI, with enough decimals to differ from its usual range."""
    ends = [usual.low, usual.high] if usual else []
    return numbers([one.value, *ends], kpi.unit, locale)[0]


def _part(state: State, key_result: KeyResult, one: IndicatorHealth) -> Message:
    """The effect on the forecast; empty for a KPI that does not lead or has no measured lead."""
    health = state.key_results[key_result.id]
    effect = effects_of(state, key_result).get(one.kpi)
    if effect is not None:
        return part_in_forecast(effect, key_result, health, state.locale)
    is_asked = (
        one.role is Role.LEADING and is_known(health.projection.chance) and not is_final(health)
    )
    return Message("lead-out-not-measured" if is_asked else "missing")


def _threshold(one: IndicatorHealth) -> Message | None:
    if one.threshold is None:
        return None
    word = {True: "met", False: "missed", None: "unknown"}[one.threshold_met]
    return Message(f"threshold-{word}", {"threshold": one.threshold})
