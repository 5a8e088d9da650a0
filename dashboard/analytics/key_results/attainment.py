"""Where a key result stands: its value, how far that is, and since when it meets the target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.analytics.key_results.progress import (
    band_progress,
    is_done,
    milestone_progress,
    progress,
)
from dashboard.analytics.series.series import dates, finite_or_none
from dashboard.domain.check_in import CheckIn
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Cycle, KeyResult, Milestone
from dashboard.domain.periods import next_period, period_end, periods_until
from dashboard.domain.target import is_met


@dataclass(frozen=True)
class Attainment:
    """Where a key result stands; what is unknown is `None`.

    `value_on` is the stamp of the value's period (of a report, its day), `value_ends_on` that period's last day.
    `previous_value` is that of the period before. `reached_on`: the day of the cycle from which the target has been met
    without a break; `None` while it is not met, and while nothing of the cycle is known. `is_final`: the value is of the
    cycle, and no later one counts any more. `is_past`: the deadline has gone by, so that what is final is settled.
    `done_on` has the days of the steps done, oldest first.
    """

    value: float | None = None
    value_on: dt.date | None = None
    value_ends_on: dt.date | None = None
    previous_value: float | None = None
    progress: float | None = None
    is_met_now: bool = False
    reached_on: dt.date | None = None
    is_final: bool = False
    is_past: bool = False
    done_on: tuple[dt.date, ...] = ()


def measured_attainment(
    key_result: KeyResult, cycle: Cycle, counted: pd.Series, grain: Grain, as_of: dt.date
) -> Attainment:
    """The position by the last of the periods that count: those closed on or before both `as_of` and the deadline."""
    due_on = key_result.deadline(cycle)
    if counted.empty:
        return Attainment(is_past=as_of >= due_on)
    stamps = dates(counted)
    ends = [period_end(stamp, grain) for stamp in stamps]
    values = [float(value) for value in counted]
    before = next_period(stamps[-1], grain, -1)
    return Attainment(
        value=values[-1],
        value_on=stamps[-1],
        value_ends_on=ends[-1],
        previous_value=dict(zip(stamps, values, strict=True)).get(before),
        progress=_progress(key_result, cycle, ends, values),
        is_met_now=is_met(key_result.direction, values[-1], key_result.target),
        reached_on=_reached_on(key_result, cycle, ends, values),
        is_final=ends[-1] >= cycle.starts_on and periods_until(stamps[-1], due_on, grain) == 0,
        is_past=as_of >= due_on,
    )


def reported_attainment(
    key_result: KeyResult, cycle: Cycle, check_ins: Iterable[CheckIn], as_of: dt.date
) -> Attainment:
    """The position by the last value that was reported on or before `as_of`.

    People report what a deadline brought in the days after it, so such reports count; the last one known is final as
    soon as the deadline has passed.
    """
    due_on = key_result.deadline(cycle)
    given = reports(check_ins, as_of)
    if not given:
        return Attainment(is_past=as_of > due_on)
    days = [report.on for report in given]
    values = [float(report.value) for report in given if report.value is not None]
    return Attainment(
        value=values[-1],
        value_on=days[-1],
        value_ends_on=days[-1],
        previous_value=values[-2] if len(values) > 1 else None,
        progress=_progress(key_result, cycle, days, values),
        is_met_now=is_met(key_result.direction, values[-1], key_result.target),
        reached_on=_reached_on(key_result, cycle, days, values),
        is_final=as_of > due_on and days[-1] >= cycle.starts_on,
        is_past=as_of > due_on,
    )


def milestone_attainment(
    key_result: KeyResult, cycle: Cycle, check_ins: Iterable[CheckIn], as_of: dt.date
) -> Attainment:
    """The position by the steps done on or before both `as_of` and the deadline; the value is their number.

    A step is done from the day in the file, or from the first check-in that names it.
    """
    due_on = key_result.deadline(cycle)
    steps = _with_reports(key_result.milestones, in_order(check_ins, as_of))
    done_on = sorted(
        s.done_on for s in steps if s.done_on is not None and is_done(s, min(as_of, due_on))
    )
    is_complete = bool(steps) and len(done_on) == len(steps)
    last = done_on[-1] if done_on else None
    return Attainment(
        value=float(len(done_on)) if steps else None,
        value_on=last,
        value_ends_on=last,
        progress=finite_or_none(milestone_progress(steps, min(as_of, due_on))),
        is_met_now=is_complete,
        reached_on=_steps_reached_on(done_on, cycle, as_of) if is_complete else None,
        is_final=bool(steps) and (is_complete or as_of > due_on),
        is_past=as_of > due_on,
        done_on=tuple(done_on),
    )


def reports(check_ins: Iterable[CheckIn], as_of: dt.date) -> list[CheckIn]:
    """The check-ins with a value, dated on or before `as_of`, oldest first."""
    return [c for c in in_order(check_ins, as_of) if c.value is not None]


def in_order(check_ins: Iterable[CheckIn], as_of: dt.date) -> list[CheckIn]:
    """The check-ins dated on or before `as_of`, oldest first; those of one day stay in the order given."""
    return sorted((c for c in check_ins if c.on <= as_of), key=lambda c: c.on)


def _progress(
    key_result: KeyResult, cycle: Cycle, ends: Sequence[dt.date], values: Sequence[float]
) -> float | None:
    target = key_result.target
    if isinstance(target, Band):
        pairs = zip(ends, values, strict=True)
        return finite_or_none(
            band_progress((v for end, v in pairs if end >= cycle.starts_on), target)
        )
    return finite_or_none(progress(key_result.direction, values[-1], key_result.baseline, target))


def _reached_on(
    key_result: KeyResult, cycle: Cycle, ends: Sequence[dt.date], values: Sequence[float]
) -> dt.date | None:
    """The end of the first period of the unbroken run of met ones that lasts until now.

    A run that began before the cycle counts from its first period that ends in the cycle; `None` before there is one.
    """
    reached: dt.date | None = None
    for end, value in zip(reversed(ends), reversed(values), strict=True):
        if end < cycle.starts_on or not is_met(key_result.direction, value, key_result.target):
            break
        reached = end
    return reached


def _steps_reached_on(done_on: Sequence[dt.date], cycle: Cycle, as_of: dt.date) -> dt.date | None:
    """The day of the last step; all done before the cycle, its first day, once that has come."""
    day = max(done_on[-1], cycle.starts_on)
    return day if day <= as_of else None


def _with_reports(
    milestones: Sequence[Milestone], check_ins: Sequence[CheckIn]
) -> list[Milestone]:
    reported: dict[str, dt.date] = {}
    for check_in in check_ins:
        if check_in.done is not None:
            reported.setdefault(check_in.done, check_in.on)
    far = dt.date.max
    return [
        step.model_copy(update={"done_on": min(step.done_on or far, reported[step.title])})
        if step.title in reported
        else step
        for step in milestones
    ]
