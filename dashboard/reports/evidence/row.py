"""One KPI of one key result as a table row: verdict, basis, certainty, strength, usefulness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dashboard.analytics.lead_lag.evidence.alignment import FEWEST_PERIODS
from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.analytics.lead_lag.verdict import CLAIMS
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import KeyResult, Role
from dashboard.domain.periods import forecast_grain
from dashboard.i18n import Message
from dashboard.i18n.format import percent
from dashboard.read_model.state import State
from dashboard.reports.shared.wording import is_known, lead_range_text, strength_word

RoleMark = Literal["leading", "lagging", ""]

NEEDED_PERIODS = 26
"""With fewer periods of both, most links are not detected: half a year of weeks (our power study).
"""

LEAST_HELP = 0.005
"""A smaller change of the forecast error would be shown as 0 %, so it counts as none."""

_ORDER = ("leading", "coincident", "lagging", "none", "too_little")


@dataclass(frozen=True)
class EvidenceRow:
    """One KPI of one key result; `mark` is the shape of the verdict, empty without one.

    `basis` says what decides the role if it is not the measurement alone. `is_leading` is whether
    the KPI is leading by measurement or by a person's review, not just declared or assumed.
    """

    key_result_id: str
    key_result: str
    kpi_id: str
    kpi: str
    verdict: Message
    mark: RoleMark
    basis: Message | None
    is_conflict: bool
    is_own: bool
    is_leading: bool
    lead: Message
    strength: Message
    helps: Message
    steady: Message


def evidence_rows(state: State, key_results: Iterable[KeyResult]) -> tuple[EvidenceRow, ...]:
    """The KPIs on the key results: conflicts first, then leading KPIs, own measures last."""
    attached = [
        (one, key_result)
        for key_result in key_results
        for one in state.indicators.get(key_result.id, ())
        if one.kpi in state.kpis
    ]
    attached.sort(key=lambda pair: _place(*pair))
    return tuple(_row(state, key_result, one) for one, key_result in attached)


def mark_of(one: IndicatorHealth) -> RoleMark:
    """The shape of the verdict; a KPI that moves at the same time is shown as lagging."""
    if one.verdict.evidence == "leading":
        return "leading"
    return "lagging" if one.verdict.evidence in ("lagging", "coincident") else ""


def lead_message(one: IndicatorHealth) -> Message:
    """When the KPI moves: "3 weeks (2 to 4)", "5 weeks after", "same week", or unknown."""
    if not is_known(one.lead_periods) or one.grain is None:
        return Message("missing")
    if one.verdict.evidence == "coincident":
        return Message("ev-same-period", {"grain": one.grain.value})
    lead = lead_range_text(one.lead_periods, one.lead_low, one.lead_high, one.grain)
    return lead if one.verdict.evidence == "leading" else Message("ev-lead-after", {"lead": lead})


def points_grain(state: State, one: IndicatorHealth) -> Grain:
    """The grain of the compared periods: the coarser one of KPI and outcome."""
    own = forecast_grain(state.kpis[one.kpi].grain)
    return max(own, one.grain or own, key=list(Grain).index)


def points_text(state: State, one: IndicatorHealth) -> Message:
    """The number of periods with values of both: "117 weeks"."""
    return Message(f"periods-{points_grain(state, one).value}", {"count": one.verdict.points})


def is_short(one: IndicatorHealth) -> bool:
    """Whether there is too little data to compare, as opposed to an unclear answer."""
    return one.verdict.evidence == "too_little" and one.verdict.points < FEWEST_PERIODS


def fewest_values(state: State, one: IndicatorHealth) -> dict[str, str | int | Message]:
    """The number of periods with values of both, and the minimum for a comparison."""
    grain = points_grain(state, one).value
    return {"points": one.verdict.points, "needed": FEWEST_PERIODS, "grain": grain}


def verdict_message(state: State, key_result: KeyResult, one: IndicatorHealth) -> Message:
    """The label of the verdict; with too little data, how much there is of the minimum."""
    if key_result.kpi in (None, one.kpi):
        return Message("verdict-own" if key_result.kpi else "verdict-untested")
    if one.verdict.evidence != "too_little":
        return Message(f"verdict-{one.verdict.evidence}")
    if not is_short(one):
        return Message("verdict-unclear")
    return Message("verdict-too_little", fewest_values(state, one))


def basis_message(one: IndicatorHealth) -> Message | None:
    """What decides the role, if it is not the measurement alone."""
    if one.basis == "measured":
        conflict = "leading" if one.verdict.evidence == "lagging" else "lagging"
        return Message(f"ev-basis-conflict-{conflict}") if one.conflict else None
    return Message(f"ev-basis-{one.basis}", {"role": Message(f"ev-role-{one.role.value}")})


def _place(one: IndicatorHealth, key_result: KeyResult) -> tuple[bool, bool, int, float, str]:
    return (
        one.kpi == key_result.kpi,
        not one.conflict,
        _ORDER.index(one.verdict.evidence),
        -(one.strength or 0.0),
        one.kpi,
    )


def _row(state: State, key_result: KeyResult, one: IndicatorHealth) -> EvidenceRow:
    is_own = one.kpi == key_result.kpi
    return EvidenceRow(
        key_result_id=key_result.id,
        key_result=key_result.title,
        kpi_id=one.kpi,
        kpi=state.kpis[one.kpi].name,
        verdict=verdict_message(state, key_result, one),
        mark="lagging" if is_own else mark_of(one),
        basis=Message("ev-basis-own") if is_own else basis_message(one),
        is_conflict=one.conflict,
        is_own=is_own,
        is_leading=one.role is Role.LEADING and one.basis in ("measured", "overridden"),
        lead=lead_message(one),
        strength=_strength(one),
        helps=_helps(state, one),
        steady=_steady(one),
    )


def _strength(one: IndicatorHealth) -> Message:
    """The strength of the claimed link; empty without a claim."""
    word = strength_word(one.strength)
    is_claimed = word != "unknown" and one.verdict.evidence in CLAIMS
    return Message(f"strength-{word}") if is_claimed else Message("missing")


def _helps(state: State, one: IndicatorHealth) -> Message:
    why = one.verdict.explanation
    if why is None or not is_known(why.error_reduction):
        return Message("missing")
    if abs(why.error_reduction) < LEAST_HELP:
        return Message("ev-helps-none")
    key = "ev-helps-lower" if why.error_reduction > 0 else "ev-helps-higher"
    return Message(key, {"share": percent(abs(why.error_reduction), state.locale)})


def _steady(one: IndicatorHealth) -> Message:
    why = one.verdict.explanation
    if why is None or not why.windows:
        return Message("missing")
    return Message("ev-steady", {"agreeing": why.agreeing, "windows": why.windows})
