"""What two series of one grain say of every shift between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from dashboard.analytics.lead_lag.evidence.alignment import Aligned
from dashboard.analytics.lead_lag.evidence.common_factor import (
    UnlinkedFit,
    factor_linked,
    factor_unlinked,
)
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
from dashboard.analytics.lead_lag.evidence.spectra import (
    LagSet,
    Spectra,
    near_and_far_lags,
    spectra,
)
from dashboard.analytics.typing import Floats
from dashboard.domain.kpi import Grain

_NEVER = -1e9

_MAX_DEFICIT = 8.0
"""Theories of which both sides apart are less likely than under the best one by more than this, in log-likelihood, are
not asked about shifts."""

_MAX_VIEW_DEFICIT = 15.0
"""The same for looking at a choice, and at levels or differences, under other theories than the first family."""

_ROUNDING = 1e-6
"""Of a side's standard deviation; what remains below that is how numbers are rounded."""

SHORT = 40
"""Periods below which what happens at the ends weighs so much that exact likelihoods are asked as well."""

_VOLATILITY_REACH = 4
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
    robust: Robustified
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
    robust = found.robust
    n = len(robust.values)
    evidence = _model_average(_views(found, longest), n, robust.shared_scale)
    if n < SHORT:
        near = slice(0, 2 * longest + 1)
        second = _exact(robust, longest)
        evidence[near] = (evidence[near] + second) / 2 if second is not None else evidence[near]
    seasons = season_lengths(found.choices[0].columns, n, pair.grain)
    return SameFrequency(evidence, robust, longest, seasons)


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
    robust: Robustified


class _View(NamedTuple):
    """The pair without one choice of trend and season, as levels or differences; `weight` is the choice's, as a logarithm."""

    values: Floats
    powers: Spectra
    unlinked: UnlinkedFit
    lag_set: LagSet
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
    robust = robustified(rest, aside, longest + _VOLATILITY_REACH)
    scale = robust.values.std(axis=0)
    if scale.min() < _ROUNDING:
        return None
    values = (taken + robust.values) / scale
    return _Prepared(
        pair.grain, calendar, choices, values, replace(robust, values=robust.values / scale)
    )


def _views(found: _Prepared, longest: int) -> list[_View]:
    """The pair under every choice, as levels and as differences, where that is not out of the question."""
    n = len(found.values)
    views = []
    for is_differenced in (False, True):
        lag_set = near_and_far_lags(found.robust.aside[int(is_differenced) :], longest)
        moved = found.values[1:] - found.values[:-1] if is_differenced else found.values
        for choice in found.choices:
            basis = removal_basis(
                n, found.grain, found.calendar, choice.columns, is_differenced=is_differenced
            )
            values = moved - basis.columns @ (basis.columns.T @ moved)
            powers = spectra(values, basis.remaining, (n - len(choice.columns)) / 2)
            weight = choice.log_weight + 2 * basis.jacobian
            views.append(_View(values, powers, factor_unlinked(powers), lag_set, weight))
    threshold = max(view.unlinked.log_unlinked + view.weight for view in views) - _MAX_VIEW_DEFICIT
    return [view for view in views if view.unlinked.log_unlinked + view.weight > threshold]


def _model_average(views: list[_View], n: int, min_inflation: float) -> Floats:
    """The evidence averaged over views and families of theories, each by how likely it makes both sides apart."""
    unlinked: list[float] = []
    linked: list[Callable[[], Floats]] = []
    for view in views:
        unlinked.append(view.unlinked.log_unlinked + view.weight)
        linked.append(partial(_factor_linked, view, min_inflation))
        if n >= FEWEST_FOR_AUTOREGRESSION:
            own = own_autoregressions(view.values, view.powers)
            unlinked.append(own.log_unlinked + view.weight)
            linked.append(partial(_responses_linked, view, own, min_inflation))
    plausible = [
        at
        for at, log_unlinked in enumerate(unlinked)
        if log_unlinked > max(unlinked) - _MAX_DEFICIT
    ]
    total = np.logaddexp.reduce([linked[at]() for at in plausible], axis=0)
    return np.asarray(total - np.logaddexp.reduce([unlinked[at] for at in plausible]))


def _factor_linked(view: _View, min_inflation: float) -> Floats:
    found = factor_linked(view.powers, view.unlinked, view.lag_set, min_inflation)
    return np.append(found + view.weight, [_NEVER, _NEVER])


def _responses_linked(view: _View, own: Autoregressions, min_inflation: float) -> Floats:
    return responses_linked(view.powers, own, view.lag_set, min_inflation) + view.weight


def _exact(robust: Robustified, longest: int) -> Floats | None:
    """The evidence of each near shift by exact likelihoods of the one side given the other, both ways."""
    both = []
    for kpi, outcome in (robust.values.T, robust.values.T[::-1]):
        periods = np.arange(len(kpi))
        pair = MixedPair(kpi, outcome, periods, SEASONS[Grain.WEEK][0], kpi_is_fine=True)
        found = mixed_frequency_evidence(pair, longest, same_sign=0.5)
        if found is None or len(found.lag) != 2 * longest + 1:
            return None
        both.append(found.log_evidence)
    return np.asarray(
        (both[0] + both[1][::-1]) / 2 * near_and_far_lags(robust.aside, longest).known_weight
    )
