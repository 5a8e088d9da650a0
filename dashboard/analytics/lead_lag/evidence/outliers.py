"""Gaps filled, outliers set aside, wild times calmed: so that few values do not speak for all."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from dashboard.analytics.lead_lag.evidence.autoregression import (
    autoregressions,
    from_residuals,
    residuals,
)
from dashboard.analytics.series.robust import TINY, robust_sd, sd_of_deviations
from dashboard.analytics.typing import Flags, Floats

_GROSS = 4.0
"""Robust standard deviations from the running median beyond which a raw value is an outlier."""

_ODD = 4.5
"""Robust standard deviations from what both neighbours say beyond which a value is an outlier."""

_CUT = 3.0
"""Robust standard deviations at which a surprise is cut: a wild week counts as a big one, not as twenty."""

_WILD = 1.0
"""Standard errors by which the squared surprises must hang together before their changing scale is taken out."""

_FEWEST_FOR_SCALE = 24
"""Periods below which a changing scale cannot be told from chance."""

_SCALE_FAITH = 4.0
"""How many periods' worth of trust the constant scale has before the surprises around are looked at."""


@dataclass(frozen=True)
class Robustified:
    """Both sides without outliers and wild times, (n, 2); `aside` says which values are not their own.

    `shared_scale` is how much more often than chance both were wild together, 1 or more: by so much do products of
    unrelated values vary more than calm ones do. `rhythms` are the autoregressions of the sides.
    """

    values: Floats
    aside: Flags
    shared_scale: float
    rhythms: tuple[Floats, Floats]


def standard(values: Floats) -> Floats:
    """The values about their mean, in standard deviations; zeros where they do not vary."""
    away = values - values.mean(axis=0)
    scale = np.sqrt((away**2).mean(axis=0))
    return np.asarray(away / np.where(scale > TINY, scale, np.inf))


def filled(values: Floats) -> tuple[Floats, Flags]:
    """One side in standard deviations, with gaps (NaN) and gross outliers filled between their neighbours, and which."""
    aside = ~np.isfinite(values)
    known = _between(values, aside)
    aside = aside | gross_outliers(known)
    return _between(known, aside), aside


def gross_outliers(values: Floats) -> Flags:
    """Which values of one side stand out from the median of five, by the reach of most others and of the whole."""
    if len(values) < 12:
        return np.zeros(len(values), dtype=bool)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(values, 2, mode="reflect"), 5)
    away = np.abs(values - np.sort(around, axis=1)[:, 2])
    usual = max(sd_of_deviations(away), 0.8 * float(values.std()), TINY)
    return np.asarray(away > _GROSS * usual)


def interpolated(values: Floats, aside: Flags) -> tuple[Floats, Flags]:
    """The sides, (n, 2), about 0, with gaps refilled by a first-order autoregression, and what stands out from it too.

    A value between two known ones is expected at phi / (1 + phi^2) times their sum.
    """
    out, more = values.copy(), aside.copy()
    for side in range(values.shape[1]):
        out[:, side], more[:, side] = _interpolated(values[:, side], aside[:, side])
    return out, more


def robustified(values: Floats, aside: Flags, reach: int) -> Robustified:
    """The sides, (n, 2), told again with their surprises at one scale and the widest ones cut.

    Where a changing scale was taken out it is done twice: the rhythm read from wild times is theirs, and the second look
    sees what is left of them. `reach` is the longest lag, in periods, at which wild times of both are compared.
    """
    once, was_wild = _robustified_once(values, aside, reach)
    if not was_wild:
        return once
    again, _ = _robustified_once(once.values, aside, reach)
    return replace(again, shared_scale=max(once.shared_scale, again.shared_scale))


def _robustified_once(values: Floats, aside: Flags, reach: int) -> tuple[Robustified, bool]:
    """The sides calmed, and whether the scale of either had changed."""
    out, surprise, was_wild = np.empty_like(values), np.empty_like(values), False
    kpi, outcome = autoregressions(values)
    for side, memory in enumerate((kpi, outcome)):
        known = ~aside[:, side]
        out[:, side], surprise[:, side], scale = _robustify(values[:, side], known, memory)
        was_wild = was_wild or bool((scale != 1).any())
    return Robustified(out, aside, _shared_scale(surprise, reach), (kpi, outcome)), was_wild


def _between(values: Floats, gone: Flags) -> Floats:
    if gone.any():
        time = np.arange(len(values))
        values = np.where(gone, np.interp(time, time[~gone], values[~gone]), values)
    return standard(values)


def _interpolated(values: Floats, gone: Flags) -> tuple[Floats, Flags]:
    n, known = len(values), ~gone
    both = known[1:] & known[:-1]
    if not both.any():
        return values, gone
    variance = float((values[known] ** 2).mean()) + TINY
    phi = float(np.clip((values[1:] * values[:-1])[both].mean() / variance + 1.5 / n, 0, 0.98))
    share = phi / (1 + phi * phi)
    expected = np.concatenate(
        [[phi * values[1]], share * (values[2:] + values[:-2]), [phi * values[-2]]]
    )
    away = np.abs(values - expected)
    usual = max(sd_of_deviations(away[known]), 0.6 * float((values - expected)[known].std()), TINY)
    # The neighbours of an outlier look odd as well: only the oddest of three goes.
    oddest = np.ones(n, dtype=bool)
    oddest[1:] &= away[1:] >= away[:-1]
    oddest[:-1] &= away[:-1] >= away[1:]
    gone = gone | (known & (away > _ODD * usual) & oddest)
    out, at = values.copy(), np.flatnonzero(gone)
    for _ in range(3):
        before = np.where(at > 0, out[at - 1], 0.0)
        after = np.where(at < n - 1, out[np.minimum(at + 1, n - 1)], 0.0)
        inner = (at > 0) & (at < n - 1)
        out[at] = np.where(inner, share, phi) * (before + after)
    return out, gone


def _robustify(values: Floats, known: Flags, memory: Floats) -> tuple[Floats, Floats, Floats]:
    """One side told again, its surprises, 0 where not its own, and the scale taken out of them."""
    surprise = residuals(values, memory)
    known = known.copy()
    known[0] = True
    usual = _usual(surprise[known])
    scale = _scale(np.clip(surprise, -4 * usual, 4 * usual), known)
    surprise = surprise / scale
    limit = _CUT * _usual(surprise[known])
    is_calm = (scale == 1).all() and np.abs(surprise).max() <= limit
    surprise = np.clip(surprise, -limit, limit)
    told = values if is_calm else from_residuals(surprise, memory)
    return told, np.where(known, surprise, 0.0), scale


def _usual(surprise: Floats) -> float:
    """A standard deviation that few wide surprises do not move, and that many equal ones do not make 0."""
    return max(robust_sd(surprise), 0.5 * _sd(surprise), TINY)


def _sd(values: Floats) -> float:
    away = values - values.sum() / len(values)
    return math.sqrt(float(away @ away) / len(values))


def _scale(surprise: Floats, known: Flags) -> Floats:
    """The changing scale of the surprises, 1 where nothing speaks for one.

    It is looked for by the autocorrelation of the squares (McLeod and Li, 1983), and told by a Gaussian window.
    """
    n = len(surprise)
    size = float((surprise[known] ** 2).mean())
    square = np.where(known, np.minimum(surprise**2 / max(size, TINY), 6.0), 1.0)
    away = square - square.mean()
    lags = min(8, n // 8)
    if n < _FEWEST_FOR_SCALE or not away.any():
        return np.ones(n)
    together = sum(float(away[lag:] @ away[:-lag]) for lag in range(1, lags + 1))
    if together / float(away @ away) * np.sqrt(n / lags) < _WILD:
        return np.ones(n)
    width = max(3, n // 20)
    window = np.exp(-0.5 * (np.arange(-3 * width, 3 * width + 1) / width) ** 2)
    window = window[(len(window) - n) // 2 : (len(window) + n) // 2] if len(window) > n else window
    seen, weight = (np.convolve(x, window, "same") for x in (square, np.ones(n)))
    return np.asarray(np.sqrt((seen + _SCALE_FAITH) / (weight + _SCALE_FAITH)))


def _shared_scale(surprise: Floats, reach: int) -> float:
    """The mean product of both sides' squares over the lags, without the highest quarter, where a link would show."""
    n = len(surprise)
    square = surprise**2 / np.maximum((surprise**2).mean(axis=0), TINY)
    reach = min(reach, n // 2)
    products = np.correlate(square[:, 1], square[:, 0], "full")[n - 1 - reach : n + reach]
    products = np.sort(products / (n - np.abs(np.arange(-reach, reach + 1))))
    return max(1.0, float(products[: -max(2, len(products) // 4)].mean()))
