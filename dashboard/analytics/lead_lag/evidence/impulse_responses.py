"""Models in which each side is an autoregression, and one responds to the other over several lags.

The impulse responses are distributed lags: a two-sided one, geometric ones (Koyck 1954,
"Distributed Lags and Investment Analysis") and a stock. Each gives a coherence between the
whitened sides, which is evaluated by Whittle's likelihood on the periodogram (Whittle 1953).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dashboard.analytics.lead_lag.evidence.autoregression import (
    autoregressions,
    autoregressive_spectrum,
)
from dashboard.analytics.lead_lag.evidence.spectra import (
    LagSet,
    Spectra,
    at_lags,
    either_sign,
    inflation,
)
from dashboard.analytics.typing import Complexes, Flags, Floats, Integers

FEWEST_FOR_AUTOREGRESSION = 72
"""Below this number of periods these models are not used: the fitted autoregressions overfit."""

LINK_CORRELATIONS = (0.3, 0.45, 0.6, 0.75)
"""The correlations that a link may have."""

MAX_COHERENCE = 0.95
"""The highest coherence at any frequency."""

_BIC_PENALTY = 0.5
"""The BIC penalty of one autoregressive coefficient, in units of log n."""

SECOND_EFFECT_PROBABILITY = 0.1
"""The probability that a link at some lag comes with one at lag 0, such as the same weather in
both series and an effect later."""

_SECOND_EFFECT_FROM = 2
"""The shortest lag, in periods, at which a second effect is distinct from the first."""

_SECOND_EFFECT_DECAY = 0.5
"""The share of the second effect that remains one period away from its centre."""

_NEVER = -1e9
"""A log-likelihood of responses that do not exist."""


class Response(NamedTuple):
    """An impulse response of one side to the other; `weight` is its prior probability.

    `two_sided`: around one lag, multiplied by `decay` for each period to either side.
    `geometric`: from one lag on, multiplied by `decay` for each period.
    `stock`: the first side flows into the second, such as sign-ups into users or orders into a
    backlog, of which the share `decay` remains after each period.
    """

    kind: str
    decay: float
    weight: float


RESPONSES = (
    Response("two_sided", 0.0, 0.6),
    Response("two_sided", 0.5, 0.1),
    Response("geometric", 0.6, 0.1),
    Response("geometric", 0.8, 0.1),
    Response("stock", 0.95, 0.1),
)


class _Forms(NamedTuple):
    """The complex coherence of every response at every correlation, (r, f).

    The other fields are the coefficients of the log-likelihood ratio.
    """

    coherence: Complexes
    power_weight: Floats
    cross_weight: Complexes
    log_determinant: Floats
    log_weight: Floats
    is_one_sided: Flags


class Autoregressions(NamedTuple):
    """The autoregressive spectra of both sides, (f,), in their scale.

    `log_unlinked` is the log-likelihood of both sides without a link.
    """

    kpi: Floats
    outcome: Floats
    log_unlinked: float


def own_autoregressions(values: Floats, pair: Spectra) -> Autoregressions:
    """The autoregressive spectra of both sides of the values, (n, 2), with their BIC penalty."""
    n = len(values)
    log_unlinked, scaled = 0.0, []
    for coefficients, power in zip(autoregressions(values), (pair.kpi, pair.outcome), strict=True):
        shape = autoregressive_spectrum(coefficients, n)
        scale = float((pair.weight * power / shape).sum())
        scaled.append(shape * scale)
        log_unlinked -= pair.freedom * (float(pair.weight @ np.log(shape)) + np.log(scale))
        log_unlinked -= _BIC_PENALTY * len(coefficients) * np.log(n)
    return Autoregressions(scaled[0], scaled[1], log_unlinked)


def responses_linked(
    pair: Spectra, own: Autoregressions, lag_set: LagSet, min_inflation: float
) -> Floats:
    """The log-likelihood with a link at each near lag and two that begin at lag 0, (2 K + 3,).

    It is that of the common-factor models with the coherence of the response instead. The last two
    elements are one-sided responses from lag 0 on: first of the KPI to the outcome, then of the
    outcome to the KPI.
    """
    form = _forms(len(pair.weight) + 1)
    weight = pair.freedom * pair.weight
    cross = pair.cross / np.sqrt(own.kpi * own.outcome)
    cross_weight = weight * form.cross_weight
    leading, lagging = (
        at_lags(each, cross, lag_set.farthest) for each in (cross_weight, np.conj(cross_weight))
    )
    lags = np.arange(-lag_set.farthest, lag_set.farthest + 1)
    link = np.where(lags > 0, leading, lagging)
    constant = form.log_determinant @ weight - form.power_weight @ (
        weight * (pair.kpi / own.kpi + pair.outcome / own.outcome)
    )
    exponent = lag_set.known_weight / inflation(
        link, (np.abs(cross_weight) ** 2).sum(axis=1), lag_set, min_inflation
    )
    overlap = lag_set.overlap[lag_set.near]
    prior = form.log_weight[:, None]
    near = (constant[:, None] * overlap + either_sign(link[:, lag_set.near])) * exponent + prior
    centre, zero = lag_set.longest, lag_set.farthest
    near[form.is_one_sided, centre] = _NEVER
    at_zero = np.column_stack([lagging[:, zero], leading[:, zero]])
    at_zero = (constant[:, None] + either_sign(at_zero)) * exponent[:, [centre]] + prior
    one_sided = np.logaddexp.reduce(form.log_weight[form.is_one_sided])
    both_sided = np.logaddexp.reduce(form.log_weight[~form.is_one_sided])
    linked = np.logaddexp.reduce(near, axis=0)
    linked[centre] -= both_sided
    second = _with_second_effect(
        pair, cross, (own, weight), exponent[: len(LINK_CORRELATIONS)], lag_set
    )
    linked = np.logaddexp(
        np.log1p(-SECOND_EFFECT_PROBABILITY) + linked, np.log(SECOND_EFFECT_PROBABILITY) + second
    )
    one_sided_gain = np.logaddexp.reduce(at_zero[form.is_one_sided], axis=0) - one_sided
    return np.concatenate([linked, one_sided_gain]) + own.log_unlinked


def _with_second_effect(
    pair: Spectra,
    cross: Complexes,
    scale: tuple[Autoregressions, Floats],
    exponent: Floats,
    lag_set: LagSet,
) -> Floats:
    """The log-likelihood ratio of a link at lag 0 and at each near lag as well, (2 K + 1,)."""
    if lag_set.longest < _SECOND_EFFECT_FROM:
        return np.full(2 * lag_set.longest + 1, _NEVER)
    own, weight = scale
    lags, power_weight, cross_weight, log_determinant = _two_effects(
        len(pair.weight) + 1, lag_set.longest
    )
    link = np.real((np.conj(cross_weight) * weight) @ cross).reshape(len(LINK_CORRELATIONS), -1)
    powers = weight * (pair.kpi / own.kpi + pair.outcome / own.outcome)
    constant = (log_determinant @ weight - power_weight @ powers).reshape(
        len(LINK_CORRELATIONS), -1
    )
    at = lags + lag_set.longest
    overlap = lag_set.overlap[lag_set.near][at]
    gain = (constant * overlap + either_sign(link)) * exponent[:, at]
    linked = np.full(2 * lag_set.longest + 1, _NEVER)
    linked[at] = np.logaddexp.reduce(gain, axis=0) - np.log(len(LINK_CORRELATIONS))
    return linked


@lru_cache(maxsize=64)
def _two_effects(n: int, longest: int) -> tuple[Integers, Floats, Complexes, Floats]:
    """The lags of a second effect and the coefficients of the log-likelihood ratio.

    The coefficients have one row for each correlation and lag; all lags of a correlation are
    adjacent.
    """
    frequency = np.pi * np.arange(1, n) / n
    delays = np.arange(_SECOND_EFFECT_FROM, longest + 1)
    lags = np.concatenate([-delays[::-1], delays])
    bump = np.real(_shape(Response("two_sided", _SECOND_EFFECT_DECAY, 1), np.exp(-1j * frequency)))
    shape = 1 + bump * np.exp(-1j * np.outer(lags, frequency))
    shape /= np.sqrt((np.abs(shape) ** 2).mean(axis=1, keepdims=True))
    largest = MAX_COHERENCE / np.maximum(np.abs(shape), MAX_COHERENCE)
    forms = np.concatenate([shape * np.minimum(link, largest) for link in LINK_CORRELATIONS])
    squared = np.abs(forms) ** 2
    return lags, squared / (1 - squared), 2 * forms / (1 - squared), -np.log1p(-squared)


@lru_cache(maxsize=64)
def _forms(n: int) -> _Forms:
    phase = np.exp(-1j * np.pi * np.arange(1, n) / n)
    coherence, weight, one_sided = [], [], []
    for response in RESPONSES:
        shape = _shape(response, phase)
        size = np.abs(shape)
        for link in LINK_CORRELATIONS:
            coherence.append(shape * np.minimum(link, MAX_COHERENCE / size))
            weight.append(response.weight / len(LINK_CORRELATIONS))
            one_sided.append(response.kind != "two_sided")
    all_forms = np.array(coherence)
    squared = np.abs(all_forms) ** 2
    return _Forms(
        all_forms,
        squared / (1 - squared),
        2 * all_forms / (1 - squared),
        -np.log1p(-squared),
        np.log(np.array(weight)),
        np.array(one_sided),
    )


def _shape(response: Response, phase: Complexes) -> Complexes:
    """The transfer function of the response at each frequency, of mean square 1."""
    decay = response.decay
    if response.kind == "two_sided":
        shape = (1 - decay**2) / np.abs(1 - decay * phase) ** 2 + 0j
    else:
        shape = 1 / (1 - decay * phase)
    if response.kind == "stock":
        shape = shape / np.abs(shape)
    return np.asarray(shape / np.sqrt((np.abs(shape) ** 2).mean()))
