"""What a workspace's own past forecasts teach about the next ones: said too surely, too timidly, too high or too low."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.analytics.chance_map import ChanceMap

Floats = NDArray[np.float64]
Reason = Literal["too_few_settled", "too_few_tested", "no_better", "better"]

MIN_SETTLED = 20
"""Fewer settled key results fit too many truths (4b-screens, the forecast record)."""

MIN_TESTED = 20
"""So many key results have to be forecast and settled after the first `MIN_SETTLED`, to see whether what those taught
holds."""

INTERCEPT_SD, SLOPE_SD, QUARTER_SD = 0.3, 0.4, 0.6
"""How far the truth is expected to lie from what is said, on the scale of log odds: as standard deviations of the
intercept around 0, of the slope around 1, and of what one quarter does to all that ended in it."""

MIN_SLOPE, MAX_SLOPE = 0.25, 4.0

CLIP = 0.005
"""What was said nearer to 0 or 1 is taken as this: one that was certain and wrong must not outweigh all others."""

SETTLED_COLUMNS = ("key_result_id", "as_of", "due_on", "settled_on", "chance", "is_reached")

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

    learnt: ChanceMap = field(default_factory=ChanceMap)
    settled: int = 0
    tested: int = 0
    gain: float | None = None
    reason: Reason = "too_few_settled"

    @property
    def is_on(self) -> bool:
        """Whether chances are moved."""
        return self.reason == "better"

    @property
    def map(self) -> ChanceMap:
        """The map that is used; that which changes nothing where it is off."""
        return self.learnt if self.is_on else ChanceMap()


def recalibration(settled: pd.DataFrame) -> Recalibration:
    """What the settled forecasts of a workspace teach about its next ones.

    Two numbers are learnt, as in Platt's scaling: the log odds that came true against those that were said. They are
    shrunk towards identity, and what a whole quarter did to all key results that ended in it is set apart: a market that
    fell once says nothing of the next forecast. All forecasts of one key result together count once.

    The map is used only where it would have been better, forward in time: each forecast is tested on the map of those
    that were settled before it was made. The gain has to exceed its standard error, taken over key results.

    Args:
        settled: forecasts that are settled, with `SETTLED_COLUMNS`; chances as said before any map, `is_reached` 0 or 1.
            The order of rows does not matter.
    """
    rows = settled.sort_values(["settled_on", "key_result_id", "as_of"], ignore_index=True)
    count = int(rows["key_result_id"].nunique())
    if count < MIN_SETTLED:
        return Recalibration(settled=count)
    learnt = _learnt(rows)
    gains = _gains_forward(rows)
    if len(gains) < MIN_TESTED:
        return Recalibration(learnt, count, len(gains), None, "too_few_tested")
    gain, error = float(gains.mean()), float(gains.std(ddof=1)) / len(gains) ** 0.5
    reason: Reason = "better" if gain > error else "no_better"
    return Recalibration(learnt, count, len(gains), gain, reason)


def _gains_forward(rows: pd.DataFrame) -> Floats:
    """By how much each tested key result's mean log loss would have been smaller."""
    starts = np.sort(rows.groupby("key_result_id")["settled_on"].first().to_numpy())
    made, settled = rows["as_of"].to_numpy(), rows["settled_on"].to_numpy()
    known_before = np.searchsorted(starts, made, side="left")
    gains = pd.Series(np.nan, rows.index)
    for count in np.unique(known_before[known_before >= MIN_SETTLED]):
        told = known_before == count
        by_then = rows[settled < made[told].min()]
        said, came = _said(rows[told]), rows.loc[told, "is_reached"].to_numpy(dtype=float)
        before = _log_loss(_log_odds(said), came)
        learnt = _learnt(by_then)
        after = _log_loss(learnt.intercept + learnt.slope * _log_odds(said), came)
        gains[told] = before - after
    by_key_result = gains.groupby(rows["key_result_id"]).mean()
    return np.asarray(by_key_result.dropna(), dtype=float)


def _learnt(rows: pd.DataFrame) -> ChanceMap:
    intercept, slope = _fitted(rows, None)
    if not MIN_SLOPE <= slope <= MAX_SLOPE:
        intercept, slope = _fitted(rows, min(MAX_SLOPE, max(MIN_SLOPE, slope)))
    return ChanceMap(round(intercept, _DIGITS), round(slope, _DIGITS))


def _fitted(rows: pd.DataFrame, slope: float | None) -> tuple[float, float]:
    """Intercept and slope of the most likely map, by Newton's method; the slope may be given.

    A logistic regression with normal priors; each quarter has an intercept of its own beside the common one. The penalised
    likelihood has one maximum.
    """
    came, weights = rows["is_reached"].to_numpy(dtype=float), _weights(rows)
    ends = rows["due_on"].dt.to_period("Q")
    quarters = (ends.to_numpy()[:, None] == np.sort(ends.unique())[None, :]).astype(float)
    inputs = np.column_stack([np.ones(len(rows)), _log_odds(_said(rows)), quarters])
    prior = np.array([INTERCEPT_SD, SLOPE_SD, *[QUARTER_SD] * quarters.shape[1]]) ** -2.0
    centre = np.array([0.0, 1.0 if slope is None else slope, *[0.0] * quarters.shape[1]])
    free = np.array([True, slope is None, *[True] * quarters.shape[1]])
    found = centre.copy()
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-inputs @ found))
        slopes = inputs.T @ (weights * (came - chance)) - prior * (found - centre)
        bends = (inputs * (weights * chance * (1 - chance))[:, None]).T @ inputs + np.diag(prior)
        move = np.linalg.solve(bends[np.ix_(free, free)], slopes[free])
        found[free] += move
        if np.abs(move).max() < _SMALL:
            break
    return float(found[0]), float(found[1])


def _weights(rows: pd.DataFrame) -> Floats:
    """One a key result, shared evenly by its forecasts."""
    counts = rows.groupby("key_result_id")["as_of"].transform("size")
    return np.asarray(1 / counts.to_numpy(dtype=float))


def _said(rows: pd.DataFrame) -> Floats:
    return np.asarray(np.clip(rows["chance"].to_numpy(dtype=float), CLIP, 1 - CLIP))


def _log_odds(said: Floats) -> Floats:
    return np.asarray(np.log(said) - np.log1p(-said))


def _log_loss(log_odds: Floats, came: Floats) -> Floats:
    return np.asarray(np.logaddexp(0, log_odds) - came * log_odds)
