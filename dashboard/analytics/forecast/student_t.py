"""Student's t with mean 0 fitted to forecast errors: its scale and its likelihood.

The scale comes from the EM algorithm (Lange, Little and Taylor, Robust statistical modeling using
the t distribution, 1989).
"""

from __future__ import annotations

import numpy as np

from dashboard.analytics.series.robust import TINY
from dashboard.analytics.typing import Floats

_SCALE_ROUNDS = 5
_LIKELIHOOD_ROUNDS = 3


def scales(errors: Floats, counts: Floats, df: float) -> Floats:
    """The most likely scale of the errors along their first axis.

    Args:
        errors: (periods, ..., steps), 0 where unknown.
        counts: the number of known errors by step, at least 1.
        df: the degrees of freedom.
    """
    squares = errors**2
    square = squares.sum(axis=0) / counts + TINY
    for _ in range(_SCALE_ROUNDS):
        # squares / (df + squares / square), summed without a further array
        ratio = squares + df * square
        np.divide(squares, ratio, out=ratio)
        square = (df + 1) * square * ratio.sum(axis=0) / counts + TINY
    return np.asarray(np.sqrt(square))


def log_likelihood(errors: Floats, df: float) -> Floats:
    """The log likelihood of known errors at each member's own scale, up to a constant.

    The errors are (..., periods, members). Three EM rounds are enough to compare members. They
    divide in another order than those of `scales`; the last bits of lead-adjusted forecasts depend
    on it.
    """
    squares, count = errors**2, errors.shape[-2]
    square = squares.sum(axis=-2, keepdims=True) / count + TINY
    for _ in range(_LIKELIHOOD_ROUNDS):
        ratio = squares / (df + squares / square)
        square = (df + 1) / count * ratio.sum(axis=-2, keepdims=True) + TINY
    tails = np.log1p(squares / (df * square)).sum(axis=-2)
    return np.asarray(-(df + 1) / 2 * tails - count / 2 * np.log(square[..., 0, :]))
