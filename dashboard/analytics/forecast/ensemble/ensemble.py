"""The whole recipe: members weighed by their evidence, beside a season where a year can be seen, as one distribution.

Exponential smoothing in its many forms (Hyndman, Koehler, Ord and Snyder, Forecasting with Exponential Smoothing, 2008),
averaged instead of chosen: every filter of a small grid foretells from every period of the history, the errors of all steps
ahead weigh it, and members without and with a season are joined by the mean of their quantiles.
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
from dashboard.analytics.forecast.ensemble.smoothing import Season, growth, paths
from dashboard.analytics.forecast.ensemble.weights import (
    LikelihoodSettings,
    Weighted,
    log_evidence,
    scales_of,
    weigh,
)
from dashboard.analytics.typing import Floats, Integers
from dashboard.domain.kpi import Grain

LIKELIHOOD_SETTINGS = {
    Grain.DAY: LikelihoodSettings(temper=0.5, df=5.0),
    Grain.WEEK: LikelihoodSettings(temper=0.5, df=5.0),
    Grain.MONTH: LikelihoodSettings(temper=0.9, df=4.0),
    Grain.QUARTER: LikelihoodSettings(temper=0.9, df=4.0),
}
"""Weeks hang together from one to the next more than months do: the same number of them says less."""

SEASON_TEMPER = 0.6
"""Evidence for the whole family with a season, or without, counts so much of its length."""

DOUBT = 0.5
"""Once a season has come back its own evidence speaks, and what the first year suggested counts by this share."""

FEWEST_RETURNS = 3
"""A season that came back for fewer periods than this has no evidence: it moves the forecast and hardly narrows it."""

BORROWED_ERRORS = 0.5
"""The errors beside a season are as wide as those without it, as if so many had been seen."""

NARROWING = 0.15
"""How far a season without evidence narrows the ranges, as the share of the change in the logarithm of their width."""

UNSURE = 1.0
"""A season that is half believed is either there or not: so much of the variance of that question counts."""

LEAST_KNOWN = 0.75
"""The share of the first year's periods that must be known."""


@dataclass(frozen=True, eq=False)
class EnsembleForecast:
    """What is foretold: the distribution by step.

    `errors` are those one step ahead by period, by the final weights, NaN where unknown. `season_share` is how far the season
    has a part in it, 0 to 1.
    """

    table: QuantileTable
    errors: Floats
    season_share: float


@dataclass(frozen=True, eq=False)
class History:
    """What is foretold from.

    `values`: one a period, NaN where unknown, the first and the last one known. `places`: where in its season each period lies,
    those of the way ahead included.
    """

    values: Floats
    places: Integers
    grain: Grain

    @property
    def points(self) -> int:
        """How many values are known."""
        return int(np.isfinite(self.values).sum())

    @property
    def length(self) -> int:
        """How many periods make a season."""
        return LENGTHS[self.grain]


def ensemble_forecast(history: History, steps: int) -> EnsembleForecast:
    """The distribution of each of the steps after a history whose values are not all the same.

    Unchanged by a shift and a change of scale, but for the last bits.
    """
    values, habits = history.values, LIKELIHOOD_SETTINGS[history.grain]
    # the evidence is the same however far ahead is asked, and reaches over the longest gap
    known = np.flatnonzero(np.isfinite(values))
    reach = max(steps, JUDGED_STEPS, int(np.diff(known).max()))
    plain = _family(history, plain_members(), reach)
    df = tail_df(history.points)
    if not _has_a_year(history):
        return _ensemble_forecast(
            plain, mixture(plain.ahead, plain.variances, plain.weights, df), steps
        )
    believed = first_year.belief(values, history.length)
    if len(values) - history.length < FEWEST_RETURNS:
        return _adjusted(history, plain, believed, (steps, reach, df))
    season = Season(history.places, _by_place(history, first_year.departures), history.length)
    seasonal = _family(history, seasonal_members(), reach, season)
    share = _season_share(plain, seasonal, DOUBT * believed, habits)
    returns = float(seasonal.errors.counts[0])
    variances = (returns * seasonal.variances + BORROWED_ERRORS * plain.variance) / (
        returns + BORROWED_ERRORS
    )
    table = (1 - share) * mixture(plain.ahead, plain.variances, plain.weights, df)
    table += share * mixture(seasonal.ahead, variances, seasonal.weights, df)
    errors = (1 - share) * _one_step(plain) + share * _one_step(seasonal)
    return EnsembleForecast(QuantileTable(table[:, :steps]), errors, share)


def _family(
    history: History,
    members: Members,
    reach: int,
    season: Season | None = None,
) -> Weighted:
    start = 1 if season is None else season.length - 1
    found = paths(history.values, members, reach, season)
    grown = growth(history.points, members, reach)
    return weigh(history.values, found, grown, members, start, LIKELIHOOD_SETTINGS[history.grain])


def _has_a_year(history: History) -> bool:
    year = history.values[: history.length]
    is_known = np.isfinite(year)
    return len(year) == history.length and bool(is_known.mean() >= LEAST_KNOWN)


def _adjusted(
    history: History,
    plain: Weighted,
    believed: float,
    sizes: tuple[int, int, float],
) -> EnsembleForecast:
    """What is foretold from a single year: its season is taken out as far as it is believed, and put back ahead."""
    steps, reach, df = sizes
    count = len(history.values)
    season = believed * _by_place(history, first_year.pattern)[history.places]
    adjusted = History(history.values - season[:count], history.places, history.grain)
    if not np.ptp(adjusted.values[np.isfinite(adjusted.values)]) > 0:
        return _ensemble_forecast(
            plain, mixture(plain.ahead, plain.variances, plain.weights, df), steps
        )
    without = _family(adjusted, plain_members(), reach)
    variances = plain.variances ** (1 - NARROWING) * without.variances**NARROWING
    ahead = without.ahead + season[count : count + reach]
    if believed > 0:
        moved = (season[count : count + reach] - season[count - 1]) / believed
        variances = variances + UNSURE * believed * (1 - believed) * moved**2
    found = mixture(ahead, variances, without.weights, df)
    return EnsembleForecast(QuantileTable(found[:, :steps]), _one_step(without), believed)


def _by_place(history: History, of_first_year: Callable[[Floats, int], Floats]) -> Floats:
    """The first year by place; one that it passed by, such as a first week between two 53rd ones, is like its neighbours."""
    by_place = np.full(history.length, np.nan)
    by_place[history.places[: history.length]] = of_first_year(history.values, history.length)
    return first_year.filled(by_place)


def _season_share(
    plain: Weighted, seasonal: Weighted, believed: float, habits: LikelihoodSettings
) -> float:
    """The weight of the season, by the evidence of both families over the same errors."""
    same: Errors = plain.errors.among(seasonal.errors.is_known)
    evidence = log_evidence(same, scales_of(same, habits.df), habits.df)
    top = max(evidence.max(), seasonal.evidence.max())
    without = (1 - believed) * _marginal(plain.members.prior, evidence - top)
    beside = believed * _marginal(seasonal.members.prior, seasonal.evidence - top)
    return float(beside / (without + beside)) if without + beside > 0 else 0.0


def _marginal(prior: Floats, evidence: Floats) -> float:
    return float((prior @ np.exp(evidence)) ** SEASON_TEMPER)


def _ensemble_forecast(plain: Weighted, table: Floats, steps: int) -> EnsembleForecast:
    return EnsembleForecast(QuantileTable(table[:, :steps]), _one_step(plain), 0.0)


def _one_step(judged: Weighted) -> Floats:
    """The errors one step ahead of the members' mean, stamped by the period that they are of."""
    known = judged.errors.is_known[:, 0]
    found = np.full(len(known), np.nan)
    found[1:] = np.where(known[:-1], judged.errors.values[:-1, :, 0] @ judged.weights, np.nan)
    return found
