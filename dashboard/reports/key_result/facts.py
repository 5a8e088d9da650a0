"""The four headline numbers: current value, steady pace, forecast chance, team confidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard.analytics.key_results.key_result import KeyResultHealth
from dashboard.domain.okr import Band, Direction, KeyResult
from dashboard.domain.periods import period_end
from dashboard.domain.thresholds import GAP_POINTS
from dashboard.i18n import Message
from dashboard.i18n.format import MISSING, chance, day, difference, percent, span
from dashboard.read_model.state import State
from dashboard.reports.shared.wording import (
    chance_words,
    digits_text,
    health_chance_text,
    is_final,
    is_known,
    person,
    points_between,
    reason_text,
    short_unit,
    steps_text,
    value_text,
)


@dataclass(frozen=True)
class Fact:
    """One number: label, number, a remark next to it, lines below; tone "gap" invites discussion."""

    label: Message
    number: str
    remark: tuple[Message, ...] = ()
    below: tuple[Message, ...] = ()
    tone: Literal["plain", "gap"] = "plain"


def facts_of(state: State, key_result: KeyResult) -> tuple[Fact, Fact, Fact, Fact]:
    """Current value, steady pace, chance and confidence, in this order."""
    health = state.key_results[key_result.id]
    return (
        _now(state, key_result, health),
        _pace(state, key_result, health),
        _chance(state, key_result, health),
        _team(state, health),
    )


def _now(state: State, key_result: KeyResult, health: KeyResultHealth) -> Fact:
    if key_result.direction is Direction.MILESTONE:
        return Fact(Message("kr-steps"), steps_text(key_result, health.attainment.value))
    if not is_known(health.attainment.value):
        return Fact(Message("kr-now"), MISSING, below=(Message("kr-now-empty"),))
    return Fact(
        label=Message("kr-now"),
        number=digits_text(key_result, health.attainment.value, state.locale),
        remark=_long_unit(key_result),
        below=tuple(
            line
            for line in (_since(state, key_result, health), _running(state, key_result, health))
            if line
        ),
    )


def _since(state: State, key_result: KeyResult, health: KeyResultHealth) -> Message | None:
    if not is_known(health.attainment.value) or not is_known(health.attainment.previous_value):
        return None
    grain = health.grain if key_result.kpi is not None else None  # reports are irregular
    before = {"before": grain.value if grain else "none"}
    if health.attainment.value == health.attainment.previous_value:
        return Message("kr-now-same", before)
    gap = difference(
        health.attainment.value, health.attainment.previous_value, key_result.unit, state.locale
    )
    key = (
        "kr-now-higher"
        if health.attainment.value > health.attainment.previous_value
        else "kr-now-lower"
    )
    return Message(key, {**before, "gap": gap})


def _running(state: State, key_result: KeyResult, health: KeyResultHealth) -> Message | None:
    if is_known(health.running.value):
        grain = health.grain.value if health.grain else "none"
        return Message(
            "kr-running",
            {"grain": grain, "value": value_text(key_result, health.running.value, state.locale)},
        )
    if (
        health.attainment.value_ends_on is not None
        and health.attainment.value_ends_on < state.as_of
    ):
        return Message(
            "kr-now-on", {"day": day(health.attainment.value_ends_on, "short", state.locale)}
        )
    return None


def _pace(state: State, key_result: KeyResult, health: KeyResultHealth) -> Fact:
    label = Message("kr-pace")
    if isinstance(key_result.target, Band):
        inside = percent(health.attainment.progress, state.locale)
        ends = key_result.target.low, key_result.target.high
        below = Message("kr-inside-text", {"range": span(*ends, key_result.unit, state.locale)})
        remaining = _inside_remaining(state, key_result, health)
        return Fact(
            Message("kr-inside"), inside, below=(below, remaining) if remaining else (below,)
        )
    if key_result.direction is Direction.MILESTONE:
        return Fact(
            label,
            percent(health.pace.elapsed_share, state.locale),
            below=(Message("kr-pace-steps"),),
        )
    if not is_known(health.pace.steady_value):
        return Fact(label, MISSING)
    number_of = digits_text(key_result, health.pace.steady_value, state.locale)
    return Fact(label, number_of, _long_unit(key_result), _behind(state, key_result, health))


def _inside_remaining(
    state: State, key_result: KeyResult, health: KeyResultHealth
) -> Message | None:
    """In how many of the remaining periods the measure is expected inside; None for the last one."""
    grain, starts_on = health.grain, state.cycle_of(key_result.id).starts_on
    if (
        not is_known(health.projection.inside_ahead)
        or grain is None
        or health.projection.path.empty
    ):
        return None
    stamps = pd.to_datetime(health.projection.path["period_on"]).dt.date
    total = sum(period_end(stamp, grain) >= starts_on for stamp in stamps)
    if total <= 1:
        return None
    inside = round(health.projection.inside_ahead * total)
    values: dict[str, int | Message] = {
        "inside": inside,
        "remaining": Message(f"periods-{grain.value}", {"count": total}),
    }
    if inside in (0, total):
        return Message("kr-inside-remaining-all" if inside else "kr-inside-remaining-none", values)
    return Message("kr-inside-remaining", values)


def _long_unit(key_result: KeyResult) -> tuple[Message, ...]:
    """A unit that is too long to be shown in the size of the number."""
    is_long = key_result.unit and not short_unit(key_result.unit)
    return (Message("plain", {"text": key_result.unit}),) if is_long else ()


def _behind(state: State, key_result: KeyResult, health: KeyResultHealth) -> tuple[Message, ...]:
    if not is_known(health.attainment.value) or not is_known(health.pace.steady_value):
        return ()
    gap = difference(
        health.attainment.value, health.pace.steady_value, key_result.unit, state.locale
    )
    lead = health.attainment.value - health.pace.steady_value
    if key_result.direction is Direction.DECREASE:
        lead = -lead
    if lead == 0:
        return (Message("kr-pace-on"),)
    return (Message("kr-pace-ahead" if lead > 0 else "kr-pace-behind", {"gap": gap}),)


def _chance(state: State, key_result: KeyResult, health: KeyResultHealth) -> Fact:
    label = Message(_chance_label(key_result, health))
    if not is_known(health.projection.chance):
        return Fact(
            label, MISSING, (Message("kr-no-forecast"),), (reason_text(health.projection.reason),)
        )
    text = health_chance_text(health, state.locale)
    reached = _reached(state, key_result, health)
    if is_final(health):
        return Fact(
            Message("kr-result"), text, (Message(f"status-{health.status.value}"),), reached
        )
    word, in_ten = chance_words(health.projection.chance)
    return Fact(label, text, (word, in_ten), (*_change(state, key_result, health), *reached))


def _chance_label(key_result: KeyResult, health: KeyResultHealth) -> str:
    if isinstance(key_result.target, Band):
        return "kr-chance-stay"
    return "kr-chance" if health.attainment.reached_on is None else "kr-chance-keep"


def _change(state: State, key_result: KeyResult, health: KeyResultHealth) -> tuple[Message, ...]:
    before = state.last_week_chance(key_result.id)
    points = points_between(health.projection.chance, before)
    if points is None:
        return (Message("kr-chance-first"),)
    if points == 0:
        return (Message("kr-chance-same"),)
    values: dict[str, str | Message] = {
        "points": Message("kr-points", {"count": abs(points)}),
        "before": chance(before, state.locale),
    }
    return (Message("kr-chance-up" if points > 0 else "kr-chance-down", values),)


def _reached(state: State, key_result: KeyResult, health: KeyResultHealth) -> tuple[Message, ...]:
    if health.attainment.reached_on is None:
        return ()
    on = day(health.attainment.reached_on, "short", state.locale)
    stem = "kr-inside-since" if isinstance(key_result.target, Band) else "kr-reached"
    if is_final(health):
        return (Message(f"{stem}-on", {"day": on}),)
    due = day(state.due_on(key_result), "short", state.locale)
    kept = health_chance_text(health, state.locale)
    return (Message(f"{stem}-keep", {"day": on, "due": due, "chance": kept}),)


def _team(state: State, health: KeyResultHealth) -> Fact:
    label = Message("kr-team")
    if not is_known(health.confidence.value):
        return Fact(label, MISSING, below=(Message("kr-team-none"),))
    who = (
        (
            Message(
                "kr-team-who",
                {
                    "who": person(health.confidence.by),
                    "day": day(health.confidence.on, "weekday", state.locale),
                },
            ),
        )
        if health.confidence.on is not None
        else ()
    )
    text = percent(health.confidence.value, state.locale)
    points = (
        None
        if is_final(health)
        else points_between(health.confidence.value, health.projection.chance)
    )
    if points is None:
        return Fact(label, text, who)
    if abs(points) < GAP_POINTS:
        return Fact(label, text, who, (Message("kr-team-agree"),))
    key = "kr-team-above" if points > 0 else "kr-team-below"
    gap = Message(key, {"points": Message("kr-points", {"count": abs(points)})})
    return Fact(label, text, who, (gap,), "gap")
