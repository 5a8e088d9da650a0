"""Numbers as the pages write them: values with units, chances with words, gaps, weeks, spans."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import TypeGuard

from dashboard.analytics.key_results.key_result import KeyResultHealth
from dashboard.analytics.key_results.status import in_ten, word_for
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Direction, KeyResult, Status
from dashboard.domain.periods import DAYS_IN
from dashboard.domain.thresholds import MODERATE_LINK, STRONG_LINK
from dashboard.i18n import Message
from dashboard.i18n.format import MISSING, NBSP, chance, day, numbers, percent, shown_percent, span

LONG_UNIT = 5
"""Longer units are written once where two numbers are next to each other."""

BELOW = {
    Grain.QUARTER: (Grain.MONTH, 3.0),
    Grain.MONTH: (Grain.WEEK, DAYS_IN[Grain.MONTH] / DAYS_IN[Grain.WEEK]),
}
"""The next finer grain, and how many of its periods make one: a weekly KPI may lead months by half
of one."""

SHORT, NEARLY_WHOLE = 4.0, 0.1
"""Fewer periods than this that are not nearly whole are stated in the next finer grain."""

MOST_SURE = 0.99
"""Certainties beyond this are shown as "more than": calibration does not reach farther."""

ARROW = f"{NBSP}→ "


def is_known(value: float | None) -> TypeGuard[float]:
    """Whether there is a number: neither None nor NaN."""
    return value is not None and not math.isnan(value)


def is_final(health: KeyResultHealth) -> bool:
    """Whether the chance of a key result is final: reached for good, or missed."""
    is_over = health.status in (Status.REACHED, Status.MISSED)
    return is_over and health.attainment.is_final and is_known(health.projection.chance)


def is_fact(status: Status, value: float | None) -> bool:
    """Whether a chance is final, judged by its status alone."""
    return status in (Status.REACHED, Status.MISSED) and is_known(value) and value in (0.0, 1.0)


def points_between(now: float | None, before: float | None) -> int | None:
    """The difference of two chances in displayed whole points; None if one is missing."""
    if not is_known(now) or not is_known(before):
        return None
    return shown_percent(now) - shown_percent(before)


def chance_words(value: float) -> tuple[Message, Message]:
    """The word for a chance, and about how many in ten."""
    whole = shown_percent(value)
    return Message(f"chance-{word_for(whole)}"), Message("about-in-ten", {"count": in_ten(whole)})


def now_to_target(key_result: KeyResult, value: float | None, locale: str) -> str:
    """Current value and target of the key result: "12.2 % → 15.0 %", "1 of 2"."""
    if key_result.direction is Direction.MILESTONE:
        return steps_text(key_result, value)
    target = key_result.target
    unit = short_unit(key_result.unit)
    if isinstance(target, Band):
        now, low, high = numbers([value, target.low, target.high], "", locale, is_apart=True)
        tail = f"{NBSP}{unit}" if unit else ""
        return f"{now}{tail if is_known(value) else ''}{ARROW}{low}–{high}{tail}"
    now, end = numbers([value, target], unit, locale, is_apart=True)
    return f"{now}{ARROW}{end}"


def target_text(key_result: KeyResult, locale: str) -> str:
    """The target with its unit: "15.0 %", "2–4 %", "2 steps" as "2"."""
    if key_result.direction is Direction.MILESTONE:
        return str(len(key_result.milestones))
    target = key_result.target
    if isinstance(target, Band):
        return span(target.low, target.high, short_unit(key_result.unit), locale)
    return numbers([target, key_result.baseline], key_result.unit, locale, is_apart=True)[0]


def baseline_text(key_result: KeyResult, locale: str) -> str:
    """The baseline shown before its target, which carries a long unit: "10.2 %", "3 500"."""
    target = key_result.target
    end = None if isinstance(target, Band) else target
    return numbers([key_result.baseline, end], short_unit(key_result.unit), locale, is_apart=True)[
        0
    ]


def value_text(key_result: KeyResult, value: float | None, locale: str) -> str:
    """A value of the key result with its unit and enough decimals to differ from the target."""
    return _with_unit(key_result, value, key_result.unit, locale)


def digits_text(key_result: KeyResult, value: float | None, locale: str) -> str:
    """The same without a long unit."""
    return _with_unit(key_result, value, short_unit(key_result.unit), locale)


def _with_unit(key_result: KeyResult, value: float | None, unit: str, locale: str) -> str:
    if key_result.direction is Direction.MILESTONE:
        return steps_text(key_result, value)
    target = key_result.target
    ends = [target.low, target.high] if isinstance(target, Band) else [target]
    return numbers([value, *ends], unit, locale, is_apart=True)[0]


def steps_text(key_result: KeyResult, done: float | None) -> str:
    """How many of the steps are done: "1 / 2"."""
    return f"{round(done) if is_known(done) else 0} / {len(key_result.milestones)}"


def lead_text(periods: float, grain: Grain) -> Message:
    """A lead time: "3 weeks"; fractions of a month or quarter in the next finer grain."""
    (count,), unit = _in_whole_periods([abs(periods)], grain)
    return Message(f"periods-{unit.value}", {"count": count})


def sure_text(certainty: float, locale: str) -> Message:
    """A certainty: "93 %"; "more than 99 %" and "less than 1 %" at the extremes."""
    if certainty > MOST_SURE:
        return Message("sure-beyond", {"share": percent(MOST_SURE, locale)})
    if certainty < 1 - MOST_SURE:
        return Message("sure-below", {"share": percent(1 - MOST_SURE, locale)})
    return Message("plain", {"text": percent(certainty, locale)})


def lead_range_text(
    periods: float, low: float | None, high: float | None, grain: Grain
) -> Message:
    """A lead time with its range: "3 weeks (2 to 4)"; without an unknown or zero-width range."""
    if not is_known(low) or not is_known(high):
        return lead_text(periods, grain)
    (count, first, last), unit = _in_whole_periods(
        [max(0.0, one) for one in (periods, low, high)], grain
    )
    lead = Message(f"periods-{unit.value}", {"count": count})
    if first == last:
        return lead
    return Message("lead-range", {"lead": lead, "low": first, "high": last})


def span_counts(low: float, high: float, grain: Grain) -> tuple[int, int, Grain]:
    """Both ends of a range in whole periods, in the grain that can express them."""
    (first, last), unit = _in_whole_periods([low, high], grain)
    return first, last, unit


def _in_whole_periods(values: Sequence[float], grain: Grain) -> tuple[list[int], Grain]:
    while grain in BELOW and max(values) < SHORT and not all(map(_is_nearly_whole, values)):
        grain, share = BELOW[grain]
        values = [value * share for value in values]
    return [round(value) for value in values], grain


def _is_nearly_whole(value: float) -> bool:
    return abs(value - round(value)) < NEARLY_WHOLE


def strength_word(strength: float | None) -> str:
    """The word for the strength of a link: strong, moderate, weak or unknown."""
    if not is_known(strength):
        return "unknown"
    size = abs(strength)
    return "strong" if size >= STRONG_LINK else "moderate" if size >= MODERATE_LINK else "weak"


def health_chance_text(health: KeyResultHealth, locale: str) -> str:
    """The chance of a key result as a whole percent, or "–"."""
    if not is_known(health.projection.chance):
        return MISSING
    return chance(health.projection.chance, locale, is_fact=is_final(health))


def chance_text(value: float | None, status: Status, locale: str) -> str:
    """The chance of an objective as a whole percent, or "–"."""
    return chance(value, locale, is_fact=is_fact(status, value)) if is_known(value) else MISSING


def calendar_day(on: dt.date, as_of: dt.date, locale: str) -> str:
    """A day as written on `as_of`: "31 Dec", with the year if it is another one."""
    short = day(on, "short", locale)
    words = short if on.year == as_of.year else f"{short} {on.year}"
    return words.replace(" ", NBSP)


def days_between(earlier: dt.date, later: dt.date) -> int:
    """Whole days from one day to another."""
    return (later - earlier).days


def person(owner: str | None) -> str:
    """The name of an owner: the part of an address before the @, capitalised."""
    if not owner:
        return ""
    if "@" not in owner:
        return owner
    return " ".join(
        word.capitalize() for word in owner.split("@")[0].replace("_", ".").split(".") if word
    )


def reason_text(reason: Message | None) -> Message:
    """Why there is no forecast."""
    return reason if reason is not None else Message("no-reason")


def short_unit(unit: str) -> str:
    """The unit if it is short enough to repeat, else empty."""
    return unit if len(unit) <= LONG_UNIT else ""


def compared_with_range(
    value: float, low: float, high: float, unit: str, locale: str
) -> tuple[str, str]:
    """A value and its reference range, with the same decimals: ("412", "455–560")."""
    now, first, last = numbers([value, low, high], "", locale)
    short = short_unit(unit)
    tail = f"{NBSP}{short}" if short else ""
    return f"{now}{tail}", f"{first}–{last}{tail}"
