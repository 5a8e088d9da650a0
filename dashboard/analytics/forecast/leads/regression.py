"""Members of a forecast that learn how far news of a leading KPI moves the outcome, forward in time.

A regression whose errors the member itself has whitened (Harvey, Forecasting, Structural Time Series Models and the Kalman
Filter, 1989, chapter 7). At every origin the slopes rest on earlier errors alone, so what comes out is a forecast from every
origin again, which is judged as the forecast without the KPI is. Only the yearly pattern and the scaling of what comes in here
use the whole history up to the day asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.analytics.forecast.backtest import SPARSE_STEPS, errors_of, weights_of
from dashboard.analytics.forecast.leads.innovations import LeadSeries, innovations
from dashboard.analytics.forecast.student_t import log_likelihood
from dashboard.analytics.robust import TINY
from dashboard.analytics.typing import Flags, Floats

HELPS = 0.5
"""The probability that a KPI said to lead helps the forecast, before the series itself is asked."""

RIDGE = 4.0
"""A slope is shrunk towards none as if so many periods had shown no effect."""

STEP_RIDGE = 8.0
"""The slope at step j is shrunk towards that of all steps as if j times so many periods had shown that one."""

SLOPE_STEPS = 8
"""So many steps take part in the slope of all steps, step j with the weight 1 / j."""

TEMPER = 0.8
"""Evidence counts less than its length: errors of several steps overlap."""

LEARNING = 6
"""So many origins with news teach the first slope and are not judged."""

FEWEST_TESTS = 4
"""Judged origins below which a series cannot say that a KPI helps."""

DF = 4.0
"""Degrees of freedom of the errors."""


@dataclass(frozen=True, eq=False)
class Origins:
    """The forecasts from every origin and their errors, (origins, members, steps).

    `is_known` (origins, steps) says which steps have come true with a known value; other errors are 0. `prior` is how much each
    member counts before the data are asked.
    """

    paths: Floats
    errors: Floats
    is_known: Flags
    prior: Floats

    @cached_property
    def weights(self) -> Floats:
        """How much each member counts, by how likely it makes what came true after the first origin."""
        likely, total = np.zeros(len(self.prior)), 0.0
        for step in SPARSE_STEPS:
            judged = self.judged(step, 1)
            if judged.sum() > 1:
                likely = likely + log_likelihood(self.errors[..., step - 1][judged], DF) / step
                total += 1 / step
        return weights_of(self.prior, likely, TEMPER, max(total, TINY))

    def judged(self, step: int, first: int) -> Flags:
        """The origins from `first` on of which this step is known; none where it is not forecast."""
        if step > self.is_known.shape[1]:
            return np.zeros(len(self.is_known), dtype=bool)
        return self.is_known[:, step - 1] & (np.arange(len(self.is_known)) >= first)


@dataclass(frozen=True)
class LeadFit:
    """What one KPI taught the members, 0 where it does not help.

    `share` (members): how clearly the forward test says that it helps, 0 to 1. `slopes` (members, shapes, steps): how far one
    unit of news at the last origin moves the forecast, the share counted in. `first`: the first origin that was judged.
    """

    share: Floats
    slopes: Floats
    first: int

    def response(self, kpi: LeadSeries) -> Floats:
        """How far one unit more of the KPI at each of its lags moves the last step, (members, lags)."""
        return np.asarray(self.slopes[:, :, -1] @ kpi.shapes)


def origins_of(values: Floats, paths: Floats, is_known: Flags, prior: Floats) -> Origins:
    """Forecasts of `values` from every origin with their errors; `is_known` says which values are."""
    every = np.ones(len(values), dtype=bool)
    errors = errors_of(np.where(is_known, values, np.nan), paths, every)
    return Origins(paths, errors.values, errors.is_known, prior)


def fit(origins: Origins, kpi: LeadSeries) -> tuple[Origins, LeadFit] | None:
    """The forecasts with what the KPI adds, and what it taught; `None` where too few origins can be judged."""
    seen, first = innovations(kpi, len(origins.paths))
    judged = first + LEARNING
    if origins.judged(1, judged).sum() < FEWEST_TESTS or not len(kpi.shapes):
        return None
    slopes = _slopes(origins, seen, first)
    moves = slopes * seen
    shares = _shares(origins, moves, judged)
    by = np.einsum("sm,somh->omh", shares, moves)
    after = Origins(
        origins.paths + by,
        origins.errors - by * origins.is_known[:, None, :],
        origins.is_known,
        origins.prior,
    )
    kept = np.moveaxis(shares[:, :, None] * slopes[:, -1], 0, 1)
    return after, LeadFit(shares.sum(axis=0), kept, judged)


def _slopes(origins: Origins, seen: Floats, first: int) -> Floats:
    """At every origin and step how far one unit of news has moved the outcome so far, (shapes, origins, members, steps)."""
    errors, steps = origins.errors, origins.errors.shape[2]
    told = seen * origins.is_known[:, None, :]
    together, square = _sums_so_far(errors * told), _sums_so_far(told**2)
    taken = min(steps, SLOPE_STEPS)
    weight = 1 / np.arange(1.0, taken + 1)
    usual = (seen[:, first:-1] ** 2).mean(axis=1)
    overall = (together[..., :taken] @ weight) / (
        square[..., :taken] @ weight + RIDGE * usual[:, None, :, 0] + TINY
    )
    held = STEP_RIDGE * np.arange(1.0, steps + 1) * usual[:, None]
    return np.asarray((together + held * overall[..., None]) / (square + held + TINY))


def _sums_so_far(products: Floats) -> Floats:
    """The sum at each origin of the products of all earlier origins whose step had come true by then."""
    total = np.zeros_like(products)
    for step in range(min(products.shape[3], products.shape[1] - 1)):
        np.cumsum(products[:, : -step - 1, :, step], axis=1, out=total[:, step + 1 :, :, step])
    return total


def _shares(origins: Origins, moves: Floats, first: int) -> Floats:
    """How far to follow each shape (shapes, members): its probability, less what speaks against all of them.

    Half or less in favour of any is no reason to follow one; from there the share rises straight up to all.
    """
    tried = np.concatenate([origins.errors[None], origins.errors - moves])
    gain, total = np.zeros((len(moves), moves.shape[2])), 0.0
    for step in SPARSE_STEPS:
        judged = origins.judged(step, first)
        if judged.sum() > 1:
            likely = log_likelihood(tried[..., step - 1][:, judged], DF)
            gain, total = gain + (likely[1:] - likely[0]) / step, total + 1 / step
    odds = HELPS / (1 - HELPS) / len(moves) * np.exp(np.clip(TEMPER * gain / total, -99, 99))
    helps = odds.sum(axis=0) / (1 + odds.sum(axis=0))
    return np.asarray(odds / odds.sum(axis=0) * np.maximum(0.0, 2 * helps - 1))
