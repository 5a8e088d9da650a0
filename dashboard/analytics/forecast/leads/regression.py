"""The regression of the outcome's errors on the innovations of a leading KPI, and its backtest.

The members' recursions whiten the errors of the regression (Harvey, Forecasting, Structural Time
Series Models and the Kalman Filter, 1989, chapter 7). The slopes are ridge estimates (Hoerl and
Kennard, Ridge regression, 1970). At every origin they use earlier errors alone, so the adjusted
forecasts are out of sample and are judged as those without the KPI are. Only the yearly pattern
and the scaling of the input use the whole history up to the date of the forecast.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.analytics.forecast.backtest import SPARSE_STEPS, errors_of, weights_of
from dashboard.analytics.forecast.leads.innovations import LeadSeries, innovations
from dashboard.analytics.forecast.student_t import log_likelihood
from dashboard.analytics.series.robust import TINY
from dashboard.analytics.typing import Flags, Floats

PRIOR_PROBABILITY = 0.5
"""The prior probability that a leading KPI improves the forecast."""

RIDGE = 4.0
"""The prior weight of slope 0, in periods."""

STEP_RIDGE = 8.0
"""The prior weight of the common slope in the slope of step j, in periods times j."""

SLOPE_STEPS = 8
"""The number of steps in the common slope, step j with the weight 1/j."""

TEMPER = 0.8
"""The exponent of the likelihood: errors of several steps overlap."""

WARM_UP = 6
"""The number of first origins with innovations that only fit the slope and are not judged."""

MIN_TESTS = 4
"""With fewer judged origins than this a KPI is not used."""

DF = 4.0
"""Degrees of freedom of the errors."""


@dataclass(frozen=True, eq=False)
class Origins:
    """The forecasts from every origin and their errors, (origins, members, steps).

    `is_known` (origins, steps) says which outcomes are known; other errors are 0. `prior` has the
    prior weight of each member.
    """

    paths: Floats
    errors: Floats
    is_known: Flags
    prior: Floats

    @cached_property
    def weights(self) -> Floats:
        """The posterior weight of each member by its errors after the first origin."""
        likelihood, total = np.zeros(len(self.prior)), 0.0
        for step in SPARSE_STEPS:
            judged = self.judged(step, 1)
            if judged.sum() > 1:
                likelihood = (
                    likelihood + log_likelihood(self.errors[..., step - 1][judged], DF) / step
                )
                total += 1 / step
        return weights_of(self.prior, likelihood, TEMPER, max(total, TINY))

    def judged(self, step: int, first: int) -> Flags:
        """The origins from `first` on with a known outcome at this step, if it is forecast."""
        if step > self.is_known.shape[1]:
            return np.zeros(len(self.is_known), dtype=bool)
        return self.is_known[:, step - 1] & (np.arange(len(self.is_known)) >= first)


@dataclass(frozen=True)
class LeadFit:
    """The fit of one KPI by member, 0 where it does not help.

    `share` (members): the weight of the KPI, 0 to 1, from the backtest. `slopes` (members, shapes,
    steps): the effect of one unit of innovation at the last origin on the forecast, times the
    share. `first`: the first origin that was judged.
    """

    share: Floats
    slopes: Floats
    first: int

    def response(self, kpi: LeadSeries) -> Floats:
        """The effect of one unit of the KPI on the outcome at the last forecast step.

        One number per ensemble member and lag: (members, lags).
        """
        return np.asarray(self.slopes[:, :, -1] @ kpi.shapes)


def origins_of(values: Floats, paths: Floats, is_known: Flags, prior: Floats) -> Origins:
    """Forecasts of `values` from every origin with their errors.

    `is_known` says which values are.
    """
    every = np.ones(len(values), dtype=bool)
    errors = errors_of(np.where(is_known, values, np.nan), paths, every)
    return Origins(paths, errors.values, errors.is_known, prior)


def fit(origins: Origins, kpi: LeadSeries) -> tuple[Origins, LeadFit] | None:
    """The forecasts adjusted by one leading KPI, and the fit.

    `None` if too few forecast origins are left to test the adjustment on.
    """
    innovation, first = innovations(kpi, len(origins.paths))
    judged = first + WARM_UP
    if origins.judged(1, judged).sum() < MIN_TESTS or not len(kpi.shapes):
        return None
    slopes = _slopes(origins, innovation, first)
    shifts = slopes * innovation
    shares = _shares(origins, shifts, judged)
    shift = np.einsum("sm,somh->omh", shares, shifts)
    after = Origins(
        origins.paths + shift,
        origins.errors - shift * origins.is_known[:, None, :],
        origins.is_known,
        origins.prior,
    )
    weighted = np.moveaxis(shares[:, :, None] * slopes[:, -1], 0, 1)
    return after, LeadFit(shares.sum(axis=0), weighted, judged)


def _slopes(origins: Origins, innovation: Floats, first: int) -> Floats:
    """The slope at every origin from earlier errors, (shapes, origins, members, steps)."""
    errors, steps = origins.errors, origins.errors.shape[2]
    known = innovation * origins.is_known[:, None, :]
    product, square = _sums_so_far(errors * known), _sums_so_far(known**2)
    count = min(steps, SLOPE_STEPS)
    weight = 1 / np.arange(1.0, count + 1)
    mean_square = (innovation[:, first:-1] ** 2).mean(axis=1)
    overall = (product[..., :count] @ weight) / (
        square[..., :count] @ weight + RIDGE * mean_square[:, None, :, 0] + TINY
    )
    pooled = STEP_RIDGE * np.arange(1.0, steps + 1) * mean_square[:, None]
    return np.asarray((product + pooled * overall[..., None]) / (square + pooled + TINY))


def _sums_so_far(products: Floats) -> Floats:
    """The sum at each origin of the products of earlier origins with an outcome by then."""
    total = np.zeros_like(products)
    for step in range(min(products.shape[3], products.shape[1] - 1)):
        np.cumsum(products[:, : -step - 1, :, step], axis=1, out=total[:, step + 1 :, :, step])
    return total


def _shares(origins: Origins, shifts: Floats, first: int) -> Floats:
    """The weight of each shape (shapes, members): its posterior probability, shrunk towards 0.

    The total weight is 0 up to a probability of a half that any shape helps, and rises linearly
    from there to 1.
    """
    candidates = np.concatenate([origins.errors[None], origins.errors - shifts])
    gain, total = np.zeros((len(shifts), shifts.shape[2])), 0.0
    for step in SPARSE_STEPS:
        judged = origins.judged(step, first)
        if judged.sum() > 1:
            likelihood = log_likelihood(candidates[..., step - 1][:, judged], DF)
            gain, total = gain + (likelihood[1:] - likelihood[0]) / step, total + 1 / step
    prior_odds = PRIOR_PROBABILITY / (1 - PRIOR_PROBABILITY) / len(shifts)
    odds = prior_odds * np.exp(np.clip(TEMPER * gain / total, -99, 99))
    helps = odds.sum(axis=0) / (1 + odds.sum(axis=0))
    return np.asarray(odds / odds.sum(axis=0) * np.maximum(0.0, 2 * helps - 1))
