"""The weights of the members by the likelihood of their past errors, and their error variances.

Errors follow Student's t, so outliers count less (Lange, Little and Taylor, Robust statistical
modeling using the t distribution, 1989). The likelihood is tempered (Grünwald and van Ommen,
Inconsistency of Bayesian inference for misspecified linear models, and a proposal for repairing
it, 2017), since errors of several horizons overlap and no member is the true model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analytics.forecast import student_t
from dashboard.analytics.forecast.backtest import JUDGED_STEPS, Errors, errors_of, weights_of
from dashboard.analytics.forecast.ensemble.members import Members
from dashboard.analytics.typing import Floats

MIN_ERRORS = 2
"""A step with fewer errors than this is no evidence."""

MIN_SCALE_RATIO = 0.5
"""The least scale of any step in the likelihood, as a share of the one-step scale."""

PRIOR_ERRORS = 5.0
"""Prior weight of the variance implied by one-step errors, in observations."""


@dataclass(frozen=True)
class LikelihoodSettings:
    """How the errors of series of one grain are distributed; tuned coarsely on many series.

    `temper`: the exponent of the likelihood. `df`: the degrees of freedom of Student's t.
    """

    temper: float
    df: float


def scales_of(errors: Errors, df: float) -> Floats:
    """The most likely scale of Student's t by member and step, (members, steps)."""
    return student_t.scales(errors.values, np.maximum(errors.counts, 1), df)


def log_evidence(errors: Errors, scales: Floats, df: float) -> Floats:
    """The mean log likelihood of each member's errors, one number per member.

    Step j has the weight 1/j, up to `JUDGED_STEPS`.
    """
    counts = errors.counts
    steps = min(JUDGED_STEPS, len(counts))
    shares = np.where(counts[:steps] < MIN_ERRORS, 0.0, 1 / np.arange(1, steps + 1))
    if not shares.any():
        return np.zeros(len(scales))
    # an alternating series can make a two-step forecast look exact by chance: floor its scale
    floored = np.maximum(scales[:, :steps], MIN_SCALE_RATIO * scales[:, :1])
    tails = np.log1p((errors.values[:, :, :steps] / floored) ** 2 / df).sum(axis=0)
    likely = -(df + 1) / 2 * tails - counts[:steps] * np.log(floored)
    return np.asarray(likely @ shares / shares.sum())


def variances_of(errors: Errors, scales: Floats, growth: Floats) -> Floats:
    """The squared scale of each member's error by step, (members, steps).

    A weighted mean of the variance implied by the one-step errors and the model's equations, and
    the variance observed at that step. Errors at step j overlap, so n of them count as n / j.
    """
    counts = errors.counts
    # one step, or the first step with a known error where every other period is missing
    first = int(np.argmax(counts > 0))
    one = scales[:, first] ** 2 / growth[:, first] * counts[first] / max(counts[first] - 1, 1)
    expected = one[:, None] * growth
    effective = counts / np.arange(1, len(counts) + 1)
    return np.asarray(
        (PRIOR_ERRORS * expected + effective * scales**2) / (PRIOR_ERRORS + effective)
    )


@dataclass(frozen=True, eq=False)
class WeightedMembers:
    """A family of members with its posterior weights.

    `means`: the forecasts from the last period, (members, steps); `variances`: the squared scales
    of their errors, of the same shape; `weights` and the log `evidence`: one per member; `paths`
    and `errors`: the forecasts from all periods and their errors.
    """

    members: Members
    means: Floats
    variances: Floats
    weights: Floats
    evidence: Floats
    paths: Floats
    errors: Errors

    @property
    def mean(self) -> Floats:
        """The weighted mean of the members' forecasts by step."""
        return self.weights @ self.means

    @property
    def variance(self) -> Floats:
        """The weighted mean of the squared scales by step."""
        return self.weights @ self.variances


def weight_members(
    values: Floats,
    paths: Floats,
    growth: Floats,
    members: Members,
    start: int,
    settings: LikelihoodSettings,
) -> WeightedMembers:
    """The members weighted by the errors of their forecasts from period `start` on."""
    is_origin = np.isfinite(values) & (np.arange(len(values)) >= start)
    errors = errors_of(values, paths, is_origin)
    scales = scales_of(errors, settings.df)
    evidence = log_evidence(errors, scales, settings.df)
    weights = weights_of(members.prior, evidence, settings.temper)
    variances = variances_of(errors, scales, growth)
    return WeightedMembers(members, paths[-1], variances, weights, evidence, paths, errors)
