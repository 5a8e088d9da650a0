"""The members of the ensemble: simple exponential-smoothing models, each with its prior weight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np

from dashboard.analytics.typing import Floats

Kind = Literal["level", "reverting", "trend", "drift"]

SLOW_DRIFT = 20.0
"""The prior weight of no drift, in periods: the drift is shrunk towards 0."""

QUICK_DRIFT = 3.0
"""The same for series with hardly any noise, such as cumulative sums."""


@dataclass(frozen=True)
class Member:
    """One exponential-smoothing model: a level that moves by a share of each one-step error.

    That share is `alpha`. `reverting`: the level returns to the mean of the history and keeps the
    share `phi` of its distance each period. `trend`: a damped slope (Gardner and McKenzie,
    Forecasting trends in time series, 1985) that moves by `alpha * beta` of each one-step error
    and keeps the share `phi` of itself; with `phi` 1 it is Holt's linear trend. `drift`: the mean
    change so far, shrunk as if `unchanged` further periods had brought no change.
    """

    kind: Kind
    alpha: float
    weight: float
    beta: float = 0.0
    phi: float = 1.0
    unchanged: float = SLOW_DRIFT


@dataclass(frozen=True, eq=False)
class Members:
    """Members as arrays, one number per member in each field.

    `keep`: the share of the distance to the mean that is kept each period, 1 without mean
    reversion. `phi` and `slope_gain` are of the slope: its damping, and its gain as a share of the
    level's gain. `unchanged` is NaN without a drift. `ridge` is the ratio of noise variance to
    seasonal variance; `prior` sums to 1.
    """

    alpha: Floats
    keep: Floats
    phi: Floats
    slope_gain: Floats
    unchanged: Floats
    ridge: Floats
    prior: Floats

    def __len__(self) -> int:
        return len(self.prior)

    def reach(self, steps: int) -> Floats:
        """The effect of one unit of slope on each step, (members, steps)."""
        return np.cumsum(self.phi[:, None] ** np.arange(1, steps + 1), axis=1)

    def kept(self, steps: int) -> Floats:
        """The share of the distance to the mean that remains at each step, (members, steps)."""
        return np.asarray(self.keep[:, None] ** np.arange(1, steps + 1))


@cache
def plain_members() -> Members:
    """The members without a season.

    Their prior weights were tuned coarsely on weekly and monthly business series and on simulated
    ones of many kinds. The mean of the history and the last value have the largest weights; an
    undamped trend starts with little and needs evidence.
    """
    return _stacked(
        [
            *equally_weighted("level", 0.30, [0.0]),
            *equally_weighted("level", 0.09, [0.1, 0.3, 0.6]),
            *equally_weighted("level", 0.12, [1.0]),
            *equally_weighted("reverting", 0.09, [0.3, 0.6], phis=[0.7]),
            *equally_weighted("reverting", 0.06, [0.3, 0.6], phis=[0.9]),
            *equally_weighted("reverting", 0.05, [1.0], phis=[0.7, 0.9]),
            *equally_weighted("trend", 0.25, [0.1, 0.3, 0.6, 1.0], beta=0.15, phis=[0.8, 0.93]),
            *equally_weighted("trend", 0.012, [0.1, 0.3, 0.6, 1.0], beta=0.15),
            *equally_weighted("trend", 0.04, [1.0], beta=0.5, phis=[0.93]),
            *equally_weighted("trend", 0.01, [1.0], beta=0.5, phis=[0.8, 1.0]),
            *equally_weighted("drift", 0.02, [0.1]),
            *equally_weighted("drift", 0.23, [0.3, 0.6, 1.0]),
            *equally_weighted("drift", 0.025, [0.0, 0.3, 1.0], unchanged=QUICK_DRIFT),
        ]
    )


@cache
def seasonal_members(ridges: tuple[float, ...] = (0.1, 0.5, 2.0)) -> Members:
    """The members with a season, which is shrunk by each of `ridges`.

    A ridge is the ratio of noise variance to seasonal variance.
    """
    members = [
        *equally_weighted("level", 0.70, [0.0, 0.1, 0.3, 0.6]),
        *equally_weighted("trend", 0.30, [0.1, 0.3, 0.6], beta=0.15, phis=[0.8, 0.93]),
        *equally_weighted("drift", 0.15, [0.1, 0.3, 0.6]),
    ]
    family = _stacked(members)
    tiled = {name: np.tile(values, len(ridges)) for name, values in vars(family).items()}
    ridge = np.repeat(np.array(ridges), len(family))
    return replace(Members(**tiled), ridge=ridge, prior=tiled["prior"] / len(ridges))


def equally_weighted(
    kind: Kind,
    weight: float,
    alphas: list[float],
    *,
    beta: float = 0.0,
    phis: list[float] | None = None,
    unchanged: float = SLOW_DRIFT,
) -> list[Member]:
    """Members of one kind that share a prior weight equally."""
    phis = phis or [1.0]
    share = weight / (len(alphas) * len(phis))
    return [Member(kind, alpha, share, beta, phi, unchanged) for alpha in alphas for phi in phis]


def _stacked(members: Iterable[Member]) -> Members:
    rows = list(members)
    weight = np.array([m.weight for m in rows])
    return Members(
        alpha=np.array([m.alpha for m in rows]),
        keep=np.array([m.phi if m.kind == "reverting" else 1.0 for m in rows]),
        phi=np.array([m.phi if m.kind in ("trend", "drift") else 0.0 for m in rows]),
        slope_gain=np.array([m.beta if m.kind == "trend" else 0.0 for m in rows]),
        unchanged=np.array([m.unchanged if m.kind == "drift" else np.nan for m in rows]),
        ridge=np.zeros(len(rows)),
        prior=weight / weight.sum(),
    )
