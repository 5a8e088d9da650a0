"""The required pace compared with the usual pace, in one or two sentences."""

from __future__ import annotations

from dashboard.analytics.key_results.key_result import KeyResultHealth
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Direction, KeyResult
from dashboard.domain.periods import periods_until
from dashboard.i18n import Message
from dashboard.i18n.format import number
from dashboard.read_model.state import State
from dashboard.reports.shared.change_text import signed_sizes, sizes
from dashboard.reports.shared.wording import is_final, is_known

ONE_A_MONTH = 0.05
"""Rates this close to one step a month are called "one a month"."""


def needed_pace(state: State, key_result: KeyResult) -> tuple[Message, ...]:
    """The required pace, and how often the past reached it; empty if unknown or final."""
    health = state.key_results[key_result.id]
    if (
        is_final(health)
        or not is_known(health.required_pace.needed_pace)
        or health.required_pace.pace_grain is None
    ):
        return ()
    if key_result.direction is Direction.MILESTONE:
        return (
            _steps(
                health.required_pace.needed_pace, health.required_pace.usual_pace, state.locale
            ),
        )
    is_met = _is_met(key_result, health.required_pace.needed_pace)
    lines = [_measure(state, key_result, health, health.required_pace.needed_pace, is_met=is_met)]
    seen = _seen(state, key_result, health, is_met=is_met)
    return (*lines, seen) if seen is not None else tuple(lines)


def steps_so_far(state: State, key_result: KeyResult) -> Message | None:
    """The rate of steps so far: "one a month"; None without steps done or with a final result."""
    health = state.key_results[key_result.id]
    rate = health.required_pace.usual_pace
    is_step = key_result.direction is Direction.MILESTONE
    if not is_step or is_final(health) or not is_known(rate) or rate <= 0:
        return None
    if abs(rate - 1) < ONE_A_MONTH:
        return Message("steps-one-a-month")
    if rate < 1:
        months = number(round(1 / rate, 1), "", state.locale)
        return Message("steps-every-months", {"months": months})
    return Message("steps-a-month", {"count": number(round(rate, 1), "", state.locale)})


def _is_met(key_result: KeyResult, needed: float) -> bool:
    return needed > 0 if key_result.direction is Direction.DECREASE else needed < 0


def _steps(needed: float, usual: float | None, locale: str) -> Message:
    asked, done = round(needed, 1), round(usual, 1) if is_known(usual) else None
    return Message(
        "needs-steps",
        {
            "needed": number(asked, "", locale),
            "is_one": "yes" if asked == 1 else "no",
            "so_far": "unknown" if done is None else number(done, "", locale) if done else "none",
        },
    )


def _measure(
    state: State, key_result: KeyResult, health: KeyResultHealth, needed: float, *, is_met: bool
) -> Message:
    unit, locale = key_result.unit, state.locale
    usual = health.required_pace.usual_pace if is_known(health.required_pace.usual_pace) else None
    both = signed_sizes([needed, usual or 0.0], unit, locale)
    values: dict[str, str | Message] = {
        "needed": both[0],
        "period": _a_period(health.required_pace.pace_grain),
        "usual": both[1] if usual is not None else "none",
    }
    if needed == 0:
        return Message("needs-hold", values)
    if not is_met:
        return Message("needs-pace", values)
    size = sizes([needed, usual or 0.0], unit, locale)[0]
    way = "rise" if needed > 0 else "fall"
    return Message(f"needs-may-{way}", {**values, "needed": size})


def _seen(
    state: State, key_result: KeyResult, health: KeyResultHealth, *, is_met: bool
) -> Message | None:
    """How many past stretches as long as the remaining one reached the required pace."""
    ahead = _ahead(state, key_result, health)
    if (
        not health.required_pace.paces_seen
        or health.required_pace.paces_enough is None
        or not ahead
        or not health.required_pace.pace_grain
    ):
        return None
    kind = "kept" if is_met or health.required_pace.needed_pace == 0 else "brought"
    return Message(
        f"needs-{kind}",
        {
            "enough": health.required_pace.paces_enough,
            "seen": health.required_pace.paces_seen,
            "stretch": Message(
                f"stretch-{health.required_pace.pace_grain.value}", {"count": ahead}
            ),
        },
    )


def _ahead(state: State, key_result: KeyResult, health: KeyResultHealth) -> int:
    """The number of remaining periods; 0 if unknown."""
    if len(health.projection.path):
        return len(health.projection.path)
    if (
        key_result.kpi is None
        or health.attainment.value_on is None
        or health.required_pace.pace_grain is None
    ):
        return 0
    return periods_until(
        health.attainment.value_on, state.due_on(key_result), health.required_pace.pace_grain
    )


def _a_period(grain: Grain | None) -> Message:
    return Message(f"a-{grain.value}" if grain else "missing")
