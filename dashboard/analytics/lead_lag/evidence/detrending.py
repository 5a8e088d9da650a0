"""Removal of trend, seasons and holidays from both sides, and the weight of each choice.

Harmonics and windows of the year are chosen by forward selection under the BIC (Schwarz 1978); the
best choices are averaged (Kass and Raftery 1995, "Bayes factors").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.linalg import solveh_banded

from dashboard.analytics.series.periods import first_day
from dashboard.analytics.series.robust import TINY
from dashboard.analytics.typing import Floats, Integers
from dashboard.domain.kpi import Grain

SEASONS = {
    Grain.DAY: (7.0, 3.5, 7 / 3, 365.25, 30.44),
    Grain.WEEK: (52.18, 26.09, 17.39, 13.04, 6.52, 4.348),
    Grain.MONTH: (12.0, 6.0, 4.0, 3.0, 2.4),
    Grain.QUARTER: (4.0,),
}
"""Lengths of the harmonics of a year, a quarter, a month or a week, in periods."""

_FEWEST_FOR_YEAR = 16
"""Below this number of periods only the shortest season is a candidate."""

_MIN_CYCLES = 1.75
"""The number of cycles that a season needs to be a candidate."""

_PENALTY = 2.0
"""The penalty of a column in the selection, as a multiple of the BIC penalty: a movement that both
sides share is easily mistaken for a season."""

_WEIGHT_PENALTY = 1.5
"""The penalty of a column in the weight of a choice, in BIC penalties of both sides."""

_MAX_DEFICIT = 6.0
"""Choices whose gain is lower than the best by more than this are dropped."""

_MOST_CHOICES = 3
_MOST_COLUMNS = 12

_HOLIDAY_WEEKS = ((1, 1), (2, 1), (3, 1), (5, 2), (8, 3))
"""Lengths of possible holiday windows in weeks, and the step between their first weeks."""

_FEWEST_FOR_HOLIDAYS = 78
"""Below this number of weeks no window recurs often enough."""

_YEARLY_Z = 1.64
"""The yearly autocorrelation, in standard errors, above which holiday windows are searched for."""

_WEEKS_IN_YEAR = 53


@dataclass(frozen=True)
class Removal:
    """One choice of columns to remove; `log_weight` is the logarithm of its prior weight."""

    columns: tuple[int, ...]
    log_weight: float


class Basis(NamedTuple):
    """The subspace that a choice removes.

    Attributes:
        columns: an orthonormal basis, (n, q).
        remaining: the share of the power that remains at each frequency, 0 to 1, (n - 1,).
        jacobian: what must be added to log-densities of differences to compare them with those of
            levels.
    """

    columns: Floats
    remaining: Floats
    jacobian: float


class Candidates(NamedTuple):
    """The columns that may be removed.

    Attributes:
        columns: (n, p); the first two are the linear trend.
        blocks: pairs of columns that are selected together, (b, 2); a single column appears twice.
        penalty: the extra penalty of each block for a search among many, (b,).
        year_windows: the number of blocks, the last ones, that are windows in the year.
        always: the number of columns, the first ones, that are always removed.
        basis: an orthonormal basis of the columns without windows, at most n / 2 of them.
    """

    columns: Floats
    blocks: Integers
    penalty: Floats
    year_windows: int
    always: int
    basis: Floats


def removals(values: Floats, grain: Grain, first: int) -> tuple[int | None, list[Removal]]:
    """The calendar of the columns and the likely choices of columns to remove, best first.

    The linear trend is always removed. Harmonics of the year, a slow bend and, where weeks
    resemble those of the year before, windows in the year are added by forward selection: each by
    its gain in likelihood on both sides, whitened by a first-order autoregression, minus a BIC
    penalty. All steps of the selection are candidates, not only the last one. The calendar is the
    first period where windows in the year are used, and `None` otherwise.

    Args:
        values: the sides, (n, m), in standard deviations.
        grain: of one row.
        first: the number of the first period, counted from 1970.
    """
    choices = _forward_selection(values, candidates(len(values), grain, None))
    if grain is Grain.WEEK and len(values) >= _FEWEST_FOR_HOLIDAYS:
        basis = removal_basis(len(values), grain, None, choices[0].columns, is_differenced=False)
        if _resembles_last_year(values - basis.columns @ (basis.columns.T @ values)):
            return first, _forward_selection(values, candidates(len(values), grain, first))
    return None, choices


@lru_cache(maxsize=1024)
def removal_basis(
    n: int, grain: Grain, first: int | None, columns: tuple[int, ...], *, is_differenced: bool
) -> Basis:
    """The basis of a choice of columns, for the values or for their first differences."""
    chosen = candidates(n, grain, first).columns[:, list(columns)]
    if is_differenced:
        chosen = (chosen[1:] - chosen[:-1])[:, 1:]
    basis = np.linalg.qr(chosen)[0]
    rows = len(basis)
    power = np.abs(np.fft.fft(basis, 2 * rows, axis=0)[1:rows]) ** 2
    remaining = np.clip(1 - power.sum(axis=1) / rows, 0, 1)
    return Basis(basis, remaining, _jacobian(basis) if is_differenced else 0.0)


@lru_cache(maxsize=64)
def candidates(n: int, grain: Grain, first: int | None) -> Candidates:
    """The columns that n periods of a grain allow, and windows of the year if `first` is set."""
    time = np.arange(n)
    columns = [np.ones(n), 2 * time / n - 1]
    blocks = []
    for length in _seasons(n, grain):
        if n >= _MIN_CYCLES * length and len(columns) + 4 <= n // 2:
            blocks.append((len(columns), len(columns) + 1))
            phase = 2 * np.pi * time / length
            columns += [np.cos(phase), np.sin(phase)]
    blocks.append((len(columns), len(columns)))
    columns.append(np.cos(2 * np.pi * (time + 0.5) / n))
    windows = [] if first is None else _year_windows(first + time)
    blocks += [(len(columns) + at, len(columns) + at) for at in range(len(windows))]
    penalty = np.zeros(len(blocks))
    if windows:
        penalty[-len(windows) :] = np.log(len(windows))
    always = _always_removed(n) if grain is Grain.DAY else 2
    basis = np.linalg.qr(np.column_stack(columns)[:, : max(2, n // 2)])[0]
    return Candidates(
        np.column_stack(columns + windows),
        np.array(blocks),
        penalty,
        len(windows),
        always,
        np.asarray(basis),
    )


def season_lengths(columns: tuple[int, ...], n: int, grain: Grain) -> tuple[float, ...]:
    """The lengths, in periods, of the seasons that a choice removes, longest first.

    Windows in the year count as a season of one year.
    """
    options = candidates(n, grain, None)
    waves = [length for length in _seasons(n, grain) if n >= _MIN_CYCLES * length][
        : len(options.blocks) - 1
    ]
    lengths = {
        length
        for length, (column, _) in zip(waves, options.blocks, strict=False)
        if column in columns
    }
    if max(columns) >= options.columns.shape[1]:
        lengths.add(SEASONS[Grain.WEEK][0])
    return tuple(sorted(lengths, reverse=True))


def _always_removed(n: int) -> int:
    return 8 if n >= 24 else 2


def _seasons(n: int, grain: Grain) -> tuple[float, ...]:
    lengths = SEASONS[grain]
    if n >= _FEWEST_FOR_YEAR:
        return lengths
    return (lengths[-1], lengths[-1] / 2) if grain is Grain.WEEK else lengths[-1:]


def _year_windows(weeks: Integers) -> list[Floats]:
    """Indicator columns, 0 and 1, of windows that recur in several years."""
    days = pd.DatetimeIndex(first_day(weeks, Grain.WEEK).astype("datetime64[D]"))
    week = days.isocalendar().week.to_numpy(int) - 1
    year = np.cumsum(np.concatenate([[0], np.diff(week) < 0]))
    windows = []
    for length, step in _HOLIDAY_WEEKS:
        for start in range(0, _WEEKS_IN_YEAR, step):
            inside = (week - start) % _WEEKS_IN_YEAR < length
            if len(set(year[inside])) > 1 and inside.sum() < len(weeks) / 3:
                windows.append(inside.astype(float))
    return windows


def _resembles_last_year(rest: Floats) -> bool:
    """Whether the weeks of either side correlate with those of the year before."""
    before, now = rest[:-52], rest[52:]
    product = (before * now).sum(axis=0)
    size = np.sqrt(np.maximum((before**2).sum(axis=0) * (now**2).sum(axis=0), TINY))
    return bool((product / size * np.sqrt(len(now)) > _YEARLY_Z).any())


def _forward_selection(values: Floats, options: Candidates) -> list[Removal]:
    """The choices of the forward selection close to the best one, best first."""
    n, sides = values.shape
    gram = _gram(values, options)
    columns, total = list(range(options.always)), 0.0
    new = columns
    steps = [(tuple(columns), 0.0)]
    remaining = np.flatnonzero(options.blocks[:, 0] >= options.always)
    while len(remaining) and len(columns) < min(_MOST_COLUMNS, n // 3):
        at = np.array(new)
        gram = gram - gram[:, :, at] @ np.linalg.solve(
            gram[:, at][:, :, at] + 1e-9 * np.eye(len(at)), gram[:, at]
        )
        first, second = options.blocks[remaining].T
        size = np.where(first == second, 1, 2)
        gain = (_gain(gram, first, second) * (n - 1)).sum(axis=0)
        gain -= _PENALTY * (sides * size * np.log(n) + options.penalty[remaining])
        best = int(gain.argmax())
        total += float(gain[best])
        new = sorted({int(first[best]), int(second[best])})
        columns = columns + new
        steps.append((tuple(columns), total))
        remaining = np.delete(remaining, best)
        if gain[best] < -_MAX_DEFICIT:
            break
    most = max(gain for _, gain in steps)
    close = [step for step in steps if step[1] >= most - _MAX_DEFICIT]
    close.sort(key=lambda step: -step[1])
    return [
        Removal(columns, -_WEIGHT_PENALTY * len(columns) * float(np.log(n)))
        for columns, _ in close[:_MOST_CHOICES]
    ]


def _gram(values: Floats, options: Candidates) -> Floats:
    """The Gram matrices of the columns and each side, (m, p + 1, p + 1).

    Both are whitened by the first-order autoregression of that side.
    """
    n = len(values)
    rest = values - options.basis @ (options.basis.T @ values)
    variance = np.maximum((rest**2).sum(axis=0), TINY)
    autocorrelation = np.clip((rest[1:] * rest[:-1]).sum(axis=0) / variance + 1.5 / n, 0, 0.98)
    grams = []
    for side, phi in enumerate(autocorrelation):
        table = np.column_stack([options.columns, values[:, side]])
        white = table[1:] - phi * table[:-1]
        grams.append(white.T @ white)
    return np.array(grams)


def _gain(gram: Floats, first: Integers, second: Integers) -> Floats:
    """Twice the gain in log-likelihood per value of each block on each side, (m, b)."""
    product, other = gram[:, first, -1], gram[:, second, -1]
    size, other_size = gram[:, first, first], gram[:, second, second]
    between = np.where(first == second, 0.0, gram[:, first, second])
    alone = product**2 / np.maximum(size, 1e-9)
    determinant = np.maximum(size * other_size - between**2, 1e-9)
    pair = product**2 * other_size + other**2 * size - 2 * product * other * between
    explained = np.where(first == second, alone, pair / determinant)
    share = explained / np.maximum(gram[:, -1, -1], 1e-9)[:, None]
    return np.asarray(-np.log1p(-np.minimum(share, 1 - 1e-9)))


def _jacobian(basis: Floats) -> float:
    """Half the log-determinant of the map from levels to differences, on the remaining subspace.

    Detrended levels and centred differences carry the same information; their densities differ by
    the determinant of D D' on that subspace, for D the differencing matrix. log|D D'| is log n,
    and the removed columns add their own log-determinant.
    """
    n = len(basis) + 1
    # D D' has 2 on its diagonal and -1 next to it.
    bands = np.array([np.full(n - 1, -1.0), np.full(n - 1, 2.0)])
    solved = solveh_banded(bands, basis, check_finite=False)
    taken = np.linalg.slogdet(basis.T @ solved)[1]
    return float(np.log(n) + taken) / 2
