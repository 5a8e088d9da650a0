"""What a leading KPI knows ahead: how far its known values lie from what its own past let expect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analytics.typing import Floats, Integers

LONGEST_SHARE = 1 / 3
"""The longest lag that is used, as a share of the outcome's history: beyond it hardly anything is left to learn from."""

FURTHEST = 1.5
"""News counts at most so many times as far as any seen before: what was never tried moves nothing without end."""


@dataclass(frozen=True)
class LeadSeries:
    """One leading KPI beside the outcome, period by period.

    `values` (rows) has no gaps and its own scale; row `offset` is the period of the outcome's first row, negative where
    the KPI begins later. `paths` (rows, members, steps) are its forecasts from every row by the members that forecast the
    outcome, honest from row `start` on; `own` (rows, steps) are its best ones. `lags` are the lags over which it may act,
    in periods, and each row of `shapes` says how the effect may be shared among them, summing to 1.
    """

    values: Floats
    paths: Floats
    own: Floats
    offset: int
    start: int
    lags: Integers
    shapes: Floats

    def delay(self, count: int) -> int:
        """How many periods further it is known than an outcome of `count` rows; negative where it is less."""
        return len(self.values) - self.offset - count


def lag_shapes(
    lead: float, low: float, high: float, count: int, delay: int = 0
) -> tuple[Integers, Floats]:
    """The lags over which a KPI with this lead may act, and the ways in which the effect may be shared among them.

    All of it at the lead; half at the lead and a quarter on either side, which evens out noise of the KPI; and evenly over
    the measured range. An outcome of `count` periods allows lags of up to a third of that. Where the KPI is known less far
    than the outcome (`delay` below 0), lags of which nothing is known ahead have no share; no shape is left where that is all.
    """
    longest = max(2, int(count * LONGEST_SHARE))
    at = min(max(1, round(lead)), longest)
    last = max(at, min(int(np.ceil(high)), longest))
    first = min(at, max(1, int(np.floor(low))))
    lags = np.arange(max(1, min(first, at - 1)), max(last, at + 1) + 1)
    away = np.abs(lags - at)
    shapes = [(away == 0) * 1.0, np.maximum(2.0 - away, 0)]
    if last > first:
        shapes.append(((lags >= first) & (lags <= last)) * 1.0)
    shapes = [shape * (lags + delay > 0) for shape in shapes]
    left = [shape / shape.sum() for shape in shapes if shape.any()]
    return lags, np.array(left).reshape(-1, len(lags))


def innovations(ahead: LeadSeries, count: int) -> tuple[Floats, int]:
    """The news from every origin of an outcome of `count` rows, by shape, and the first origin that has any.

    The KPI `lag` periods before a step ahead is known, or its own best forecast stands for it, less what the member's
    forecast from `lag` periods before the origin expected: what the outcome's own past cannot know yet.

    Returns:
        An array (shapes, origins, members, steps), 0 before the first origin.
    """
    delay, offset = ahead.delay(count), ahead.offset
    first = max(0, ahead.start - offset + max(int(ahead.lags[-1]), -delay))
    _, members, steps = ahead.paths.shape
    found = np.zeros((len(ahead.shapes), count, members, steps))
    if first >= count:
        return found, count
    rows = np.arange(first, count) + offset
    step = np.arange(1, steps + 1)
    for lag, shares in zip(ahead.lags, ahead.shapes.T, strict=True):
        if not shares.any():
            continue
        unknown = step - lag - delay
        at = np.minimum(rows[:, None] + step - lag, len(ahead.values) - 1)
        value = ahead.values[at]
        is_ahead = unknown > 0
        value[:, is_ahead] = ahead.own[rows + delay][:, unknown[is_ahead] - 1]
        moved = value[:, None, :] - ahead.paths[rows - lag]
        for shape, share in enumerate(shares):
            if share:
                found[shape, first:] += share * moved
    return _held(found), first


def _held(found: Floats) -> Floats:
    """The last origin's news, held to what earlier ones have shown."""
    furthest = FURTHEST * np.abs(found[:, :-1]).max(axis=1, initial=0.0)
    found[:, -1] = np.clip(found[:, -1], -furthest, furthest)
    return found
