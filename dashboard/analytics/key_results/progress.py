"""Progress: the share of the way from the baseline to the target, looking back, never cut."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence

from dashboard.domain.okr import Band, Direction, Milestone
from dashboard.domain.target import is_inside


def progress(
    direction: Direction, value: float | None, baseline: float | None, target: float | Band | None
) -> float:
    """The share of the way gone, 0 at the baseline and 1 at the target; below 0 and above 1 as it comes.

    Increase and decrease share the signed formula (value - baseline) / (target - baseline). NaN
    where a number is missing, where the target is the baseline, and for the directions that are
    counted instead of measured: `band_progress` and `milestone_progress`.
    """
    if direction not in (Direction.INCREASE, Direction.DECREASE):
        return math.nan
    if value is None or baseline is None or target is None or isinstance(target, Band):
        return math.nan
    way = target - baseline
    if way == 0:
        return math.nan
    share = (value - baseline) / way
    return share + 0.0 if math.isfinite(share) else math.nan  # + 0.0: no minus before a zero


def band_progress(values: Iterable[float], band: Band) -> float:
    """The share of the known values that lie in the band, bounds included; NaN where none is known."""
    inside = [is_inside(value, band) for value in values if math.isfinite(value)]
    return sum(inside) / len(inside) if inside else math.nan


def milestone_progress(milestones: Sequence[Milestone], as_of: dt.date) -> float:
    """The share of the milestones done on or before `as_of`; NaN where there are none."""
    if not milestones:
        return math.nan
    return sum(is_done(step, as_of) for step in milestones) / len(milestones)


def is_done(milestone: Milestone, as_of: dt.date) -> bool:
    """Whether the step was done at the end of `as_of`."""
    return milestone.done_on is not None and milestone.done_on <= as_of
