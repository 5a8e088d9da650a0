"""What two series of one grain say of every shift between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from dashboard.analytics.lead_lag.evidence.alignment import Aligned
from dashboard.analytics.lead_lag.evidence.common_factor import Alone, factor_alone, factor_linked
from dashboard.analytics.lead_lag.evidence.detrending import (
    SEASONS,
    Removal,
    removal_basis,
    removals,
    season_lengths,
)
from dashboard.analytics.lead_lag.evidence.impulse_responses import (
    FEWEST_FOR_AUTOREGRESSION,
    Autoregressions,
    own_autoregressions,
    responses_linked,
)
from dashboard.analytics.lead_lag.evidence.level_shifts import without_level_shifts
from dashboard.analytics.lead_lag.evidence.mixed_frequency import mixed_frequency_evidence
from dashboard.analytics.lead_lag.evidence.mixed_frequency_data import MixedPair
from dashboard.analytics.lead_lag.evidence.outliers import (
    Robustified,
    filled,
    interpolated,
    robustified,
    standard,
)
from dashboard.analytics.lead_lag.evidence.spectra import Shifts, Spectra, shifts, spectra
from dashboard.analytics.typing import Floats
from dashboard.domain.kpi import Grain

_NEVER = -1e9

_WORTH = 8.0
"""Theories of which both sides apart are less likely than under the best one by more than this, in log-likelihood, are
not asked about shifts."""

_QUESTION = 15.0
"""The same for looking at a choice, and at levels or differences, under other theories than the first family."""

_DUST = 1e-6
"""Of a side's standard deviation; what remains below that is how numbers are rounded."""

SHORT = 40
"""Periods below which what happens at the ends weighs so much that exact likelihoods are asked as well."""

_WILD_REACH = 4
"""How far beyond the longest lead wild times of both are compared, in periods."""


@dataclass(frozen=True)
class SameFrequency:
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
    calm: Robustified
    longest: int
    season_lengths: tuple[float, ...]


def same_frequency(pair: Aligned, longest: int) -> SameFrequency | None:
    """The evidence of a pair, averaged over what may be taken out of it and over theories of how it moves; or `None`.

    Every choice of trend, season and holidays, of levels or differences, and of a family of theories is weighed by how
    likely it makes both sides apart; a link is weighed against none within each. `None` where a side is a straight line, or a
    constant with an outlier: nothing is left that could move.
    """
    found = _prepared(pair, longest)
    if found is None:
        return None
    calm = found.calm
    n = len(calm.values)
    evidence = _weighed(_views(found, longest), n, calm.shared_scale)
    if n < SHORT:
        near = slice(0, 2 * longest + 1)
        second = _exact(calm, longest)
        evidence[near] = (evidence[near] + second) / 2 if second is not None else evidence[near]
    seasons = season_lengths(found.choices[0].columns, n, pair.grain)
    return SameFrequency(evidence, calm, longest, seasons)


def longest_lead(n: int, grain: Grain, asked_for: float | None) -> int:
    """The longest lead that n periods of a grain can tell: 8 where none is asked for, a year for months and quarters, a quarter of n at most."""
    usual = {Grain.MONTH: 12, Grain.QUARTER: 4}.get(grain, 8)
    return max(1, min(usual if asked_for is None else round(asked_for), n // 4))


class _Prepared(NamedTuple):
    """A pair before it is weighed: what may be taken out, `values` with all of it, and `calm` without the likeliest."""

    grain: Grain
    calendar: int | None
    choices: list[Removal]
    values: Floats
    calm: Robustified


class _View(NamedTuple):
    """The pair without one choice of trend and season, as levels or differences; `weight` is the choice's, as a logarithm."""

    values: Floats
    powers: Spectra
    alone: Alone
    asked: Shifts
    weight: float


def _prepared(pair: Aligned, longest: int) -> _Prepared | None:
    sides = [filled(side) for side in (pair.kpi, pair.outcome)]
    aside = np.column_stack([each for _, each in sides])
    values = np.column_stack([standard(without_level_shifts(each)) for each, _ in sides])
    calendar, choices = removals(values, pair.grain, pair.first)
    columns = choices[0].columns
    basis = removal_basis(len(values), pair.grain, calendar, columns, is_differenced=False).columns
    taken = basis @ (basis.T @ values)
    rest, aside = interpolated(values - taken, aside)
    calm = robustified(rest, aside, longest + _WILD_REACH)
    scale = calm.values.std(axis=0)
    if scale.min() < _DUST:
        return None
    values = (taken + calm.values) / scale
    return _Prepared(
        pair.grain, calendar, choices, values, replace(calm, values=calm.values / scale)
    )


def _views(found: _Prepared, longest: int) -> list[_View]:
    """The pair under every choice, as levels and as differences, where that is not out of the question."""
    n = len(found.values)
    views = []
    for is_differenced in (False, True):
        asked = shifts(found.calm.aside[int(is_differenced) :], longest)
        moved = found.values[1:] - found.values[:-1] if is_differenced else found.values
        for choice in found.choices:
            basis = removal_basis(
                n, found.grain, found.calendar, choice.columns, is_differenced=is_differenced
            )
            values = moved - basis.columns @ (basis.columns.T @ moved)
            powers = spectra(values, basis.left, (n - len(choice.columns)) / 2)
            weight = choice.log_weight + 2 * basis.jacobian
            views.append(_View(values, powers, factor_alone(powers), asked, weight))
    likely = max(view.alone.log_none + view.weight for view in views) - _QUESTION
    return [view for view in views if view.alone.log_none + view.weight > likely]


def _weighed(views: list[_View], n: int, least: float) -> Floats:
    """The evidence averaged over views and families of theories, each by how likely it makes both sides apart."""
    none: list[float] = []
    linked: list[Callable[[], Floats]] = []
    for view in views:
        none.append(view.alone.log_none + view.weight)
        linked.append(partial(_movement, view, least))
        if n >= FEWEST_FOR_AUTOREGRESSION:
            own = own_autoregressions(view.values, view.powers)
            none.append(own.log_none + view.weight)
            linked.append(partial(_responses, view, own, least))
    worth = [at for at, log_none in enumerate(none) if log_none > max(none) - _WORTH]
    total = np.logaddexp.reduce([linked[at]() for at in worth], axis=0)
    return np.asarray(total - np.logaddexp.reduce([none[at] for at in worth]))


def _movement(view: _View, least: float) -> Floats:
    found = factor_linked(view.powers, view.alone, view.asked, least)
    return np.append(found + view.weight, [_NEVER, _NEVER])


def _responses(view: _View, own: Autoregressions, least: float) -> Floats:
    return responses_linked(view.powers, own, view.asked, least) + view.weight


def _exact(calm: Robustified, longest: int) -> Floats | None:
    """The evidence of each near shift by exact likelihoods of the one side given the other, both ways."""
    both = []
    for kpi, outcome in (calm.values.T, calm.values.T[::-1]):
        periods = np.arange(len(kpi))
        pair = MixedPair(kpi, outcome, periods, SEASONS[Grain.WEEK][0], kpi_is_fine=True)
        found = mixed_frequency_evidence(pair, longest, same_way=0.5)
        if found is None or len(found.lag) != 2 * longest + 1:
            return None
        both.append(found.log_evidence)
    return np.asarray((both[0] + both[1][::-1]) / 2 * shifts(calm.aside, longest).faith)
