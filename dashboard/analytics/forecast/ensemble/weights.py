"""What the errors of the past say of the members: how likely each is, and how wide its errors are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analytics.forecast import student_t
from dashboard.analytics.forecast.backtest import JUDGED_STEPS, Errors, errors_of, weights_of
from dashboard.analytics.forecast.ensemble.members import Members
from dashboard.analytics.typing import Floats

FEWEST_ERRORS = 2
"""A step with fewer errors than this says nothing."""

SUREST = 0.5
"""The least scale that any step ahead is granted in the evidence, as a share of that one step ahead."""

PRIOR_ERRORS = 5.0
"""The variance that follows from the errors one step ahead counts as if it rested on so many errors seen."""


@dataclass(frozen=True)
class LikelihoodSettings:
    """How surprises behave in series of one grain; chosen coarsely on many of them.

    `temper`: evidence counts so much of its length, since errors of several steps overlap and none of the members is true.
    `df`: the degrees of freedom of the errors, by which outlying ones count less.
    """

    temper: float
    df: float


def scales_of(errors: Errors, df: float) -> Floats:
    """The scale of Student's t that suits the errors of each member and step best, (members, steps)."""
    return student_t.scales(errors.values, np.maximum(errors.counts, 1), df)


def log_evidence(errors: Errors, scales: Floats, df: float) -> Floats:
    """The mean log likelihood of each member's errors over the first steps ahead, one number a member."""
    counts = errors.counts
    steps = min(JUDGED_STEPS, len(counts))
    shares = np.where(counts[:steps] < FEWEST_ERRORS, 0.0, 1 / np.arange(1, steps + 1))
    if not shares.any():
        return np.zeros(len(scales))
    # a rhythm may hit every second step exactly: what is further ahead is hardly ever known so much better
    held = np.maximum(scales[:, :steps], SUREST * scales[:, :1])
    tails = np.log1p((errors.values[:, :, :steps] / held) ** 2 / df).sum(axis=0)
    likely = -(df + 1) / 2 * tails - counts[:steps] * np.log(held)
    return np.asarray(likely @ shares / shares.sum())


def variances_of(errors: Errors, scales: Floats, growth: Floats) -> Floats:
    """The squared scale of each member's error by step, (members, steps).

    What the errors one step ahead let expect by the filter's own equations, and what was seen at that step: its errors
    overlap, so that they count as one in as many as the step is long.
    """
    counts = errors.counts
    # one step ahead, or, where every other period is missing, the first step that any error is known of
    first = int(np.argmax(counts > 0))
    one = scales[:, first] ** 2 / growth[:, first] * counts[first] / max(counts[first] - 1, 1)
    expected = one[:, None] * growth
    seen = counts / np.arange(1, len(counts) + 1)
    return np.asarray((PRIOR_ERRORS * expected + seen * scales**2) / (PRIOR_ERRORS + seen))


@dataclass(frozen=True, eq=False)
class Weighted:
    """A family of members after the evidence.

    `ahead`: forecasts from the last period, (members, steps); `variances`: the squared scales of their errors, alike;
    `weights` and the log `evidence`: one a member; `paths` and `errors` are those of all periods.
    """

    members: Members
    ahead: Floats
    variances: Floats
    weights: Floats
    evidence: Floats
    paths: Floats
    errors: Errors

    @property
    def middle(self) -> Floats:
        """The weighted mean of the members' forecasts by step."""
        return self.weights @ self.ahead

    @property
    def variance(self) -> Floats:
        """The weighted mean of the squared scales by step."""
        return self.weights @ self.variances


def weigh(
    values: Floats,
    paths: Floats,
    growth: Floats,
    members: Members,
    start: int,
    habits: LikelihoodSettings,
) -> Weighted:  # what is judged, and how
    """The members judged by their errors from period `start` on."""
    is_origin = np.isfinite(values) & (np.arange(len(values)) >= start)
    errors = errors_of(values, paths, is_origin)
    scales = scales_of(errors, habits.df)
    evidence = log_evidence(errors, scales, habits.df)
    weights = weights_of(members.prior, evidence, habits.temper)
    variances = variances_of(errors, scales, growth)
    return Weighted(members, paths[-1], variances, weights, evidence, paths, errors)
