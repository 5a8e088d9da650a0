"""Over which lags an effect arrives, once it is known which side moves first."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dashboard.analytics.lead_lag.evidence.autoregression import autoregressions
from dashboard.analytics.series.robust import SD_PER_MAD, TINY, median_absolute_deviation
from dashboard.analytics.typing import Flags, Floats

TAIL = 0.1
"""The share of the effect left out at either end: 8 in 10 arrive between."""

SURE = 0.9
"""How probable it must be that the effect is spread before it is reported so; else it is told by its lead."""

REACH = 1.5
"""How far beyond the longest lead asked for the effect is followed: a broad one is strongest before its middle."""

_NARROW = 1
"""A response is narrow where its 8 in 10 lie within two neighbouring lags."""

_FADING = 0.1
"""Probability, before the data are asked, that a response fades; the others are even from a first to a last lag."""

_FADES = (0.5, 0.7, 0.85)
"""What is left of a fading response one lag later."""

_USUAL_LINK = 0.4
"""Scale of a link's size (Fisher's z) before the data are asked: a link worth telling is not tiny."""

_OUTLIER = 3.5
"""Robust standard deviations at which the effect's surprises are cut."""

_ROUNDS = 2
"""The noise is told from the effect itself, then from what the first answer leaves of it."""


class LagRange(NamedTuple):
    """8 in 10 of the effect arrive from `low` to `high` periods after; `spread` is the probability of more than two lags."""

    low: int
    high: int
    spread: float


class _Shapes(NamedTuple):
    """Every form of response over the lags 1 .. K: (s, K), the prior's logarithm, the cumulated share, and which are narrow."""

    responses: Floats
    log_prior: Floats
    arrived: Floats
    is_narrow: Flags


def lag_range(cause: Floats, effect: Floats, lead: int, longest: int) -> LagRange:
    """Between which lags the effect arrives, from the whole response; `lead` always lies between.

    A distributed lag: effect[t] = sum over k of h[k] cause[t - k] + autoregressive noise. The response h is even from one
    lag to another, or fades from one on; a single lag is the even one of width one. Each such shape that takes in
    `lead` is weighed by its evidence in a regression of the whitened effect on the cause seen through the same filter
    (whitened alike, both keep h), under a prior that gives each width a weight of one over it. The answer is read from
    the mean cumulated response of the spread shapes where they are probable enough, else of the narrow ones.

    Args:
        cause: the side that moves first, (n,), trend and season removed, gaps and outliers filled.
        effect: the other one, alike.
        lead: the claimed lead in periods, 1 or more.
        longest: the longest lead that was asked for, in periods.
    """
    n = len(effect)
    reach = max(lead, min(int(np.ceil(REACH * longest)), n // 4))
    shapes = _shapes(reach)
    earlier = _earlier(cause, reach)
    weights, noise = np.exp(shapes.log_prior), effect
    for _ in range(_ROUNDS):
        log_evidence, size = _regressed(
            earlier, effect, autoregressions(noise[:, None])[0], shapes
        )
        weights = _posterior(log_evidence, shapes, lead)
        noise = (effect - earlier @ (shapes.responses.T @ (weights * size)))[reach:]
    spread = float(weights[~shapes.is_narrow].sum())
    told = weights * (shapes.is_narrow if spread <= SURE else ~shapes.is_narrow)
    arrived = told @ shapes.arrived / max(float(told.sum()), TINY)
    low, high = 1 + np.searchsorted(arrived, [TAIL - 1e-12, 1 - TAIL - 1e-9])
    return LagRange(min(int(low), lead), max(min(int(high), reach), lead), spread)


@lru_cache(maxsize=32)
def _shapes(reach: int) -> _Shapes:
    """Every stretch of lags, each width with prior one over it shared among its places; and fading responses."""
    lag = np.arange(1, reach + 1)
    even = [(first, last) for first in lag for last in range(first, reach + 1)]
    fading = [(first, rate) for first in lag for rate in _FADES]
    width = np.array([last - first + 1 for first, last in even])
    prior = 1 / width / (reach + 1 - width)
    prior = np.append(
        (1 - _FADING) * prior / prior.sum(), np.full(len(fading), _FADING / len(fading))
    )
    responses = np.array(
        [(lag >= first) & (lag <= last) for first, last in even]
        + [
            np.where(lag >= first, rate ** np.maximum(lag - first, 0), 0) for first, rate in fading
        ],
        dtype=float,
    )
    arrived = np.cumsum(responses, axis=1)
    arrived /= arrived[:, -1:]
    low, high = ((arrived < share - 1e-9).sum(axis=1) for share in (TAIL, 1 - TAIL))
    return _Shapes(responses, np.log(prior), arrived, high - low <= _NARROW)


def _earlier(cause: Floats, reach: int) -> Floats:
    """The cause 1 .. `reach` periods before each period, (n, K); 0, its mean, before its first."""
    n = len(cause)
    padded = np.concatenate([np.zeros(reach), cause])
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, reach)[:n, ::-1])


def _regressed(
    earlier: Floats, effect: Floats, memory: Floats, shapes: _Shapes
) -> tuple[Floats, Floats]:
    """The log evidence and the least-squares size of every shape, after both sides went through the noise's filter."""
    reach = earlier.shape[1]
    surprise = _whitened(effect, memory)[reach:]
    limit = _OUTLIER * SD_PER_MAD * median_absolute_deviation(surprise)
    surprise = np.clip(surprise, -limit, limit) if limit > 0 else surprise
    told = _whitened(earlier, memory)[reach:] @ shapes.responses.T
    square, product = (told**2).sum(axis=0), surprise @ told
    explained = product**2 / np.maximum(square * (surprise @ surprise), TINY)
    return _evidence(explained, len(surprise)), product / np.maximum(square, TINY)


def _evidence(explained: Floats, points: int) -> Floats:
    """How much likelier a link is than none, as a logarithm, where it explains this share of the variance.

    The link's size z (Fisher) has the moment prior z^2 N(0, t^2) with t = .4 (Johnson and Rossell, 2010), and
    -log(1 - share) = z^2 is seen with variance 1 / points.
    """
    prior = points * _USUAL_LINK**2
    kept = prior / (1 + prior)
    seen = -np.log1p(-np.minimum(explained, 1 - 1e-6))
    moment = (seen * kept**2 + kept / points) / _USUAL_LINK**2
    return np.asarray(-np.log1p(prior) / 2 + points * seen * kept / 2 + np.log(moment))


def _posterior(log_evidence: Floats, shapes: _Shapes, lead: int) -> Floats:
    """The probability of every shape that takes in the lead."""
    weight = np.where(shapes.responses[:, lead - 1] > 0, log_evidence + shapes.log_prior, -np.inf)
    weight = np.exp(weight - weight.max())
    return np.asarray(weight / weight.sum())


def _whitened(values: Floats, memory: Floats) -> Floats:
    """The values, (n,) or (n, K), without what an autoregression foretells of them; the first ones as they are."""
    out = values.copy()
    for back, coefficient in enumerate(memory, start=1):
        out[back:] -= coefficient * values[:-back]
    return out
