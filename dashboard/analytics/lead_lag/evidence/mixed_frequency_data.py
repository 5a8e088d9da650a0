"""The values of a fine and a coarse series over the span that both know, cleaned."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dashboard.analytics.lead_lag.evidence import level_shifts as steps
from dashboard.analytics.lead_lag.evidence.outliers import gross_outliers
from dashboard.analytics.typing import Flags, Floats, Integers

MOST_PERIODS = 48
"""Coarse periods looked at, the newest ones: four years of months. More would add little and cost much."""

FEWEST_PERIODS = 8
"""Coarse periods without which nothing is said."""

_MIN_SHARE = 0.5
"""The share of a coarse period's usual fine periods, or of a span's values, that must be there."""


@dataclass(frozen=True)
class MixedPair:
    """A fine and a coarse series on their calendars.

    Attributes:
        fine: (n,), one value a fine period without holes in the calendar; NaN where missing.
        coarse: (M,), the same of the coarse periods.
        member: (n,), the coarse period that each fine period belongs to, ascending; may lie outside 0 .. M - 1.
        year: how many fine periods a year has.
        kpi_is_fine: whether the fine series is the KPI, and the coarse one the outcome.
    """

    fine: Floats
    coarse: Floats
    member: Integers
    year: float
    kpi_is_fine: bool


@dataclass(frozen=True)
class Span:
    """What both know: cleaned values, in standard deviations; `member` counts from 0, -1 for fine periods outside.

    `known` counts the coarse periods with a value of their own, `set_aside` the gaps and outliers of both sides.
    """

    fine: Floats
    coarse: Floats
    member: Integers
    known: int
    set_aside: int


def common_span(pair: MixedPair, longest: int) -> Span | None:
    """The cleaned values of the newest coarse periods that fine ones fill, and of the fine ones up to `longest` around.

    `None` where that is too little: fewer than eight coarse periods, half of either side missing, or a constant.
    """
    inside = (pair.member >= 0) & (pair.member < len(pair.coarse))
    filled = np.bincount(pair.member[inside], minlength=len(pair.coarse))
    covered = np.flatnonzero(filled >= np.maximum(_MIN_SHARE * _typical(filled), 1))
    if len(covered) < FEWEST_PERIODS:
        return None
    last = int(covered[-1])
    first = max(int(covered[0]), last - MOST_PERIODS + 1)
    within = np.flatnonzero((pair.member >= first) & (pair.member <= last))
    start, stop = max(within[0] - longest, 0), within[-1] + longest + 1
    coarse, fine = pair.coarse[first : last + 1], pair.fine[start:stop]
    member = pair.member[start:stop] - first
    if not (_enough(coarse) and _enough(fine)):
        return None
    known = np.isfinite(coarse)
    x, x_aside = cleaned(coarse)
    y, y_aside = cleaned(fine)
    member = np.where((member < 0) | (member > last - first), -1, member)
    return Span(without_steps(y), x, member, int(known.sum()), int(x_aside.sum() + y_aside.sum()))


def cleaned(values: Floats) -> tuple[Floats, Flags]:
    """The values about their linear trend in standard deviations, gaps and outliers filled between their neighbours.

    The second answer says which were filled.
    """
    aside = ~np.isfinite(values)
    detrended = _detrended(_filled(values, aside))
    aside |= gross_outliers(detrended)
    detrended = _detrended(_filled(detrended, aside))
    aside |= gross_outliers(detrended)
    return _standard(_detrended(_filled(detrended, aside))), aside


def without_steps(values: Floats) -> Floats:
    """Values in standard deviations without their level shifts, two at most, where they are calm otherwise."""
    if len(values) < steps.FEWEST_PERIODS:
        return values
    return _standard(steps.steps_taken_out(values, steps.STATIONARY_STEPS)[0])


def _typical(filled: Integers) -> float:
    some = filled[filled > 0]
    return float(np.median(some)) if len(some) else 0.0


def _enough(values: Floats) -> bool:
    known = np.isfinite(values)
    return bool(known.mean() >= _MIN_SHARE) and float(np.ptp(values[known])) > 0


def _filled(values: Floats, missing: Flags) -> Floats:
    if not missing.any():
        return values
    time = np.arange(len(values))
    return np.where(missing, np.interp(time, time[~missing], values[~missing]), values)


def _detrended(values: Floats) -> Floats:
    trend = _trend(len(values))
    return np.asarray(values - trend @ (trend.T @ values))


def _standard(values: Floats) -> Floats:
    scale = math.sqrt(float(values @ values) / len(values))
    return values / scale if scale > 0 else values


@lru_cache(maxsize=64)
def _trend(n: int) -> Floats:
    return np.asarray(np.linalg.qr(np.column_stack([np.ones(n), np.arange(n)]))[0])
