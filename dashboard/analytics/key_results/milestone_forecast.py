"""Where a key result of steps will land: how many are done by the deadline, from the rate at which they were done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from dashboard.analytics.forecast.method import Method
from dashboard.analytics.key_results.attainment import (
    is_attained,
    milestone_attainment,
    milestones_done_on,
)
from dashboard.analytics.key_results.evaluation import Evaluation
from dashboard.analytics.key_results.projection import (
    INTERVALS,
    LEVELS,
    PATH_COLUMNS,
    Projection,
    no_projection,
)
from dashboard.analytics.key_results.required_pace import RequiredPace
from dashboard.analytics.typing import Floats, Integers
from dashboard.domain.check_in import CheckIn
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Cycle, KeyResult
from dashboard.domain.periods import DAYS_IN, next_period, period_end, period_start
from dashboard.i18n import Message

STEP_GRAIN = Grain.WEEK
"""The path has a row a week, the last one cut off by the deadline."""

PLANNED_STEPS = 1.0
"""Prior weight of the planned pace, in steps: few, so that the dates decide soon. With one the
rate is exponential about the plan: four in ten teams go at half of it or slower, one in seven
at double or faster."""

MONTH_DAYS = DAYS_IN[Grain.MONTH]
"""Paces of steps are per month: few are done in a week."""


def milestone_evaluation(
    key_result: KeyResult, cycle: Cycle, check_ins: Sequence[CheckIn], as_of: dt.date
) -> Evaluation:
    """The evaluation of a key result of milestones; before the first one is done there is no forecast."""
    attainment = milestone_attainment(key_result, cycle, check_ins, as_of)
    if not key_result.milestones:
        return Evaluation(attainment, no_projection(Message("reason-no-milestones")))
    if attainment.is_final:
        chance = float(is_attained(key_result, attainment))
        return Evaluation(attainment, Projection(chance=chance, method=Method.FINAL))
    done_on = milestones_done_on(key_result, cycle, check_ins, as_of)
    if not done_on:
        return Evaluation(attainment, no_projection(Message("reason-no-step-done")))
    steps = steps_of(key_result, cycle, done_on, as_of)
    result = steps_projection(steps, as_of, key_result.deadline(cycle))
    return Evaluation(attainment, result, STEP_GRAIN, steps_pace(steps))


@dataclass(frozen=True)
class Steps:
    """How the steps of a key result go: how many are `left`, at least one, and what their dates tell of the rate.

    `seen` steps were done in `watched_days`; as planned, one would take `planned_days`.
    `days_left` remain, that of the deadline counted.
    """

    total: int
    left: int
    seen: int
    watched_days: int
    planned_days: float
    days_left: int

    @property
    def chance(self) -> float:
        """The probability that all that are left are done by the deadline."""
        return 1.0 - float(self._share_up_to(np.array([self.left - 1]), self.days_left)[0])

    def done_by(self, days: int, levels: Sequence[float] | Floats) -> Floats:
        """The quantiles of the number of steps done after `days` more days, by level."""
        below = self._share_up_to(np.arange(self.left), days)
        return np.asarray(self.total - self.left + np.searchsorted(below, levels), dtype=float)

    def _share_up_to(self, counts: Integers, days: int) -> Floats:
        """P(at most `counts` steps in `days` days): a negative binomial, from a gamma-distributed rate.

        Before anything is seen the rate is as wide as a gamma of `PLANNED_STEPS` in as many
        planned days; with what was seen it is Gamma(planned + seen steps, planned + watched days).
        Steps that come by it one by one are Poisson, so their number is negative binomial
        (Greenwood and Yule, 1920).
        """
        known_days = PLANNED_STEPS * self.planned_days + self.watched_days
        share = known_days / (known_days + days)
        return np.asarray(special.betainc(PLANNED_STEPS + self.seen, counts + 1.0, share))


def steps_of(
    key_result: KeyResult, cycle: Cycle, done_on: Sequence[dt.date], as_of: dt.date
) -> Steps:
    """How the steps go at the end of `as_of`; `done_on` are the days of those done, oldest first.

    The clock runs from the first day of the cycle, or from the first step that was done before it,
    if that is no further back than the cycle is long: the step that starts the clock is not
    counted by it.
    """
    starts_on, due_on = cycle.starts_on, key_result.deadline(cycle)
    length = max(1, (due_on - starts_on).days + 1)
    early = [day for day in done_on if starts_on - dt.timedelta(days=length) <= day < starts_on]
    watched_from = early[0] + dt.timedelta(days=1) if early else starts_on
    is_watched = [day >= (early[0] if early else starts_on) for day in done_on]
    total = len(key_result.milestones)
    return Steps(
        total=total,
        left=total - len(done_on),
        seen=sum(is_watched) - bool(early),
        watched_days=max(0, (as_of - watched_from).days + 1),
        planned_days=length / total,
        days_left=max(1, (due_on - as_of).days),
    )


def steps_projection(steps: Steps, as_of: dt.date, due_on: dt.date) -> Projection:
    """Where the steps land; values are numbers of steps done, progress is their share."""
    stamps, days = _weeks(as_of, due_on)
    levels = list(INTERVALS.values())
    ranges = np.array([steps.done_by(count, levels) for count in days])
    path = pd.DataFrame({"period_on": stamps, **dict(zip(INTERVALS, ranges.T, strict=True))})
    landing = steps.done_by(steps.days_left, LEVELS)
    return Projection(
        chance=steps.chance,
        method=Method.STEP_RATE,
        points=steps.total - steps.left,
        path=path[list(PATH_COLUMNS)],
        landing=pd.DataFrame(
            {"level": LEVELS, "value": landing, "progress": landing / steps.total}
        ),
        **dict(zip(INTERVALS, ranges[-1].tolist(), strict=True)),
    )


def steps_pace(steps: Steps) -> RequiredPace:
    """The required and the usual number of steps a month; there are no past stretches to compare with."""
    return RequiredPace(
        needed_pace=steps.left / steps.days_left * MONTH_DAYS,
        usual_pace=steps.seen / steps.watched_days * MONTH_DAYS if steps.watched_days else None,
        pace_grain=Grain.MONTH,
    )


def _weeks(as_of: dt.date, due_on: dt.date) -> tuple[list[dt.date], list[int]]:
    """The stamps of the weeks that end after `as_of` up to the deadline's, and how many days lie before each end."""
    first = period_start(as_of + dt.timedelta(days=1), STEP_GRAIN)
    first = min(first, period_start(due_on, STEP_GRAIN))
    count = (period_start(due_on, STEP_GRAIN) - first).days // 7 + 1
    stamps = [next_period(first, STEP_GRAIN, week) for week in range(count)]
    ends = [min(period_end(stamp, STEP_GRAIN), due_on) for stamp in stamps]
    return stamps, [max(1, (end - as_of).days) for end in ends]
