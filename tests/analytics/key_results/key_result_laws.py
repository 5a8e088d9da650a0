"""What the health of every key result keeps, however it is measured; each law takes the judge, so that a wrong one can be shown to it."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import assume

from dashboard.analytics.series.bounds import Bounds
from dashboard.domain.okr import Band, Direction
from dashboard.domain.target import is_met
from tests.analytics.key_results.key_result_cases import CYCLE, LAST_WEEK, Case, Judge
from tests.healths import same


def what_came_later_has_no_say(judge: Judge, case: Case) -> None:
    rng = np.random.default_rng(case.seed)
    closed = case.series[case.series.index <= pd.Timestamp(case.as_of - dt.timedelta(days=6))]
    later = case.series.index.difference(closed.index)
    garbage = pd.Series(case.reach * 50 * rng.standard_normal(len(later)), later, dtype=float)
    said = tuple(c for c in case.check_ins if c.on <= case.as_of)
    promise = case.promise.model_copy(
        update={
            "milestones": [
                step.model_copy(update={"done_on": None})
                if step.done_on and step.done_on > case.as_of
                else step
                for step in case.promise.milestones
            ]
        }
    )
    known = replace(case, promise=promise, series=closed, check_ins=said)
    assert same(
        known.judged(judge), replace(case, series=pd.concat([closed, garbage])).judged(judge)
    )


def after_the_last_value_the_chance_is_the_fact(judge: Judge, case: Case) -> None:
    case = replace(case, as_of=CYCLE.ends_on + dt.timedelta(days=1 + case.seed % 40))
    promise, found = case.promise, case.judged(judge)
    if promise.direction is Direction.MILESTONE:
        reported = {c.done for c in case.check_ins if c.on <= CYCLE.ends_on}
        done = [
            step.title in reported or (step.done_on and step.done_on <= CYCLE.ends_on)
            for step in promise.milestones
        ]
        assert found.projection.chance == float(all(done))
    else:
        last = float(case.series.loc[pd.Timestamp(LAST_WEEK)])
        if promise.kpi is None:
            last = next(c.value for c in reversed(case.check_ins) if c.on <= case.as_of)
        assert found.attainment.value == last
        assert found.projection.chance == float(is_met(promise.direction, last, promise.target))
    assert found.attainment.is_final


def a_chance_or_a_reason_and_never_both(judge: Judge, case: Case) -> None:
    found = case.judged(judge)
    assert (found.projection.chance is None) == (found.projection.reason is not None)
    assert found.projection.chance is None or (
        math.isfinite(found.projection.chance) and 0 <= found.projection.chance <= 1
    )
    assert (found.projection.chance is None) == (found.projection.method is None)


def ranges_nest_within_bounds(judge: Judge, case: Case) -> None:
    found = case.judged(judge)
    if found.projection.median is None or case.promise.direction is Direction.MILESTONE:
        return
    ranges = [
        found.projection.low80,
        found.projection.low50,
        found.projection.median,
        found.projection.high50,
        found.projection.high80,
    ]
    assert ranges == sorted(ranges)
    if found.attainment.is_final:
        return
    order = ["low80", "low50", "median", "high50", "high80"]
    path = found.projection.path[order].to_numpy(dtype=float)
    assert (np.diff(path, axis=1) >= 0).all()
    assert path[-1].tolist() == ranges
    told = np.concatenate([path.ravel(), found.projection.landing["value"].to_numpy(dtype=float)])
    low, high = case.bounds.low, case.bounds.high
    assert low is None or told.min() >= low
    assert high is None or told.max() <= high
    progress = found.projection.landing["progress"].dropna()
    assert progress.is_monotonic_increasing
    assert len(progress) in (0 if case.promise.baseline == case.promise.target else 99, 99)


def the_landing_says_what_the_chance_says(judge: Judge, case: Case) -> None:
    found = case.judged(judge)
    assume(found.projection.landing.size)
    target, values = case.promise.target, found.projection.landing["value"].to_numpy(dtype=float)
    hair = 1e-9 * case.reach
    if isinstance(target, Band):
        least = (values >= target.low + hair) & (values <= target.high - hair)
        most = (values >= target.low - hair) & (values <= target.high + hair)
    elif case.promise.direction is Direction.DECREASE:
        least, most = values <= target - hair, values <= target + hair
    else:
        least, most = values >= target + hair, values >= target - hair
    assert least.mean() - 0.021 <= found.projection.chance <= most.mean() + 0.021


def a_harder_promise_is_never_likelier(judge: Judge, case: Case) -> None:
    more, target = case.reach * (0.05 + case.seed % 7 / 4), case.promise.target
    if isinstance(target, Band):
        harder: float | Band = Band(
            low=target.low + 0.2 * (target.high - target.low),
            high=target.high - 0.3 * (target.high - target.low),
        )
    else:
        harder = target - more if case.promise.direction is Direction.DECREASE else target + more
    other = replace(case, promise=case.promise.model_copy(update={"target": harder}))
    easy, hard = case.judged(judge).projection.chance, other.judged(judge).projection.chance
    assert (easy is None) == (hard is None)
    assert easy is None or hard <= easy + 1e-12


def more_of_it_everywhere_is_never_less_likely(judge: Judge, case: Case) -> None:
    more = case.reach * (0.1 + case.seed % 5)
    free = replace(case, bounds=Bounds())
    lifted = replace(free, series=case.series + more)
    before, after = free.judged(judge).projection.chance, lifted.judged(judge).projection.chance
    assert (before is None) == (after is None)
    if before is None:
        return
    if case.promise.direction is Direction.DECREASE:
        before, after = after, before
    assert after >= before - 1e-9


def less_is_better_is_more_is_better_upside_down(judge: Judge, case: Case) -> None:
    low, high = case.bounds.low, case.bounds.high
    promise = case.promise
    turned_direction = {
        Direction.INCREASE: Direction.DECREASE,
        Direction.DECREASE: Direction.INCREASE,
    }[promise.direction]
    turned = replace(
        case,
        promise=promise.model_copy(
            update={
                "direction": turned_direction,
                "baseline": -promise.baseline,
                "target": -promise.target,
            }
        ),
        series=-case.series,
        bounds=Bounds(None if high is None else -high, None if low is None else -low),
    )
    one, other = case.judged(judge), turned.judged(judge)
    assert (one.projection.chance is None) == (other.projection.chance is None)
    assert (
        one.projection.chance is None
        or abs(one.projection.chance - other.projection.chance) <= 1e-6
    )
    assert one.status == other.status


def what_cannot_be_missed_is_certain(judge: Judge, case: Case) -> None:
    """A count of all there ever was that has passed its target: its bound, so to say, lies above it."""
    assume(case.judged(judge).projection.chance is not None)
    low = float(case.series.min())
    easy = case.promise.model_copy(update={"target": low})
    bound = replace(case, promise=easy, bounds=Bounds(low))
    assert bound.judged(judge).projection.chance == 1


def one_more_step_done_is_never_less_likely(judge: Judge, case: Case) -> None:
    # A step that takes place today, for one that was not done by today.
    steps, today = list(case.promise.milestones), case.as_of
    undone = [at for at, s in enumerate(steps) if s.done_on is None or s.done_on > today]
    assume(undone and CYCLE.starts_on <= today <= CYCLE.ends_on)
    steps[undone[0]] = steps[undone[0]].model_copy(update={"done_on": today})
    silent = replace(case, check_ins=())
    more = replace(silent, promise=case.promise.model_copy(update={"milestones": steps}))
    before, after = silent.judged(judge).projection.chance, more.judged(judge).projection.chance
    assert before is None or (after is not None and after >= before)
