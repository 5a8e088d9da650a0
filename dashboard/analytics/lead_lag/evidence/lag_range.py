"""Estimates over which lags an effect arrives, given which series moves first.

The model is a distributed lag with autoregressive noise (Almon 1965, "The distributed lag between
capital appropriations and expenditures"; Koyck 1954 for responses that decay geometrically). It is
averaged over a grid of shapes, each weighted by its posterior probability.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dashboard.analytics.lead_lag.evidence.autoregression import autoregressions
from dashboard.analytics.series.robust import SD_PER_MAD, TINY, median_absolute_deviation
from dashboard.analytics.typing import Flags, Floats

TAIL = 0.1
"""Share of the effect left out at each end; the middle 80 % arrive within the range."""

SPREAD_THRESHOLD = 0.9
"""Posterior probability above which an effect is reported as spread over several lags."""

REACH = 1.5
"""The responses end at the longest tested lead times this: a wide one peaks before its middle."""

_NARROW = 1
"""A response is narrow if its range spans at most this many steps: two neighbouring lags."""

_DECAY_PRIOR = 0.1
"""Prior probability of a decaying response; the others are uniform from a first to a last lag."""

_DECAY_RATES = (0.5, 0.7, 0.85)
"""Factors by which decaying responses shrink from one lag to the next."""

_PRIOR_SCALE = 0.4
"""Prior scale of the size of a link (Fisher's z): a link that matters is not tiny."""

_OUTLIER = 3.5
"""Limit of the effect's residuals, in robust standard deviations; larger ones are clipped."""

_ITERATIONS = 2
"""The noise model is fitted to the effect first, then to the residuals of the first iteration."""


class LagRange(NamedTuple):
    """The range of lags over which an effect arrives.

    Attributes:
        low: lag in periods at which the middle 80 % of the effect begins.
        high: lag at which it ends.
        spread: posterior probability that the effect is spread over more than two lags.
    """

    low: int
    high: int
    spread: float


class _Shapes(NamedTuple):
    """The candidate responses over the lags 1 .. K.

    Attributes:
        responses: (s, K).
        log_prior: log prior probability of each, (s,).
        arrived: cumulative share of each response up to every lag, (s, K).
        is_narrow: whether the range of each spans at most two lags, (s,).
    """

    responses: Floats
    log_prior: Floats
    arrived: Floats
    is_narrow: Flags


def lag_range(cause: Floats, effect: Floats, lead: int, longest: int) -> LagRange:
    """The lags between which the middle 80 % of the effect arrive; the range includes `lead`.

    The model is effect[t] = sum over k of h[k] cause[t - k] + autoregressive noise. The response h
    is uniform from a first to a last lag, perhaps the same one, or decays geometrically from a
    first lag on. Cause and effect are filtered with the autoregression of the noise, which leaves
    h unchanged. Each response that includes `lead` is weighted by its posterior probability, under
    a prior proportional to 1 / width. The range is that of the mean cumulative response, over the
    spread responses if they are probable enough, else over the narrow ones.

    Args:
        cause: the series that moves first, (n,), trend and season removed, gaps and outliers
            filled.
        effect: the other series, (n,), prepared in the same way.
        lead: the claimed lead in periods, at least 1.
        longest: the longest lead tested, in periods.
    """
    n = len(effect)
    reach = max(lead, min(int(np.ceil(REACH * longest)), n // 4))
    shapes = _shapes(reach)
    earlier = _lagged(cause, reach)
    weights, noise = np.exp(shapes.log_prior), effect
    for _ in range(_ITERATIONS):
        log_evidence, coefficient = _regression(
            earlier, effect, autoregressions(noise[:, None])[0], shapes
        )
        weights = _posterior(log_evidence, shapes, lead)
        noise = (effect - earlier @ (shapes.responses.T @ (weights * coefficient)))[reach:]
    spread = float(weights[~shapes.is_narrow].sum())
    selected = weights * (shapes.is_narrow if spread <= SPREAD_THRESHOLD else ~shapes.is_narrow)
    arrived = selected @ shapes.arrived / max(float(selected.sum()), TINY)
    low, high = 1 + np.searchsorted(arrived, [TAIL - 1e-12, 1 - TAIL - 1e-9])
    return LagRange(min(int(low), lead), max(min(int(high), reach), lead), spread)


@lru_cache(maxsize=32)
def _shapes(reach: int) -> _Shapes:
    """All uniform responses up to lag `reach`, and the decaying ones.

    Uniform responses of one width share a prior proportional to 1 / width; decaying responses have
    equal priors.
    """
    lag = np.arange(1, reach + 1)
    uniform = [(first, last) for first in lag for last in range(first, reach + 1)]
    decaying = [(first, rate) for first in lag for rate in _DECAY_RATES]
    width = np.array([last - first + 1 for first, last in uniform])
    prior = 1 / width / (reach + 1 - width)
    prior = np.append(
        (1 - _DECAY_PRIOR) * prior / prior.sum(),
        np.full(len(decaying), _DECAY_PRIOR / len(decaying)),
    )
    responses = np.array(
        [(lag >= first) & (lag <= last) for first, last in uniform]
        + [
            np.where(lag >= first, rate ** np.maximum(lag - first, 0), 0)
            for first, rate in decaying
        ],
        dtype=float,
    )
    arrived = np.cumsum(responses, axis=1)
    arrived /= arrived[:, -1:]
    low, high = ((arrived < share - 1e-9).sum(axis=1) for share in (TAIL, 1 - TAIL))
    return _Shapes(responses, np.log(prior), arrived, high - low <= _NARROW)


def _lagged(cause: Floats, reach: int) -> Floats:
    """The cause at the lags 1 .. `reach` of each period, (n, K); its mean, 0, before its start."""
    n = len(cause)
    padded = np.concatenate([np.zeros(reach), cause])
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, reach)[:n, ::-1])


def _regression(
    earlier: Floats, effect: Floats, noise: Floats, shapes: _Shapes
) -> tuple[Floats, Floats]:
    """The log Bayes factor and the least-squares coefficient of every shape, each (s,).

    Both sides of the regression are filtered with the autoregression of the noise; `noise` has its
    coefficients.
    """
    reach = earlier.shape[1]
    residual = _whitened(effect, noise)[reach:]
    limit = _OUTLIER * SD_PER_MAD * median_absolute_deviation(residual)
    residual = np.clip(residual, -limit, limit) if limit > 0 else residual
    regressors = _whitened(earlier, noise)[reach:] @ shapes.responses.T
    square, product = (regressors**2).sum(axis=0), residual @ regressors
    explained = product**2 / np.maximum(square * (residual @ residual), TINY)
    return _log_bayes_factor(explained, len(residual)), product / np.maximum(square, TINY)


def _log_bayes_factor(explained: Floats, points: int) -> Floats:
    """The log Bayes factor of a link against none, given the share of variance that it explains.

    The size of the link, Fisher's z, has the moment prior z^2 N(0, t^2) with t = .4 (Johnson and
    Rossell 2010, "On the use of non-local prior densities in Bayesian hypothesis tests"); its
    estimate, z^2 = -log(1 - share), has the variance 1 / points.
    """
    prior = points * _PRIOR_SCALE**2
    shrinkage = prior / (1 + prior)
    squared_z = -np.log1p(-np.minimum(explained, 1 - 1e-6))
    moment = (squared_z * shrinkage**2 + shrinkage / points) / _PRIOR_SCALE**2
    return np.asarray(-np.log1p(prior) / 2 + points * squared_z * shrinkage / 2 + np.log(moment))


def _posterior(log_evidence: Floats, shapes: _Shapes, lead: int) -> Floats:
    """The posterior probability of every shape, (s,); 0 if it does not include the lead."""
    weight = np.where(shapes.responses[:, lead - 1] > 0, log_evidence + shapes.log_prior, -np.inf)
    weight = np.exp(weight - weight.max())
    return np.asarray(weight / weight.sum())


def _whitened(values: Floats, coefficients: Floats) -> Floats:
    """The residuals of the values, (n,) or (n, K), from an autoregression with the coefficients.

    Terms before the first value are left out.
    """
    out = values.copy()
    for back, coefficient in enumerate(coefficients, start=1):
        out[back:] -= coefficient * values[:-back]
    return out
