"""A forecast adjusted by leading KPIs: they shift the median and narrow the ranges.

Ranges are narrowed by the error that the KPIs saved in a backtest. The effect of each KPI is a
ridge regression of the outcome's residuals on the KPI's innovations (what nowcasting calls news:
Bańbura and Modugno, Maximum likelihood estimation of factor models on datasets with arbitrary
pattern of missing data, 2014). Shift and scale are estimated with a small family of
exponential-smoothing models, with and without the KPIs; where the backtest does not show that they
help, the forecast stays unchanged. The backtest uses earlier data alone, with two exceptions: the
yearly pattern and the scaling use the whole history up to the date of the forecast.
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

MIN_SHARE = 0.05
"""A KPI whose weight is below this is not used."""

NARROWING_PRIOR = 3.0
"""The prior weight of no narrowing, in errors of a step."""

MIN_ERRORS = 4
"""With fewer errors of a step than this its ranges are not narrowed."""


@dataclass(frozen=True, eq=False)
class _UsedLead:
    """One KPI that the forecast uses, with the backtest before and after it.

    `season` (steps) is the yearly pattern that was removed from the KPI, extrapolated: reported
    levels include it again, as they will be measured.
    """

    lead: LeadInput
    aligned: Aligned
    kpi: LeadSeries
    season: Floats
    fit: LeadFit
    before: Origins
    after: Origins


def forecast_with_leads(
    history: pd.Series, horizon: int, bounds: Bounds, leads: Sequence[LeadInput], grain: Grain
) -> tuple[Forecast | LeadAdjusted, tuple[LeadContribution, ...]]:
    """The forecast of `history` adjusted by its leading KPIs, and the contribution of each.

    Args:
        history: one value per period, a row for every period, NaN where unknown; the last one is
            known.
        horizon: the number of periods to forecast, at least 1.
        bounds: the lowest and the highest possible value.
        leads: the leading KPIs; they are added one after the other, the strongest link first.
        grain: the length of a period.

    Returns:
        The forecast, and the contributions in the order of `leads`.

    Raises:
        TooShort: the history has too few known periods for a forecast.
        ValueError: the horizon is below 1.
    """
    contributions: dict[str, LeadContribution] = {}
    used: list[_UsedLead] = []
    recent = history.loc[history.first_valid_index() :].iloc[-MAX_PERIODS:]
    aligned: list[tuple[LeadInput, Aligned]] = []
    for lead in sorted(leads, key=lambda each: (-each.strength, each.kpi_id)):
        placed = align(lead, recent, grain)
        if isinstance(placed, Aligned):
            aligned.append((lead, placed))
        else:
            contributions[lead.kpi_id] = not_used(lead, placed)
    unit = _unit(recent)
    if aligned and unit > 0 and horizon > 0:
        used, left_out = _fit_leads(recent, unit, aligned, horizon, grain)
        contributions |= left_out | _contributions(used, unit)
    in_order = tuple(contributions.get(lead.kpi_id) or not_used(lead, "flat") for lead in leads)
    if not used:
        return forecast(history, horizon, bounds), in_order
    return _lead_adjusted(forecast(history, horizon), bounds, used, unit), in_order


def _unit(history: pd.Series) -> float:
    """The mean absolute change from one period to the next, 0 where there is none."""
    moves = np.abs(np.diff(history.ffill().to_numpy(dtype=float)))
    return float(moves.mean()) if len(moves) else 0.0


def _fit_leads(
    history: pd.Series,
    unit: float,
    aligned: Sequence[tuple[LeadInput, Aligned]],
    horizon: int,
    grain: Grain,
) -> tuple[list[_UsedLead], dict[str, LeadContribution]]:
    """The KPIs that help, added one after the other, and the contributions of the others."""
    values = history.ffill().to_numpy(dtype=float)
    year, count = PERIODS_IN_YEAR[grain], len(values)
    outcome = without_year((values - np.median(values)) / unit, year)
    own = [without_year(each.scaled, year) for _, each in aligned]
    paths, *kpi_paths = smoothed([outcome, *own], horizon)
    origins = origins_of(outcome, paths, np.isfinite(history.to_numpy(dtype=float)), PRIOR)
    used: list[_UsedLead] = []
    left_out: dict[str, LeadContribution] = {}
    for (lead, placed), series, forecasts in zip(aligned, own, kpi_paths, strict=True):
        kpi = _lead_series(lead, placed, series, forecasts, count)
        result = fit(origins, kpi)
        if result is None:
            left_out[lead.kpi_id] = not_used(lead, "too_short")
            continue
        after, lead_fit = result
        season = yearly_pattern(placed.scaled, year, horizon)[-horizon:]
        step = _UsedLead(lead, placed, kpi, season, lead_fit, origins, after)
        if _share(step) < MIN_SHARE:
            left_out[lead.kpi_id] = replace(
                not_used(lead, "no_help"), tested=_tested(step), error_ratio=_error_ratio(step)
            )
            continue
        used.append(step)
        origins = after
    return used, left_out


def _lead_series(
    lead: LeadInput, placed: Aligned, series: Floats, paths: Floats, count: int
) -> LeadSeries:
    backtest = origins_of(series, paths, np.ones(len(series), dtype=bool), PRIOR)
    own = np.tensordot(backtest.weights, paths, (0, 1))
    delay = len(series) - placed.offset - count
    lags, shapes = lag_shapes(lead.periods, lead.low, lead.high, count, delay)
    return LeadSeries(series, paths, own, placed.offset, 1, lags, shapes)


def _share(step: _UsedLead) -> float:
    """The weighted mean share over the members; weights sum to 1 but for rounding, hence the clip."""
    return min(1.0, max(0.0, float(step.after.weights @ step.fit.share)))


def _tested(step: _UsedLead) -> int:
    return int(step.after.judged(1, step.fit.first).sum())


def _error_ratio(step: _UsedLead) -> float:
    """The mean absolute error from the judged origins with the KPI, divided by that without."""
    with_it, without = (
        np.abs(_errors(origins)[step.fit.first :]).mean() for origins in (step.after, step.before)
    )
    return float(with_it / without) if without > 0 else 1.0


def _errors(origins: Origins) -> Floats:
    """The errors of the weighted mean of all members, (origins, steps)."""
    return np.tensordot(origins.weights, origins.errors, (0, 1))


def _mean_forecast(origins: Origins) -> Floats:
    """The weighted mean of the members' forecasts from the last origin, by step."""
    return np.asarray(origins.weights @ origins.paths[-1])


def _lead_adjusted(
    univariate: Forecast, bounds: Bounds, used: Sequence[_UsedLead], unit: float
) -> LeadAdjusted:
    before, after = used[0].before, used[-1].after
    first = max(step.fit.first for step in used)
    return LeadAdjusted(
        origin=univariate,
        shift=unit * (_mean_forecast(after) - _mean_forecast(before)),
        scale=_error_scale(before, after, first),
        bounds=bounds,
    )


def _error_scale(before: Origins, after: Origins, first: int) -> Floats:
    """The root mean square error by step relative to that without the KPIs, shrunk to 1.

    Overlapping errors count less.
    """
    without, with_it = (_errors(origins) ** 2 for origins in (before, after))
    scale = np.ones(without.shape[1])
    for step in range(len(scale)):
        judged = after.judged(step + 1, first)
        if judged.sum() >= MIN_ERRORS:
            ratio = with_it[judged, step].mean() / max(without[judged, step].mean(), 1e-300)
            effective = judged.sum() / (step + 1)
            scale[step] = ratio ** (0.5 * effective / (effective + NARROWING_PRIOR))
    return np.clip(scale, 1e-3, 1.0)


def _contributions(used: Sequence[_UsedLead], unit: float) -> dict[str, LeadContribution]:
    """The contribution of each KPI used, by its id.

    Their effects sum to the shift of the median.
    """
    return {step.lead.kpi_id: _contribution(step, used[-1].after, unit) for step in used}


def _contribution(step: _UsedLead, last: Origins, unit: float) -> LeadContribution:
    kpi, (count, _, steps) = step.kpi, last.paths.shape
    response = last.weights @ step.fit.response(kpi)
    future_periods = steps - kpi.lags - kpi.delay(count)
    active = response * (future_periods > 0)
    total = float(active.sum())
    expected = None
    if total:
        level = (kpi.own[-1] + step.season)[np.clip(future_periods - 1, 0, steps - 1)]
        expected = step.aligned.centre + step.aligned.unit * float(active @ level) / total
    return LeadContribution(
        kpi_id=step.lead.kpi_id,
        lead_periods=step.lead.periods,
        is_used=True,
        effect=unit * float(_mean_forecast(step.after)[-1] - _mean_forecast(step.before)[-1]),
        share=_share(step),
        error_ratio=_error_ratio(step),
        tested=_tested(step),
        response=total * unit / step.aligned.unit if total else None,
        expected=expected,
    )
