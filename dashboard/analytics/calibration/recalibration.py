"""Recalibration of chances by a workspace's own resolved forecasts: a logistic regression on log odds.

The method is that of Cox (Two further applications of a model for binary regression, 1958), known
as Platt scaling (1999).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Literal

import numpy as np
import pandas as pd
from scipy import special

from dashboard.analytics.forecast.distribution import CalibrationMap
from dashboard.analytics.series.periods import day_numbers, period_of
from dashboard.analytics.typing import Flags, Floats, Integers
from dashboard.domain.kpi import Grain

Reason = Literal["too_few_settled", "too_few_tested", "no_better", "better"]

MIN_RESOLVED = 20
"""With fewer resolved key results too many maps fit equally well."""

MIN_TESTED = 20
"""Number of further key results that have to be resolved after the first `MIN_RESOLVED`, for a
test of the map."""

INTERCEPT_SD, SLOPE_SD, QUARTER_SD = 0.3, 0.4, 0.6
"""Prior standard deviations, in log odds, of intercept, slope and quarter effect."""

MIN_SLOPE, MAX_SLOPE = 0.25, 4.0

CLIP = 0.005
"""Chances closer to 0 or 1 are clipped to this: a certain and wrong one must not outweigh all
others."""

RESOLVED_COLUMNS = ("key_result_id", "as_of", "due_on", "resolved_on", "chance", "is_reached")

_ROUNDS = 25
_SMALL = 1e-6
_DIGITS = 3
"""The map is rounded, so that it changes with new outcomes and not with the last bit of a sum."""


@dataclass(frozen=True)
class Recalibration:
    """The recalibration on a day: `fitted` is the fitted map, `map` the one that is used.

    `settled` counts resolved key results, `tested` those of the forward test; `gain` is the mean
    log loss that the test saved per key result. `reason` says why the map is used (`better`) or
    not.
    """

    fitted: CalibrationMap = field(default_factory=CalibrationMap)
    settled: int = 0
    tested: int = 0
    gain: float | None = None
    reason: Reason = "too_few_settled"

    @property
    def is_on(self) -> bool:
        """Whether chances are recalibrated."""
        return self.reason == "better"

    @property
    def map(self) -> CalibrationMap:
        """The map that is used: the identity where recalibration is off."""
        return self.fitted if self.is_on else CalibrationMap()


def recalibration(resolved: pd.DataFrame) -> Recalibration:
    """The recalibration that the resolved forecasts of a workspace suggest.

    An intercept and a slope of the outcomes on the log odds of the chances, shrunk towards the
    identity. Every quarter has an intercept of its own: a market that fell once is no evidence on
    the next forecast. All forecasts of one key result together count once.

    The map is used only if a forward test shows a gain: each forecast is tested with the map of
    those resolved before it was made. The gain has to exceed its standard error over key results.

    Args:
        resolved: resolved forecasts, with `RESOLVED_COLUMNS`; chances before any recalibration,
            `is_reached` 0 or 1. The
            order of rows does not matter.
    """
    past = _to_arrays(resolved)
    count = len(np.unique(past.key_result))
    if count < MIN_RESOLVED:
        return Recalibration(settled=count)
    fitted = _fit_map(past)
    gains = _gains_forward(past)
    if len(gains) < MIN_TESTED:
        return Recalibration(fitted, count, len(gains), None, "too_few_tested")
    gain, error = float(gains.mean()), float(gains.std(ddof=1)) / len(gains) ** 0.5
    reason: Reason = "better" if gain > error else "no_better"
    return Recalibration(fitted, count, len(gains), gain, reason)


@dataclass(frozen=True)
class _ResolvedForecasts:
    """Resolved forecasts as arrays, by the day of resolution; ids and quarters as numbers from 0."""

    key_result: Integers
    made_on: Integers
    resolved_on: Integers
    quarter: Integers
    log_odds: Floats
    outcome: Floats
    weight: Floats

    def where(self, is_chosen: Flags) -> _ResolvedForecasts:
        return _ResolvedForecasts(*(getattr(self, f.name)[is_chosen] for f in fields(self)))


def _to_arrays(resolved: pd.DataFrame) -> _ResolvedForecasts:
    rows = resolved.sort_values(["resolved_on", "key_result_id", "as_of"], ignore_index=True)
    chances = np.clip(rows["chance"].to_numpy(dtype=float), CLIP, 1 - CLIP)
    key_result = pd.factorize(rows["key_result_id"])[0]
    ends = period_of(day_numbers(rows["due_on"].to_numpy()), Grain.QUARTER)
    return _ResolvedForecasts(
        key_result=key_result,
        made_on=day_numbers(rows["as_of"].to_numpy()),
        resolved_on=day_numbers(rows["resolved_on"].to_numpy()),
        quarter=np.unique(ends, return_inverse=True)[1],
        log_odds=np.log(chances) - np.log1p(-chances),
        outcome=rows["is_reached"].to_numpy(dtype=float),
        weight=1 / np.bincount(key_result)[key_result],
    )


def _gains_forward(past: _ResolvedForecasts) -> Floats:
    """The mean log loss that the map would have saved, per tested key result."""
    _, firsts = np.unique(past.key_result, return_index=True)
    known_before = np.searchsorted(np.sort(past.resolved_on[firsts]), past.made_on, side="left")
    gains = np.full(len(past.outcome), np.nan)
    for count in np.unique(known_before[known_before >= MIN_RESOLVED]):
        is_in_group = known_before == count
        group = past.where(is_in_group)
        fitted = _fit_map(past.where(past.resolved_on < group.made_on.min()))
        moved = fitted.intercept + fitted.slope * group.log_odds
        gains[is_in_group] = _log_loss(group.log_odds, group.outcome) - _log_loss(
            moved, group.outcome
        )
    is_tested = np.isfinite(gains)
    tested = past.key_result[is_tested]
    sums, counts = np.bincount(tested, gains[is_tested]), np.bincount(tested)
    return np.asarray(sums[counts > 0] / counts[counts > 0])


def _fit_map(past: _ResolvedForecasts) -> CalibrationMap:
    intercept, slope = _fit_coefficients(past, None)
    if not MIN_SLOPE <= slope <= MAX_SLOPE:
        intercept, slope = _fit_coefficients(past, min(MAX_SLOPE, max(MIN_SLOPE, slope)))
    return CalibrationMap(round(intercept, _DIGITS), round(slope, _DIGITS))


def _fit_coefficients(past: _ResolvedForecasts, slope: float | None) -> tuple[float, float]:
    """Intercept and slope of the most likely map, by Newton's method; the slope may be given.

    A logistic regression with normal priors; each quarter has an intercept of its own in addition
    to the common one. The penalised likelihood has one maximum.
    """
    quarters = int(past.quarter.max()) + 1
    prior = np.array([INTERCEPT_SD, SLOPE_SD, *[QUARTER_SD] * quarters]) ** -2.0
    centre = np.array([0.0, 1.0 if slope is None else slope, *[0.0] * quarters])
    free = np.array([True, slope is None, *[True] * quarters])
    found = centre.copy()
    for _ in range(_ROUNDS):
        chance = special.expit(found[0] + found[1] * past.log_odds + found[2:][past.quarter])
        slopes = _gradient(past, past.weight * (past.outcome - chance), quarters)
        slopes -= prior * (found - centre)
        bends = _hessian(past, past.weight * chance * (1 - chance), quarters) + np.diag(prior)
        move = np.linalg.solve(bends[np.ix_(free, free)], slopes[free])
        found[free] += move
        if np.abs(move).max() < _SMALL:
            break
    return float(found[0]), float(found[1])


def _gradient(past: _ResolvedForecasts, parts: Floats, quarters: int) -> Floats:
    """First derivatives of the log posterior by intercept, slope and quarters."""
    by_quarter = np.bincount(past.quarter, parts, quarters)
    return np.array([parts.sum(), parts @ past.log_odds, *by_quarter])


def _hessian(past: _ResolvedForecasts, parts: Floats, quarters: int) -> Floats:
    """Second derivatives of the log posterior by every pair of them."""
    first, second = (
        _gradient(past, parts, quarters),
        _gradient(past, parts * past.log_odds, quarters),
    )
    found = np.diag(first)
    found[0], found[1] = first, second
    found[:, 0], found[:, 1] = first, second
    return found


def _log_loss(log_odds: Floats, outcome: Floats) -> Floats:
    return np.asarray(np.logaddexp(0, log_odds) - outcome * log_odds)
