"""Theories in which both sides see one hidden movement, each with its own noise."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np

from dashboard.analytics.lead_lag.evidence.spectra import (
    Shifts,
    Spectra,
    at_shifts,
    either_sign,
    inflation,
)
from dashboard.analytics.typing import Floats

MEMORIES = (0.0, 0.35, 0.65, 0.85)
"""Lag-one correlations of the hidden movement."""

NOISES = (0.1, 0.45)
"""Lag-one correlations of either side's own noise."""

SHARES = (0.36, 0.56, 0.81)
"""Shares of either side's variance that are the hidden movement: links of correlation .36 to .81."""


class Alone(NamedTuple):
    """How well each theory fits the sides apart, as log-likelihoods, and the sides' scales under it; all (t,)."""

    kpi: Floats
    outcome: Floats
    kpi_scale: Floats
    outcome_scale: Floats

    @property
    def log_none(self) -> float:
        """The log-likelihood of both without a link, each side with a theory of its own."""
        return _log_mean(self.kpi) + _log_mean(self.outcome)


class _Models(NamedTuple):
    """Spectra of every theory, (t, f): `fit` and `pull` weigh powers and cross-power, `cost` a link's log-determinant."""

    kpi: Floats
    outcome: Floats
    log_kpi: Floats
    log_outcome: Floats
    fit: Floats
    pull: Floats
    cost: Floats


def factor_alone(pair: Spectra) -> Alone:
    """How well the theories fit the sides apart: Whittle's likelihood with each side's scale at its best."""
    theory = _models(len(pair.weight) + 1)
    kpi_scale = (1 / theory.kpi) @ (pair.weight * pair.kpi)
    outcome_scale = (1 / theory.outcome) @ (pair.weight * pair.outcome)
    return Alone(
        -pair.freedom * (theory.log_kpi @ pair.weight + np.log(kpi_scale)),
        -pair.freedom * (theory.log_outcome @ pair.weight + np.log(outcome_scale)),
        kpi_scale,
        outcome_scale,
    )


def factor_linked(pair: Spectra, alone: Alone, asked: Shifts, least: float) -> Floats:
    """The log-likelihood of both with a link at each near shift, (2 K + 1,), averaged over theories and signs.

    With c the coherence of a theory and x, y the sides in its scale, a link at shift k changes Whittle's log-likelihood
    by sum over frequencies of -log(1 - c^2) - c^2 / (1 - c^2) (|x|^2 + |y|^2) + 2 c / (1 - c^2) Re(x* y e^(i w k)). It is
    tempered by what the pair's own far shifts say (`inflation`), and counts for the values that meet.
    """
    theory = _models(len(pair.weight) + 1)
    weight = pair.freedom * pair.weight
    scale = np.sqrt(alone.kpi_scale * alone.outcome_scale)[:, None]
    pull = weight * theory.pull / scale
    link = at_shifts(pull, pair.cross, asked.most)
    variance = ((pull * scale) ** 2 * theory.kpi * theory.outcome).sum(axis=1)
    price = theory.cost @ weight
    price -= (theory.fit / theory.kpi) @ (weight * pair.kpi) / alone.kpi_scale
    price -= (theory.fit / theory.outcome) @ (weight * pair.outcome) / alone.outcome_scale
    gain = price[:, None] * asked.met[asked.near] + either_sign(link[:, asked.near])
    gain *= asked.faith / inflation(link, variance, asked, least)
    return np.asarray(
        np.logaddexp.reduce(gain + (alone.kpi + alone.outcome)[:, None], axis=0)
        - np.log(len(gain))
    )


@lru_cache(maxsize=64)
def _models(n: int) -> _Models:
    frequency = np.pi * np.arange(1, n) / n
    grid = list(product(MEMORIES, NOISES, NOISES, SHARES))
    hidden, kpi_noise, outcome_noise = (
        np.array([_spectrum(each[at], frequency) for each in grid]) for at in range(3)
    )
    share = np.array([each[3] for each in grid])[:, None]
    kpi = share * hidden + (1 - share) * kpi_noise
    outcome = share * hidden + (1 - share) * outcome_noise
    coherence = share * hidden / np.sqrt(kpi * outcome)
    square = coherence**2
    pull = 2 * coherence / (1 - square) / np.sqrt(kpi * outcome)
    fit = square / (1 - square)
    return _Models(kpi, outcome, np.log(kpi), np.log(outcome), fit, pull, -np.log1p(-square))


def _spectrum(memory: float, frequency: Floats) -> Floats:
    """The spectrum of a first-order autoregression of variance 1."""
    return np.asarray((1 - memory**2) / (1 - 2 * memory * np.cos(frequency) + memory**2))


def _log_mean(values: Floats) -> float:
    return float(np.logaddexp.reduce(values) - np.log(len(values)))
