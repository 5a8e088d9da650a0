"""What a chance is called: the status and its words, both by the percent that is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from dashboard.domain.okr import Status
from dashboard.domain.thresholds import AT_RISK_CHANCE, ON_TRACK_CHANCE
from dashboard.i18n.format import shown_percent

Word = Literal["very_likely", "likely", "could_go_either_way", "unlikely", "very_unlikely"]

_WORDS: tuple[tuple[int, Word], ...] = (
    (90, "very_likely"),
    (70, "likely"),
    (40, "could_go_either_way"),
    (10, "unlikely"),
)


@dataclass(frozen=True)
class StatusFacts:
    """What decides the status of a key result apart from its chance.

    `is_final`: the last value that counts is in. `is_past`: the deadline's day has come to its
    end. `is_reached_for_good`: reached, and it cannot be lost again.
    """

    has_started: bool = True
    is_met_now: bool = False
    is_final: bool = False
    is_past: bool = False
    is_reached_for_good: bool = False


def status_of(chance: float | None, facts: StatusFacts) -> Status:
    """The status: final outcomes first, then the cut of the displayed whole percent.

    A target that is met now counts as reached as long as keeping it is at least likely
    (`ON_TRACK_CHANCE`). After the deadline and before the last value it is still a forecast.
    """
    if not facts.has_started:
        return Status.NOT_STARTED
    if facts.is_reached_for_good:
        return Status.REACHED
    if facts.is_final and facts.is_past:
        return Status.REACHED if facts.is_met_now else Status.MISSED
    if chance is None or not math.isfinite(chance):
        return Status.NO_FORECAST
    percent = shown_percent(chance)
    if percent >= round(100 * ON_TRACK_CHANCE):
        return Status.REACHED if facts.is_met_now else Status.ON_TRACK
    return Status.AT_RISK if percent >= round(100 * AT_RISK_CHANCE) else Status.OFF_TRACK


def word_for(percent: int) -> Word:
    """The key of the word for a shown percent."""
    for least, word in _WORDS:
        if percent >= least:
            return word
    return "very_unlikely"


def in_ten(percent: int) -> int:
    """About how many in ten, halves rounded up: 0 is "fewer than 1 in 10", 10 "more than 9 in 10"."""
    return (percent + 5) // 10
