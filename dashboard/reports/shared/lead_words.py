"""How each leading KPI changes the forecast, and its level for a 50 % chance, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.analytics.forecast.lead_contributions import LeadContribution
from dashboard.analytics.key_results.key_result import KeyResultHealth
from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.domain.kpi import Aggregation, Grain, Kpi
from dashboard.domain.okr import Direction, KeyResult
from dashboard.i18n import Message
from dashboard.i18n.format import MISSING, number
from dashboard.read_model.state import State
from dashboard.reports.shared.change_text import signed_sizes, sizes
from dashboard.reports.shared.wording import (
    compared_with_range,
    is_final,
    is_known,
    lead_range_text,
    lead_text,
    person,
    short_unit,
    sure_text,
)

EVEN = 0.5

WITHIN_REACH = 3.0
"""A level this many half widths from the middle of the usual range is still realistic to ask for;
the range ends at 1."""

HARDLY = 0.02
"""A shift below this share of the 80 % interval is reported as "hardly moves it"."""


@dataclass(frozen=True)
class Contribution:
    """One leading KPI: by how much it moves the forecast, and its level for a 50 % chance."""

    kpi_id: str
    name: str
    texts: tuple[Message, ...]


def contributions(state: State, key_result: KeyResult) -> tuple[Contribution, ...]:
    """The leading KPIs used by the forecast, the one with the largest effect first."""
    health = state.key_results[key_result.id]
    followed = [one for one in effects_of(state, key_result).values() if one.is_used]
    followed.sort(key=lambda one: (-abs(one.effect or 0.0), one.kpi_id))
    return tuple(
        Contribution(one.kpi_id, state.kpis[one.kpi_id].name, _texts(state, key_result, one))
        for one in followed
        if one.kpi_id in state.kpis and is_known(health.projection.chance)
    )


def effects_of(state: State, key_result: KeyResult) -> Mapping[str, LeadContribution]:
    """What leading KPIs do to a forecast, by KPI; empty without a forecast or if it is final."""
    health = state.key_results[key_result.id]
    if is_final(health) or not is_known(health.projection.chance):
        return {}
    return {one.kpi_id: one for one in health.projection.lead_effects}


def level_to_ask_for(state: State, key_result: KeyResult, kpi_id: str) -> Message | None:
    """The question how to bring a KPI to its 50 % level; None if it is there or out of reach."""
    health = state.key_results[key_result.id]
    effect, kpi = effects_of(state, key_result).get(kpi_id), state.kpis.get(kpi_id)
    if effect is None or kpi is None or not is_known(effect.even_value):
        return None
    is_near = is_known(effect.distance) and abs(effect.distance) <= WITHIN_REACH
    if not is_known(health.projection.chance) or health.projection.chance >= EVEN or not is_near:
        return None
    level = _level(kpi, health.grain, effect.even_value, effect, state.locale)
    return Message("decide-kpi-level", {**level, "kpi": kpi.name})


def part_in_forecast(
    effect: LeadContribution, key_result: KeyResult, health: KeyResultHealth, locale: str
) -> Message:
    """The effect of a leading KPI on the forecast: "−0.4 points", or why it is not used."""
    if not effect.is_used:
        return Message(
            f"lead-out-{effect.left_out.replace('_', '-')}" if effect.left_out else "missing"
        )
    if _hardly_moves(effect, health):
        return Message("lead-hardly-short")
    change = signed_sizes([effect.effect or 0.0], key_result.unit, locale)[0]
    return Message("plain", {"text": change})


def even_value(state: State, key_result: KeyResult, effect: LeadContribution) -> Message | None:
    """A sentence: the level of the KPI at which the key result's chance is 50 %.

    Where no level within reach has that effect, it says so; None if unknown.
    """
    health = state.key_results[key_result.id]
    kpi = state.kpis.get(effect.kpi_id)
    if kpi is None or not effect.is_used or not is_known(health.projection.chance):
        return None
    is_above = health.projection.chance >= EVEN
    if not is_known(effect.expected):
        return Message("lead-too-late")
    if effect.is_out_of_reach:
        return Message("lead-level-safe" if is_above else "lead-level-far")
    if not is_known(effect.even_value):
        return None
    side = "more" if effect.even_value > effect.expected else "less"
    values = _level(kpi, health.grain, effect.even_value, effect, state.locale)
    return Message(f"lead-level-{'keep' if is_above else 'need'}-{side}", values)


def _texts(state: State, key_result: KeyResult, effect: LeadContribution) -> tuple[Message, ...]:
    even = even_value(state, key_result, effect)
    moves = _moves(key_result, state.key_results[key_result.id], effect, state.locale)
    return (moves,) if even is None else (moves, even)


def _moves(
    key_result: KeyResult, health: KeyResultHealth, effect: LeadContribution, locale: str
) -> Message:
    moved = effect.effect
    if not is_known(moved) or _hardly_moves(effect, health):
        return Message("lead-hardly")
    size = sizes([moved], key_result.unit, locale)[0]
    better = "lower" if key_result.direction is Direction.DECREASE else "higher"
    return Message("lead-lifts" if moved > 0 else "lead-pulls", {"size": size, "better": better})


def _hardly_moves(effect: LeadContribution, health: KeyResultHealth) -> bool:
    moved = abs(effect.effect or 0.0)
    if not is_known(health.projection.low80) or not is_known(health.projection.high80):
        return moved == 0
    return moved <= HARDLY * (health.projection.high80 - health.projection.low80)


def _level(
    kpi: Kpi, grain: Grain | None, value: float, effect: LeadContribution, locale: str
) -> dict[str, str | Message]:
    """The level with its usual range, in periods of the outcome; sums are stated per period."""
    is_sum = kpi.aggregation is Aggregation.SUM
    period = Message(f"a-{grain.value}") if is_sum and grain is not None else "none"
    if is_known(effect.usual_low) and is_known(effect.usual_high):
        level, usual = compared_with_range(
            value, effect.usual_low, effect.usual_high, kpi.unit, locale
        )
    else:
        level, usual = number(value, short_unit(kpi.unit), locale), "none"
    return {"value": level, "period": period, "usual": usual}


def lead_words(one: IndicatorHealth) -> Message | None:
    """By how much a measured leading KPI leads: "3 weeks", in periods of the outcome; else None."""
    if one.measured_lead is None or one.grain is None:
        return None
    return lead_text(one.measured_lead, one.grain)


def basis_words(one: IndicatorHealth, locale: str) -> Message:
    """The basis of the role: overridden by a person, measured, declared or assumed."""
    if one.basis == "overridden" and one.review is not None:
        values = {"by": person(one.review.by), "reason": one.review.reason}
        return Message("basis-overridden", values)
    if one.basis != "measured":
        return Message(f"basis-{one.basis}")
    certainty: str | Message = (
        MISSING if one.certainty is None else sure_text(one.certainty, locale)
    )
    if one.verdict.evidence == "coincident":
        return Message("basis-measured-coincident", {"certainty": certainty})
    if not is_known(one.lead_periods) or one.grain is None:
        return Message("basis-measured", {"certainty": certainty})
    lead = lead_range_text(one.lead_periods, one.lead_low, one.lead_high, one.grain)
    return Message(
        f"basis-measured-{one.verdict.evidence}", {"certainty": certainty, "lead": lead}
    )
