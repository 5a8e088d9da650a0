"""What the errors of the past say of the members: how likely each is, and how wide its errors are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analytics.forecasting.members import Members
from dashboard.analytics.robust import TINY
from dashboard.analytics.typing import Flags, Floats

JUDGED_STEPS = 8
"""Errors of so many steps ahead take part in the evidence, step j with the weight 1/j."""

FEWEST_ERRORS = 2
"""A step with fewer errors than this says nothing."""

SUREST = 0.5
"""The least scale that any step ahead is granted in the evidence, as a share of that one step ahead."""

SUPPOSED_ERRORS = 5.0
"""The variance that follows from the errors one step ahead counts as if it rested on so many errors seen."""

_ROUNDS = 5


@dataclass(frozen=True)
class Habits:
    """How surprises behave in series of one grain; chosen coarsely on many of them.

    `temper`: evidence counts so much of its length, since errors of several steps overlap and none of the members is true.
    `df`: the degrees of freedom of the errors, by which outlying ones count less.
    """

    temper: float
    df: float


@dataclass(frozen=True, eq=False)
class Errors:
    """Out-of-sample errors of every member, (periods, members, steps), 0 where `is_known` (periods, steps) is false."""

    values: Floats
    is_known: Flags

    @property
    def counts(self) -> Floats:
        """How many errors are known by step ahead."""
        return np.asarray(self.is_known.sum(axis=0), dtype=float)

    def among(self, is_counted: Flags) -> Errors:
        """The errors of which `is_counted` (periods, steps) is true."""
        both = self.is_known & is_counted
        return Errors(self.values * both[:, None, :], both)


def errors_of(values: Floats, paths: Floats, start: int) -> Errors:
    """The errors of forecasts from period `start` on; `values` is NaN where unknown, from and to such a period is none."""
    count, _, steps = paths.shape
    target = np.arange(count)[:, None] + np.arange(1, steps + 1)
    hit = values[np.minimum(target, count - 1)]
    is_known = (target < count) & (np.arange(count) >= start)[:, None]
    is_known &= np.isfinite(hit) & np.isfinite(values)[:, None]
    missed = np.where(is_known, hit, 0.0)[:, None, :] - paths
    return Errors(missed * is_known[:, None, :], is_known)


def scales_of(errors: Errors, df: float) -> Floats:
    """The scale of Student's t that the errors of each member and step fit best, (members, steps).

    By expectation and maximisation (Lange, Little and Taylor, Robust statistical modeling using the t distribution, 1989).
    """
    squares, counts = errors.values**2, np.maximum(errors.counts, 1)
    found = squares.sum(axis=0) / counts + TINY
    for _ in range(_ROUNDS):
        # squares / (df + squares / found), summed without a further array
        pulled = squares + df * found
        np.divide(squares, pulled, out=pulled)
        found = (df + 1) * found * pulled.sum(axis=0) / counts + TINY
    return np.asarray(np.sqrt(found))


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


def weights_of(prior: Floats, evidence: Floats, temper: float) -> Floats:
    """The weight of each member after its evidence; they sum to 1."""
    weight = prior * np.exp(temper * (evidence - evidence.max()))
    return np.asarray(weight / weight.sum())


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
    return np.asarray((SUPPOSED_ERRORS * expected + seen * scales**2) / (SUPPOSED_ERRORS + seen))


@dataclass(frozen=True, eq=False)
class Judged:
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


def judge(
    values: Floats, paths: Floats, growth: Floats, members: Members, start: int, habits: Habits
) -> Judged:  # what is judged, and how
    """The members judged by their errors from period `start` on."""
    errors = errors_of(values, paths, start)
    scales = scales_of(errors, habits.df)
    evidence = log_evidence(errors, scales, habits.df)
    weights = weights_of(members.prior, evidence, habits.temper)
    variances = variances_of(errors, scales, growth)
    return Judged(members, paths[-1], variances, weights, evidence, paths, errors)
