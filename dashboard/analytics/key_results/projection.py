"""Where a key result will land: its chance, its likely ranges, or the reason why that cannot be said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.analytics.forecast.distribution import Calibrated, CalibrationMap, Distribution
from dashboard.analytics.forecast.lead_adjusted import LeadAdjusted
from dashboard.analytics.forecast.lead_contributions import LeadContribution, with_even_value
from dashboard.analytics.forecast.lead_inputs import LeadInput
from dashboard.analytics.forecast.method import Method
from dashboard.analytics.forecast.univariate import MIN_POINTS, Forecast, TooShort, forecast
from dashboard.analytics.forecast.with_leads import forecast_with_leads
from dashboard.analytics.key_results.attainment import Attainment, is_attained
from dashboard.analytics.key_results.progress import progress
from dashboard.analytics.series.bounds import Bounds
from dashboard.analytics.series.discrete_support import DiscreteSupport, discrete_support_of
from dashboard.analytics.series.series import dates, on_grid
from dashboard.analytics.typing import Floats
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Direction, KeyResult
from dashboard.domain.periods import next_period, period_end
from dashboard.domain.target import is_inside
from dashboard.i18n import Message

LEVELS = np.round(np.arange(1, 100) / 100, 2)
"""The levels of the landing: every whole percent between 0 and 100."""

INTERVALS = {"low80": 0.1, "low50": 0.25, "median": 0.5, "high50": 0.75, "high80": 0.9}
"""The likely ranges, 8 in 10 and 5 in 10, and the middle, as levels of the distribution."""

PATH_COLUMNS = ("period_on", "median", "low50", "high50", "low80", "high80")
LANDING_COLUMNS = ("level", "value", "progress")


def empty_path() -> pd.DataFrame:
    """A path without periods."""
    return pd.DataFrame(columns=list(PATH_COLUMNS))


def empty_landing() -> pd.DataFrame:
    """A landing without levels."""
    return pd.DataFrame(columns=list(LANDING_COLUMNS), dtype=float)


def no_residuals() -> pd.Series:
    """Surprises of no period."""
    return pd.Series([], index=pd.DatetimeIndex([]), dtype=float)


@dataclass(frozen=True, eq=False)
class Projection:
    """Where a key result will land; what is unknown is `None`.

    `reason` says why there is no forecast. The ranges are
    those of the value at the deadline. `path` has a row a period ahead. `landing` has a row a level: the value and the
    final progress that this share of the outcomes does not exceed, each column its own quantile function. `inside_ahead` is
    there for a band: the share of the cycle's periods to come that is expected to lie inside. `raw_chance` is the chance
    before the record of past forecasts moved it, `None` where it did not. `surprises` are the errors one period ahead,
    standardised and positive where they were good for the key result, stamped by period; a band has none. `lead_effects` says
    what each leading KPI did to it.
    """

    chance: float | None = None
    method: Method | None = None
    points: int = 0
    reason: Message | None = None
    median: float | None = None
    low50: float | None = None
    high50: float | None = None
    low80: float | None = None
    high80: float | None = None
    inside_ahead: float | None = None
    raw_chance: float | None = None
    path: pd.DataFrame = field(default_factory=empty_path)
    landing: pd.DataFrame = field(default_factory=empty_landing)
    surprises: pd.Series = field(default_factory=no_residuals)
    lead_effects: tuple[LeadContribution, ...] = ()


def no_projection(reason: Message, points: int = 0) -> Projection:
    """No forecast, and why."""
    return Projection(reason=reason, points=points)


def final_projection(key_result: KeyResult, attainment: Attainment, points: int = 0) -> Projection:
    """The projection of a final value: a chance of 0 or 1, and every range is the value itself."""
    value = attainment.value
    return Projection(
        chance=float(is_attained(key_result, attainment)),
        method=Method.FINAL,
        points=points,
        median=value,
        low50=value,
        high50=value,
        low80=value,
        high80=value,
    )


@dataclass(frozen=True)
class ProjectionInput:
    """What a forecast of a key result starts from: the periods that count, and the way still to go.

    `history` has a value a known period and ends with the value that the key result has now; `horizon` counts the
    periods after it that close by the deadline. A band is judged over the periods that end on `starts_on` or later.
    `too_short` is the reason that is said of a history with too few periods. `chance_map` is what past forecasts taught,
    `leads` are the KPIs that were measured to lead.
    """

    history: pd.Series
    grain: Grain
    horizon: int
    bounds: Bounds
    starts_on: dt.date
    too_short: str = "reason-too-short"
    chance_map: CalibrationMap = field(default_factory=CalibrationMap)
    leads: tuple[LeadInput, ...] = ()


def projection(key_result: KeyResult, target: float | Band, ahead: ProjectionInput) -> Projection:
    """The forecast of a key result that has a measure, towards its target."""
    try:
        told, effects = _told(ahead)
    except TooShort as short:
        seen = {"points": short.points, "needed": MIN_POINTS, "grain": ahead.grain.value}
        return no_projection(Message(ahead.too_short, seen), short.points)
    found = _moved(told, key_result.direction, ahead.chance_map)
    lattice = discrete_support_of(ahead.history.to_numpy(dtype=float))
    levels = found.quantile(np.array([*INTERVALS.values(), *LEVELS]))
    levels = _placed(levels, lattice, ahead.bounds)
    ranges, values = dict(zip(INTERVALS, levels, strict=False)), levels[len(INTERVALS) :, -1]
    goal = _goal(key_result.direction, target, lattice)
    inside = _inside(goal, found, ahead) if isinstance(goal, Band) else None
    final = _final_progress(key_result, target, values, ahead, inside)
    return Projection(
        chance=_chance(key_result.direction, goal, found),
        method=found.method,
        points=found.points,
        inside_ahead=float(inside.mean()) if inside is not None and len(inside) else None,
        raw_chance=None if found is told else _chance(key_result.direction, goal, told),
        path=pd.DataFrame({"period_on": _stamps(ahead), **ranges})[list(PATH_COLUMNS)],
        landing=pd.DataFrame({"level": LEVELS, "value": values, "progress": final}),
        surprises=_surprises(key_result.direction, told),
        lead_effects=_at_even_chance(goal, found, effects, ahead),
        **{name: float(path[-1]) for name, path in ranges.items()},  # type: ignore[arg-type]  # names of fields
    )


def _goal(
    direction: Direction, target: float | Band, lattice: DiscreteSupport | None
) -> float | Band:
    """What a continuous value must reach to stand for a place that meets the target."""
    if lattice is None:
        return target
    if isinstance(target, Band):
        return Band(low=lattice.least(target.low), high=lattice.most(target.high))
    return lattice.most(target) if direction is Direction.DECREASE else lattice.least(target)


def _told(ahead: ProjectionInput) -> tuple[Forecast | LeadAdjusted, tuple[LeadContribution, ...]]:
    history = on_grid(ahead.history, ahead.grain)
    if not ahead.leads:
        return forecast(history, ahead.horizon, ahead.bounds), ()
    return forecast_with_leads(history, ahead.horizon, ahead.bounds, ahead.leads, ahead.grain)


def _placed(levels: Floats, lattice: DiscreteSupport | None, bounds: Bounds) -> Floats:
    """The values at the places where the measure can be; one beyond a bound stands for the bound."""
    if lattice is None:
        return levels
    return bounds.clip(lattice.nearest(levels))


def _at_even_chance(
    goal: float | Band,
    found: Distribution,
    effects: tuple[LeadContribution, ...],
    ahead: ProjectionInput,
) -> tuple[LeadContribution, ...]:
    """The effects with what an even chance would take of each KPI; a band has two ways out and no such value."""
    if isinstance(goal, Band):
        return effects
    median = float(found.quantile(0.5)[-1])
    return tuple(
        with_even_value(effect, lead, goal, median)
        for effect, lead in zip(effects, ahead.leads, strict=True)
    )


def _moved(told: Distribution, direction: Direction, learnt: CalibrationMap) -> Distribution:
    """The forecast as past ones say that it should be read; the same one where they say nothing.

    They were right or wrong about what is good, so a key result that should fall has its map the other way round.
    """
    if direction is Direction.DECREASE:
        learnt = learnt.of_complement
    elif direction is Direction.MAINTAIN:
        learnt = learnt.without_intercept
    return told if learnt.is_identity else Calibrated(told, learnt)


def _surprises(direction: Direction, told: Forecast | LeadAdjusted) -> pd.Series:
    if direction is Direction.MAINTAIN:
        return no_residuals()
    return -told.residuals if direction is Direction.DECREASE else told.residuals


def _chance(direction: Direction, target: float | Band, found: Distribution) -> float:
    if isinstance(target, Band):
        return found.between(target.low, target.high)
    return found.chance(
        target, direction="decrease" if direction is Direction.DECREASE else "increase"
    )


def _inside(band: Band, found: Distribution, ahead: ProjectionInput) -> Floats:
    """The chance of lying inside the band in each period to come that counts."""
    return np.array(
        [
            found.between(band.low, band.high, step)
            for step, stamp in enumerate(_stamps(ahead))
            if period_end(stamp, ahead.grain) >= ahead.starts_on
        ]
    )


def _final_progress(
    key_result: KeyResult,
    target: float | Band,
    values: Floats,
    ahead: ProjectionInput,
    inside: Floats | None,
) -> Floats:
    """The progress at the deadline by level: of each value, or the share of periods inside the band."""
    if isinstance(target, Band) and inside is not None:
        return _band_landing(target, ahead, inside)
    direction, baseline = key_result.direction, key_result.baseline
    return np.sort([progress(direction, value, baseline, target) for value in values])


def _band_landing(band: Band, ahead: ProjectionInput, inside: Floats) -> Floats:
    """The final share of periods inside the band, by level.

    Periods ahead are taken as moving together: an outcome better than a share u of all is inside at each step whose
    chance exceeds 1 - u. Their expectation is exact, and so is the chance at the deadline.
    """
    ends = [period_end(stamp, ahead.grain) for stamp in dates(ahead.history)]
    so_far = [
        is_inside(value, band)
        for value, end in zip(ahead.history, ends, strict=True)
        if end >= ahead.starts_on
    ]
    kept = (LEVELS[:, None] > 1 - inside[None, :]).sum(axis=1)
    return np.asarray((sum(so_far) + kept) / (len(so_far) + len(inside)))


def _stamps(ahead: ProjectionInput) -> list[dt.date]:
    last = dates(ahead.history)[-1]
    return [next_period(last, ahead.grain, step) for step in range(1, ahead.horizon + 1)]
