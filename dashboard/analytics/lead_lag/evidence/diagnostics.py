"""Why a verdict says what it says: the link at every shift, in parts of the history, and on periods it had not seen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dashboard.analytics.lead_lag.evidence.autoregression import autoregressive_spectrum, residuals
from dashboard.analytics.lead_lag.evidence.outliers import Robustified
from dashboard.analytics.series.robust import TINY
from dashboard.analytics.typing import Floats
from dashboard.domain.kpi import Grain

_TWO_SIDED = 1.96
"""19 in 20 draws of a normal distribution stay within plus and minus this."""

_WINDOW = {Grain.DAY: 28, Grain.WEEK: 13, Grain.MONTH: 12, Grain.QUARTER: 8}
"""Periods of one part of the history: a quarter of weeks, a year of months."""

_FEWEST_LEARNT = 20
"""Periods that must have been seen before the first unseen one is foretold."""

_FEWEST_UNSEEN = 8
"""Unseen periods below which nothing is said of them."""

_RIDGE = 2.0
"""How many periods' worth of trust there is in no link while it is learnt."""


@dataclass(frozen=True)
class Profile:
    """The link at each shift, (2 K + 1,), and what 19 in 20 unrelated pairs stay within."""

    lag: Floats
    link: Floats
    chance: Floats


def lag_profile(calm: Robustified, longest: int) -> Profile:
    """Correlations of both sides at every shift after each one's own rhythm was taken out.

    The rhythms are divided out of the powers and leave the cross-spectrum's phase as it is, so that no shift is biased;
    filtering each side by its own rhythm would bias it.
    """
    n = len(calm.values)
    kpi, outcome = np.fft.rfft(calm.values, 2 * n, axis=0)[1:n].T
    spectra = [autoregressive_spectrum(memory, n) for memory in calm.coefficients]
    kpi, outcome = (x / np.sqrt(s) for x, s in zip((kpi, outcome), spectra, strict=True))
    cross = np.concatenate([[0], np.conj(kpi) * outcome, [0]])
    size = math.sqrt(float((np.abs(kpi) ** 2).sum() * (np.abs(outcome) ** 2).sum()))
    row = np.fft.irfft(cross, 2 * n) * n / max(size, TINY)
    lag = np.arange(-longest, longest + 1)
    there = (~calm.aside).astype(float)
    met = np.correlate(there[:, 1], there[:, 0], "full")[n - 1 - longest : n + longest]
    link = np.clip(row[lag] * n / np.maximum(met, 1), -1, 1)
    chance = _TWO_SIDED * np.sqrt(calm.shared_scale / np.maximum(met, 1))
    return Profile(lag.astype(float), np.where(met > 3, link, np.nan), np.minimum(chance, 1))


def strength(profile: Profile, low: float, high: float) -> tuple[float, int]:
    """The size, 0 to 1, and the sign of the link over the lags from `low` to `high`.

    The size is the square root of the explained share: each lag's squared correlation beyond what chance gives.
    """
    inside = (profile.lag >= low) & (profile.lag <= high) & np.isfinite(profile.link)
    if not inside.any():
        return math.nan, 0
    link, chance = profile.link[inside], profile.chance[inside] / _TWO_SIDED
    strongest = float(link[np.abs(link).argmax()])
    explained = float(np.maximum(link**2 - chance**2, 0).sum())
    size = min(max(math.sqrt(explained), 0.0), 0.99)
    return size, 1 if strongest > 0 else -1


def parts(
    calm: Robustified, grain: Grain, lag: int, sign: int, *, is_twice: bool = False
) -> tuple[int, int]:
    """In how many parts of the history the claimed shift was asked for, and how many alone say the same.

    A part says the same where its link at the claimed shift has the claimed sign and is above those at the same time and at
    the mirrored shift; for the same time, above those two periods before and after. By chance, 3 parts in 10 do. Where the
    link comes at the same time as well (`is_twice`), only the mirrored shift is looked at.
    """
    n = len(calm.values)
    length = max(_WINDOW[grain], 2 * abs(lag) + 4)
    count = n // length
    if count < 2:
        return 0, 0
    memory = calm.coefficients[1]
    kpi, outcome = (residuals(side, memory) for side in calm.values.T)

    def by_part(at: int) -> Floats:
        product = np.zeros(n)
        start, stop = max(at, 0), n + min(at, 0)
        product[start:stop] = sign * outcome[start:stop] * kpi[start - at : stop - at]
        return np.asarray(product[n - count * length :].reshape(count, length).sum(axis=1))

    claimed = by_part(lag)
    others = np.maximum(
        *(by_part(at) for at in ((-lag, -lag if is_twice else 0) if lag else (-2, 2)))
    )
    return count, int(((claimed > 0) & (claimed > others)).sum())


def error_reduction(calm: Robustified, low: int, high: int) -> float:
    """The share by which the KPI, known `low` to `high` periods before, lowers the outcome's error on unseen periods.

    The outcome's next value is foretold from its own past, and from that and the KPI; how much of the KPI counts is learnt
    from the periods before only. Errors are mean absolute ones. Trend and season were taken out over the whole history.
    NaN where too few periods are left to foretell.
    """
    n = len(calm.values)
    memory = calm.coefficients[1]
    kpi, outcome = (residuals(side, memory) for side in calm.values.T)
    told = np.full(n, np.nan)
    width = high - low + 1
    told[high:] = np.convolve(kpi, np.ones(width) / width, "valid")[: n - high]
    told, left = told[high:], outcome[high:]
    learnt = max(_FEWEST_LEARNT, n // 3)
    if len(told) < learnt + _FEWEST_UNSEEN:
        return math.nan
    product, square = np.cumsum(told * left), np.cumsum(told**2)
    seen = np.arange(1, len(told))
    size = product[:-1] / np.maximum(square[:-1] * (1 + _RIDGE / seen), TINY)
    without, given = np.abs(left[1:]), np.abs(left[1:] - size * told[1:])
    unseen = slice(learnt - 1, None)
    return float(1 - given[unseen].sum() / max(float(without[unseen].sum()), TINY))
