"""What several key results bring together, as far as they move together."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

CORRELATION = 0.3
"""How strongly the outcomes of one objective's key results hang together: the same team, the same quarter and the same
market act on all of them. Taken as moderate until residuals are there to measure it; 0 would call the odds of reaching
all of them too low, 1 those of the weakest."""

_NODES = 48
"""Points of the quadrature; more change no shown digit."""

_GRID = 1000
"""Steps of the grid on which progress is added up: a tenth of a percent."""

_X, _W = np.polynomial.hermite_e.hermegauss(_NODES)
_W = _W / _W.sum()


def chance_of_all(chances: Sequence[float]) -> float:
    """The probability that all come true, each with its own chance.

    A Gaussian copula with one common factor: outcome i comes true where sqrt(r) F + sqrt(1 - r) E[i] <= z(chance i).
    Given the factor they are independent, so one Gauss-Hermite quadrature over it gives the answer (Vasicek, 1987).
    What is certain changes nothing; the result lies between the product and the least of the chances.
    """
    if any(chance <= 0 for chance in chances):
        return 0.0
    open_ones = sorted(chance for chance in chances if chance < 1)
    if len(open_ones) < 2:
        return float(open_ones[0]) if open_ones else 1.0
    given = _given_factor(np.array(open_ones))
    joint = float(_W @ given.prod(axis=0))
    return min(open_ones[0], max(math.prod(open_ones), joint))


def mean_quantiles(
    weights: Sequence[float], outcomes: Sequence[Floats], levels: Sequence[float]
) -> Floats:
    """The quantiles of the weighted mean of several outcomes between 0 and 1, by the same copula.

    Args:
        weights: one an outcome, not negative, not all zero.
        outcomes: the quantile function of each, at equally spaced levels; one number where it is settled.
        levels: the levels asked for.
    """
    total = math.fsum(weights)
    parts = [
        (w / total, np.clip(o, 0, 1)) for w, o in zip(weights, outcomes, strict=True) if w > 0
    ]
    settled = math.fsum(
        share * float(outcome[0]) for share, outcome in parts if np.ptp(outcome) == 0
    )
    moving = sorted(
        ((s, o) for s, o in parts if np.ptp(o) > 0), key=lambda part: (part[0], *part[1])
    )
    if not moving:
        return np.full(len(levels), settled)
    if len(moving) == 1:
        share, outcome = moving[0]
        return settled + share * np.interp(levels, _levels(len(outcome)), outcome)
    spectrum = np.ones((_NODES, _GRID + 1), dtype=complex)
    for share, outcome in moving:
        spectrum = spectrum * np.fft.rfft(_given_masses(share * outcome), axis=1)
    masses = np.clip(_W @ np.fft.irfft(spectrum, n=2 * _GRID, axis=1), 0, None)
    below = np.cumsum(masses) / masses.sum()
    return np.minimum(1.0, settled + np.searchsorted(below, np.asarray(levels) - 1e-9) / _GRID)


def _given_factor(shares: Floats) -> Floats:
    """The chance of each of `shares`, given each value of the factor: rows are shares, columns quadrature points."""
    z = special.ndtri(shares)[:, None]
    return np.asarray(special.ndtr((z - CORRELATION**0.5 * _X) / (1 - CORRELATION) ** 0.5))


def _given_masses(contribution: Floats) -> Floats:
    """How the contribution of one outcome lies on the grid, a row a quadrature point.

    Each level stands for the outcomes nearest to it; its mass is split between the two grid points beside it, so that the
    mean is kept.
    """
    levels = _levels(len(contribution))
    edges = np.concatenate([[0.0], (levels[1:] + levels[:-1]) / 2, [1.0]])
    mass = np.diff(_given_factor(edges), axis=0)
    place = contribution * _GRID
    lower = np.minimum(np.floor(place).astype(int), _GRID - 1)
    upper_share = (place - lower)[:, None]
    masses = np.zeros((2 * _GRID, _NODES))
    np.add.at(masses, lower, mass * (1 - upper_share))
    np.add.at(masses, lower + 1, mass * upper_share)
    return masses.T


def _levels(count: int) -> Floats:
    return np.arange(1, count + 1) / (count + 1)
