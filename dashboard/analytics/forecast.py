"""Where a series will be, and the chance that it reaches a target: one distribution a period ahead."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from dashboard.analytics.series import Bounds, steps
from dashboard.domain.errors import FremdriftError
from dashboard.domain.thresholds import TOLERANCE

Floats = NDArray[np.float64]
MIN_POINTS = 8
"""Below this many known periods nothing honest can be said of the ranges."""

MAX_POINTS = 104
"""Two years of weeks: what is older tells of another time."""

TAIL_DF = 8.0
"""Degrees of freedom of the ranges: business series jump more often than a normal distribution allows."""

HALF_TRUSTED = 2.0
"""A drift of so many standard errors is kept by half: less than that is often nothing."""

CLIP = 3.0
"""Moves further out than this many mean absolute deviations count as that far: one spike must not set the width."""


class TooShort(FremdriftError):  # it says what is the matter
    """The history has too few known periods for a forecast; `points` says how many it has."""

    def __init__(self, points: int) -> None:
        self.points = points
        super().__init__(
            f"A forecast needs {MIN_POINTS} known periods, this history has {points}; add earlier ones or wait."
        )


@dataclass(frozen=True)
class Forecast:
    """The distribution of the value at each period ahead: Student's t, held within the bounds.

    `quantile`, `median`, `chance` and `between` all read this one distribution, so they never contradict each other.
    """

    location: Floats
    scale: Floats
    bounds: Bounds
    points: int
    method: str

    @property
    def median(self) -> Floats:
        """The middle of the outcomes, one a period ahead."""
        return self.quantile(0.5)

    def quantile(self, q: float) -> Floats:
        """The value that a share `q` of the outcomes stays below, one a period ahead.

        Raises:
            ValueError: `q` is not between 0 and 1, both excluded.
        """
        if not 0 < q < 1:
            raise ValueError(
                f"{q!r} is not a quantile; give a number between 0 and 1, such as 0.9"
            )
        low, high = self.bounds
        least = -np.inf if low is None else low
        most = np.inf if high is None else high
        outcome = self.location + self.scale * float(special.stdtrit(TAIL_DF, q))
        return np.asarray(np.clip(outcome, least, most), dtype=float)

    def chance(
        self,
        target: float,
        step: int = -1,
        direction: Literal["increase", "decrease"] = "increase",
    ) -> float:
        """The probability of a value of at least `target` at that step; for `decrease` of at most `target`."""
        if direction == "increase":
            return 1 - self._share_below(target, step, is_counted=False)
        return self._share_below(target, step, is_counted=True)

    def between(self, low: float, high: float, step: int = -1) -> float:
        """The probability of a value from `low` to `high` at that step, both included."""
        below = self._share_below(low, step, is_counted=False)
        return max(0.0, self._share_below(high, step, is_counted=True) - below)

    def _share_below(self, value: float, step: int, *, is_counted: bool) -> float:
        """P(outcome < value), or P(outcome <= value) where the value itself is counted."""
        low, high = self.bounds
        if low is not None and (value < low or (value == low and not is_counted)):
            return 0.0
        if high is not None and (value > high or (value == high and is_counted)):
            return 1.0
        location, scale = float(self.location[step]), float(self.scale[step])
        if scale == 0:
            if math.isclose(location, value, rel_tol=TOLERANCE):
                return float(is_counted)
            return float(location < value)
        return float(special.stdtr(TAIL_DF, (value - location) / scale))


def forecast(history: pd.Series, horizon: int, bounds: Bounds = (None, None)) -> Forecast:
    """The distribution of the series at each of the `horizon` periods after the last stamp of `history`.

    A random walk whose drift is shrunk towards none: y[t+h] ~ y[t] + h * drift + s * sqrt(h + h² * v) * Student's t, where
    v is the variance of the drift in units of s². Gaps count with the time that they took; missing values at the end
    widen the ranges.

    Args:
        history: one value a period, with a regular DatetimeIndex; NaN where unknown.
        horizon: how many periods ahead, at least 1.
        bounds: the lowest and highest value that can be.

    Raises:
        TooShort: fewer than `MIN_POINTS` known values.
        ValueError: the horizon is below 1.
    """
    if horizon < 1:
        raise ValueError(f"a horizon of {horizon} periods is not ahead; give 1 or more")
    history = history[~history.index.duplicated(keep="last")].sort_index()
    values, at = history.to_numpy(dtype=float), steps(history.index)
    is_known = np.isfinite(values)
    points = int(is_known.sum())
    if points < MIN_POINTS:
        raise TooShort(points)
    unseen = at[-1] - at[is_known][-1]
    values, at = values[is_known][-MAX_POINTS:], at[is_known][-MAX_POINTS:]
    drift, drift_variance, scale = _walk(values, at)
    ahead = unseen + np.arange(1.0, horizon + 1)
    return Forecast(
        location=values[-1] + drift * ahead,
        scale=scale * np.sqrt(ahead + drift_variance * ahead**2),
        bounds=bounds,
        points=len(values),
        method="random walk with shrunk drift",
    )


def _walk(values: Floats, at: NDArray[np.int64]) -> tuple[float, float, float]:
    """The drift a period, its variance in units of the squared scale, and the scale of one period's move.

    One move of zero is added to those seen: a perfectly straight history is continued, but not with certainty.
    The drift keeps the share t² / (t² + t₀²) of the mean move, t being its signal-to-noise ratio (an empirical Bayes
    shrinkage in the manner of James and Stein): little where there is nothing but noise, nearly all where it is clear.
    """
    gaps = np.maximum(np.diff(at), 1).astype(float)
    span = float(gaps.sum())
    mean = float(values[-1] - values[0]) / span
    surprise = np.abs(np.diff(values) - mean * gaps) / np.sqrt(gaps)
    held = np.minimum(surprise, CLIP * surprise.mean())
    variance = float((held**2).sum() + mean**2) / len(gaps)
    if variance == 0:
        return 0.0, 0.0, 0.0
    signal = span * mean**2 / variance
    trust = signal / (signal + HALF_TRUSTED**2)
    return trust * mean, trust / span, variance**0.5
