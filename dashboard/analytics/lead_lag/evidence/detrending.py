"""Trend, season and holidays that both sides may have: what can be taken out, and how well each choice is borne out."""

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
"""Lengths of the waves that a year, a quarter, a month or a week make, in periods."""

_FEWEST_FOR_YEAR = 16
"""Periods below which only the shortest season can be told."""

_SEEN = 1.75
"""How often a season must be there to be told."""

_PRICE = 2.0
"""How many times Schwarz's price the gain of a column must pay: what both sides share is easily taken for a season."""

_WEIGHT = 1.5
"""How many times Schwarz's price, on both sides, a column costs a choice in its weight among the others."""

_CLOSE = 6.0
"""Choices whose gain is less than the best by more than this are not looked at."""

_MOST_CHOICES = 3
_MOST_COLUMNS = 12

_HOLIDAY_WEEKS = ((1, 1), (2, 1), (3, 1), (5, 2), (8, 3))
"""Lengths of windows in the year that may be special, and the step between their first weeks."""

_FEWEST_FOR_HOLIDAYS = 78
"""Weeks below which no window comes twice often enough."""

_RETURNING = 1.64
"""Standard errors by which this week must resemble the same one a year ago before holidays are looked for."""

_WEEKS_IN_YEAR = 53


@dataclass(frozen=True)
class Removal:
    """One choice of columns to take out; `log_weight` is the logarithm of its weight before it is asked how well it fits."""

    columns: tuple[int, ...]
    log_weight: float


class Basis(NamedTuple):
    """What a choice takes out: orthonormal columns (n, q), and what it leaves of each frequency, 0 to 1, (n - 1,).

    `jacobian` is the logarithm by which densities of differences are to be raised to be compared with those of levels.
    """

    columns: Floats
    left: Floats
    jacobian: float


class Candidates(NamedTuple):
    """Columns that may be taken out, (n, p); the straight line's two first.

    `blocks` are pairs of columns that go together, (b, 2), the same one twice where it stands alone; `price` is what a
    block's gain must pay for having been sought among many. The last `of_year` blocks are windows in the year; the first
    `always` columns go whatever they gain. `basis` are the other columns, half as many as periods at most, orthonormal.
    """

    columns: Floats
    blocks: Integers
    price: Floats
    of_year: int
    always: int
    basis: Floats


def removals(values: Floats, grain: Grain, first: int) -> tuple[int | None, list[Removal]]:
    """The likely choices of what to take out of both sides, best first, and the calendar that their columns stand on.

    A straight line always goes. Waves of the year, a slow bend and, where years of weeks resemble each other, windows in
    the year join by their gain together on both sides, forward, each paid for by Schwarz's criterion on values that a
    first-order autoregression has whitened. All steps of that path are weighed, not only its end.

    Args:
        values: the sides, (n, m), in standard deviations.
        grain: of one row.
        first: the number of the first period since 1970.
    """
    choices = _path(values, candidates(len(values), grain, None))
    if grain is Grain.WEEK and len(values) >= _FEWEST_FOR_HOLIDAYS:
        basis = removal_basis(len(values), grain, None, choices[0].columns, is_differenced=False)
        if _returns(values - basis.columns @ (basis.columns.T @ values)):
            return first, _path(values, candidates(len(values), grain, first))
    return None, choices


@lru_cache(maxsize=1024)
def removal_basis(
    n: int, grain: Grain, first: int | None, columns: tuple[int, ...], *, is_differenced: bool
) -> Basis:
    """The basis of a choice, of the values or of their differences from one period to the next."""
    chosen = candidates(n, grain, first).columns[:, list(columns)]
    if is_differenced:
        chosen = (chosen[1:] - chosen[:-1])[:, 1:]
    basis = np.linalg.qr(chosen)[0]
    rows = len(basis)
    power = np.abs(np.fft.fft(basis, 2 * rows, axis=0)[1:rows]) ** 2
    left = np.clip(1 - power.sum(axis=1) / rows, 0, 1)
    return Basis(basis, left, _jacobian(basis) if is_differenced else 0.0)


@lru_cache(maxsize=64)
def candidates(n: int, grain: Grain, first: int | None) -> Candidates:
    """The columns that n periods of a grain allow; windows in the year where `first` names the first period."""
    time = np.arange(n)
    columns = [np.ones(n), 2 * time / n - 1]
    blocks = []
    for length in _seasons(n, grain):
        if n >= _SEEN * length and len(columns) + 4 <= n // 2:
            blocks.append((len(columns), len(columns) + 1))
            turn = 2 * np.pi * time / length
            columns += [np.cos(turn), np.sin(turn)]
    blocks.append((len(columns), len(columns)))
    columns.append(np.cos(2 * np.pi * (time + 0.5) / n))
    windows = [] if first is None else _year_windows(first + time)
    blocks += [(len(columns) + at, len(columns) + at) for at in range(len(windows))]
    price = np.zeros(len(blocks))
    if windows:
        price[-len(windows) :] = np.log(len(windows))
    always = _of_week(n) if grain is Grain.DAY else 2
    basis = np.linalg.qr(np.column_stack(columns)[:, : max(2, n // 2)])[0]
    return Candidates(
        np.column_stack(columns + windows),
        np.array(blocks),
        price,
        len(windows),
        always,
        np.asarray(basis),
    )


def season_lengths(columns: tuple[int, ...], n: int, grain: Grain) -> tuple[float, ...]:
    """The lengths of the seasons, in periods, that a choice takes out; a year for windows in the year."""
    found = candidates(n, grain, None)
    waves = [length for length in _seasons(n, grain) if n >= _SEEN * length][
        : len(found.blocks) - 1
    ]
    lengths = {
        length
        for length, (column, _) in zip(waves, found.blocks, strict=False)
        if column in columns
    }
    if max(columns) >= found.columns.shape[1]:
        lengths.add(SEASONS[Grain.WEEK][0])
    return tuple(sorted(lengths, reverse=True))


def _of_week(n: int) -> int:
    return 8 if n >= 24 else 2


def _seasons(n: int, grain: Grain) -> tuple[float, ...]:
    lengths = SEASONS[grain]
    if n >= _FEWEST_FOR_YEAR:
        return lengths
    return (lengths[-1], lengths[-1] / 2) if grain is Grain.WEEK else lengths[-1:]


def _year_windows(weeks: Integers) -> list[Floats]:
    """Weeks of the year that come back, as columns of 0 and 1."""
    days = pd.DatetimeIndex(first_day(weeks, Grain.WEEK).astype("datetime64[D]"))
    week = days.isocalendar().week.to_numpy(int) - 1
    year = np.cumsum(np.concatenate([[0], np.diff(week) < 0]))
    found = []
    for length, step in _HOLIDAY_WEEKS:
        for start in range(0, _WEEKS_IN_YEAR, step):
            inside = (week - start) % _WEEKS_IN_YEAR < length
            if len(set(year[inside])) > 1 and inside.sum() < len(weeks) / 3:
                found.append(inside.astype(float))
    return found


def _returns(rest: Floats) -> bool:
    """Whether either side resembles itself a year of weeks ago."""
    before, now = rest[:-52], rest[52:]
    product = (before * now).sum(axis=0)
    size = np.sqrt(np.maximum((before**2).sum(axis=0) * (now**2).sum(axis=0), TINY))
    return bool((product / size * np.sqrt(len(now)) > _RETURNING).any())


def _path(values: Floats, found: Candidates) -> list[Removal]:
    """The forward path's choices near its best one, best first."""
    n, sides = values.shape
    gram = _gram(values, found)
    columns, total = list(range(found.always)), 0.0
    new = columns
    steps = [(tuple(columns), 0.0)]
    left = np.flatnonzero(found.blocks[:, 0] >= found.always)
    while len(left) and len(columns) < min(_MOST_COLUMNS, n // 3):
        at = np.array(new)
        gram = gram - gram[:, :, at] @ np.linalg.solve(
            gram[:, at][:, :, at] + 1e-9 * np.eye(len(at)), gram[:, at]
        )
        first, second = found.blocks[left].T
        size = np.where(first == second, 1, 2)
        gain = (_gain(gram, first, second) * (n - 1)).sum(axis=0)
        gain -= _PRICE * (sides * size * np.log(n) + found.price[left])
        best = int(gain.argmax())
        total += float(gain[best])
        new = sorted({int(first[best]), int(second[best])})
        columns = columns + new
        steps.append((tuple(columns), total))
        left = np.delete(left, best)
        if gain[best] < -_CLOSE:
            break
    most = max(gain for _, gain in steps)
    close = [step for step in steps if step[1] >= most - _CLOSE]
    close.sort(key=lambda step: -step[1])
    return [
        Removal(columns, -_WEIGHT * len(columns) * float(np.log(n)))
        for columns, _ in close[:_MOST_CHOICES]
    ]


def _gram(values: Floats, found: Candidates) -> Floats:
    """Products of the columns and each side, after the side's own first-order autoregression: (m, p + 1, p + 1)."""
    n = len(values)
    rest = values - found.basis @ (found.basis.T @ values)
    variance = np.maximum((rest**2).sum(axis=0), TINY)
    memory = np.clip((rest[1:] * rest[:-1]).sum(axis=0) / variance + 1.5 / n, 0, 0.98)
    grams = []
    for side, phi in enumerate(memory):
        table = np.column_stack([found.columns, values[:, side]])
        white = table[1:] - phi * table[:-1]
        grams.append(white.T @ white)
    return np.array(grams)


def _gain(gram: Floats, first: Integers, second: Integers) -> Floats:
    """The gain in log-likelihood a value, times two, of each block on each side, (m, b)."""
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
    """Half the log-determinant of the map from levels to differences, on what the columns leave.

    Levels free of a straight line and differences free of their mean know the same; their densities differ by the
    determinant of D D' on that space, for D the differencing matrix: log|D D'| = log n, times what the columns take.
    """
    n = len(basis) + 1
    # D D' has 2 on its diagonal and -1 beside it.
    bands = np.array([np.full(n - 1, -1.0), np.full(n - 1, 2.0)])
    solved = solveh_banded(bands, basis, check_finite=False)
    taken = np.linalg.slogdet(basis.T @ solved)[1]
    return float(np.log(n) + taken) / 2
