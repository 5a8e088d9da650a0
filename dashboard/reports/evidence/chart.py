"""The lag profile of one KPI and one key result, with its labels."""

from __future__ import annotations

from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.charts.data import LagChart, LagStem, Span
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import KeyResult
from dashboard.domain.periods import forecast_grain
from dashboard.i18n import Message
from dashboard.read_model.state import State
from dashboard.reports.evidence.why import claimed_shift
from dashboard.reports.shared.wording import is_known, lead_text, span_counts


def lag_chart(state: State, key_result: KeyResult, one: IndicatorHealth) -> LagChart | None:
    """The lag profile; None if no shift could be compared."""
    why = one.verdict.explanation
    if why is None or not why.profile or one.grain is None:
        return None
    shift = claimed_shift(one)
    claim, span, words = _chart_claim(one, one.grain)
    return LagChart(
        kpi=state.kpis[one.kpi].name,
        outcome=outcome_name(state, key_result),
        grain=one.grain,
        stems=tuple(LagStem(link.lag, link.link, link.chance) for link in why.profile),
        is_leading=one.verdict.evidence == "leading",
        peak=shift,
        span=span,
        claim=claim if shift is not None else "",
        span_text=words,
    )


def lag_chart_note(state: State, one: IndicatorHealth) -> Message | None:
    """How to read the chart, with what was removed first; None if no shift could be compared."""
    why = one.verdict.explanation
    if why is None:
        return None
    if forecast_grain(state.kpis[one.kpi].grain) is not one.grain:
        return Message("ev-removed-mixed")  # with mixed grains the season is modelled, not removed
    return Message("ev-removed-trendseason" if why.season_periods else "ev-removed-trend")


def outcome_name(state: State, key_result: KeyResult) -> str:
    """What the KPI is compared with: the measure of the key result, else its title."""
    own = state.kpis.get(key_result.kpi or "")
    return own.name if own else key_result.title


def _chart_claim(one: IndicatorHealth, grain: Grain) -> tuple[Message, Span | None, Message | str]:
    """The label at the claimed shift, the range in shifts, and the label of the range."""
    is_opposite = one.verdict.explanation is not None and one.verdict.explanation.sign < 0
    way = "opposite" if is_opposite else "same"
    if one.verdict.evidence not in ("leading", "lagging") or not is_known(one.lead_periods):
        return Message("ev-chart-coincident", {"grain": grain.value, "way": way}), None, ""
    side = 1.0 if one.verdict.evidence == "leading" else -1.0
    lead = lead_text(one.lead_periods, grain)
    claim = Message(f"ev-chart-{one.verdict.evidence}", {"lead": lead, "way": way})
    if not is_known(one.lead_low) or not is_known(one.lead_high):
        return claim, None, ""
    first, last, unit = span_counts(one.lead_low, one.lead_high, grain)
    if first == last:
        return claim, None, ""
    key = "ev-chart-span-before" if side > 0 else "ev-chart-span-after"
    words = Message(key, {"low": first, "lead": Message(f"periods-{unit.value}", {"count": last})})
    low, high = sorted((side * one.lead_low, side * one.lead_high))
    return claim, Span(low, high), words
