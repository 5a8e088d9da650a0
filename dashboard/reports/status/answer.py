"""The state of the objectives as data: the answer of `fremdrift status`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dashboard.analytics.forecast.lead_contributions import LeadContribution
from dashboard.analytics.forecast.method import Method
from dashboard.analytics.key_results.key_result import KeyResultHealth
from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.domain.okr import Band, Direction, KeyResult, Objective, OkrSet, Status
from dashboard.i18n import translator
from dashboard.i18n.format import chance, numbers, percent
from dashboard.read_model.state import State
from dashboard.reports.shared.wording import steps_text, target_text
from dashboard.reports.status.schema import (
    BandAnswer,
    CycleAnswer,
    ForecastAnswer,
    IndicatorAnswer,
    KeyResultAnswer,
    ObjectiveAnswer,
    ObjectiveForecastAnswer,
    StatusAnswer,
)

SCHEMA = Path(__file__).parents[1] / "schemas" / "status.schema.json"

Table = tuple[str, list[str], list[list[str]]]

_COLUMNS = ["id", "key result", "status", "now", "target", "progress", "chance", "team says", ""]


def status(
    state: State, *, is_every_cycle: bool = False, is_published: bool = True
) -> StatusAnswer:
    """The state of the objectives in cycles that contain the state's day, or in every cycle.

    A state computed on the fly names no snapshot.
    """
    chosen = state.okrs if is_every_cycle else state.cycles_at(state.as_of)
    return StatusAnswer(
        as_of=state.as_of,
        snapshot=state.snapshot_id if is_published else None,
        cycles=[
            CycleAnswer(id=s.cycle.id, starts_on=s.cycle.starts_on, ends_on=s.cycle.ends_on)
            for s in chosen
        ],
        objectives=[
            _objective(state, okr_set, objective)
            for okr_set in chosen
            for objective in okr_set.objectives
        ],
    )


def status_schema() -> str:
    """The JSON Schema of the answer, as committed."""
    schema = StatusAnswer.model_json_schema(mode="serialization")
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def status_tables(answer: StatusAnswer, state: State) -> list[Table]:
    """The answer as text: one table per objective with title, columns and rows.

    Without a forecast the row has the reason.
    """
    return [
        (
            f"{objective.title} ({objective.cycle}, {objective.owner or 'no owner'}): {_words(objective.status)}",
            _COLUMNS,
            [_row(key_result, state) for key_result in objective.key_results],
        )
        for objective in answer.objectives
    ]


def status_summary(answer: StatusAnswer, state: State) -> str:
    """The heading: workspace, day, cycles, and sources that are not fresh."""
    old = [s.source_id for s in state.sources.values() if s.freshness in ("late", "stale")]
    heading = f"{state.workspace} as of {answer.as_of}"
    if not answer.cycles:
        known = ", ".join(
            f"{s.cycle.id} ({s.cycle.starts_on} to {s.cycle.ends_on})" for s in state.okrs
        )
        return f"{heading}: no cycle contains the day. There are: {known or 'none yet'}; `--all` shows every one."
    cycles = ", ".join(cycle.id for cycle in answer.cycles)
    return f"{heading}, {cycles}" + (
        f"; data not fresh: {', '.join(old)}" if old else "; all data fresh"
    )


def _objective(state: State, okr_set: OkrSet, objective: Objective) -> ObjectiveAnswer:
    health = state.objectives[objective.id]
    return ObjectiveAnswer(
        id=objective.id,
        title=objective.title,
        team=objective.team,
        owner=objective.owner,
        cycle=okr_set.cycle.id,
        status=health.status,
        partial=health.partial,
        progress=health.progress,
        chance=health.chance,
        reached_counts=health.reached_counts,
        confidence=health.confidence,
        forecast=ObjectiveForecastAnswer(
            progress_median=health.progress_median,
            progress_low80=health.progress_low80,
            progress_high80=health.progress_high80,
        ),
        key_results=[_key_result(state, key_result) for key_result in objective.key_results],
    )


def _key_result(state: State, key_result: KeyResult) -> KeyResultAnswer:
    health = state.key_results[key_result.id]
    band = key_result.target if isinstance(key_result.target, Band) else None
    effects = {
        effect.kpi_id: effect for effect in health.projection.lead_effects if effect.is_used
    }
    return KeyResultAnswer(
        id=key_result.id,
        title=key_result.title,
        direction=key_result.direction,
        unit=key_result.unit,
        baseline=key_result.baseline,
        target=BandAnswer(low=band.low, high=band.high) if band else key_result.target,
        due_on=state.due_on(key_result),
        value=health.attainment.value,
        value_on=health.attainment.value_on,
        progress=health.attainment.progress,
        pace=health.pace.ratio,
        status=health.status,
        chance=health.projection.chance,
        confidence=health.confidence.value,
        confidence_on=health.confidence.on,
        reached_on=health.attainment.reached_on,
        forecast=_forecast(health, state.locale),
        indicators=[
            _indicator(row, effects.get(row.kpi)) for row in state.indicators[key_result.id]
        ],
    )


def _forecast(health: KeyResultHealth, locale: str) -> ForecastAnswer:
    parts = vars(health.projection) | vars(health.required_pace)
    given: dict[str, Any] = {name: parts[name] for name in ForecastAnswer.model_fields}
    reason = health.projection.reason
    return ForecastAnswer(
        **given | {"reason": translator(locale).write(reason) if reason else None}
    )


def _indicator(row: IndicatorHealth, effect: LeadContribution | None) -> IndicatorAnswer:
    led = {name: getattr(effect, name, None) for name in ("effect", "error_ratio", "even_value")}
    led["effect_share"] = effect.share if effect else None
    own = IndicatorAnswer.model_fields.keys() - led.keys()
    given: dict[str, Any] = {
        name: getattr(row.verdict if name in ("evidence", "points") else row, name) for name in own
    }
    # A sum of probabilities may exceed 1 by rounding.
    certainty = None if row.certainty is None else min(row.certainty, 1.0)
    grain = row.grain.value if row.grain else None
    return IndicatorAnswer(**given | led | {"grain": grain, "certainty": certainty})


def _row(key_result: KeyResultAnswer, state: State) -> list[str]:
    locale = state.locale
    now, target = _now_and_target(key_result, state)
    return [
        key_result.id,
        key_result.title,
        _words(key_result.status),
        now,
        target,
        percent(key_result.progress),
        chance(key_result.chance, locale, is_fact=key_result.forecast.method == Method.FINAL),
        percent(key_result.confidence),
        f"no forecast: {key_result.forecast.reason}" if key_result.forecast.reason else "",
    ]


def _now_and_target(key_result: KeyResultAnswer, state: State) -> tuple[str, str]:
    target, unit, locale = key_result.target, key_result.unit, state.locale
    if key_result.direction is Direction.MILESTONE:
        own = state.key_result(key_result.id)
        return steps_text(own, key_result.value), target_text(own, locale)
    if isinstance(target, BandAnswer):
        now, low, high = numbers(
            [key_result.value, target.low, target.high], "", locale, is_apart=True
        )
        return now, f"{low} to {high} {unit}".strip()
    now, end = numbers([key_result.value, target], unit, locale, is_apart=True)
    return now, end


def _words(status: Status) -> str:
    return status.value.replace("_", " ")
