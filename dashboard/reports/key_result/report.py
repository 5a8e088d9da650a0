"""The report of one key result: will it reach the target, and why?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.analytics.key_results.attainment import with_reported_steps
from dashboard.charts.data import BeliefChart, KeyResultChart
from dashboard.domain.okr import Band, Direction, KeyResult, Milestone, Objective, Status
from dashboard.i18n import Message
from dashboard.i18n.format import chance
from dashboard.read_model.state import State
from dashboard.reports.key_result.charts import belief_chart, key_result_chart
from dashboard.reports.key_result.facts import Fact, facts_of
from dashboard.reports.key_result.leads import LinkedKpi, linked_kpis
from dashboard.reports.key_result.method import how_it_was_made
from dashboard.reports.key_result.needed_pace import needed_pace, steps_so_far
from dashboard.reports.key_result.timeline import Entry, timeline
from dashboard.reports.shared.header import Header, header_of
from dashboard.reports.shared.lead_words import Contribution, contributions
from dashboard.reports.shared.not_found import UnknownKeyResult, unknown_key_result
from dashboard.reports.shared.wording import (
    baseline_text,
    calendar_day,
    chance_words,
    is_known,
    person,
    target_text,
)


@dataclass(frozen=True, eq=False)
class KeyResultPage:
    """The content of the key result page.

    `data` has the columns period_on, period_ends_on, value, median, low80, high80: past rows have
    values, future rows the forecast. `steps` is filled for milestone key results only.
    """

    key_result_id: str
    header: Header
    eyebrow: Message
    title: Message
    name: str
    status: Status
    facts: tuple[Fact, Fact, Fact, Fact]
    pace: tuple[Message, ...]
    question: Message
    explain: Message
    compact_explain: Message
    leads_explain: Message
    chart: KeyResultChart
    contributions: tuple[Contribution, ...]
    steps_text: Message | None
    steps: tuple[Milestone, ...]
    belief: BeliefChart
    belief_text: Message
    timeline: tuple[Entry, ...]
    data: pd.DataFrame
    unit: str
    how: tuple[Message, ...]
    kpis: tuple[LinkedKpi, ...]
    previous_id: str | None
    next_id: str | None


def key_result_page(
    state: State, key_result_id: str, walk: tuple[str, ...] = ()
) -> KeyResultPage | UnknownKeyResult:
    """The page of one key result, or similar ids and titles if it does not exist.

    `walk` is the order that Previous and Next follow, by default that of the cycle.
    """
    match = _find(state, key_result_id)
    if match is None:
        return unknown_key_result(state, key_result_id)
    objective, key_result = match
    header = header_of(state, state.cycle_of(key_result_id))
    due = calendar_day(state.due_on(key_result), state.as_of, state.locale)
    chart = key_result_chart(state, key_result)
    order = walk if key_result_id in walk else _order(state, key_result_id)
    at = order.index(key_result_id)
    return KeyResultPage(
        key_result_id=key_result_id,
        header=header,
        eyebrow=_eyebrow(objective, key_result, header),
        title=_title(state, key_result),
        name=key_result.title,
        status=state.key_results[key_result_id].status,
        facts=facts_of(state, key_result),
        pace=needed_pace(state, key_result),
        question=Message(
            "kr-question-past" if state.as_of > state.due_on(key_result) else "kr-question"
        ),
        explain=_explain(chart),
        compact_explain=Message("kr-explain-compact", {"day": due}),
        leads_explain=Message("kr-explain-leads" if _has_lead(chart) else "kr-explain-leads-own"),
        chart=chart,
        contributions=contributions(state, key_result),
        steps_text=_steps_text(state, key_result),
        steps=_steps(state, key_result),
        belief=belief_chart(state, key_result),
        belief_text=Message("kr-belief-text", {"day": due}),
        timeline=timeline(state, key_result),
        data=_data(chart),
        unit=key_result.unit,
        how=how_it_was_made(state, key_result),
        kpis=linked_kpis(state, key_result),
        previous_id=order[at - 1] if at > 0 else None,
        next_id=order[at + 1] if at + 1 < len(order) else None,
    )


def _find(state: State, key_result_id: str) -> tuple[Objective, KeyResult] | None:
    everything = (pair for one in state.okrs for pair in one.key_results())
    return next((pair for pair in everything if pair[1].id == key_result_id), None)


def _order(state: State, key_result_id: str) -> tuple[str, ...]:
    cycle = state.cycle_of(key_result_id)
    return tuple(
        key_result.id
        for one in state.okrs
        if one.cycle.id == cycle.id
        for _, key_result in one.key_results()
    )


def _eyebrow(objective: Objective, key_result: KeyResult, header: Header) -> Message:
    owner = person(key_result.owner or objective.owner)
    return Message(
        "kr-eyebrow",
        {
            "objective": objective.title,
            "team": objective.team or "none",
            "owner": owner or "none",
            "data": header.data,
        },
    )


def _title(state: State, key_result: KeyResult) -> Message:
    values: dict[str, str | int] = {
        "name": key_result.title,
        "day": calendar_day(state.due_on(key_result), state.as_of, state.locale),
    }
    if key_result.direction is Direction.MILESTONE:
        return Message("kr-title-milestone", {**values, "count": len(key_result.milestones)})
    target = target_text(key_result, state.locale)
    if isinstance(key_result.target, Band):
        return Message("kr-title-maintain", {**values, "target": target})
    if not is_known(key_result.baseline):
        return Message("kr-title-bare", {**values, "target": target})
    return Message(
        "kr-title",
        {
            **values,
            "target": target,
            "baseline": baseline_text(key_result, state.locale),
        },
    )


def _has_lead(chart: KeyResultChart) -> bool:
    return any(is_known(lead.lead_periods) for lead in chart.leads)


def _steps(state: State, key_result: KeyResult) -> tuple[Milestone, ...]:
    """The steps with the days on which they were done, from the file or the first check-in."""
    own = (row for row in reversed(state.check_ins) if row.key_result == key_result.id)
    return tuple(with_reported_steps(key_result.milestones, own))


def _steps_text(state: State, key_result: KeyResult) -> Message | None:
    """The forecast from the rate of steps done so far."""
    rate, value = (
        steps_so_far(state, key_result),
        state.key_results[key_result.id].projection.chance,
    )
    if rate is None or not is_known(value):
        return None
    text, word = chance(value, state.locale), chance_words(value)[0]
    return Message("kr-steps-rate", {"rate": rate, "chance": text, "word": word})


def _explain(chart: KeyResultChart) -> Message:
    if not chart.leads:
        return Message("kr-explain-none")
    return Message("kr-explain" if _has_lead(chart) else "kr-explain-own")


def _data(chart: KeyResultChart) -> pd.DataFrame:
    past = pd.DataFrame(
        {"period_ends_on": [p.on for p in chart.points], "value": [p.value for p in chart.points]}
    )
    if chart.fan is None:
        return past
    fan = chart.fan
    future = pd.DataFrame(
        {
            "period_ends_on": fan.dates,
            "forecast_median": fan.median,
            "low80": fan.low80,
            "high80": fan.high80,
        }
    )
    return pd.concat([past, future], ignore_index=True)
