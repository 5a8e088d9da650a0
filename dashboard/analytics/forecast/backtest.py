"""Backtests: errors of the forecasts from every past period, and weights by their likelihood.

Forecasts from rolling origins, each from the data up to it alone (Tashman, Out-of-sample tests of
forecasting accuracy: an analysis and review, 2000).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analytics.typing import Flags, Floats

JUDGED_STEPS = 8
"""Errors up to this horizon count in a member's likelihood, step j with the weight 1/j."""

SPARSE_STEPS = (1, 2, 4, JUDGED_STEPS)
"""The horizons at which a leading KPI is tested, step j with the weight 1/j. They are sparse,
because errors of neighbouring horizons overlap."""


@dataclass(frozen=True, eq=False)
class Errors:
    """Out-of-sample errors of every member, (origins, members, steps).

    They are 0 where `is_known` (origins, steps) is false.
    """

    values: Floats
    is_known: Flags

    @property
    def counts(self) -> Floats:
        """The number of known errors by step."""
        return np.asarray(self.is_known.sum(axis=0), dtype=float)

    def where(self, is_counted: Flags) -> Errors:
        """The errors for which `is_counted` (origins, steps) is true."""
        is_known = self.is_known & is_counted
        return Errors(self.values * is_known[:, None, :], is_known)


def errors_of(values: Floats, paths: Floats, is_origin: Flags) -> Errors:
    """The errors of the forecasts from the periods that are origins.

    Args:
        values: (periods,), NaN where unknown; the forecast of an unknown value has no error.
        paths: the forecasts from every period, (periods, members, steps).
        is_origin: (periods,), the periods whose forecasts count.
    """
    count, _, steps = paths.shape
    target = np.arange(count)[:, None] + np.arange(1, steps + 1)
    actual = values[np.minimum(target, count - 1)]
    is_known = (target < count) & is_origin[:, None] & np.isfinite(actual)
    errors = np.where(is_known, actual, 0.0)[:, None, :] - paths
    return Errors(errors * is_known[:, None, :], is_known)


def weights_of(prior: Floats, log_likelihood: Floats, temper: float, total: float = 1.0) -> Floats:
    """The posterior weight of each member; they sum to 1.

    Args:
        prior: the weights before the data.
        log_likelihood: of each member's errors, summed with weights by step.
        temper: the exponent of the likelihood.
        total: the sum of the weights by step, where the log likelihood is not divided by it yet.
    """
    weight = prior * np.exp(temper * (log_likelihood - log_likelihood.max()) / total)
    return np.asarray(weight / weight.sum())
