"""The periodograms of a pair, and the log-likelihood terms of every lag between its sides.

A model is compared with the periodogram by Whittle's likelihood (Whittle 1953, "Estimation and
information in stationary time series"). The lag between two series shows in the phase of their
cross-spectrum, the strength of the link in their coherence (Priestley 1981, "Spectral Analysis and
Time Series", chapter 9).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dashboard.analytics.typing import Complexes, Flags, Floats

_LEAST_REMAINING = 0.2
"""Frequencies that lost more than four fifths of their power to trend and season have weight 0."""

_PRIOR_LAGS = 10.0
"""The weight of the prior mean 1 of the inflation, as a number of far lags."""

_FAR_GAP = 3
"""Lags that exceed the longest near lag by this number of periods are far."""

_MAX_FAR = 120
"""The number of far lags on either side at most."""

_FILLED_POWER = 0.35
"""The exponent that turns the share of known pairs of values into the weight of the evidence.

Filled values carry no information, which suggests 1, but the series were scaled to variance 1 with
them, which suggests 0. At .35 unrelated series with gaps are claimed as rarely as those without.
"""


class Spectra(NamedTuple):
    """The periodograms and cross-periodogram of a pair at frequencies pi j / n, j = 1 .. n - 1.

    The series are padded with zeros to twice their length, so that lags do not wrap around.

    Attributes:
        kpi: the KPI's power at each frequency, divided by the share that trend and season left.
        outcome: the same of the outcome.
        cross: the conjugate of the KPI's transform times the outcome's, divided likewise.
        weight: of each frequency; sums to 1.
        freedom: half the degrees of freedom of one side.
    """

    kpi: Floats
    outcome: Floats
    cross: Complexes
    weight: Floats
    freedom: float


class LagSet(NamedTuple):
    """The lags of interest of a pair (near) and longer ones for comparison (far).

    Attributes:
        longest: the longest near lag, in periods.
        farthest: the longest lag of all, m; arrays over all lags run from -m to m.
        near: the positions of the near lags.
        far: which positions are far lags.
        overlap: the share of the values that overlap at each lag.
        known_weight: the weight of the evidence of each near lag, below 1 where values were
            filled.
    """

    longest: int
    farthest: int
    near: slice
    far: Flags
    overlap: Floats
    known_weight: Floats


def spectra(values: Floats, remaining: Floats, freedom: float) -> Spectra:
    """The periodograms of two detrended sides, (n, 2).

    Args:
        values: both sides.
        remaining: the share of the power that detrending left at each frequency, (n - 1,).
        freedom: half the degrees of freedom of one side.
    """
    n = len(values)
    kpi, outcome = np.fft.rfft(values, 2 * n, axis=0)[1:n].T
    scale = np.maximum(remaining, 1e-9) * n
    weight = np.where(remaining > _LEAST_REMAINING, remaining, 0.0)
    return Spectra(
        np.abs(kpi) ** 2 / scale,
        np.abs(outcome) ** 2 / scale,
        np.conj(kpi) * outcome / scale,
        weight / weight.sum(),
        freedom,
    )


def near_and_far_lags(aside: Flags, longest: int) -> LagSet:
    """The near and far lags of a pair; `aside`, (n, 2), marks the values that were filled."""
    n = len(aside)
    farthest = max(longest, min(n // 2, longest + _FAR_GAP + _MAX_FAR))
    lags = np.arange(-farthest, farthest + 1)
    overlap = (n - np.abs(lags)) / n
    near = slice(farthest - longest, farthest + longest + 1)
    known = (~aside).astype(float)
    both = np.correlate(known[:, 1], known[:, 0], "full")[n - 1 - longest : n + longest]
    return LagSet(
        longest,
        farthest,
        near,
        np.abs(lags) >= longest + _FAR_GAP,
        overlap,
        (both / n / overlap[near]) ** _FILLED_POWER,
    )


def at_lags(coherence: Floats | Complexes, cross: Complexes, farthest: int) -> Floats:
    """The real part of sum over frequencies w of conj(coherence) cross e^(i w k) at every lag k.

    The result is (t, 2 farthest + 1), for the t models and the lags -farthest .. farthest.
    """
    cosine, sine = _harmonics(len(cross) + 1, farthest)
    weighted = np.conj(coherence) * cross
    even, odd = weighted.real @ cosine, weighted.imag @ sine
    return np.concatenate([(even + odd)[:, :0:-1], even - odd], axis=1)


def inflation(link: Floats, variance: Floats, lag_set: LagSet, min_inflation: float) -> Floats:
    """The variance inflation of each model's link statistic, (t, 1), at least `min_inflation`.

    No model holds exactly for real series. The variance at the far lags, where no link is
    expected, is compared with the `variance`, (t,), that the model expects of an unrelated pair,
    and shrunk towards 1.
    """
    far = link[:, lag_set.far]
    if far.shape[1] <= 4:
        return np.full((len(link), 1), min_inflation)
    excess = (far**2 / (variance[:, None] * lag_set.overlap[lag_set.far])).sum(axis=1)
    return np.asarray(
        np.maximum(min_inflation, (_PRIOR_LAGS + excess) / (_PRIOR_LAGS + far.shape[1]))
    )[:, None]


def either_sign(link: Floats) -> Floats:
    """The logarithm of the mean of exp(link) and exp(-link): both signs are equally likely."""
    return np.asarray(np.logaddexp(link, -link) - np.log(2))


@lru_cache(maxsize=64)
def _harmonics(n: int, farthest: int) -> tuple[Floats, Floats]:
    phase = np.outer(np.pi * np.arange(1, n) / n, np.arange(farthest + 1))
    return np.cos(phase), np.sin(phase)
