"""Pairs of a KPI and an outcome that follows it, and how a room of the forecast sees them."""

from __future__ import annotations

import numpy as np

from dashboard.analytics.forecast.leads.innovations import LeadSeries, lag_shapes
from dashboard.analytics.forecast.leads.regression import Origins, origins_of
from dashboard.analytics.forecast.leads.small_smoothing import PRIOR, smoothed
from dashboard.analytics.typing import Floats


def paths(values: Floats, steps: int) -> Floats:
    """Forecasts of one series from every origin, (origins, members, steps)."""
    return smoothed([values], steps)[0]


def origins(values: Floats, steps: int) -> Origins:
    """The same with their errors, all values known."""
    return origins_of(values, paths(values, steps), np.ones(len(values), dtype=bool), PRIOR)


def lead_series(values: Floats, lead: int, count: int, steps: int, offset: int = 0) -> LeadSeries:
    """A KPI with this lead, aligned with an outcome of `count` rows."""
    every = paths(values, steps)
    lags, shapes = lag_shapes(lead, lead, lead, count)
    return LeadSeries(values, every, np.tensordot(PRIOR, every, (0, 1)), offset, 1, lags, shapes)


def pair(seed: int, count: int, lead: int, steps: int = 0) -> tuple[Floats, Floats]:
    """A KPI of `count` periods and a noisy outcome that follows it `lead` periods later.

    The outcome is `steps` periods longer.
    """
    rng = np.random.default_rng(seed)
    moves = np.zeros(count + steps + lead)
    for t in range(1, len(moves)):
        moves[t] = 0.7 * moves[t - 1] + rng.standard_normal()
    kpi = moves[lead : lead + count]
    outcome = moves[: count + steps] + 0.4 * rng.standard_normal(count + steps)
    return kpi, outcome
