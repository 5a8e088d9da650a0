"""The content of the key result chart before painting: one model for Plotly and SVG."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from dashboard.charts.data import Fan, KeyResultChart, Landing, LeadRow, Point
from dashboard.charts.kit.scales import value_range
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band
from dashboard.domain.periods import next_period, period_end, period_start

DENSITY_STEPS = 160
TAIL_LIMIT = 1.7
"""How far the value axis follows the outcomes beyond the 80 % fan, in half widths of it: heavy
tails are cut."""


@dataclass(frozen=True)
class Density:
    """The density of the outcomes at the deadline: values rising, heights 0 to 1."""

    values: tuple[float, ...]
    heights: tuple[float, ...]


@dataclass(frozen=True)
class KeyResultModel:
    """The visible parts.

    Attributes:
        points: the points of the cycle.
        last: the last of them with a value.
        fan: the forecast, starting at the last known value (which may lie before the cycle).
        pace: both ends of the steady pace; None for a band or without a baseline.
        targets: each target with the days from and to which it is drawn.
        band: the target band of a maintain key result.
        low: lower end of the value axis.
        high: upper end of the value axis.
        density: the outcomes at the deadline.
    """

    points: tuple[Point, ...]
    last: Point | None
    fan: Fan | None
    pace: tuple[Point, Point] | None
    targets: tuple[tuple[dt.date, dt.date, float], ...]
    band: Band | None
    low: float
    high: float
    density: Density | None


def model_of(data: KeyResultChart, *, has_tails: bool = True) -> KeyResultModel:
    """The visible parts from `starts_on` to `due_on`; `has_tails` shows outcomes beyond the fan."""
    points = tuple(p for p in data.points if data.starts_on <= p.on <= data.due_on)
    known = [p for p in points if math.isfinite(p.value)]
    fan = _anchored(data)
    band = data.target if isinstance(data.target, Band) else None
    targets = _targets(data)
    low, high = value_range([*_seen(data, points), *(_tails(data) if has_tails else ())])
    return KeyResultModel(
        points=points,
        last=known[-1] if known else None,
        fan=fan,
        pace=data.pace,
        targets=targets,
        band=band,
        low=low,
        high=high,
        density=_density(data.landing, low, high) if data.landing else None,
    )


def pace_on(model: KeyResultModel, on: dt.date) -> float:
    """The height of the pace line on that day, for placing labels; NaN without a line."""
    if model.pace is None:
        return math.nan
    start, end = model.pace
    share = (on - start.on).days / max(1, (end.on - start.on).days)
    return start.value + min(1.0, max(0.0, share)) * (end.value - start.value)


def arrivals(row: LeadRow) -> tuple[Point, ...]:
    """The KPI's points on the days when they should affect the key result: later by the lead."""
    if not math.isfinite(row.lead_periods):
        return row.points
    return tuple(p._replace(on=_later(p.on, row)) for p in row.points)


def _later(on: dt.date, row: LeadRow) -> dt.date:
    # A point inside a period (a running one, or one of a finer grain) is shifted to the same share
    # of its new period; a shift by a fixed number of days could reorder points at month ends.
    grain = row.lead_grain or row.grain
    gone = ((on - period_start(on, grain)).days + 1) / _days_of(on, grain) + row.lead_periods
    whole = math.ceil(gone - 1e-9) - 1
    arrival = next_period(on, grain, whole)
    days = round((gone - whole) * _days_of(arrival, grain))
    return arrival + dt.timedelta(days=days - 1)


def _days_of(on: dt.date, grain: Grain) -> int:
    """The length in days of the period that contains the day."""
    return (period_end(on, grain) - period_start(on, grain)).days + 1


def _anchored(data: KeyResultChart) -> Fan | None:
    fan = data.fan
    if fan is None or not fan.dates:
        return None
    before = [p for p in data.points if math.isfinite(p.value) and p.on < fan.dates[0]]
    if not before:
        return fan
    on, value = before[-1].on, before[-1].value
    return Fan(
        (on, *fan.dates),
        (value, *fan.median),
        (value, *fan.low50),
        (value, *fan.high50),
        (value, *fan.low80),
        (value, *fan.high80),
    )


def _targets(data: KeyResultChart) -> tuple[tuple[dt.date, dt.date, float], ...]:
    steps = [s for s in data.target_steps if math.isfinite(s.value) and s.on <= data.due_on]
    if len(steps) < 2:
        flat = data.target if isinstance(data.target, int | float) else None
        return () if flat is None else ((data.starts_on, data.due_on, float(flat)),)
    ends = [s.on for s in steps[1:]] + [data.due_on]
    spans = ((max(s.on, data.starts_on), end, s.value) for s, end in zip(steps, ends, strict=True))
    return tuple(span for span in spans if span[1] > span[0])


def _seen(data: KeyResultChart, points: tuple[Point, ...]) -> list[float | None]:
    """Every value that the axis must include: points, baseline, targets and the 80 % fan."""
    values: list[float | None] = [
        data.baseline,
        *(p.value for p in points),
        *(v for _, _, v in _targets(data)),
    ]
    if isinstance(data.target, Band):
        values += [data.target.low, data.target.high]
    return [*values, *data.fan.low80, *data.fan.high80] if data.fan else values


def _tails(data: KeyResultChart) -> list[float]:
    """The range of 95 % of the outcomes, cut where the axis ends."""
    if not (data.fan and data.fan.dates and data.landing and data.landing.values):
        return []
    middle, low, high = data.fan.median[-1], data.fan.low80[-1], data.fan.high80[-1]
    outer = np.interp([0.025, 0.975], data.landing.levels, data.landing.values)
    return [
        max(float(outer[0]), middle - TAIL_LIMIT * (middle - low)),
        min(float(outer[1]), middle + TAIL_LIMIT * (high - middle)),
    ]


def _density(landing: Landing, low: float, high: float) -> Density | None:
    """The slope of the distribution function, smoothed so that a point mass has a visible width."""
    if len(landing.values) < 2:
        return None
    edges = np.linspace(low, high, DENSITY_STEPS + 1)
    values = np.maximum.accumulate(np.asarray(landing.values, dtype=float))
    shares = np.interp(edges, values, np.asarray(landing.levels, dtype=float))
    kernel = np.exp(-0.5 * (np.arange(-6, 7) / 2.0) ** 2)
    heights = np.convolve(np.diff(shares), kernel / kernel.sum(), mode="same")
    if not heights.max() > 0:
        return None
    middles = (edges[:-1] + edges[1:]) / 2
    return Density(tuple(middles.tolist()), tuple((heights / heights.max()).tolist()))
