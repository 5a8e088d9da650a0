"""The two charts of a key result: its series with forecast, and chance and confidence by week."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.analytics.key_results.key_result import KeyResultHealth
from dashboard.analytics.key_results.pace import steady_line
from dashboard.charts.data import BeliefChart, Fan, KeyResultChart, Landing, Point
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, KeyResult, Status
from dashboard.domain.periods import period_end
from dashboard.read_model.state import State
from dashboard.reports.key_result.leads import lead_rows, points_of
from dashboard.reports.shared.wording import is_fact, is_final, is_known, reason_text, short_unit


def key_result_chart(state: State, key_result: KeyResult) -> KeyResultChart:
    """The series so far, the target, the forecast if there is one, and the leading KPIs."""
    health = state.key_results[key_result.id]
    cycle = state.cycle_of(key_result.id)
    chance = health.projection.chance if is_known(health.projection.chance) else None
    return KeyResultChart(
        name=key_result.title,
        direction=key_result.direction,
        unit=short_unit(key_result.unit),
        starts_on=cycle.starts_on,
        due_on=state.due_on(key_result),
        as_of=state.as_of,
        baseline=key_result.baseline,
        target=key_result.target,
        points=history(state, key_result, cycle.starts_on),
        fan=_fan(health, state.due_on(key_result)),
        landing=_landing(health),
        chance=chance,
        is_fact=is_final(health),
        pace=_pace(key_result, cycle.starts_on, state.due_on(key_result)),
        steady_now=health.pace.steady_value if is_known(health.pace.steady_value) else None,
        target_steps=_target_steps(state, key_result, cycle.starts_on),
        leads=lead_rows(state, key_result),
        reason="" if chance is not None else reason_text(health.projection.reason),
    )


def _pace(
    key_result: KeyResult, starts_on: dt.date, due_on: dt.date
) -> tuple[Point, Point] | None:
    baseline, target = key_result.baseline, key_result.target
    if baseline is None or target is None or isinstance(target, Band) or due_on < starts_on:
        return None
    first, last = steady_line(baseline, target, starts_on, due_on)
    return Point(starts_on, first), Point(due_on, last)


def history(state: State, key_result: KeyResult, since: dt.date) -> tuple[Point, ...]:
    """The values of the key result by the day from which each counts: KPI periods or reports."""
    health = state.key_results[key_result.id]
    if key_result.kpi is not None and health.grain is not None:
        return points_of(state, key_result.kpi, Grain(health.grain), since)
    reports = {
        row.on: float(row.value)
        for row in reversed(state.check_ins)
        if row.key_result == key_result.id and is_known(row.value) and row.on >= since
    }
    return tuple(Point(on, reports[on]) for on in sorted(reports))


def belief_chart(state: State, key_result: KeyResult) -> BeliefChart:
    """The forecast chances in each kept week of the cycle, and the confidences of its check-ins."""
    cycle = state.cycle_of(key_result.id)
    past = state.key_result_history
    own = past[(past["key_result_id"] == key_result.id) & past["chance"].notna()]
    days = [stamp.date() for stamp in pd.to_datetime(own["as_of"])]
    forecast = {
        on: _as_shown(float(chance), Status(status))
        for on, chance, status in zip(days, own["chance"].tolist(), own["status"], strict=True)
        if on >= cycle.starts_on
    }
    team = {
        row.on: float(row.confidence)
        for row in reversed(state.check_ins)
        if row.key_result == key_result.id
        and is_known(row.confidence)
        and row.on >= cycle.starts_on
    }
    return BeliefChart(
        starts_on=cycle.starts_on,
        due_on=state.due_on(key_result),
        as_of=state.as_of,
        forecast=tuple(Point(on, forecast[on]) for on in sorted(forecast)),
        confidence=tuple(Point(on, team[on]) for on in sorted(team)),
    )


def _as_shown(chance: float, status: Status) -> float:
    """The chance clipped to 1–99 % if it was a forecast, as on every page."""
    return chance if is_fact(status, chance) else min(0.99, max(0.01, chance))


def _fan(health: KeyResultHealth, due_on: dt.date) -> Fan | None:
    """The forecast by the day from which each value counts; the last period ends at the deadline."""
    path: pd.DataFrame = health.projection.path
    if path.empty or health.grain is None:
        return None
    ends = tuple(
        min(due_on, period_end(on, Grain(health.grain)))
        for on in pd.to_datetime(path["period_on"]).dt.date
    )
    columns = {
        name: tuple(path[name].astype(float))
        for name in ("median", "low50", "high50", "low80", "high80")
    }
    return Fan(dates=ends, **columns)


def _landing(health: KeyResultHealth) -> Landing | None:
    landing = health.projection.landing
    if landing.empty or health.projection.path.empty:
        return None
    return Landing(tuple(landing["level"].astype(float)), tuple(landing["value"].astype(float)))


def _target_steps(state: State, key_result: KeyResult, starts_on: dt.date) -> tuple[Point, ...]:
    """The targets by the day from which each applied; empty if the target never changed."""
    changes = sorted(
        (
            row
            for row in state.revisions
            if row.object_id == key_result.id and row.field == "target"
        ),
        key=lambda row: row.effective_on,
    )
    inside = [row for row in changes if row.effective_on > starts_on]
    if not inside:
        return ()
    steps = [Point(starts_on, _number(inside[0].old))]
    return (*steps, *(Point(row.effective_on, _number(row.new)) for row in inside))


def _number(text: object) -> float:
    try:
        return float(str(text))
    except ValueError:
        return float("nan")
