"""The members of the average: simple filters of a history, each with the weight that it has before any data are seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np

from dashboard.analytics.typing import Floats

Kind = Literal["level", "reverting", "trend", "drift"]

SLOW_DRIFT = 20.0
"""A drift is shrunk towards none as if so many unchanged periods had been seen."""

QUICK_DRIFT = 3.0
"""The same of the drift of series that hardly waver, such as sums that grow."""


@dataclass(frozen=True)
class Member:
    """One filter: a level that is moved by the share `alpha` of each surprise, and what it adds.

    `reverting`: the level returns to the mean of the history, keeping the share `phi` of its distance each period. `trend`: a
    slope that is moved by `alpha * beta` of each surprise and keeps the share `phi` of itself; 1 is a straight line. `drift`:
    the mean change so far, as if `unchanged` further periods had brought none.
    """

    kind: Kind
    alpha: float
    weight: float
    beta: float = 0.0
    phi: float = 1.0
    unchanged: float = SLOW_DRIFT


@dataclass(frozen=True, eq=False)
class Members:
    """Filters side by side, each field an array with one number a member.

    `keep`: the share of the distance to the mean that stays each period, 1 where nothing returns. `phi` and `pull` belong to
    the slope: the share that it keeps, and its gain as a share of the level's. `unchanged` is NaN where there is no drift.
    `ridge` is how often noise outweighs season; `prior` sums to 1.
    """

    alpha: Floats
    keep: Floats
    phi: Floats
    pull: Floats
    unchanged: Floats
    ridge: Floats
    prior: Floats

    def __len__(self) -> int:
        return len(self.prior)

    def reach(self, steps: int) -> Floats:
        """By how much one unit of slope moves each step ahead, (members, steps)."""
        return np.cumsum(self.phi[:, None] ** np.arange(1, steps + 1), axis=1)

    def kept(self, steps: int) -> Floats:
        """The share of the distance to the mean that is left at each step ahead, (members, steps)."""
        return np.asarray(self.keep[:, None] ** np.arange(1, steps + 1))


@cache
def plain_members() -> Members:
    """The members without a season.

    Their weights were chosen, coarsely, where weekly and monthly business series and made ones of many kinds were foretold
    well together: the mean of all and the last value carry most, what goes on straight has little to start with and needs to
    be seen.
    """
    return _side_by_side(
        [
            *alike("level", 0.30, [0.0]),
            *alike("level", 0.09, [0.1, 0.3, 0.6]),
            *alike("level", 0.12, [1.0]),
            *alike("reverting", 0.09, [0.3, 0.6], phis=[0.7]),
            *alike("reverting", 0.06, [0.3, 0.6], phis=[0.9]),
            *alike("reverting", 0.05, [1.0], phis=[0.7, 0.9]),
            *alike("trend", 0.25, [0.1, 0.3, 0.6, 1.0], beta=0.15, phis=[0.8, 0.93]),
            *alike("trend", 0.012, [0.1, 0.3, 0.6, 1.0], beta=0.15),
            *alike("trend", 0.04, [1.0], beta=0.5, phis=[0.93]),
            *alike("trend", 0.01, [1.0], beta=0.5, phis=[0.8, 1.0]),
            *alike("drift", 0.02, [0.1]),
            *alike("drift", 0.23, [0.3, 0.6, 1.0]),
            *alike("drift", 0.025, [0.0, 0.3, 1.0], unchanged=QUICK_DRIFT),
        ]
    )


@cache
def seasonal_members(ridges: tuple[float, ...] = (0.1, 0.5, 2.0)) -> Members:
    """The members beside a season that is believed more or less, `ridges` being the variance of noise by that of season."""
    few = [
        *alike("level", 0.70, [0.0, 0.1, 0.3, 0.6]),
        *alike("trend", 0.30, [0.1, 0.3, 0.6], beta=0.15, phis=[0.8, 0.93]),
        *alike("drift", 0.15, [0.1, 0.3, 0.6]),
    ]
    each = _side_by_side(few)
    tiled = {name: np.tile(values, len(ridges)) for name, values in vars(each).items()}
    ridge = np.repeat(np.array(ridges), len(each))
    return replace(Members(**tiled), ridge=ridge, prior=tiled["prior"] / len(ridges))


def alike(
    kind: Kind,
    weight: float,
    alphas: list[float],
    *,
    beta: float = 0.0,
    phis: list[float] | None = None,
    unchanged: float = SLOW_DRIFT,
) -> list[Member]:
    """Members of one kind that share a weight evenly."""
    phis = phis or [1.0]
    share = weight / (len(alphas) * len(phis))
    return [Member(kind, alpha, share, beta, phi, unchanged) for alpha in alphas for phi in phis]


def _side_by_side(members: Iterable[Member]) -> Members:
    rows = list(members)
    weight = np.array([m.weight for m in rows])
    return Members(
        alpha=np.array([m.alpha for m in rows]),
        keep=np.array([m.phi if m.kind == "reverting" else 1.0 for m in rows]),
        phi=np.array([m.phi if m.kind in ("trend", "drift") else 0.0 for m in rows]),
        pull=np.array([m.beta if m.kind == "trend" else 0.0 for m in rows]),
        unchanged=np.array([m.unchanged if m.kind == "drift" else np.nan for m in rows]),
        ridge=np.zeros(len(rows)),
        prior=weight / weight.sum(),
    )
