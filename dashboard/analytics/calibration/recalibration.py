"""What a workspace's own past forecasts teach about the next ones: said too surely, too timidly, too high or too low."""

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
"""Fewer settled key results fit too many truths (4b-screens, the forecast record)."""

MIN_TESTED = 20
"""So many key results have to be forecast and settled after the first `MIN_RESOLVED`, to see whether what those taught
holds."""

INTERCEPT_SD, SLOPE_SD, QUARTER_SD = 0.3, 0.4, 0.6
"""How far the truth is expected to lie from what is said, on the scale of log odds: as standard deviations of the
intercept around 0, of the slope around 1, and of what one quarter does to all that ended in it."""

MIN_SLOPE, MAX_SLOPE = 0.25, 4.0

CLIP = 0.005
"""What was said nearer to 0 or 1 is taken as this: one that was certain and wrong must not outweigh all others."""

RESOLVED_COLUMNS = ("key_result_id", "as_of", "due_on", "settled_on", "chance", "is_reached")

_ROUNDS = 25
_SMALL = 1e-6
_DIGITS = 3
"""The map is rounded, so that it changes when something was learnt and not with the last bit of a sum."""


@dataclass(frozen=True)
class Recalibration:
    """What past forecasts taught by a day: `learnt` is the map that they suggest, `map` the one that is used.

    `settled` and `tested` count key results; `gain` is by how much the log loss of the tested ones would have been
    smaller a key result, had each forecast been moved by what was settled before it was made. `reason` says why the map
    is used (`better`) or not.
    """

    learnt: CalibrationMap = field(default_factory=CalibrationMap)
    settled: int = 0
    tested: int = 0
    gain: float | None = None
    reason: Reason = "too_few_settled"

    @property
    def is_on(self) -> bool:
        """Whether chances are moved."""
        return self.reason == "better"

    @property
    def map(self) -> CalibrationMap:
        """The map that is used; that which changes nothing where it is off."""
        return self.learnt if self.is_on else CalibrationMap()


def recalibration(settled: pd.DataFrame) -> Recalibration:
    """What the settled forecasts of a workspace teach about its next ones.

    Two numbers are learnt, as in Platt's scaling: the log odds that came true against those that were said. They are
    shrunk towards identity, and what a whole quarter did to all key results that ended in it is set apart: a market that
    fell once says nothing of the next forecast. All forecasts of one key result together count once.

    The map is used only where it would have been better, forward in time: each forecast is tested on the map of those
    that were settled before it was made. The gain has to exceed its standard error, taken over key results.

    Args:
        settled: forecasts that are settled, with `RESOLVED_COLUMNS`; chances as said before any map, `is_reached` 0 or 1.
            The order of rows does not matter.
    """
    past = _taken_apart(settled)
    count = len(np.unique(past.key_result))
    if count < MIN_RESOLVED:
        return Recalibration(settled=count)
    learnt = _learnt(past)
    gains = _gains_forward(past)
    if len(gains) < MIN_TESTED:
        return Recalibration(learnt, count, len(gains), None, "too_few_tested")
    gain, error = float(gains.mean()), float(gains.std(ddof=1)) / len(gains) ** 0.5
    reason: Reason = "better" if gain > error else "no_better"
    return Recalibration(learnt, count, len(gains), gain, reason)


@dataclass(frozen=True)
class _Past:
    """Settled forecasts as arrays, by the day on which they were settled; ids and quarters as numbers from 0."""

    key_result: Integers
    made_on: Integers
    settled_on: Integers
    quarter: Integers
    log_odds: Floats
    came: Floats
    weight: Floats

    def where(self, is_chosen: Flags) -> _Past:
        return _Past(*(getattr(self, f.name)[is_chosen] for f in fields(self)))


def _taken_apart(settled: pd.DataFrame) -> _Past:
    rows = settled.sort_values(["settled_on", "key_result_id", "as_of"], ignore_index=True)
    said = np.clip(rows["chance"].to_numpy(dtype=float), CLIP, 1 - CLIP)
    key_result = pd.factorize(rows["key_result_id"])[0]
    ends = period_of(day_numbers(rows["due_on"].to_numpy()), Grain.QUARTER)
    return _Past(
        key_result=key_result,
        made_on=day_numbers(rows["as_of"].to_numpy()),
        settled_on=day_numbers(rows["settled_on"].to_numpy()),
        quarter=np.unique(ends, return_inverse=True)[1],
        log_odds=np.log(said) - np.log1p(-said),
        came=rows["is_reached"].to_numpy(dtype=float),
        weight=1 / np.bincount(key_result)[key_result],
    )


def _gains_forward(past: _Past) -> Floats:
    """By how much each tested key result's mean log loss would have been smaller."""
    _, firsts = np.unique(past.key_result, return_index=True)
    known_before = np.searchsorted(np.sort(past.settled_on[firsts]), past.made_on, side="left")
    gains = np.full(len(past.came), np.nan)
    for count in np.unique(known_before[known_before >= MIN_RESOLVED]):
        is_told = known_before == count
        told = past.where(is_told)
        learnt = _learnt(past.where(past.settled_on < told.made_on.min()))
        moved = learnt.intercept + learnt.slope * told.log_odds
        gains[is_told] = _log_loss(told.log_odds, told.came) - _log_loss(moved, told.came)
    is_tested = np.isfinite(gains)
    tested = past.key_result[is_tested]
    sums, counts = np.bincount(tested, gains[is_tested]), np.bincount(tested)
    return np.asarray(sums[counts > 0] / counts[counts > 0])


def _learnt(past: _Past) -> CalibrationMap:
    intercept, slope = _fitted(past, None)
    if not MIN_SLOPE <= slope <= MAX_SLOPE:
        intercept, slope = _fitted(past, min(MAX_SLOPE, max(MIN_SLOPE, slope)))
    return CalibrationMap(round(intercept, _DIGITS), round(slope, _DIGITS))


def _fitted(past: _Past, slope: float | None) -> tuple[float, float]:
    """Intercept and slope of the most likely map, by Newton's method; the slope may be given.

    A logistic regression with normal priors; each quarter has an intercept of its own beside the common one. The penalised
    likelihood has one maximum.
    """
    quarters = int(past.quarter.max()) + 1
    prior = np.array([INTERCEPT_SD, SLOPE_SD, *[QUARTER_SD] * quarters]) ** -2.0
    centre = np.array([0.0, 1.0 if slope is None else slope, *[0.0] * quarters])
    free = np.array([True, slope is None, *[True] * quarters])
    found = centre.copy()
    for _ in range(_ROUNDS):
        chance = special.expit(found[0] + found[1] * past.log_odds + found[2:][past.quarter])
        slopes = _sums(past, past.weight * (past.came - chance), quarters)
        slopes -= prior * (found - centre)
        bends = _bends(past, past.weight * chance * (1 - chance), quarters) + np.diag(prior)
        move = np.linalg.solve(bends[np.ix_(free, free)], slopes[free])
        found[free] += move
        if np.abs(move).max() < _SMALL:
            break
    return float(found[0]), float(found[1])


def _sums(past: _Past, parts: Floats, quarters: int) -> Floats:
    """The sum of parts as they bear on intercept, slope and quarters."""
    by_quarter = np.bincount(past.quarter, parts, quarters)
    return np.array([parts.sum(), parts @ past.log_odds, *by_quarter])


def _bends(past: _Past, parts: Floats, quarters: int) -> Floats:
    """The same of every pair of them."""
    first, second = _sums(past, parts, quarters), _sums(past, parts * past.log_odds, quarters)
    found = np.diag(first)
    found[0], found[1] = first, second
    found[:, 0], found[:, 1] = first, second
    return found


def _log_loss(log_odds: Floats, came: Floats) -> Floats:
    return np.asarray(np.logaddexp(0, log_odds) - came * log_odds)
