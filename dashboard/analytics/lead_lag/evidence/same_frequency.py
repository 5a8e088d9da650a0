"""The evidence for every lag between two series of one grain.

Both sides are cleaned, detrended and compared by Whittle's likelihood (Whittle 1953) under several
families of models. The likelihoods are averaged with weights from the fit of each model without a
link (Kass and Raftery 1995, "Bayes factors"; the BIC of Schwarz 1978 penalises parameters).
"""

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
"""A log-likelihood of models that do not exist."""

_MAX_DEFICIT = 8.0
"""Models whose log-likelihood without a link is lower than the best one's by more than this are
dropped."""

_MAX_VIEW_DEFICIT = 15.0
"""The same for views of the pair, by the log-likelihood of the common-factor models."""

_ROUNDING = 1e-6
"""The share of the standard deviation of a side below which the remainder is rounding error."""

SHORT = 40
"""Below this number of periods exact likelihoods are used as well: Whittle's approximation is poor
at the ends of a series."""

_VOLATILITY_REACH = 4
"""How far beyond the longest lead the volatility of both sides is compared, in periods."""


@dataclass(frozen=True)
class SameFrequency:
    """The evidence for each lag up to the longest, and the cleaned pair.

    Attributes:
        log_evidence: the log-likelihood ratio of a link to no link, (2 K + 3,): for the lags
            -K .. K, positive where the KPI moves first, then for a one-sided response from lag 0
            on of the KPI to the outcome, and for one of the outcome to the KPI.
        robust: both sides without trend, season, outliers and volatile periods, (n, 2).
        longest: K, in periods.
        season_lengths: the lengths of the seasons removed, in periods.
    """

    log_evidence: Floats
    robust: Robustified
    longest: int
    season_lengths: tuple[float, ...]


def same_frequency(pair: Aligned, longest: int) -> SameFrequency | None:
    """The evidence of a pair, averaged over detrending choices and models.

    Each choice of trend, season and holidays, of levels or differences, and of a family of models
    is weighted by its likelihood of both sides without a link; within each, a link is compared
    with no link. The result is `None` where a side is a straight line or a constant with an
    outlier: nothing is left after detrending.
    """
    prepared = _prepared(pair, longest)
    if prepared is None:
        return None
    robust = prepared.robust
    n = len(robust.values)
    evidence = _model_average(_views(prepared, longest), n, robust.shared_scale)
    if n < SHORT:
        near = slice(0, 2 * longest + 1)
        second = _exact(robust, longest)
        evidence[near] = (evidence[near] + second) / 2 if second is not None else evidence[near]
    seasons = season_lengths(prepared.choices[0].columns, n, pair.grain)
    return SameFrequency(evidence, robust, longest, seasons)


def longest_lead(n: int, grain: Grain, asked_for: float | None) -> int:
    """The longest lead, in periods, that is examined with n periods of a grain.

    The default is a year for months and quarters and 8 periods otherwise; the result is at least 1
    and at most a quarter of n.
    """
    usual = {Grain.MONTH: 12, Grain.QUARTER: 4}.get(grain, 8)
    return max(1, min(usual if asked_for is None else round(asked_for), n // 4))


class _Prepared(NamedTuple):
    """A cleaned pair: `values` with trend and season, `robust` without the likeliest choice."""

    grain: Grain
    calendar: int | None
    choices: list[Removal]
    values: Floats
    robust: Robustified


class _View(NamedTuple):
    """The pair without one choice of trend and season, as levels or differences.

    `weight` is the logarithm of the prior weight of the choice.
    """

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


def _views(prepared: _Prepared, longest: int) -> list[_View]:
    """The pair under every choice, as levels and as differences, without the implausible ones."""
    n = len(prepared.values)
    views = []
    for is_differenced in (False, True):
        lag_set = near_and_far_lags(prepared.robust.aside[int(is_differenced) :], longest)
        moved = prepared.values[1:] - prepared.values[:-1] if is_differenced else prepared.values
        for choice in prepared.choices:
            basis = removal_basis(
                n, prepared.grain, prepared.calendar, choice.columns, is_differenced=is_differenced
            )
            values = moved - basis.columns @ (basis.columns.T @ moved)
            powers = spectra(values, basis.remaining, (n - len(choice.columns)) / 2)
            weight = choice.log_weight + 2 * basis.jacobian
            views.append(_View(values, powers, factor_unlinked(powers), lag_set, weight))
    threshold = max(view.unlinked.log_unlinked + view.weight for view in views) - _MAX_VIEW_DEFICIT
    return [view for view in views if view.unlinked.log_unlinked + view.weight > threshold]


def _model_average(views: list[_View], n: int, min_inflation: float) -> Floats:
    """The evidence averaged over views and models, weighted by the fit without a link."""
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
    linked = factor_linked(view.powers, view.unlinked, view.lag_set, min_inflation)
    return np.append(linked + view.weight, [_NEVER, _NEVER])


def _responses_linked(view: _View, own: Autoregressions, min_inflation: float) -> Floats:
    return responses_linked(view.powers, own, view.lag_set, min_inflation) + view.weight


def _exact(robust: Robustified, longest: int) -> Floats | None:
    """The evidence for each near lag by exact likelihoods of each side given the other."""
    both = []
    for kpi, outcome in (robust.values.T, robust.values.T[::-1]):
        periods = np.arange(len(kpi))
        pair = MixedPair(kpi, outcome, periods, SEASONS[Grain.WEEK][0], kpi_is_fine=True)
        evidence = mixed_frequency_evidence(pair, longest, same_sign=0.5)
        if evidence is None or len(evidence.lag) != 2 * longest + 1:
            return None
        both.append(evidence.log_evidence)
    return np.asarray(
        (both[0] + both[1][::-1]) / 2 * near_and_far_lags(robust.aside, longest).known_weight
    )
