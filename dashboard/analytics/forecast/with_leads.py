"""A forecast that knows what leads: its middle moved by what leading KPIs let expect, its ranges by how much better that was.

How far to move and to narrow is learnt from a small family of filters, with and without the KPIs; where the forward test
does not say that they help, the forecast stays what it is. The test goes forward in time but for two things: the yearly pattern
and the scaling use the whole history up to the day asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.analytics.forecast.lead_adjusted import LeadAdjusted
from dashboard.analytics.forecast.lead_contributions import LeadContribution, not_used
from dashboard.analytics.forecast.lead_inputs import Aligned, LeadInput, align
from dashboard.analytics.forecast.leads.harmonic_season import without_year, yearly_pattern
from dashboard.analytics.forecast.leads.innovations import LeadSeries, lag_shapes
from dashboard.analytics.forecast.leads.regression import LeadFit, Origins, fit, origins_of
from dashboard.analytics.forecast.leads.small_smoothing import PRIOR, smoothed
from dashboard.analytics.forecast.univariate import MAX_PERIODS, Forecast, forecast
from dashboard.analytics.series.bounds import Bounds
from dashboard.analytics.typing import Floats
from dashboard.domain.kpi import Grain
from dashboard.domain.periods import PERIODS_IN_YEAR

WORTH = 0.05
"""A KPI that is to be followed by less than this share is not used."""

NARROWING_FAITH = 3.0
"""Ranges of a step are narrowed as if so many errors of it had shown no gain."""

FEWEST_ERRORS = 4
"""Errors of a step below which they say nothing of its ranges."""


@dataclass(frozen=True, eq=False)
class _Followed:
    """One KPI that the forecast follows, with the forecasts from every origin before and after it.

    `season` (steps) is the yearly pattern that was taken out of the KPI, as it goes on: levels are told with it again, as they
    will be measured.
    """

    lead: LeadInput
    beside: Aligned
    kpi: LeadSeries
    season: Floats
    learnt: LeadFit
    before: Origins
    after: Origins


def forecast_with_leads(
    history: pd.Series, horizon: int, bounds: Bounds, leads: Sequence[LeadInput], grain: Grain
) -> tuple[Forecast | LeadAdjusted, tuple[LeadContribution, ...]]:
    """The forecast of `history` with what its leading KPIs know ahead, and what each of them does to it, in their order.

    Args:
        history: one value a period, a row for every period, NaN where unknown; the last one is known.
        horizon: how many periods ahead, at least 1.
        bounds: the lowest and highest value that can be.
        leads: the KPIs that lead; they are followed one after the other, the closest link first.
        grain: how long a period is.

    Raises:
        TooShort: the history has too few known periods for a forecast.
        ValueError: the horizon is below 1.
    """
    effects: dict[str, LeadContribution] = {}
    followed: list[_Followed] = []
    recent = history.loc[history.first_valid_index() :].iloc[-MAX_PERIODS:]
    beside: list[tuple[LeadInput, Aligned]] = []
    for lead in sorted(leads, key=lambda each: (-each.strength, each.kpi_id)):
        place = align(lead, recent, grain)
        if isinstance(place, Aligned):
            beside.append((lead, place))
        else:
            effects[lead.kpi_id] = not_used(lead, place)
    unit = _unit(recent)
    if beside and unit > 0 and horizon > 0:
        followed, unfit = _follow(recent, unit, beside, horizon, grain)
        effects |= unfit | _effects(followed, unit)
    told = tuple(effects.get(lead.kpi_id) or not_used(lead, "flat") for lead in leads)
    if not followed:
        return forecast(history, horizon, bounds), told
    return _led(forecast(history, horizon), bounds, followed, unit), told


def _unit(history: pd.Series) -> float:
    """The mean size of a move, 0 where there is none."""
    moves = np.abs(np.diff(history.ffill().to_numpy(dtype=float)))
    return float(moves.mean()) if len(moves) else 0.0


def _follow(
    history: pd.Series,
    unit: float,
    beside: Sequence[tuple[LeadInput, Aligned]],
    horizon: int,
    grain: Grain,
) -> tuple[list[_Followed], dict[str, LeadContribution]]:
    """The KPIs that help, one after the other, and the effects of those that do not."""
    values = history.ffill().to_numpy(dtype=float)
    year, count = PERIODS_IN_YEAR[grain], len(values)
    outcome = without_year((values - np.median(values)) / unit, year)
    own = [without_year(b.scaled, year) for _, b in beside]
    paths, *theirs = smoothed([outcome, *own], horizon)
    origins = origins_of(outcome, paths, np.isfinite(history.to_numpy(dtype=float)), PRIOR)
    followed: list[_Followed] = []
    unfit: dict[str, LeadContribution] = {}
    for (lead, place), series, forecasts in zip(beside, own, theirs, strict=True):
        kpi = _ahead(lead, place, series, forecasts, count)
        found = fit(origins, kpi)
        if found is None:
            unfit[lead.kpi_id] = not_used(lead, "too_short")
            continue
        after, learnt = found
        season = yearly_pattern(place.scaled, year, horizon)[-horizon:]
        step = _Followed(lead, place, kpi, season, learnt, origins, after)
        if _share(step) < WORTH:
            unfit[lead.kpi_id] = replace(
                not_used(lead, "no_help"), tested=_tested(step), error_ratio=_error_ratio(step)
            )
            continue
        followed.append(step)
        origins = after
    return followed, unfit


def _ahead(
    lead: LeadInput, place: Aligned, series: Floats, paths: Floats, count: int
) -> LeadSeries:
    seen = origins_of(series, paths, np.ones(len(series), dtype=bool), PRIOR)
    own = np.tensordot(seen.weights, paths, (0, 1))
    delay = len(series) - place.offset - count
    lags, shapes = lag_shapes(lead.periods, lead.low, lead.high, count, delay)
    return LeadSeries(series, paths, own, place.offset, 1, lags, shapes)


def _share(step: _Followed) -> float:
    return float(step.after.weights @ step.learnt.share)


def _tested(step: _Followed) -> int:
    return int(step.after.judged(1, step.learnt.first).sum())


def _error_ratio(step: _Followed) -> float:
    """The mean size of the errors from the judged origins with the KPI, divided by that without."""
    with_it, without = (
        np.abs(_errors(origins)[step.learnt.first :]).mean()
        for origins in (step.after, step.before)
    )
    return float(with_it / without) if without > 0 else 1.0


def _errors(origins: Origins) -> Floats:
    """The errors of all members together, (origins, steps)."""
    return np.tensordot(origins.weights, origins.errors, (0, 1))


def _middle(origins: Origins) -> Floats:
    """Where all members together see the steps ahead of the last origin."""
    return np.asarray(origins.weights @ origins.paths[-1])


def _led(
    told: Forecast, bounds: Bounds, followed: Sequence[_Followed], unit: float
) -> LeadAdjusted:
    before, after = followed[0].before, followed[-1].after
    first = max(step.learnt.first for step in followed)
    return LeadAdjusted(
        origin=told,
        moved=unit * (_middle(after) - _middle(before)),
        narrowed=_narrowed(before, after, first),
        bounds=bounds,
    )


def _narrowed(before: Origins, after: Origins, first: int) -> Floats:
    """The spread of the errors by step, divided by that without the KPIs and shrunk to 1: what overlaps counts as less."""
    without, with_it = (_errors(origins) ** 2 for origins in (before, after))
    found = np.ones(without.shape[1])
    for step in range(len(found)):
        judged = after.judged(step + 1, first)
        if judged.sum() >= FEWEST_ERRORS:
            ratio = with_it[judged, step].mean() / max(without[judged, step].mean(), 1e-300)
            counted = judged.sum() / (step + 1)
            found[step] = ratio ** (0.5 * counted / (counted + NARROWING_FAITH))
    return np.clip(found, 1e-3, 1.0)


def _effects(followed: Sequence[_Followed], unit: float) -> dict[str, LeadContribution]:
    """What each KPI that is followed does, by its id; together they move the middle by the sum of their effects."""
    return {step.lead.kpi_id: _effect(step, followed[-1].after, unit) for step in followed}


def _effect(step: _Followed, last: Origins, unit: float) -> LeadContribution:
    kpi, (count, _, steps) = step.kpi, last.paths.shape
    response = last.weights @ step.learnt.response(kpi)
    periods_ahead = steps - kpi.lags - kpi.delay(count)
    acts = response * (periods_ahead > 0)
    total = float(acts.sum())
    expected = None
    if total:
        level = (kpi.own[-1] + step.season)[np.clip(periods_ahead - 1, 0, steps - 1)]
        expected = step.beside.centre + step.beside.unit * float(acts @ level) / total
    return LeadContribution(
        kpi_id=step.lead.kpi_id,
        lead_periods=step.lead.periods,
        is_used=True,
        effect=unit * float(_middle(step.after)[-1] - _middle(step.before)[-1]),
        share=_share(step),
        error_ratio=_error_ratio(step),
        tested=_tested(step),
        response=total * unit / step.beside.unit if total else None,
        expected=expected,
    )
