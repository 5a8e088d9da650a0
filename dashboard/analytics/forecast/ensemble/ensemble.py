"""The forecast of one history: an ensemble of exponential-smoothing models as one distribution.

The models are those of Hyndman, Koehler, Ord and Snyder (Forecasting with Exponential Smoothing,
2008), averaged instead of selected. Every member of a small grid forecasts from every past period
(a backtest from rolling origins: Tashman, Out-of-sample tests of forecasting accuracy, 2000). Its
errors at all horizons weight it by a tempered likelihood, as in Bayesian model averaging (Hoeting,
Madigan, Raftery and Volinsky, 1999). The members without and those with a season are then combined
by the mean of their quantiles (Lichtendahl, Grushka-Cockayne and Winkler, 2013).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dashboard.analytics.forecast.backtest import JUDGED_STEPS, Errors
from dashboard.analytics.forecast.ensemble import first_year_season as first_year
from dashboard.analytics.forecast.ensemble.members import Members, plain_members, seasonal_members
from dashboard.analytics.forecast.ensemble.quantile_table import QuantileTable, mixture, tail_df
from dashboard.analytics.forecast.ensemble.season_index import LENGTHS
from dashboard.analytics.forecast.ensemble.smoothing import Season, paths, variance_growth
from dashboard.analytics.forecast.ensemble.weights import (
    LikelihoodSettings,
    WeightedMembers,
    log_evidence,
    scales_of,
    weight_members,
)
from dashboard.analytics.typing import Floats, Integers
from dashboard.domain.kpi import Grain

LIKELIHOOD_SETTINGS = {
    Grain.DAY: LikelihoodSettings(temper=0.5, df=5.0),
    Grain.WEEK: LikelihoodSettings(temper=0.5, df=5.0),
    Grain.MONTH: LikelihoodSettings(temper=0.9, df=4.0),
    Grain.QUARTER: LikelihoodSettings(temper=0.9, df=4.0),
}
"""Consecutive weeks are more strongly autocorrelated than months: the same number of them is
less evidence."""

SEASON_TEMPER = 0.6
"""The exponent of the likelihood that compares the seasonal family with the one without a
season."""

FIRST_YEAR_PRIOR_SHARE = 0.5
"""The prior weight of the seasonal family, as a share of the weight that the first year
suggests. The rest of the evidence comes from the periods in which the season has repeated."""

MIN_REPEATED = 3
"""A season that has repeated for fewer periods than this has no evidence yet: it shifts the
forecast and hardly narrows it."""

SEASON_PRIOR_ERRORS = 0.5
"""The prior weight, in observed errors, of the variance without a season in the variance with
one."""

FIRST_YEAR_NARROWING = 0.15
"""How far a season without evidence narrows the ranges, as a share of the change in the
logarithm of the variance."""

MODEL_UNCERTAINTY = 1.0
"""The share of the variance between the models with and without a season that is added where
only one year is known."""

MIN_KNOWN_SHARE = 0.75
"""The least share of the first year's periods that must be known before a season is considered."""


@dataclass(frozen=True, eq=False)
class EnsembleForecast:
    """The distribution by step.

    `errors` are the one-step errors by period under the final weights, NaN where unknown.
    `season_share` is the weight of the season in the forecast, 0 to 1.
    """

    table: QuantileTable
    errors: Floats
    season_share: float


@dataclass(frozen=True, eq=False)
class History:
    """What is known of a series, on a regular grid of periods.

    `values`: one per period, NaN where unknown; the first and the last are known. `places`: the
    index of each period within its season, for the history and for the periods to be forecast.
    """

    values: Floats
    places: Integers
    grain: Grain

    @property
    def points(self) -> int:
        """The number of known values."""
        return int(np.isfinite(self.values).sum())

    @property
    def length(self) -> int:
        """The number of periods in a season."""
        return LENGTHS[self.grain]


def ensemble_forecast(history: History, steps: int) -> EnsembleForecast:
    """The distribution of each of the steps after a history whose values are not all the same.

    The result is equivariant to a shift and a change of scale of the values, up to rounding.
    """
    values, settings = history.values, LIKELIHOOD_SETTINGS[history.grain]
    # weights must not depend on the horizon; forecasts must reach across the longest gap
    known = np.flatnonzero(np.isfinite(values))
    reach = max(steps, JUDGED_STEPS, int(np.diff(known).max()))
    plain = _family(history, plain_members(), reach)
    df = tail_df(history.points)
    if not _has_a_year(history):
        return _ensemble_forecast(
            plain, mixture(plain.means, plain.variances, plain.weights, df), steps
        )
    season_weight = first_year.season_weight(values, history.length)
    if len(values) - history.length < MIN_REPEATED:
        return _adjusted(history, plain, season_weight, (steps, reach, df))
    season = Season(
        history.places, _by_place(history, first_year.seasonal_deviations), history.length
    )
    seasonal = _family(history, seasonal_members(), reach, season)
    share = _season_share(plain, seasonal, FIRST_YEAR_PRIOR_SHARE * season_weight, settings)
    repeated = float(seasonal.errors.counts[0])
    variances = (repeated * seasonal.variances + SEASON_PRIOR_ERRORS * plain.variance) / (
        repeated + SEASON_PRIOR_ERRORS
    )
    table = (1 - share) * mixture(plain.means, plain.variances, plain.weights, df)
    table += share * mixture(seasonal.means, variances, seasonal.weights, df)
    errors = (1 - share) * _one_step(plain) + share * _one_step(seasonal)
    return EnsembleForecast(QuantileTable(table[:, :steps]), errors, share)


def _family(
    history: History,
    members: Members,
    reach: int,
    season: Season | None = None,
) -> WeightedMembers:
    start = 1 if season is None else season.length - 1
    forecasts = paths(history.values, members, reach, season)
    growth_by_step = variance_growth(history.points, members, reach)
    return weight_members(
        history.values,
        forecasts,
        growth_by_step,
        members,
        start,
        LIKELIHOOD_SETTINGS[history.grain],
    )


def _has_a_year(history: History) -> bool:
    year = history.values[: history.length]
    is_known = np.isfinite(year)
    return len(year) == history.length and bool(is_known.mean() >= MIN_KNOWN_SHARE)


def _adjusted(
    history: History,
    plain: WeightedMembers,
    season_weight: float,
    sizes: tuple[int, int, float],
) -> EnsembleForecast:
    """The forecast from little more than one year.

    The history is deseasonalised by the weighted pattern, forecast, and reseasonalised.
    """
    steps, reach, df = sizes
    count = len(history.values)
    season = season_weight * _by_place(history, first_year.seasonal_pattern)[history.places]
    adjusted = History(history.values - season[:count], history.places, history.grain)
    if not np.ptp(adjusted.values[np.isfinite(adjusted.values)]) > 0:
        return _ensemble_forecast(
            plain, mixture(plain.means, plain.variances, plain.weights, df), steps
        )
    without = _family(adjusted, plain_members(), reach)
    variances = (
        plain.variances ** (1 - FIRST_YEAR_NARROWING) * without.variances**FIRST_YEAR_NARROWING
    )
    means = without.means + season[count : count + reach]
    if season_weight > 0:
        move = (season[count : count + reach] - season[count - 1]) / season_weight
        variances = variances + MODEL_UNCERTAINTY * season_weight * (1 - season_weight) * move**2
    table = mixture(means, variances, without.weights, df)
    return EnsembleForecast(QuantileTable(table[:, :steps]), _one_step(without), season_weight)


def _by_place(history: History, of_first_year: Callable[[Floats, int], Floats]) -> Floats:
    """The statistic of the first year by seasonal index.

    An index that the first year does not contain, such as the first week after a 53rd one, is
    interpolated from its neighbours.
    """
    by_place = np.full(history.length, np.nan)
    by_place[history.places[: history.length]] = of_first_year(history.values, history.length)
    return first_year.filled(by_place)


def _season_share(
    plain: WeightedMembers,
    seasonal: WeightedMembers,
    prior_weight: float,
    settings: LikelihoodSettings,
) -> float:
    """The posterior weight of the seasonal family.

    The likelihoods of both families are of the same errors.
    """
    same: Errors = plain.errors.where(seasonal.errors.is_known)
    evidence = log_evidence(same, scales_of(same, settings.df), settings.df)
    top = max(evidence.max(), seasonal.evidence.max())
    plain_part = (1 - prior_weight) * _marginal(plain.members.prior, evidence - top)
    seasonal_part = prior_weight * _marginal(seasonal.members.prior, seasonal.evidence - top)
    total = plain_part + seasonal_part
    return float(seasonal_part / total) if total > 0 else 0.0


def _marginal(prior: Floats, evidence: Floats) -> float:
    return float((prior @ np.exp(evidence)) ** SEASON_TEMPER)


def _ensemble_forecast(plain: WeightedMembers, table: Floats, steps: int) -> EnsembleForecast:
    return EnsembleForecast(QuantileTable(table[:, :steps]), _one_step(plain), 0.0)


def _one_step(members: WeightedMembers) -> Floats:
    """The one-step errors of the weighted mean of the members, at the period of their outcome."""
    is_known = members.errors.is_known[:, 0]
    by_period = np.full(len(is_known), np.nan)
    by_period[1:] = np.where(
        is_known[:-1], members.errors.values[:-1, :, 0] @ members.weights, np.nan
    )
    return by_period
