"""The periodograms of a pair, and what a theory of its spectrum says of every shift."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dashboard.analytics.typing import Complexes, Flags, Floats

_LEAST_LEFT = 0.2
"""Frequencies of which trend and season took more than four fifths say nothing."""

_FAITH = 10.0
"""How many far shifts' worth of trust a theory has before the pair's own far shifts are looked at."""

_NEAREST_FAR = 3
"""Shifts longer than the longest asked for by this are far: no link can be there."""

_MOST_FAR = 120

_FILLED = 0.35
"""The power of the share known on both sides that an evidence counts for. Filled values are no news, which speaks for 1,
but their scale was brought back to 1 with the others', which speaks for 0; at .35 unrelated series with gaps are claimed as
seldom as those without."""


class Spectra(NamedTuple):
    """A pair at the frequencies pi j / n, j = 1 .. n - 1: twice as many as there is news, so that nothing wraps round.

    `kpi` and `outcome` are powers, `cross` is the KPI's conjugate times the outcome, each divided by what trend and
    season left there; `weight` sums to 1, `freedom` is half the number of free values of one side.
    """

    kpi: Floats
    outcome: Floats
    cross: Complexes
    weight: Floats
    freedom: float


class Shifts(NamedTuple):
    """Which shifts are asked of n values: `near` up to the longest, and `far` ones.

    `near` and `far` are places in the row of all shifts -m .. m; `met` is the share of the values that meet at each of
    them. `faith` is what a near one's evidence counts for where values had to be filled.
    """

    longest: int
    most: int
    near: slice
    far: Flags
    met: Floats
    faith: Floats


def spectra(values: Floats, left: Floats, freedom: float) -> Spectra:
    """The periodograms of two detrended sides, (n, 2); `left` is what the trend left of each frequency."""
    n = len(values)
    kpi, outcome = np.fft.rfft(values, 2 * n, axis=0)[1:n].T
    scale = np.maximum(left, 1e-9) * n
    weight = np.where(left > _LEAST_LEFT, left, 0.0)
    return Spectra(
        np.abs(kpi) ** 2 / scale,
        np.abs(outcome) ** 2 / scale,
        np.conj(kpi) * outcome / scale,
        weight / weight.sum(),
        freedom,
    )


def shifts(aside: Flags, longest: int) -> Shifts:
    """The shifts of a pair of which `aside`, (n, 2), says what is not known."""
    n = len(aside)
    most = max(longest, min(n // 2, longest + _NEAREST_FAR + _MOST_FAR))
    lags = np.arange(-most, most + 1)
    met = (n - np.abs(lags)) / n
    near = slice(most - longest, most + longest + 1)
    there = (~aside).astype(float)
    both = np.correlate(there[:, 1], there[:, 0], "full")[n - 1 - longest : n + longest]
    return Shifts(
        longest,
        most,
        near,
        np.abs(lags) >= longest + _NEAREST_FAR,
        met,
        (both / n / met[near]) ** _FILLED,
    )


def at_shifts(coherence: Floats | Complexes, cross: Complexes, most: int) -> Floats:
    """The real part of sum over frequencies of conj(coherence) cross e^(i w k), (t, 2 most + 1), for k = -most .. most."""
    cosine, sine = _waves(len(cross) + 1, most)
    weighted = np.conj(coherence) * cross
    even, odd = weighted.real @ cosine, weighted.imag @ sine
    return np.concatenate([(even + odd)[:, :0:-1], even - odd], axis=1)


def inflation(link: Floats, variance: Floats, asked: Shifts, least: float) -> Floats:
    """By how much each theory's far shifts agree more than chance allows, (t, 1), `least` or more.

    Real series keep to no theory. `variance` is what the theory expects of an unrelated pair's `link`.
    """
    far = link[:, asked.far]
    if far.shape[1] <= 4:
        return np.full((len(link), 1), least)
    excess = (far**2 / (variance[:, None] * asked.met[asked.far])).sum(axis=1)
    return np.asarray(np.maximum(least, (_FAITH + excess) / (_FAITH + far.shape[1])))[:, None]


def either_sign(link: Floats) -> Floats:
    """The logarithm of the mean of exp(link) and exp(-link): a link of either sign is as likely."""
    return np.asarray(np.logaddexp(link, -link) - np.log(2))


@lru_cache(maxsize=64)
def _waves(n: int, most: int) -> tuple[Floats, Floats]:
    turn = np.outer(np.pi * np.arange(1, n) / n, np.arange(most + 1))
    return np.cos(turn), np.sin(turn)
