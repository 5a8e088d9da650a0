"""Where a key result will land: its chance, its likely ranges, or why there is no forecast."""

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
    """Residuals of no period."""
    return pd.Series([], index=pd.DatetimeIndex([]), dtype=float)


@dataclass(frozen=True, eq=False)
class Projection:
    """Where a key result will land; what is unknown is `None`.

    `reason` says why there is no forecast. The ranges are those of the value at the deadline.
    `path` has a row per future period. `landing` has a row per level: the value and the final
    progress that this share of the outcomes does not exceed, each column a quantile function.
    `inside_ahead`, for a band, is the expected share of the cycle's remaining periods inside it.
    `raw_chance` is the chance before recalibration, `None` if that changed nothing. `residuals`
    are the standardised one-step errors, positive where good for the key result, stamped by
    period; a band has none. `lead_effects` are the contributions of the leading KPIs.
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
    residuals: pd.Series = field(default_factory=no_residuals)
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

    `history` has a value a known period and ends with the value that the key result has now;
    `horizon` counts the periods after it that close by the deadline. A band is judged over the
    periods that end on `starts_on` or later. `too_short` is the reason that is said of a history
    with too few periods. `chance_map` is the recalibration, `leads` are the KPIs that
    were measured to lead.
    """

    history: pd.Series
    grain: Grain
    horizon: int
    bounds: Bounds
    starts_on: dt.date
    too_short: str = "reason-too-short"
    chance_map: CalibrationMap = field(default_factory=CalibrationMap)
    leads: tuple[LeadInput, ...] = ()


def projection(key_result: KeyResult, target: float | Band, inputs: ProjectionInput) -> Projection:
    """The forecast of a key result that has a measure, towards its target."""
    try:
        raw, effects = _raw_forecast(inputs)
    except TooShort as short:
        seen = {"points": short.points, "needed": MIN_POINTS, "grain": inputs.grain.value}
        return no_projection(Message(inputs.too_short, seen), short.points)
    distribution = _recalibrated(raw, key_result.direction, inputs.chance_map)
    support = discrete_support_of(inputs.history.to_numpy(dtype=float))
    levels = distribution.quantile(np.array([*INTERVALS.values(), *LEVELS]))
    levels = _on_support(levels, support, inputs.bounds)
    ranges, values = dict(zip(INTERVALS, levels, strict=False)), levels[len(INTERVALS) :, -1]
    goal = _goal(key_result.direction, target, support)
    inside = _inside(goal, distribution, inputs) if isinstance(goal, Band) else None
    final = _final_progress(key_result, target, values, inputs, inside)
    return Projection(
        chance=_chance(key_result.direction, goal, distribution),
        method=distribution.method,
        points=distribution.points,
        inside_ahead=float(inside.mean()) if inside is not None and len(inside) else None,
        raw_chance=None if distribution is raw else _chance(key_result.direction, goal, raw),
        path=pd.DataFrame({"period_on": _stamps(inputs), **ranges})[list(PATH_COLUMNS)],
        landing=pd.DataFrame({"level": LEVELS, "value": values, "progress": final}),
        residuals=_signed_residuals(key_result.direction, raw),
        lead_effects=_with_even_values(goal, distribution, effects, inputs),
        **{name: float(path[-1]) for name, path in ranges.items()},  # type: ignore[arg-type]  # names of fields
    )


def _goal(
    direction: Direction, target: float | Band, support: DiscreteSupport | None
) -> float | Band:
    """The target moved by half a step (continuity correction); unchanged for continuous measures."""
    if support is None:
        return target
    if isinstance(target, Band):
        return Band(low=support.least(target.low), high=support.most(target.high))
    return support.most(target) if direction is Direction.DECREASE else support.least(target)


def _raw_forecast(
    inputs: ProjectionInput,
) -> tuple[Forecast | LeadAdjusted, tuple[LeadContribution, ...]]:
    history = on_grid(inputs.history, inputs.grain)
    if not inputs.leads:
        return forecast(history, inputs.horizon, inputs.bounds), ()
    return forecast_with_leads(history, inputs.horizon, inputs.bounds, inputs.leads, inputs.grain)


def _on_support(levels: Floats, support: DiscreteSupport | None, bounds: Bounds) -> Floats:
    """The values rounded to the discrete support and clipped to the bounds."""
    if support is None:
        return levels
    return bounds.clip(support.nearest(levels))


def _with_even_values(
    goal: float | Band,
    distribution: Distribution,
    effects: tuple[LeadContribution, ...],
    inputs: ProjectionInput,
) -> tuple[LeadContribution, ...]:
    """The contributions with the level of each KPI for a 50 % chance; a band has no such level."""
    if isinstance(goal, Band):
        return effects
    median = float(distribution.quantile(0.5)[-1])
    return tuple(
        with_even_value(effect, lead, goal, median)
        for effect, lead in zip(effects, inputs.leads, strict=True)
    )


def _recalibrated(
    raw: Distribution, direction: Direction, calibration: CalibrationMap
) -> Distribution:
    """The recalibrated forecast; the same one if the map is the identity.

    The map corrects chances of reaching a target, so a key result that should fall has the
    complement's map.
    """
    if direction is Direction.DECREASE:
        calibration = calibration.of_complement
    elif direction is Direction.MAINTAIN:
        calibration = calibration.without_intercept
    return raw if calibration.is_identity else Calibrated(raw, calibration)


def _signed_residuals(direction: Direction, raw: Forecast | LeadAdjusted) -> pd.Series:
    if direction is Direction.MAINTAIN:
        return no_residuals()
    return -raw.residuals if direction is Direction.DECREASE else raw.residuals


def _chance(direction: Direction, target: float | Band, distribution: Distribution) -> float:
    if isinstance(target, Band):
        return distribution.between(target.low, target.high)
    return distribution.chance(
        target, direction="decrease" if direction is Direction.DECREASE else "increase"
    )


def _inside(band: Band, distribution: Distribution, inputs: ProjectionInput) -> Floats:
    """The probability of being inside the band in each remaining period that counts."""
    return np.array(
        [
            distribution.between(band.low, band.high, step)
            for step, stamp in enumerate(_stamps(inputs))
            if period_end(stamp, inputs.grain) >= inputs.starts_on
        ]
    )


def _final_progress(
    key_result: KeyResult,
    target: float | Band,
    values: Floats,
    inputs: ProjectionInput,
    inside: Floats | None,
) -> Floats:
    """The progress at the deadline by level: of each value, or the share of periods inside the band."""
    if isinstance(target, Band) and inside is not None:
        return _band_landing(target, inputs, inside)
    direction, baseline = key_result.direction, key_result.baseline
    return np.sort([progress(direction, value, baseline, target) for value in values])


def _band_landing(band: Band, inputs: ProjectionInput, inside: Floats) -> Floats:
    """The final share of periods inside the band, by level.

    Periods inputs are taken as moving together: an outcome better than a share u of all is inside
    at each step whose chance exceeds 1 - u. Their expectation is exact, and so is the chance at
    the deadline.
    """
    ends = [period_end(stamp, inputs.grain) for stamp in dates(inputs.history)]
    so_far = [
        is_inside(value, band)
        for value, end in zip(inputs.history, ends, strict=True)
        if end >= inputs.starts_on
    ]
    kept = (LEVELS[:, None] > 1 - inside[None, :]).sum(axis=1)
    return np.asarray((sum(so_far) + kept) / (len(so_far) + len(inside)))


def _stamps(inputs: ProjectionInput) -> list[dt.date]:
    last = dates(inputs.history)[-1]
    return [next_period(last, inputs.grain, step) for step in range(1, inputs.horizon + 1)]
