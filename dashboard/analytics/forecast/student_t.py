"""Student's t fitted to forecast errors about 0: its scale, and how likely it makes them.

The scale comes from expectation and maximisation (Lange, Little and Taylor, Robust statistical modeling using the t
distribution, 1989).
"""

from __future__ import annotations

import numpy as np

from dashboard.analytics.robust import TINY
from dashboard.analytics.typing import Floats

_SCALE_ROUNDS = 5
_LIKELIHOOD_ROUNDS = 3


def scales(errors: Floats, counts: Floats, df: float) -> Floats:
    """The scale that suits the errors best, summed over their first axis.

    Args:
        errors: (periods, ..., steps), 0 where not known.
        counts: how many are known by step, 1 or more.
        df: the degrees of freedom.
    """
    squares = errors**2
    square = squares.sum(axis=0) / counts + TINY
    for _ in range(_SCALE_ROUNDS):
        # squares / (df + squares / square), summed without a further array
        pulled = squares + df * square
        np.divide(squares, pulled, out=pulled)
        square = (df + 1) * square * pulled.sum(axis=0) / counts + TINY
    return np.asarray(np.sqrt(square))


def log_likelihood(errors: Floats, df: float) -> Floats:
    """The log likelihood of known errors (..., periods, members) at the scale that suits each member best, up to a constant.

    Three rounds are enough to compare members. The rounds divide in another order than those of `scales`; the last bits of
    lead-adjusted forecasts depend on it.
    """
    squares, count = errors**2, errors.shape[-2]
    square = squares.sum(axis=-2, keepdims=True) / count + TINY
    for _ in range(_LIKELIHOOD_ROUNDS):
        pulled = squares / (df + squares / square)
        square = (df + 1) / count * pulled.sum(axis=-2, keepdims=True) + TINY
    tails = np.log1p(squares / (df * square)).sum(axis=-2)
    return np.asarray(-(df + 1) / 2 * tails - count / 2 * np.log(square[..., 0, :]))
