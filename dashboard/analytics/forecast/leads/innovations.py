"""Innovations of a leading KPI: its known values minus the forecast from its own past.

In nowcasting these are called news (Bańbura and Modugno, Maximum likelihood estimation of factor
models on datasets with arbitrary pattern of missing data, 2014).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analytics.typing import Floats, Integers

MAX_LAG_SHARE = 1 / 3
"""The longest lag used, as a share of the outcome's history: a longer one leaves too little
data for the fit."""

MAX_RATIO = 1.5
"""The latest innovation is clipped at this multiple of the largest earlier one: the fit does
not extrapolate."""


@dataclass(frozen=True)
class LeadSeries:
    """One leading KPI aligned with the outcome, by period.

    `values` (rows) has no gaps and its own scale; row `offset` is the period of the outcome's
    first row, negative where the KPI begins later. `paths` (rows, members, steps) are the
    forecasts of the KPI from every row by the same members as those of the outcome, out of sample
    from row `start` on; `own` (rows, steps) are their weighted means. `lags` are the possible lags
    of the effect, in periods; each row of `shapes` is one distribution of the effect over these
    lags and sums to 1.
    """

    values: Floats
    paths: Floats
    own: Floats
    offset: int
    start: int
    lags: Integers
    shapes: Floats

    def delay(self, count: int) -> int:
        """The number of periods known after the outcome's last row, `count`; negative if fewer."""
        return len(self.values) - self.offset - count


def lag_shapes(
    lead: float, low: float, high: float, count: int, delay: int = 0
) -> tuple[Integers, Floats]:
    """The possible lags of a KPI with this lead, and the distributions of its effect over them.

    The shapes: all of the effect at the lead; a half at the lead and a quarter on either side,
    which smooths noise of the KPI; and uniform over the interval from `low` to `high`. An outcome
    of `count` periods allows lags of up to a third of that. Where the KPI is known less far than
    the outcome (`delay` below 0), lags without any known future value have no share; a shape
    without shares is left out.
    """
    longest = max(2, int(count * MAX_LAG_SHARE))
    at = min(max(1, round(lead)), longest)
    last = max(at, min(int(np.ceil(high)), longest))
    first = min(at, max(1, int(np.floor(low))))
    lags = np.arange(max(1, min(first, at - 1)), max(last, at + 1) + 1)
    distance = np.abs(lags - at)
    shapes = [(distance == 0) * 1.0, np.maximum(2.0 - distance, 0)]
    if last > first:
        shapes.append(((lags >= first) & (lags <= last)) * 1.0)
    shapes = [shape * (lags + delay > 0) for shape in shapes]
    left = [shape / shape.sum() for shape in shapes if shape.any()]
    return lags, np.array(left).reshape(-1, len(lags))


def innovations(kpi: LeadSeries, count: int) -> tuple[Floats, int]:
    """The innovations at every origin of an outcome of `count` rows, by shape, and the first one.

    An innovation is the value of the KPI `lag` periods before the step, or its own forecast where
    that is not known yet, minus the member's forecast from `lag` periods before the origin.

    Returns:
        An array (shapes, origins, members, steps), 0 before the first origin; and the first
        origin.
    """
    delay, offset = kpi.delay(count), kpi.offset
    first = max(0, kpi.start - offset + max(int(kpi.lags[-1]), -delay))
    _, members, steps = kpi.paths.shape
    by_shape = np.zeros((len(kpi.shapes), count, members, steps))
    if first >= count:
        return by_shape, count
    rows = np.arange(first, count) + offset
    step = np.arange(1, steps + 1)
    for lag, shares in zip(kpi.lags, kpi.shapes.T, strict=True):
        if not shares.any():
            continue
        unknown = step - lag - delay
        at = np.minimum(rows[:, None] + step - lag, len(kpi.values) - 1)
        value = kpi.values[at]
        is_forecast = unknown > 0
        value[:, is_forecast] = kpi.own[rows + delay][:, unknown[is_forecast] - 1]
        innovation = value[:, None, :] - kpi.paths[rows - lag]
        for shape, share in enumerate(shares):
            if share:
                by_shape[shape, first:] += share * innovation
    return _clipped(by_shape), first


def _clipped(by_shape: Floats) -> Floats:
    """The innovations, with those of the last origin clipped at a multiple of earlier ones."""
    limit = MAX_RATIO * np.abs(by_shape[:, :-1]).max(axis=1, initial=0.0)
    by_shape[:, -1] = np.clip(by_shape[:, -1], -limit, limit)
    return by_shape
