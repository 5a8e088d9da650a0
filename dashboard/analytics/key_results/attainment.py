"""What a key result has attained: its value, its progress, and since when it meets the target."""

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
from dashboard.domain.okr import Band, Cycle, Direction, KeyResult, Milestone
from dashboard.domain.periods import next_period, period_end, periods_until
from dashboard.domain.target import is_met


@dataclass(frozen=True)
class Attainment:
    """What a key result has attained; what is unknown is `None`.

    `value_on` is the stamp of the value's period (of a check-in, its day), `value_ends_on` that
    period's last day. `previous_value` is that of the period before. `reached_on`: the day of the
    cycle since which the target has been met without interruption; `None` while it is not met, and
    before the cycle's first value. `is_final`: the value is of the cycle, and no later one counts.
    """

    value: float | None = None
    value_on: dt.date | None = None
    value_ends_on: dt.date | None = None
    previous_value: float | None = None
    progress: float | None = None
    reached_on: dt.date | None = None
    is_final: bool = False


def measured_attainment(
    key_result: KeyResult, cycle: Cycle, counted: pd.Series, grain: Grain
) -> Attainment:
    """The attainment by the last of the `counted` periods: those complete by the deadline and the day asked about."""
    if counted.empty:
        return Attainment()
    due_on = key_result.deadline(cycle)
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
        reached_on=_reached_on(key_result, cycle, ends, values),
        is_final=ends[-1] >= cycle.starts_on and periods_until(stamps[-1], due_on, grain) == 0,
    )


def reported_attainment(
    key_result: KeyResult, cycle: Cycle, check_ins: Iterable[CheckIn], as_of: dt.date
) -> Attainment:
    """The attainment by the last value that was reported on or before `as_of`.

    People report the result of a deadline in the days after it, so such reports count; the last
    one is final as soon as the deadline has passed.
    """
    due_on = key_result.deadline(cycle)
    given = reports(check_ins, as_of)
    if not given:
        return Attainment()
    days = [report.on for report in given]
    values = [float(report.value) for report in given if report.value is not None]
    return Attainment(
        value=values[-1],
        value_on=days[-1],
        value_ends_on=days[-1],
        previous_value=values[-2] if len(values) > 1 else None,
        progress=_progress(key_result, cycle, days, values),
        reached_on=_reached_on(key_result, cycle, days, values),
        is_final=as_of > due_on and days[-1] >= cycle.starts_on,
    )


def milestone_attainment(
    key_result: KeyResult, cycle: Cycle, check_ins: Iterable[CheckIn], as_of: dt.date
) -> Attainment:
    """The attainment by the milestones done by both `as_of` and the deadline; the value is their number."""
    steps = with_reported_steps(key_result.milestones, in_order(check_ins, as_of))
    until = min(as_of, key_result.deadline(cycle))
    done_on = _days_done(steps, until)
    is_complete = bool(steps) and len(done_on) == len(steps)
    last = done_on[-1] if done_on else None
    return Attainment(
        value=float(len(done_on)) if steps else None,
        value_on=last,
        value_ends_on=last,
        progress=finite_or_none(milestone_progress(steps, until)),
        reached_on=_steps_reached_on(done_on, cycle, as_of) if is_complete else None,
        is_final=bool(steps) and (is_complete or is_past(key_result, cycle, as_of)),
    )


def milestones_done_on(
    key_result: KeyResult, cycle: Cycle, check_ins: Iterable[CheckIn], as_of: dt.date
) -> list[dt.date]:
    """The days on which milestones were done, up to `as_of` and the deadline, oldest first.

    A milestone is done on the day in the OKR file or on that of the first check-in that names it.
    """
    steps = with_reported_steps(key_result.milestones, in_order(check_ins, as_of))
    return _days_done(steps, min(as_of, key_result.deadline(cycle)))


def is_attained(key_result: KeyResult, attainment: Attainment) -> bool:
    """Whether the value meets the target now; of milestones, whether all are done."""
    if attainment.value is None:
        return False
    if key_result.direction is Direction.MILESTONE:
        return attainment.value == len(key_result.milestones)
    return is_met(key_result.direction, attainment.value, key_result.target)


def is_past(key_result: KeyResult, cycle: Cycle, as_of: dt.date) -> bool:
    """Whether nothing that happens later counts any more, at the end of `as_of`.

    A KPI's last period is complete on the deadline's evening; check-ins may still come that day.
    """
    due_on = key_result.deadline(cycle)
    is_measured = key_result.kpi is not None and key_result.direction is not Direction.MILESTONE
    return as_of >= due_on if is_measured else as_of > due_on


def reports(check_ins: Iterable[CheckIn], as_of: dt.date) -> list[CheckIn]:
    """The check-ins with a value, dated on or before `as_of`, oldest first."""
    return [c for c in in_order(check_ins, as_of) if c.value is not None]


def in_order(check_ins: Iterable[CheckIn], as_of: dt.date) -> list[CheckIn]:
    """The check-ins dated on or before `as_of`, oldest first; those of one day stay in the order given."""
    return sorted((c for c in check_ins if c.on <= as_of), key=lambda c: c.on)


def _days_done(steps: Sequence[Milestone], until: dt.date) -> list[dt.date]:
    return sorted(s.done_on for s in steps if s.done_on is not None and is_done(s, until))


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
    """The end of the first period since which every value met the target.

    Only periods that end in the cycle count; `None` where the last of them did not meet it.
    """
    reached: dt.date | None = None
    for end, value in zip(reversed(ends), reversed(values), strict=True):
        if end < cycle.starts_on or not is_met(key_result.direction, value, key_result.target):
            break
        reached = end
    return reached


def _steps_reached_on(done_on: Sequence[dt.date], cycle: Cycle, as_of: dt.date) -> dt.date | None:
    """The day of the last step, but not before the first day of the cycle; `None` before that day."""
    day = max(done_on[-1], cycle.starts_on)
    return day if day <= as_of else None


def with_reported_steps(
    milestones: Sequence[Milestone], check_ins: Iterable[CheckIn]
) -> list[Milestone]:
    """The milestones with the days on which they were done: the earlier of file and check-in.

    Args:
        milestones: with the days of the OKR file.
        check_ins: of the key result, oldest first.
    """
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
