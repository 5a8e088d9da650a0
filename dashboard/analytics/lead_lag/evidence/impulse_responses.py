"""Theories in which each side keeps its own rhythm, and the one answers the other in one of several ways."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dashboard.analytics.lead_lag.evidence.autoregression import (
    autoregressions,
    autoregressive_spectrum,
)
from dashboard.analytics.lead_lag.evidence.spectra import (
    Shifts,
    Spectra,
    at_shifts,
    either_sign,
    inflation,
)
from dashboard.analytics.typing import Complexes, Flags, Floats, Integers

FEWEST_FOR_AUTOREGRESSION = 72
"""Periods below which a rhythm read from the values claims too much for itself."""

LINKS = (0.3, 0.45, 0.6, 0.75)
"""Correlations of a link worth telling."""

MOST_COHERENT = 0.95

_PRICE = 0.5
"""Schwarz's price of one coefficient of a rhythm, in log n."""

TWICE = 0.1
"""The probability that a link at some shift comes with one at the same time: the same weather today, and the effect later."""

_SOONEST_AGAIN = 2
"""Periods after which a second arrival can be told from the first."""

_LATER = 0.5
"""What is left of the second arrival one period away from its middle."""

_NEVER = -1e9


class Response(NamedTuple):
    """A way in which one side answers the other; `weight` is its probability before the data are asked.

    `bump`: around one lag, falling by `fade` a period to both sides. `fading`: from one lag on, falling by `fade`.
    `filling`: the one flows into the other, as sign-ups into users or orders into a backlog, of which `fade` stays.
    """

    kind: str
    fade: float
    weight: float


RESPONSES = (
    Response("bump", 0.0, 0.6),
    Response("bump", 0.5, 0.1),
    Response("fading", 0.6, 0.1),
    Response("fading", 0.8, 0.1),
    Response("filling", 0.95, 0.1),
)


class _Forms(NamedTuple):
    """Every response at every size of link, (r, f), as a complex coherence, with what `spectra` needs of it."""

    coherence: Complexes
    fit: Floats
    pull: Complexes
    cost: Floats
    log_weight: Floats
    is_one_sided: Flags


class Autoregressions(NamedTuple):
    """Both sides' own rhythms: their spectra, (f,), in the sides' scale, and the log-likelihood of both apart."""

    kpi: Floats
    outcome: Floats
    log_none: float


def own_autoregressions(values: Floats, pair: Spectra) -> Autoregressions:
    """The rhythm of either side of the values, (n, 2), each paid for by Schwarz's criterion."""
    n = len(values)
    log_none, found = 0.0, []
    for memory, power in zip(autoregressions(values), (pair.kpi, pair.outcome), strict=True):
        shape = autoregressive_spectrum(memory, n)
        scale = float((pair.weight * power / shape).sum())
        found.append(shape * scale)
        log_none -= pair.freedom * (float(pair.weight @ np.log(shape)) + np.log(scale))
        log_none -= _PRICE * len(memory) * np.log(n)
    return Autoregressions(found[0], found[1], log_none)


def responses_linked(pair: Spectra, own: Autoregressions, asked: Shifts, least: float) -> Floats:
    """The log-likelihood of both with a link at each near shift, and of two that begin at once: (2 K + 3,).

    As for a shared movement, with the coherence of a response between the rhythms. The last two are links without delay
    that last to one side only, first the KPI's answer to the outcome, then the outcome's to the KPI.
    """
    form = _forms(len(pair.weight) + 1)
    weight = pair.freedom * pair.weight
    cross = pair.cross / np.sqrt(own.kpi * own.outcome)
    pull = weight * form.pull
    leading, lagging = (at_shifts(each, cross, asked.most) for each in (pull, np.conj(pull)))
    lags = np.arange(-asked.most, asked.most + 1)
    link = np.where(lags > 0, leading, lagging)
    price = form.cost @ weight - form.fit @ (
        weight * (pair.kpi / own.kpi + pair.outcome / own.outcome)
    )
    temper = asked.faith / inflation(link, (np.abs(pull) ** 2).sum(axis=1), asked, least)
    met = asked.met[asked.near]
    prior = form.log_weight[:, None]
    near = (price[:, None] * met + either_sign(link[:, asked.near])) * temper + prior
    middle, now = asked.longest, asked.most
    near[form.is_one_sided, middle] = _NEVER
    at_once = np.column_stack([lagging[:, now], leading[:, now]])
    at_once = (price[:, None] + either_sign(at_once)) * temper[:, [middle]] + prior
    one_sided = np.logaddexp.reduce(form.log_weight[form.is_one_sided])
    both_sided = np.logaddexp.reduce(form.log_weight[~form.is_one_sided])
    found = np.logaddexp.reduce(near, axis=0)
    found[middle] -= both_sided
    again = _again(pair, cross, (own, weight), temper[: len(LINKS)], asked)
    found = np.logaddexp(np.log1p(-TWICE) + found, np.log(TWICE) + again)
    beginning = np.logaddexp.reduce(at_once[form.is_one_sided], axis=0) - one_sided
    return np.concatenate([found, beginning]) + own.log_none


def _again(
    pair: Spectra,
    cross: Complexes,
    scale: tuple[Autoregressions, Floats],
    temper: Floats,
    asked: Shifts,
) -> Floats:
    """The log-likelihood ratio of a link at the same time and at each near shift as well, (2 K + 1,)."""
    if asked.longest < _SOONEST_AGAIN:
        return np.full(2 * asked.longest + 1, _NEVER)
    own, weight = scale
    lags, fit, pull, cost = _twice(len(pair.weight) + 1, asked.longest)
    link = np.real((np.conj(pull) * weight) @ cross).reshape(len(LINKS), -1)
    powers = weight * (pair.kpi / own.kpi + pair.outcome / own.outcome)
    price = (cost @ weight - fit @ powers).reshape(len(LINKS), -1)
    at = lags + asked.longest
    met = asked.met[asked.near][at]
    gain = (price * met + either_sign(link)) * temper[:, at]
    found = np.full(2 * asked.longest + 1, _NEVER)
    found[at] = np.logaddexp.reduce(gain, axis=0) - np.log(len(LINKS))
    return found


@lru_cache(maxsize=64)
def _twice(n: int, longest: int) -> tuple[Integers, Floats, Complexes, Floats]:
    """The shifts of a second arrival, and fit, pull and cost of each size of link at each of them, sizes first."""
    frequency = np.pi * np.arange(1, n) / n
    late = np.arange(_SOONEST_AGAIN, longest + 1)
    lags = np.concatenate([-late[::-1], late])
    bump = np.real(_shape(Response("bump", _LATER, 1), np.exp(-1j * frequency)))
    shape = 1 + bump * np.exp(-1j * np.outer(lags, frequency))
    shape /= np.sqrt((np.abs(shape) ** 2).mean(axis=1, keepdims=True))
    largest = MOST_COHERENT / np.maximum(np.abs(shape), MOST_COHERENT)
    forms = np.concatenate([shape * np.minimum(link, largest) for link in LINKS])
    square = np.abs(forms) ** 2
    return lags, square / (1 - square), 2 * forms / (1 - square), -np.log1p(-square)


@lru_cache(maxsize=64)
def _forms(n: int) -> _Forms:
    turn = np.exp(-1j * np.pi * np.arange(1, n) / n)
    coherence, weight, one_sided = [], [], []
    for response in RESPONSES:
        shape = _shape(response, turn)
        size = np.abs(shape)
        for link in LINKS:
            coherence.append(shape * np.minimum(link, MOST_COHERENT / size))
            weight.append(response.weight / len(LINKS))
            one_sided.append(response.kind != "bump")
    all_forms = np.array(coherence)
    square = np.abs(all_forms) ** 2
    return _Forms(
        all_forms,
        square / (1 - square),
        2 * all_forms / (1 - square),
        -np.log1p(-square),
        np.log(np.array(weight)),
        np.array(one_sided),
    )


def _shape(response: Response, turn: Complexes) -> Complexes:
    """The response's transfer at each frequency, of mean square 1."""
    fade = response.fade
    if response.kind == "bump":
        shape = (1 - fade**2) / np.abs(1 - fade * turn) ** 2 + 0j
    else:
        shape = 1 / (1 - fade * turn)
    if response.kind == "filling":
        shape = shape / np.abs(shape)
    return np.asarray(shape / np.sqrt((np.abs(shape) ** 2).mean()))
