"""What an analyst would do instead: Granger's test, and the cross-correlation of pre-whitened series."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from statsmodels.tsa.ar_model import AutoReg
from statsmodels.tsa.stattools import adfuller, grangercausalitytests

from dashboard.analytics.series.series import grain_of
from dashboard.domain.kpi import Grain

LAGS = 8
LEVEL = 0.05
FEWEST = 20

Values = NDArray[np.float64]

_FREQUENCY = {Grain.DAY: "D", Grain.WEEK: "W-MON", Grain.MONTH: "MS", Grain.QUARTER: "QS"}
_DAYS = {Grain.DAY: 1.0, Grain.WEEK: 7.0, Grain.MONTH: 30.44, Grain.QUARTER: 91.31}


@dataclass(frozen=True)
class Answer:
    """As much of a verdict as is scored."""

    evidence: str
    lead_periods: float
    certainty: float


def granger(kpi: pd.Series, outcome: pd.Series, max_lead: int | None = None) -> Answer:
    """Granger's F-test both ways, the smallest p of all lags; the direction of the smaller one is claimed below .05."""
    return _granger(kpi, outcome, max_lead, tests=1)


def granger_bonferroni(kpi: pd.Series, outcome: pd.Series, max_lead: int | None = None) -> Answer:
    """The same, with p multiplied by the number of lags and directions that were tried."""
    return _granger(kpi, outcome, max_lead, tests=0)


def prewhitened(kpi: pd.Series, outcome: pd.Series, max_lead: int | None = None) -> Answer:
    """The largest cross-correlation after both sides went through the KPI's autoregression, outside ±1.96/√n.

    Box and Jenkins (1976), chapter 11; the order by BIC.
    """
    x, y, unit = stationary(kpi, outcome)
    n = len(x)
    if n < FEWEST:
        return Answer("none", math.nan, 0.5)
    longest = min(max_lead or LAGS, n // 4)
    weights = min(
        (AutoReg(x, order).fit() for order in range(1, 1 + min(4, n // 10))), key=lambda f: f.bic
    ).params[1:]
    filtered = [np.convolve(v - v.mean(), np.r_[1.0, -weights], "valid") for v in (x, y)]
    u, v = ((z - z.mean()) / z.std() for z in filtered)
    shifts = np.arange(-longest, longest + 1)
    links = np.array(
        [(u[max(0, -k) : len(u) - max(0, k)] @ v[max(0, k) : len(v) + min(0, k)]) for k in shifts]
    ) / len(u)
    best = int(abs(links).argmax())
    outside = abs(links[best]) > 1.96 / math.sqrt(len(u))
    if not outside:
        return Answer("none", math.nan, 0.95)
    shift = int(shifts[best])
    said = "leading" if shift > 0 else "lagging" if shift < 0 else "coincident"
    return Answer(said, abs(shift) * unit, 0.95)


def _granger(kpi: pd.Series, outcome: pd.Series, max_lead: int | None, tests: int) -> Answer:
    x, y, unit = stationary(kpi, outcome)
    lags = min(max_lead or LAGS, (len(x) - 4) // 3)
    if len(x) < FEWEST or lags < 1:
        return Answer("none", math.nan, 0.5)
    forward, backward = p_values(x, y, lags), p_values(y, x, lags)
    smaller = min(forward, backward, key=min)
    p = min(1.0, min(smaller) * (tests or 2 * lags))
    if p >= LEVEL:
        return Answer("none", math.nan, p)
    said = "leading" if smaller is forward else "lagging"
    return Answer(said, (1 + int(np.argmin(smaller))) * unit, 1 - p)


def p_values(cause: Values, effect: Values, lags: int) -> list[float]:
    """The p of the F-test that the first series' past says nothing of the second, for every number of lags."""
    found: dict[int, Any] = grangercausalitytests(np.column_stack([effect, cause]), lags)
    return [float(found[lag][0]["ssr_ftest"][1]) for lag in range(1, lags + 1)]


def stationary(kpi: pd.Series, outcome: pd.Series) -> tuple[Values, Values, float]:
    """Both on the coarser grain, gaps filled along a line, the trend out, differenced where a unit root is not refused.

    Third comes how many of the outcome's periods one step is.
    """
    known = [s.dropna().sort_index() for s in (kpi, outcome)]
    grains = [grain_of(s) or Grain.WEEK for s in known]
    coarse = max(grains, key=list(Grain).index)
    side = [s.resample(_FREQUENCY[coarse], label="left", closed="left").mean() for s in known]
    both = pd.concat(side, axis=1, sort=True).interpolate().dropna()
    t = np.arange(len(both))
    out = [v - np.polyval(np.polyfit(t, v, 1), t) for v in both.to_numpy().T]
    if len(both) >= FEWEST and max(adfuller(v, result_object=True).pvalue for v in out) > LEVEL:
        out = [np.diff(v) for v in out]
    return out[0], out[1], _DAYS[coarse] / _DAYS[grains[1]]
