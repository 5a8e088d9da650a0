"""What the health of every key result keeps, however it is measured; each law takes the judge, so that a wrong one can be shown to it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from hypothesis import assume
from hypothesis import strategies as st

from dashboard.analytics.key_result import KeyResultHealth, Measure
from dashboard.analytics.progress import is_met
from dashboard.analytics.series import Bounds
from dashboard.domain.check_in import CheckIn
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Cycle, Direction, KeyResult, Milestone
from tests.bench.forecast_regimes import KINDS, make

CYCLE = Cycle(id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31))
LAST_WEEK = dt.date(2026, 12, 21)
"""The Monday of the last week that closes by the deadline."""

WEEK = dt.timedelta(weeks=1)

Judge = Callable[[KeyResult, Cycle, Measure | None, Sequence[CheckIn], dt.date], KeyResultHealth]


@dataclass(frozen=True)
class Case:
    """A promise, all that was ever observed and said of it, and the day asked about."""

    promise: KeyResult
    series: pd.Series
    bounds: Bounds
    check_ins: tuple[CheckIn, ...]
    as_of: dt.date
    seed: int

    @property
    def reach(self) -> float:
        return float(np.ptp(self.series)) or 1.0

    @property
    def measure(self) -> Measure:
        return Measure(Grain.WEEK, self.series, bounds=self.bounds)

    def judged(self, judge: Judge) -> KeyResultHealth:
        return judge(self.promise, CYCLE, self.measure, self.check_ins, self.as_of)


@st.composite
def promises(draw: st.DrawFn, directions: Sequence[Direction] = tuple(Direction)) -> Case:
    """Any promise on any kind of weekly series that ends some weeks after the deadline, judged on any day around the cycle."""
    direction, seed = draw(st.sampled_from(directions)), draw(st.integers(0, 5000))
    kind, n = draw(st.sampled_from(sorted(KINDS))), draw(st.integers(20, 120))
    values = make(kind, seed)["y"][-n:]
    index = pd.date_range(end=LAST_WEEK + 4 * WEEK, periods=n, freq="W-MON")
    low, high = float(values.min()), float(values.max())
    reach = high - low or 1.0
    away = st.sampled_from([-0.5, 0.1, 0.5, 0.8, 1.0, 1.4]).map(lambda share: low + share * reach)
    target = draw(st.one_of(away, away, st.just(float(values[-5]))))
    is_counted = direction is Direction.MILESTONE
    band = Band(low=target, high=target + draw(st.sampled_from([0.1, 0.5, 2.0])) * reach)
    day = draw(st.integers(-40, 110))
    return Case(
        promise=KeyResult(
            id="kr",
            title="Promise",
            kpi=None if is_counted else "kpi",
            direction=direction,
            baseline=None if is_counted else float(values[0]),
            target=None if is_counted else (band if direction is Direction.MAINTAIN else target),
            milestones=_steps(draw) if is_counted else [],
        ),
        series=pd.Series(values, index),
        bounds=draw(
            st.sampled_from([(None, None), (low, None), (low, high), (low - reach, high)])
        ),
        check_ins=tuple(_said(draw, reach, low, is_counted)),
        as_of=CYCLE.starts_on + dt.timedelta(days=day),
        seed=seed,
    )


def _steps(draw: st.DrawFn) -> list[Milestone]:
    days = draw(st.lists(st.one_of(st.none(), st.integers(0, 95)), min_size=1, max_size=6))
    return [
        Milestone(
            title=f"Step {number}",
            done_on=None if day is None else CYCLE.starts_on + dt.timedelta(days=day),
        )
        for number, day in enumerate(days)
    ]


def _said(draw: st.DrawFn, reach: float, low: float, is_counted: bool) -> list[CheckIn]:
    days = draw(st.lists(st.integers(0, 100), max_size=5, unique=True))
    return [
        CheckIn(
            key_result="kr",
            on=CYCLE.starts_on + dt.timedelta(days=day),
            value=None if is_counted else low + reach * number / 5,
            done=f"Step {number}" if is_counted and day % 2 else None,
            confidence=0.5,
            by="ana",
        )
        for number, day in enumerate(sorted(days))
    ]


def same(one: KeyResultHealth, other: KeyResultHealth) -> bool:
    """Whether two answers are equal to the last bit, with their paths and landings."""
    plain = [repr({k: v for k, v in vars(h).items() if not _is_frame(v)}) for h in (one, other)]
    frames = [[v for v in vars(h).values() if _is_frame(v)] for h in (one, other)]
    pairs = zip(*frames, strict=True)
    return plain[0] == plain[1] and all(a.equals(b) for a, b in pairs)


def _is_frame(value: object) -> bool:
    return isinstance(value, pd.DataFrame | pd.Series)


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
        assert found.chance == float(all(done))
    else:
        last = float(case.series.loc[pd.Timestamp(LAST_WEEK)])
        assert found.value == last
        assert found.chance == float(is_met(promise.direction, last, promise.target))
    assert found.is_final


def a_chance_or_a_reason_and_never_both(judge: Judge, case: Case) -> None:
    found = case.judged(judge)
    assert (found.chance is None) == (found.reason is not None)
    assert found.chance is None or (math.isfinite(found.chance) and 0 <= found.chance <= 1)
    assert (found.chance is None) == (found.method is None)


def ranges_nest_within_bounds(judge: Judge, case: Case) -> None:
    found = case.judged(judge)
    if found.median is None or case.promise.direction is Direction.MILESTONE:
        return
    ranges = [found.low80, found.low50, found.median, found.high50, found.high80]
    assert ranges == sorted(ranges)
    if found.is_final:
        return
    order = ["low80", "low50", "median", "high50", "high80"]
    path = found.path[order].to_numpy(dtype=float)
    assert (np.diff(path, axis=1) >= 0).all()
    assert path[-1].tolist() == ranges
    told = np.concatenate([path.ravel(), found.landing["value"].to_numpy(dtype=float)])
    low, high = case.bounds
    assert low is None or told.min() >= low
    assert high is None or told.max() <= high
    progress = found.landing["progress"].dropna()
    assert progress.is_monotonic_increasing
    assert len(progress) in (0 if case.promise.baseline == case.promise.target else 99, 99)


def the_landing_says_what_the_chance_says(judge: Judge, case: Case) -> None:
    found = case.judged(judge)
    assume(found.landing.size)
    target, values = case.promise.target, found.landing["value"].to_numpy(dtype=float)
    hair = 1e-9 * case.reach
    if isinstance(target, Band):
        least = (values >= target.low + hair) & (values <= target.high - hair)
        most = (values >= target.low - hair) & (values <= target.high + hair)
    elif case.promise.direction is Direction.DECREASE:
        least, most = values <= target - hair, values <= target + hair
    else:
        least, most = values >= target + hair, values >= target - hair
    assert least.mean() - 0.021 <= found.chance <= most.mean() + 0.021


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
    easy, hard = case.judged(judge).chance, other.judged(judge).chance
    assert (easy is None) == (hard is None)
    assert easy is None or hard <= easy + 1e-12


def more_of_it_everywhere_is_never_less_likely(judge: Judge, case: Case) -> None:
    more = case.reach * (0.1 + case.seed % 5)
    free = replace(case, bounds=(None, None))
    lifted = replace(free, series=case.series + more)
    before, after = free.judged(judge).chance, lifted.judged(judge).chance
    assert (before is None) == (after is None)
    if before is None:
        return
    if case.promise.direction is Direction.DECREASE:
        before, after = after, before
    assert after >= before - 1e-9


def less_is_better_is_more_is_better_upside_down(judge: Judge, case: Case) -> None:
    low, high = case.bounds
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
        bounds=(None if high is None else -high, None if low is None else -low),
    )
    one, other = case.judged(judge), turned.judged(judge)
    assert (one.chance is None) == (other.chance is None)
    assert one.chance is None or abs(one.chance - other.chance) <= 1e-6
    assert one.status == other.status


def what_cannot_be_missed_is_certain(judge: Judge, case: Case) -> None:
    """A count of all there ever was that has passed its target: its bound, so to say, lies above it."""
    assume(case.judged(judge).chance is not None)
    low = float(case.series.min())
    easy = case.promise.model_copy(update={"target": low})
    bound = replace(case, promise=easy, bounds=(low, None))
    assert bound.judged(judge).chance == 1


def one_more_step_done_is_never_less_likely(judge: Judge, case: Case) -> None:
    # A step that takes place today, for one that was not done by today.
    steps, today = list(case.promise.milestones), case.as_of
    undone = [at for at, s in enumerate(steps) if s.done_on is None or s.done_on > today]
    assume(undone and CYCLE.starts_on <= today <= CYCLE.ends_on)
    steps[undone[0]] = steps[undone[0]].model_copy(update={"done_on": today})
    silent = replace(case, check_ins=())
    more = replace(silent, promise=case.promise.model_copy(update={"milestones": steps}))
    before, after = silent.judged(judge).chance, more.judged(judge).chance
    assert before is None or (after is not None and after >= before)
