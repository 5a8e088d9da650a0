"""How a forecast was made: method, data, seasons, leading KPIs, recalibration and date."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.analytics.calibration.recalibration import MIN_RESOLVED, MIN_TESTED
from dashboard.analytics.forecast.lead_contributions import LeadContribution
from dashboard.analytics.forecast.method import Method, method_named
from dashboard.analytics.key_results.key_result import KeyResultHealth
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Direction, KeyResult
from dashboard.domain.thresholds import AT_RISK_CHANCE, ON_TRACK_CHANCE
from dashboard.i18n import Message
from dashboard.i18n.format import chance, day, numbers, percent, shown_percent
from dashboard.read_model.state import State
from dashboard.reports.shared.lead_words import effects_of
from dashboard.reports.shared.wording import calendar_day, is_known, lead_text, reason_text

SHORT_FINGERPRINT = 8
"""Characters of a fingerprint that are shown: enough to tell fingerprints apart on a page."""


def how_it_was_made(state: State, key_result: KeyResult) -> tuple[Message, ...]:
    """One or two sentences for each question that a sceptical reader asks."""
    health = state.key_results[key_result.id]
    lines = list(_forecast(state, key_result, health))
    on, risk = percent(ON_TRACK_CHANCE, state.locale), percent(AT_RISK_CHANCE, state.locale)
    lines.append(Message("kr-how-status", {"on": on, "risk": risk}))
    lines.append(_origin(state, health))
    return tuple(lines)


def _forecast(state: State, key_result: KeyResult, health: KeyResultHealth) -> Iterator[Message]:
    if not is_known(health.projection.chance):
        yield Message("kr-how-none", {"reason": reason_text(health.projection.reason)})
        return
    method = method_named(health.projection.method)
    yield _method(method, health.projection.method or "")
    if health.attainment.value_ends_on is not None and health.grain is not None:
        yield Message(_points_key(key_result), _points(state, health, health.grain))
    if method is not None and method.is_smoothing:  # seasons, leads, recalibration apply to it
        yield Message("kr-how-season" if method.has_season else "kr-how-no-season")
        yield from _leads(state, key_result, health)
    if is_known(health.projection.median) and not health.projection.path.empty:
        yield _landing(state, key_result, health)
    if method is not None and method.is_smoothing:
        yield _record(state, health)


def _method(method: Method | None, name: str) -> Message:
    """The method in words; that of another version by its name."""
    if method is None:
        return Message("kr-how-method", {"method": name})
    if method.is_smoothing:
        return Message("kr-how-smoothing")
    return Message("kr-how-rate" if method is Method.STEP_RATE else "kr-how-fact")


def _points_key(key_result: KeyResult) -> str:
    if key_result.direction is Direction.MILESTONE:
        return "kr-how-steps"
    return "kr-how-points" if key_result.kpi is not None else "kr-how-reports"


def _points(state: State, health: KeyResultHealth, grain: Grain) -> dict[str, str | int | Message]:
    ends = (
        day(health.attainment.value_ends_on, "long", state.locale)
        if health.attainment.value_ends_on
        else ""
    )
    return {"count": health.projection.points, "grain": grain.value, "day": ends}


def _leads(state: State, key_result: KeyResult, health: KeyResultHealth) -> Iterator[Message]:
    effects = effects_of(state, key_result).values()
    followed = [one for one in effects if one.is_used and one.kpi_id in state.kpis]
    if not followed:
        yield Message("kr-how-no-lead-helps" if effects else "kr-how-no-lead")
    for one in followed:
        yield _lead(state, health, one)


def _lead(state: State, health: KeyResultHealth, effect: LeadContribution) -> Message:
    grain = health.grain or Grain.WEEK
    values: dict[str, str | int | Message] = {
        "kpi": state.kpis[effect.kpi_id].name,
        "lead": lead_text(effect.lead_periods, grain),
        "tested": Message(f"periods-{grain.value}", {"count": effect.tested}),
    }
    saved = 1 - effect.error_ratio if is_known(effect.error_ratio) else 0.0
    if not effect.tested or shown_percent(saved, is_fact=True) < 1:
        return Message("kr-how-lead", values)
    return Message("kr-how-lead-tested", {**values, "saved": percent(saved, state.locale)})


def _landing(state: State, key_result: KeyResult, health: KeyResultHealth) -> Message:
    names = ("median", "low50", "high50", "low80", "high80")
    levels = [getattr(health.projection, name) for name in names]
    texts = numbers(levels, key_result.unit, state.locale, is_apart=True)
    values = dict(zip(names, texts, strict=True))
    due = calendar_day(state.due_on(key_result), state.as_of, state.locale)
    return Message("kr-how-lands", {**values, "due": due})


def _record(state: State, health: KeyResultHealth) -> Message:
    """How recalibration on resolved forecasts changed the chance, or why it does not yet."""
    recalibration = state.recalibration
    counts = {"resolved": recalibration.settled, "tested": recalibration.tested}
    if recalibration.is_on:
        raw = (
            health.projection.raw_chance
            if is_known(health.projection.raw_chance)
            else health.projection.chance
        )
        before, after = (chance(one, state.locale) for one in (raw, health.projection.chance))
        key = "kr-how-record-same" if before == after else "kr-how-record-moves"
        return Message(key, {**counts, "before": before, "after": after})
    needed = {"needed_resolved": MIN_RESOLVED, "needed_tested": MIN_TESTED}
    return Message(f"kr-how-record-{recalibration.reason.replace('_', '-')}", {**counts, **needed})


def _origin(state: State, health: KeyResultHealth) -> Message:
    """The day, the inputs and the snapshot; a key result recomputed since is in no snapshot."""
    values = {
        "as_of": day(state.as_of, "long", state.locale),
        "id": state.snapshot_id,
        "when": day(state.built_at.date(), "long", state.locale),
    }
    if health.key_result_id in state.judged_anew:
        return Message("kr-how-recomputed", values)
    inputs = state.fingerprints.get(health.key_result_id, "")[:SHORT_FINGERPRINT]
    if inputs:
        return Message("kr-how-inputs", {**values, "inputs": inputs})
    return Message("kr-how-snapshot", values)
