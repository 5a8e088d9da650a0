"""How a fine and a coarse series may hang together: one covariance for every rhythm, background and shift."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np

from dashboard.analytics.typing import Floats, Integers

SHARED_AUTOCORRELATIONS = (0.0, 0.4, 0.75)
"""Lag-one correlations, in fine periods, of what the two series may share."""

NOISE_AUTOCORRELATIONS = (0.1, 0.5)
"""Lag-one correlations of what is each series' own."""

SHARES = (0.45, 0.75)
"""Shares of a series' variance that may be shared with the other."""

_RANDOM_WALK = 0.995
"""Lag-one correlation of a background that wanders; a random walk over the few years looked at."""

_THINNED_FROM = 16
"""From more shifts than these to either side every second one is looked at."""

_JITTER = 1e-9
"""Added to a covariance's diagonal, relative to its mean, so that it can be inverted."""


_SHORT = 40
"""Fine periods up to which a calendar's models take 5 MB at most; those of five years of weeks take 56."""


class Background(NamedTuple):
    """Slow movement that each series has for itself, in variances relative to the rest of the series.

    `bends` belong to waves of one, two, three ... rounds over the whole span, `wander` to a random walk, `season` to the
    year and, at half, to the half-year.
    """

    harmonics: tuple[float, ...]
    random_walk: float
    season: float


BACKGROUNDS = (
    Background(harmonics=(0.05, 0.02, 0.01), random_walk=0.0, season=0.0),
    Background(harmonics=(0.05,), random_walk=1.0, season=0.0),
    Background(harmonics=(0.05, 0.02, 0.01), random_walk=0.0, season=0.5),
)
"""Calm, wandering, seasonal."""


class Model(NamedTuple):
    """One guess at how both series are made: a shared part, own noise, own background."""

    background: Background
    autocorrelation: float
    noise: float
    share: float


MODELS = tuple(
    Model(*parts)
    for parts in product(BACKGROUNDS, SHARED_AUTOCORRELATIONS, NOISE_AUTOCORRELATIONS, SHARES)
)


class Restricted(NamedTuple):
    """The restricted likelihood of a Gaussian series whose mean and linear trend are unknown (REML).

    For a series x with covariance S and the columns F of the trend, the log-likelihood is, up to a constant,
    `log_scale` - x'Px / 2 with the `precision` P = S^-1 - S^-1 F (F'S^-1 F)^-1 F'S^-1 and
    `log_scale` = -(log|S| + log|F'S^-1 F|) / 2.
    """

    precision: Floats
    log_scale: Floats


@dataclass(frozen=True)
class ModelTable:
    """What does not depend on the values: per theory t, shift k, fine period i and coarse period m.

    Attributes:
        lags: the shifts looked at, in fine periods; positive where the coarse series moves first.
        far_lags: every shift up to two thirds of the span to either side.
        means: (m, i), the weights that average the fine periods of each coarse one.
        fine: the likelihoods of the fine series alone, (t, i, i).
        coarse: of the coarse series alone, (t, m, m).
        linked: of the coarse series where the fine one is known and leads or follows by k, (t, k, m, m).
        echoes: by memory, how a part that both share goes with the fine series, (far + i + far, i).
    """

    lags: Integers
    far_lags: Integers
    means: Floats
    fine: Restricted
    coarse: Restricted
    linked: Restricted
    shared_covariances: dict[float, Floats]


def model_table(member: tuple[int, ...], longest: int, year: float) -> ModelTable:
    """The likelihoods of every theory and shift for one calendar, remembered for the next pair of it.

    Args:
        member: for each fine period the coarse period that it belongs to, 0 and up; another number where to none.
        longest: the longest shift, in fine periods.
        year: how many fine periods a year has.
    """
    cached = _cached_short if len(member) <= _SHORT else _cached_long
    return cached(member, longest, year)


def _build(member: tuple[int, ...], longest: int, year: float) -> ModelTable:
    means = _means(np.array(member))
    n = len(member)
    time, lags, far = np.arange(n), _lags(longest), 2 * n // 3
    trend = np.column_stack([np.ones(n), 2 * time / n - 1])
    apart = time[:, None] - time
    shared = {
        m: means @ _autocovariance(apart + lags[:, None, None], m) for m in SHARED_AUTOCORRELATIONS
    }
    fine_alone, coarse, linked = [], [], []
    for model in MODELS:
        own = _own_covariance(apart, model, year)
        fine_alone.append(restricted(own, trend))
        inside = means @ own @ means.T
        coarse.append(restricted(inside, means @ trend))
        cross = model.share * shared[model.autocorrelation]
        known = cross @ fine_alone[-1].precision @ np.swapaxes(cross, 1, 2)
        linked.append(restricted(inside - known, means @ trend))
    reach = np.arange(-far, n + far)[:, None] - time
    shared_covariances = {m: _autocovariance(reach, m) for m in SHARED_AUTOCORRELATIONS}
    fine, both, after = (_stacked(each) for each in (fine_alone, coarse, linked))
    return ModelTable(lags, np.arange(-far, far + 1), means, fine, both, after, shared_covariances)


_cached_short = lru_cache(maxsize=32)(_build)
_cached_long = lru_cache(maxsize=8)(_build)


def restricted(covariance: Floats, trend: Floats) -> Restricted:
    """The restricted likelihood of series with these covariances, (..., n, n), about unknown multiples of `trend`, (n, q)."""
    size = covariance.shape[-1]
    scale = np.trace(covariance, axis1=-2, axis2=-1)[..., None, None] / size
    covariance = covariance + _JITTER * scale * np.eye(size)
    inverse = np.asarray(np.linalg.inv(covariance), dtype=float)
    weighted = inverse @ trend
    information = trend.T @ weighted
    precision = inverse - weighted @ np.linalg.solve(information, np.swapaxes(weighted, -1, -2))
    size_of = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(information)[1]
    return Restricted(np.asarray(precision, dtype=float), np.asarray(-size_of / 2, dtype=float))


def _means(belongs: Integers) -> Floats:
    weights = (belongs == np.arange(belongs.max() + 1)[:, None]).astype(float)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _lags(longest: int) -> Integers:
    """Every shift, or every second one where there are many: the mean of a month hardly tells one week from the next."""
    step = 1 if longest <= _THINNED_FROM else 2
    half = np.arange(0, longest + 1, step)
    return np.concatenate([-half[:0:-1], half])


def _autocovariance(apart: Integers, autocorrelation: float) -> Floats:
    """The autocovariance of a first-order autoregression of variance 1."""
    apart = np.abs(apart)
    return np.asarray(autocorrelation ** np.arange(apart.max() + 1), dtype=float)[apart]


def _own_covariance(apart: Integers, model: Model, year: float) -> Floats:
    """The covariance of one series in its own grain."""
    n = len(apart)
    background = model.background
    total = model.share * _autocovariance(apart, model.autocorrelation) + (
        1 - model.share
    ) * _autocovariance(apart, model.noise)
    total += background.random_walk * _autocovariance(apart, _RANDOM_WALK)
    for rounds, variance in enumerate(background.harmonics, start=1):
        total += variance * np.cos(2 * np.pi * rounds * apart / n)
    for rounds in (1, 2) if n >= year else ():
        total += background.season / rounds * np.cos(2 * np.pi * rounds * apart / year)
    return total


def _stacked(each: list[Restricted]) -> Restricted:
    """One array a quantity, in single precision: the covariances were inverted in double, and there are many."""
    return Restricted(
        np.array([one.precision for one in each], dtype=np.float32),
        np.array([one.log_scale for one in each]),
    )
