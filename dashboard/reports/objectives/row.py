"""One objective in numbers and words: progress, projection, and its weakest key result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.analytics.key_results.pace import elapsed_share
from dashboard.analytics.objectives.objective import ObjectiveHealth
from dashboard.charts.data import LandingStrip
from dashboard.domain.okr import Objective, Status
from dashboard.i18n import Message
from dashboard.i18n.format import percent
from dashboard.read_model.state import State
from dashboard.reports.objectives.reached_counts import how_many
from dashboard.reports.shared.scope import Scope
from dashboard.reports.shared.wording import chance_text, chance_words, is_known, person


@dataclass(frozen=True)
class KeyResultMark:
    """One key result on its objective's second line."""

    key_result_id: str
    name: str
    status: Status
    chance: str


@dataclass(frozen=True)
class ObjectiveRow:
    """One objective; texts are messages or formatted numbers, marks are worst first."""

    objective_id: str
    title: str
    why: str
    owner: str
    team: str
    status: Status
    is_so_far: bool
    strip: LandingStrip
    now: Message
    landing: Message
    all_reached: str
    all_reached_word: Message
    how_many: Message | None
    confidence: str
    lowest: Message
    weakest: Message | None
    marks: tuple[KeyResultMark, ...]


def objective_row(state: State, scope: Scope, objective: Objective) -> ObjectiveRow:
    """One objective as a row of the page: progress, landing, status, weakest key result."""
    health = state.objectives[objective.id]
    missing = sum(
        not is_known(state.key_results[one.id].projection.chance) for one in objective.key_results
    )
    is_so_far = health.partial and health.status not in (Status.NO_FORECAST, Status.NOT_STARTED)
    is_over = state.as_of > scope.cycle.ends_on
    return ObjectiveRow(
        objective_id=objective.id,
        title=objective.title,
        why=objective.why,
        owner=person(objective.owner),
        team=objective.team or "",
        status=health.status,
        is_so_far=is_so_far,
        strip=_strip(state, scope, health),
        now=_now(health, state.locale, is_over=is_over),
        landing=_ended(missing) if is_over else _landing(health, missing, state.locale),
        all_reached=chance_text(health.chance, health.status, state.locale),
        all_reached_word=_all_reached_word(health, missing, is_over=is_over),
        how_many=how_many(health.reached_counts, state.locale),
        confidence=percent(health.confidence, state.locale),
        lowest=_lowest(health, state.locale),
        weakest=_weakest(state, health),
        marks=_marks(state, objective),
    )


def rank_of(state: State, row: ObjectiveRow) -> tuple[int, float, str]:
    """Sort key: worst weakest key result first, without a forecast last."""
    weakest = state.objectives[row.objective_id].weakest_key_result
    value = state.key_results[weakest].projection.chance if weakest is not None else None
    return (row.status.severity, value if is_known(value) else 2.0, row.objective_id)


def _strip(state: State, scope: Scope, health: ObjectiveHealth) -> LandingStrip:
    if state.as_of > scope.cycle.ends_on:
        return LandingStrip(progress=_or_none(health.progress))
    has_started = state.as_of >= scope.cycle.starts_on
    pace = (
        elapsed_share(scope.cycle.starts_on, scope.cycle.ends_on, state.as_of)
        if has_started
        else None
    )
    return LandingStrip(
        progress=_or_none(health.progress),
        pace=pace,
        median=_or_none(health.progress_median),
        low50=_or_none(health.progress_low50),
        high50=_or_none(health.progress_high50),
        low80=_or_none(health.progress_low80),
        high80=_or_none(health.progress_high80),
    )


def _or_none(value: float | None) -> float | None:
    return value if is_known(value) else None


def _now(health: ObjectiveHealth, locale: str, *, is_over: bool) -> Message:
    if not is_known(health.progress):
        return Message("objectives-now-unknown")
    key = "objectives-now" if health.coverage >= 1 else "objectives-now-partly"
    if is_over:
        key = "objectives-ended"
    return Message(key, {"progress": percent(health.progress, locale)})


def _ended(missing: int) -> Message:
    """The number of key results of an ended objective that still wait for their last value."""
    return (
        Message("objectives-waiting", {"count": missing})
        if missing
        else Message("plain", {"text": ""})
    )


def _landing(health: ObjectiveHealth, missing: int, locale: str) -> Message:
    if (
        not is_known(health.progress_median)
        or not is_known(health.progress_low80)
        or not is_known(health.progress_high80)
    ):
        return Message("objectives-no-landing", {"count": missing})
    low, high = percent(health.progress_low80, locale), percent(health.progress_high80, locale)
    middle = percent(health.progress_median, locale)
    # The percent sign appears once, after the median: "lands at 92 % (70–100)".
    return Message(
        "objectives-lands",
        {"median": middle, "low": low.rstrip(" %\u00a0"), "high": high.rstrip(" %\u00a0")},
    )


def _all_reached_word(health: ObjectiveHealth, missing: int, *, is_over: bool) -> Message:
    if not is_known(health.chance):
        return (
            Message("objectives-missing", {"count": missing})
            if missing
            else Message("plain", {"text": ""})
        )
    if is_over and health.chance in (0.0, 1.0):
        return Message("objectives-all-were" if health.chance else "objectives-not-all-were")
    return chance_words(health.chance)[1]


def _lowest(health: ObjectiveHealth, locale: str) -> Message:
    if not is_known(health.confidence):
        return Message("objectives-no-confidence")
    return Message("objectives-lowest", {"percent": percent(health.lowest_confidence, locale)})


def _weakest(state: State, health: ObjectiveHealth) -> Message | None:
    one = health.weakest_key_result
    if not one or not is_known(state.key_results[one].projection.chance):
        return None
    status = state.key_results[one].status
    text = chance_text(state.key_results[one].projection.chance, status, state.locale)
    return Message("objectives-weakest", {"name": state.key_result(one).title, "chance": text})


def _marks(state: State, objective: Objective) -> tuple[KeyResultMark, ...]:
    def rank(mark: KeyResultMark) -> tuple[int, float]:
        value = state.key_results[mark.key_result_id].projection.chance
        return (mark.status.severity, value if is_known(value) else 2.0)

    marks: Sequence[KeyResultMark] = [
        KeyResultMark(
            one.id,
            one.title,
            health.status,
            chance_text(health.projection.chance, health.status, state.locale),
        )
        for one in objective.key_results
        for health in [state.key_results[one.id]]
    ]
    return tuple(sorted(marks, key=rank))
