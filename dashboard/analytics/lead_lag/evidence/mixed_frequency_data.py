"""The cleaned values of a fine and a coarse series over their common span."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dashboard.analytics.lead_lag.evidence import level_shifts as steps
from dashboard.analytics.lead_lag.evidence.outliers import gross_outliers
from dashboard.analytics.typing import Flags, Floats, Integers

MOST_PERIODS = 48
"""The number of newest coarse periods in use: four years of months. More would be slow and add
little."""

FEWEST_PERIODS = 8
"""The number of coarse periods that is required."""

_MIN_SHARE = 0.5
"""The required share of the typical fine periods of a coarse one, or of the values of a span."""


@dataclass(frozen=True)
class MixedPair:
    """A fine and a coarse series on their calendars.

    Attributes:
        fine: (n,), one value for each fine period, with NaN where it is missing.
        coarse: (M,), the same for the coarse periods.
        member: (n,), the coarse period that each fine period belongs to, ascending; may lie
            outside 0 .. M - 1.
        year: the number of fine periods in a year.
        kpi_is_fine: whether the fine series is the KPI, and the coarse one the outcome.
    """

    fine: Floats
    coarse: Floats
    member: Integers
    year: float
    kpi_is_fine: bool


@dataclass(frozen=True)
class Span:
    """The cleaned and standardised values over the common span.

    Attributes:
        fine: one value for each fine period.
        coarse: one value for each coarse period.
        member: the coarse period of each fine one, counted from 0; -1 outside the coarse ones.
        known: the number of coarse periods that were not missing.
        set_aside: the number of gaps and outliers of both sides.
    """

    fine: Floats
    coarse: Floats
    member: Integers
    known: int
    set_aside: int


def common_span(pair: MixedPair, longest: int) -> Span | None:
    """The cleaned values of the newest coarse periods that fine ones cover, and of the fine ones.

    The fine periods extend by up to `longest` to either side. The result is `None` with fewer than
    eight coarse periods, more than half of either side missing, or a constant side.
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
    """The values, detrended and standardised, with gaps and outliers interpolated, and which ones.

    The second array marks the values that were filled.
    """
    aside = ~np.isfinite(values)
    detrended = _detrended(_filled(values, aside))
    aside |= gross_outliers(detrended)
    detrended = _detrended(_filled(detrended, aside))
    aside |= gross_outliers(detrended)
    return _standard(_detrended(_filled(detrended, aside))), aside


def without_steps(values: Floats) -> Floats:
    """The standardised values without up to two level shifts, if the rest is near white noise.

    Other values come back unchanged.
    """
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
