"""Models of a fine and a coarse series: a covariance for each parameter combination and lag.

The likelihood is the restricted one (Patterson and Thompson 1971, "Recovery of inter-block
information when block sizes are unequal"): level and linear trend of either series are unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np

from dashboard.analytics.typing import Floats, Integers

SHARED_AUTOCORRELATIONS = (0.0, 0.4, 0.75)
"""Lag-one autocorrelations, in fine periods, of the shared part."""

NOISE_AUTOCORRELATIONS = (0.1, 0.5)
"""Lag-one autocorrelations of the noise of each series."""

SHARES = (0.45, 0.75)
"""Shares of the variance of a series that the shared part may have."""

_RANDOM_WALK = 0.995
"""The lag-one autocorrelation that stands in for a random walk over a few years."""

_THINNED_FROM = 16
"""With more lags than this to either side only every second one is evaluated."""

_JITTER = 1e-9
"""Added to the diagonal of a covariance, relative to its mean, to make it invertible."""

_SHORT = 40
"""The number of fine periods up to which the models of a calendar take at most 5 MB; those of five
years of weeks take 56 MB."""


class Background(NamedTuple):
    """The slow movement of each series, as variances relative to the rest of the series.

    Attributes:
        harmonics: of cosines with one, two, three ... cycles over the whole span.
        random_walk: of a random walk.
        season: of the yearly cycle; the half-yearly one has half of it.
    """

    harmonics: tuple[float, ...]
    random_walk: float
    season: float


BACKGROUNDS = (
    Background(harmonics=(0.05, 0.02, 0.01), random_walk=0.0, season=0.0),
    Background(harmonics=(0.05,), random_walk=1.0, season=0.0),
    Background(harmonics=(0.05, 0.02, 0.01), random_walk=0.0, season=0.5),
)
"""Smooth, random walk, seasonal."""


class Model(NamedTuple):
    """The parameters of one model: a shared part, and noise and background of each series."""

    background: Background
    autocorrelation: float
    noise: float
    share: float


MODELS = tuple(
    Model(*parts)
    for parts in product(BACKGROUNDS, SHARED_AUTOCORRELATIONS, NOISE_AUTOCORRELATIONS, SHARES)
)


class Restricted(NamedTuple):
    """The restricted likelihood (REML) of a Gaussian series with unknown mean and linear trend.

    For a series x with covariance S and the columns F of the trend, the log-likelihood is, up to a
    constant, `log_scale` - x'Px / 2 with the `precision` P = S^-1 - S^-1 F (F'S^-1 F)^-1 F'S^-1
    and `log_scale` = -(log|S| + log|F'S^-1 F|) / 2.
    """

    precision: Floats
    log_scale: Floats


@dataclass(frozen=True)
class ModelTable:
    """What does not depend on the values, by model t, lag k, fine period i, coarse period m.

    Attributes:
        lags: the near lags, in fine periods; positive where the coarse series moves first.
        far_lags: all lags up to two thirds of the span to either side.
        means: (m, i), the weights that average the fine periods of each coarse one.
        fine: the likelihoods of the fine series alone, (t, i, i).
        coarse: of the coarse series alone, (t, m, m).
        linked: of the coarse series given the fine one at lag k, (t, k, m, m).
        shared_covariances: by autocorrelation, the covariance of the shared part with the fine
            series, (far + i + far, i).
    """

    lags: Integers
    far_lags: Integers
    means: Floats
    fine: Restricted
    coarse: Restricted
    linked: Restricted
    shared_covariances: dict[float, Floats]


def model_table(member: tuple[int, ...], longest: int, year: float) -> ModelTable:
    """The likelihoods of every model and lag for one calendar, cached for the next pair on it.

    Args:
        member: the coarse period of each fine period, 0 or more; negative where it has none.
        longest: the longest near lag, in fine periods.
        year: the number of fine periods in a year.
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
    """The restricted likelihood of series with these covariances, (..., n, n).

    The mean is an unknown linear combination of the columns of `trend`, (n, q).
    """
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
    """All lags, or every second one of many: means of months hardly distinguish weeks."""
    step = 1 if longest <= _THINNED_FROM else 2
    half = np.arange(0, longest + 1, step)
    return np.concatenate([-half[:0:-1], half])


def _autocovariance(apart: Integers, autocorrelation: float) -> Floats:
    """The autocovariance of a first-order autoregression of variance 1."""
    apart = np.abs(apart)
    return np.asarray(autocorrelation ** np.arange(apart.max() + 1), dtype=float)[apart]


def _own_covariance(apart: Integers, model: Model, year: float) -> Floats:
    """The covariance matrix of one series at the fine grain."""
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
    """The likelihoods in one array each.

    Precisions are stored in single precision to save memory; they were inverted in double
    precision.
    """
    return Restricted(
        np.array([one.precision for one in each], dtype=np.float32),
        np.array([one.log_scale for one in each]),
    )
