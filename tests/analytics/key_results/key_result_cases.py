"""Promises of every direction with all that was observed and said of them, for the laws of their health."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from dashboard.analytics.key_results.key_result import KeyResultHealth, MeasuredKpi
from dashboard.analytics.series.bounds import NO_BOUNDS, Bounds
from dashboard.domain.check_in import CheckIn
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Cycle, Direction, KeyResult, Milestone
from tests.bench.forecast_regimes import KINDS, make

CYCLE = Cycle(id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31))
LAST_WEEK = dt.date(2026, 12, 21)
"""The Monday of the last week that closes by the deadline."""

WEEK = dt.timedelta(weeks=1)

Judge = Callable[
    [KeyResult, Cycle, MeasuredKpi | None, Sequence[CheckIn], dt.date], KeyResultHealth
]


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
    def measure(self) -> MeasuredKpi:
        return MeasuredKpi(Grain.WEEK, self.series, bounds=self.bounds)

    def judged(self, judge: Judge) -> KeyResultHealth:
        return judge(self.promise, CYCLE, self.measure, self.check_ins, self.as_of)


@st.composite
def promises(
    draw: st.DrawFn,
    directions: Sequence[Direction] = tuple(Direction),
    may_be_reported: bool = False,
) -> Case:
    """Any promise on any kind of weekly series that ends some weeks after the deadline, judged on any day around the cycle.

    The values come from a KPI, or, where that is allowed, from check-ins that tell most of them.
    """
    direction, seed = draw(st.sampled_from(directions)), draw(st.integers(0, 5000))
    kind, n = draw(st.sampled_from(sorted(KINDS))), draw(st.integers(20, 120))
    values = make(kind, seed)["y"][-n:]
    index = pd.date_range(end=LAST_WEEK + 4 * WEEK, periods=n, freq="W-MON")
    low, high = float(values.min()), float(values.max())
    reach = high - low or 1.0
    away = st.sampled_from([-0.5, 0.1, 0.5, 0.8, 1.0, 1.4]).map(lambda share: low + share * reach)
    target = draw(st.one_of(away, away, st.just(float(values[-5]))))
    is_counted = direction is Direction.MILESTONE
    is_reported = may_be_reported and not is_counted and draw(st.booleans())
    series = pd.Series(values, index)
    band = Band(low=target, high=target + draw(st.sampled_from([0.1, 0.5, 2.0])) * reach)
    day = draw(st.integers(-40, 110))
    return Case(
        promise=KeyResult(
            id="kr",
            title="Promise",
            kpi=None if is_counted or is_reported else "kpi",
            direction=direction,
            baseline=None if is_counted else float(values[0]),
            target=None if is_counted else (band if direction is Direction.MAINTAIN else target),
            milestones=_steps(draw) if is_counted else [],
        ),
        series=series,
        bounds=NO_BOUNDS
        if is_reported
        else draw(
            st.sampled_from([NO_BOUNDS, Bounds(low), Bounds(low, high), Bounds(low - reach, high)])
        ),
        check_ins=tuple(
            _reported(series, seed) if is_reported else _said(draw, reach, low, is_counted)
        ),
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


def _reported(series: pd.Series, seed: int) -> list[CheckIn]:
    """Most of the values, each told within the three days after its week."""
    rng = np.random.default_rng(seed)
    return [
        CheckIn(
            key_result="kr",
            on=stamp.date() + dt.timedelta(days=int(rng.integers(7, 10))),
            value=float(value),
            by="ana",
        )
        for stamp, value in series.items()
        if rng.random() < 0.9
    ]
