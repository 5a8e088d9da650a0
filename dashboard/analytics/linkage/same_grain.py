"""What two series of one grain say of every shift between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dashboard.analytics.linkage.aligned import Aligned
from dashboard.analytics.linkage.cleaning import Calmed, calmed, filled, interpolated
from dashboard.analytics.linkage.detrending import (
    SEASONS,
    removal_basis,
    removals,
    season_lengths,
)
from dashboard.analytics.linkage.mixed_grain import mixed_evidence
from dashboard.analytics.linkage.mixed_values import MixedPair
from dashboard.analytics.linkage.responses import FEWEST_FOR_RHYTHM, responses_linked, rhythms
from dashboard.analytics.linkage.shared_movement import movement_alone, movement_linked
from dashboard.analytics.linkage.spectra import Shifts, Spectra, shifts, spectra
from dashboard.domain.kpi import Grain

Floats = NDArray[np.float64]

_NEVER = -1e9

_WORTH = 8.0
"""Theories of which both sides apart are less likely than under the best one by more than this, in log-likelihood, are
not asked about shifts."""

_DUST = 1e-6
"""Of a side's standard deviation; what remains below that is how numbers are rounded."""

SHORT = 40
"""Periods below which what happens at the ends weighs so much that exact likelihoods are asked as well."""

_WILD_REACH = 4
"""How far beyond the longest lead wild times of both are compared, in periods."""


@dataclass(frozen=True)
class SameGrain:
    """What the pair says of each shift up to the longest, and how it was prepared.

    Attributes:
        log_evidence: the logarithm of how much likelier the values are with a link than without: (2 K + 3,), for the shifts
            -K .. K, positive where the KPI moves first, then for the KPI that answers the outcome at once and over time, and
            for the outcome that so answers the KPI.
        calm: both sides without trend, season, outliers and wild times, (n, 2).
        longest: K, in periods.
        season_lengths: of the seasons taken out, in periods.
    """

    log_evidence: Floats
    calm: Calmed
    longest: int
    season_lengths: tuple[float, ...]


def same_grain(pair: Aligned, longest: int) -> SameGrain | None:
    """The evidence of a pair, averaged over what may be taken out of it and over theories of how it moves; or `None`.

    Every choice of trend, season and holidays, of levels or differences, and of a family of theories is weighed by how
    likely it makes both sides apart; a link is weighed against none within each. `None` where a side is a straight line, or a
    constant with an outlier: nothing is left that could move.
    """
    sides = [filled(side) for side in (pair.kpi, pair.outcome)]
    values, aside = (np.column_stack(each) for each in zip(*sides, strict=True))
    n = len(values)
    calendar, choices = removals(values, pair.grain, pair.first)
    best = removal_basis(n, pair.grain, calendar, choices[0].columns, is_differenced=False).columns
    taken = best @ (best.T @ values)
    rest, aside = interpolated(values - taken, aside)
    calm = calmed(rest, aside, longest + _WILD_REACH)
    scale = calm.values.std(axis=0)
    if scale.min() < _DUST:
        return None
    values = (taken + calm.values) / scale
    asked = {
        False: shifts(aside, longest),
        True: shifts(aside[1:], longest),
    }
    none, linked = [], []
    for choice in choices:
        freedom = (n - len(choice.columns)) / 2
        for is_differenced in (False, True):
            basis = removal_basis(
                n, pair.grain, calendar, choice.columns, is_differenced=is_differenced
            )
            moved = values[1:] - values[:-1] if is_differenced else values
            moved = moved - basis.columns @ (basis.columns.T @ moved)
            weight = choice.log_weight + 2 * basis.jacobian
            powers = spectra(moved, basis.left, freedom)
            theories = _theories(moved, powers, n, asked[is_differenced], calm.shared_scale)
            for log_none, log_linked in theories:
                none.append(log_none + weight)
                linked.append((weight, log_linked))
    worth = [at for at, log_none in enumerate(none) if log_none > max(none) - _WORTH]
    total = np.logaddexp.reduce([linked[at][1]() + linked[at][0] for at in worth], axis=0)
    evidence = np.asarray(total - np.logaddexp.reduce([none[at] for at in worth]))
    if n < SHORT:
        near = slice(0, 2 * longest + 1)
        second = _exact(calm.values / scale, asked[False], longest)
        evidence[near] = (evidence[near] + second) / 2 if second is not None else evidence[near]
    return SameGrain(
        evidence,
        replace(calm, values=calm.values / scale),
        longest,
        season_lengths(choices[0].columns, n, pair.grain),
    )


def longest_lead(n: int, grain: Grain, asked_for: float | None) -> int:
    """The longest lead that n periods of a grain can tell: 8 where none is asked for, 12 for months, a quarter of n at most."""
    usual = 12 if grain is Grain.MONTH else 8
    return max(1, min(usual if asked_for is None else round(asked_for), n // 4))


def _exact(values: Floats, asked: Shifts, longest: int) -> Floats | None:
    """The evidence of each near shift by exact likelihoods of the one side given the other, both ways."""
    n = len(values)
    both = []
    for kpi, outcome in (values.T, values.T[::-1]):
        pair = MixedPair(kpi, outcome, np.arange(n), SEASONS[Grain.WEEK][0], kpi_is_fine=True)
        found = mixed_evidence(pair, longest, same_way=0.5)
        if found is None or len(found.lag) != 2 * longest + 1:
            return None
        both.append(found.log_evidence)
    return np.asarray((both[0] + both[1][::-1]) / 2 * asked.faith)


def _theories(
    values: Floats, powers: Spectra, n: int, asked: Shifts, least: float
) -> list[tuple[float, Callable[[], Floats]]]:
    """The log-likelihood of no link under each family of theories, and how to ask it about shifts."""
    alone = movement_alone(powers)
    found: list[tuple[float, Callable[[], Floats]]] = [
        (
            alone.log_none,
            lambda: np.append(movement_linked(powers, alone, asked, least), [_NEVER, _NEVER]),
        )
    ]
    if n >= FEWEST_FOR_RHYTHM:
        own = rhythms(values, powers)
        found.append((own.log_none, lambda: responses_linked(powers, own, asked, least)))
    return found
