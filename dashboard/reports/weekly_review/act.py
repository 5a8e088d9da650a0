"""The key results where a decision can change most, why, and the question to decide.

The ranking is a product rule: `(1 - |2p - 1|) * weight + 0.5 * drop + 0.3 * signal`, where `p` is
the chance, `weight` the key result's weight relative to the mean of its objective, `drop` how far
the chance fell since last week, and `signal` whether a leading KPI left its usual range the wrong
way. A chance near 50 % ranks highest: there a decision can still change the outcome. Below 15 %
the question is a different one, so these key results are always listed.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.domain.kpi import Better
from dashboard.domain.okr import KeyResult, Objective, Role, Status
from dashboard.domain.periods import week_start
from dashboard.domain.thresholds import GAP_POINTS, NOTABLE_CHANGE_POINTS, OUT_OF_REACH_CHANCE
from dashboard.i18n import Message
from dashboard.i18n.format import chance, day, percent
from dashboard.read_model.state import State
from dashboard.reports.shared.lead_words import lead_words, level_to_ask_for
from dashboard.reports.shared.scope import Scope
from dashboard.reports.shared.usual_period import UsualPeriod, left_usual_range
from dashboard.reports.shared.wording import (
    calendar_day,
    compared_with_range,
    is_known,
    person,
    points_between,
)

MOST = 3
"""A meeting that decides more than three things decides none (Tability's practice)."""

DROP_WEIGHT = 0.5
SIGNAL_WEIGHT = 0.3


@dataclass(frozen=True)
class DecisionNeeded:
    """One key result to decide on: facts, question, and decisions since Monday of this week."""

    key_result_id: str
    name: str
    status: Status
    why: tuple[Message, ...]
    decide: Message
    decided: Message | None


@dataclass(frozen=True)
class Signal:
    """A leading KPI that left its usual range the wrong way."""

    indicator: IndicatorHealth
    usual: UsualPeriod


@dataclass(frozen=True)
class _Candidate:
    objective: Objective
    key_result: KeyResult
    chance: float
    drop: float
    signal: Signal | None

    @property
    def score(self) -> float:
        weights = [one.weight for one in self.objective.key_results]
        mean = sum(weights) / len(weights)
        weight = self.key_result.weight / mean if mean else 0.0
        openness = 1 - abs(2 * self.chance - 1)
        return (
            openness * weight
            + DROP_WEIGHT * max(0.0, self.drop)
            + SIGNAL_WEIGHT * (self.signal is not None)
        )

    @property
    def is_out_of_reach(self) -> bool:
        return self.chance < OUT_OF_REACH_CHANCE


def decisions_needed(state: State, scope: Scope) -> tuple[tuple[DecisionNeeded, ...], int]:
    """At most three items, the most pressing first, and how many more are out of reach."""
    candidates = sorted(_candidates(state, scope), key=lambda one: (-one.score, one.key_result.id))
    forced = [one for one in candidates if one.is_out_of_reach]
    others = [one for one in candidates if not one.is_out_of_reach]
    chosen = forced[:MOST] + others[: max(0, MOST - len(forced))]
    chosen.sort(key=lambda one: (-one.score, one.key_result.id))
    return tuple(_item(state, one) for one in chosen), max(0, len(forced) - MOST)


def leading_signal(state: State, key_result_id: str) -> Signal | None:
    """The leading KPI that left its usual range the wrong way, measured ones first."""
    signals = [
        Signal(indicator, usual)
        for indicator in state.indicators.get(key_result_id, ())
        if indicator.role is Role.LEADING
        and indicator.kpi in state.kpis
        and (usual := left_usual_range(state, indicator.kpi)) is not None
        and _is_wrong_way(state.kpis[indicator.kpi].direction, usual)
    ]
    signals.sort(
        key=lambda signal: (signal.indicator.measured_lead is None, -signal.usual.distance)
    )
    return signals[0] if signals else None


def _is_wrong_way(better: Better, usual: UsualPeriod) -> bool:
    return {Better.INCREASE: usual.side == "below", Better.DECREASE: usual.side == "above"}.get(
        better, True
    )


def _candidates(state: State, scope: Scope) -> list[_Candidate]:
    """Key results with an open chance that are not on track or fell by a notable amount."""
    if state.as_of > scope.cycle.ends_on:
        return []
    candidates = []
    for objective, key_result in scope.key_results():
        health = state.key_results[key_result.id]
        if not is_known(health.projection.chance) or health.attainment.is_final:
            continue
        points = (
            points_between(health.projection.chance, state.last_week_chance(key_result.id)) or 0
        )
        if (
            health.status not in (Status.AT_RISK, Status.OFF_TRACK)
            and points > -NOTABLE_CHANGE_POINTS
        ):
            continue
        signal = leading_signal(state, key_result.id)
        candidates.append(
            _Candidate(objective, key_result, health.projection.chance, -points / 100, signal)
        )
    return candidates


def _item(state: State, one: _Candidate) -> DecisionNeeded:
    why = [_chance_sentence(state, one), _signal_sentence(state, one), _team_sentence(state, one)]
    return DecisionNeeded(
        key_result_id=one.key_result.id,
        name=one.key_result.title,
        status=state.key_results[one.key_result.id].status,
        why=tuple(sentence for sentence in why if sentence is not None),
        decide=_question(state, one),
        decided=_decided(state, one),
    )


def _decided(state: State, one: _Candidate) -> Message | None:
    monday = week_start(state.as_of)
    for row in state.decisions:
        if row.key_result == one.key_result.id and row.on >= monday:
            on = day(row.on, "weekday", state.locale)
            return Message(
                "act-decided",
                {"day": on, "decision": row.decision, "owner": person(row.owner) or "none"},
            )
    return None


def _chance_sentence(state: State, one: _Candidate) -> Message:
    before = state.last_week_chance(one.key_result.id)
    points = points_between(one.chance, before)
    now = chance(one.chance, state.locale)
    stem = "why-only" if one.is_out_of_reach else "why"
    if points is None:
        return Message("why-only" if one.is_out_of_reach else "why-now", {"now": now})
    if points == 0:
        return Message(f"{stem}-same", {"now": now})
    return Message(
        f"{stem}-{'rose' if points > 0 else 'fell'}",
        {"now": now, "before": chance(before, state.locale)},
    )


def _signal_sentence(state: State, one: _Candidate) -> Message | None:
    if one.signal is None:
        return None
    indicator, usual = one.signal.indicator, one.signal.usual
    kpi = state.kpis[indicator.kpi]
    value, span = compared_with_range(usual.value, usual.low, usual.high, kpi.unit, state.locale)
    values: dict[str, str | Message] = {"kpi": kpi.name, "value": value, "usual": span}
    lead = lead_words(indicator)
    if lead is not None:
        return Message(f"why-leads-{usual.side}", {**values, "lead": lead})
    is_declared = indicator.basis == "declared"
    return Message(f"why-{'declared' if is_declared else 'read'}-{usual.side}", values)


def _gap(state: State, one: _Candidate) -> int:
    """How many points the team is above the forecast; 0 without a stated confidence."""
    return points_between(state.key_results[one.key_result.id].confidence.value, one.chance) or 0


def _team_sentence(state: State, one: _Candidate) -> Message | None:
    gap = _gap(state, one)
    if abs(gap) < GAP_POINTS:
        return None
    confidence = percent(state.key_results[one.key_result.id].confidence.value, state.locale)
    return Message("why-team-higher" if gap > 0 else "why-team-lower", {"confidence": confidence})


def _question(state: State, one: _Candidate) -> Message:
    """The question to decide: target out of reach, leading KPI, gap, fall, or a general one."""
    if one.is_out_of_reach:
        return Message("decide-target")
    if one.signal is not None:
        kpi = state.kpis[one.signal.indicator.kpi]
        asked = level_to_ask_for(state, one.key_result, kpi.id)
        return asked or Message("decide-kpi", {"kpi": kpi.name})
    if abs(_gap(state, one)) >= GAP_POINTS:
        return Message("decide-gap")
    if one.drop * 100 >= NOTABLE_CHANGE_POINTS:
        return Message("decide-fell")
    return Message(
        "decide-move",
        {"day": calendar_day(state.due_on(one.key_result), state.as_of, state.locale)},
    )
