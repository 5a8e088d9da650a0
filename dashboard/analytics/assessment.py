"""Every key result and objective judged at one date, from what was written and what was observed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from dashboard.analytics.forecast.distribution import CalibrationMap
from dashboard.analytics.forecast.lead_inputs import LeadInput
from dashboard.analytics.key_results.evaluation import recalibrated
from dashboard.analytics.key_results.key_result import (
    KeyResultHealth,
    MeasuredKpi,
    Pending,
    pending_key_result,
)
from dashboard.analytics.lead_lag.assumed_role import assumed_role
from dashboard.analytics.lead_lag.indicator_health import (
    IndicatorHealth,
    assess_indicator,
    with_assumed_role,
)
from dashboard.analytics.lead_lag.verdict import Verdict, too_little
from dashboard.analytics.objectives.objective import ObjectiveHealth, assess_objective
from dashboard.analytics.series.bounds import bounds_of
from dashboard.analytics.series.freshness import age
from dashboard.analytics.series.observed import KpiData, Pair, StatedByPeople
from dashboard.analytics.series.series import tidy, up_to
from dashboard.analytics.tasks import Runner, Task, run_here
from dashboard.domain.kpi import Grain, Kpi
from dashboard.domain.okr import Attachment, Cycle, KeyResult, OkrSet
from dashboard.domain.periods import forecast_grain
from dashboard.domain.verdict_review import VerdictReview
from dashboard.i18n import Message


@dataclass(frozen=True)
class Assessment:
    """The health of key results, of the KPIs attached to them, and of objectives, each by id."""

    key_results: dict[str, KeyResultHealth] = field(default_factory=dict)
    indicators: dict[str, tuple[IndicatorHealth, ...]] = field(default_factory=dict)
    objectives: dict[str, ObjectiveHealth] = field(default_factory=dict)


def assess(  # noqa: PLR0913  the inputs of an assessment, each of its own kind
    okrs: Sequence[OkrSet],
    kpis: KpiData,
    verdicts: Mapping[Pair, Verdict],
    stated: StatedByPeople,
    as_of: dt.date,
    *,
    calibration: CalibrationMap | None = None,
    run: Runner = run_here,
) -> Assessment:
    """The assessment of every objective in `okrs`.

    Args:
        okrs: the cycles with their objectives, as they were at `as_of`.
        kpis: what is known of the KPIs at `as_of`.
        verdicts: the verdict on each pair of KPI and outcome; a pair without one has too little
            data.
        stated: check-ins, and reviews of verdicts.
        as_of: the day that the answer is for.
        calibration: how resolved forecasts correct the chances; left out, they stay as they are.
        run: runs the forecasts, all in one call.
    """
    indicators = {
        key_result.id: tuple(
            _indicator((attachment, key_result, okr_set.cycle), kpis, verdicts, stated.reviews)
            for attachment in key_result.kpis
        )
        for okr_set in okrs
        for objective, key_result in okr_set.key_results()
    }
    pending = {
        key_result.id: _pending(
            (key_result, okr_set.cycle),
            kpis,
            stated,
            as_of,
            _leads(indicators[key_result.id], kpis),
        )
        for okr_set in okrs
        for objective, key_result in okr_set.key_results()
    }
    key_results = _finished(pending, calibration or CalibrationMap(), run)
    objectives = {
        objective.id: assess_objective(
            objective,
            [(key_result, key_results[key_result.id]) for key_result in objective.key_results],
        )
        for okr_set in okrs
        for objective in okr_set.objectives
    }
    return Assessment(key_results, indicators, objectives)


def key_result_ids(okrs: Sequence[OkrSet]) -> list[str]:
    """The ids of all key results, in the order of the files."""
    return [key_result.id for s in okrs for _, key_result in s.key_results()]


def only(okrs: Sequence[OkrSet], objective_ids: Collection[str]) -> tuple[OkrSet, ...]:
    """The same cycles with only the objectives named."""
    return tuple(
        okr_set.model_copy(
            update={"objectives": tuple(o for o in okr_set.objectives if o.id in objective_ids)}
        )
        for okr_set in okrs
    )


def _finished(
    pending: Mapping[str, Pending], calibration: CalibrationMap, run: Runner
) -> dict[str, KeyResultHealth]:
    """The health of every key result, in the order of the files."""
    projections = {i: recalibrated(one.projection, calibration) for i, one in pending.items()}
    tasks = {i: one for i, one in projections.items() if isinstance(one, Task)}
    done = dict(zip(tasks, run(list(tasks.values())), strict=True))
    return {
        i: pending[i].finish(done[i] if isinstance(one, Task) else one)
        for i, one in projections.items()
    }


def _pending(
    place: tuple[KeyResult, Cycle],
    kpis: KpiData,
    stated: StatedByPeople,
    as_of: dt.date,
    leads: tuple[LeadInput, ...],
) -> Pending:
    key_result, cycle = place
    kpi = kpis.kpis.get(key_result.kpi) if key_result.kpi else None
    grain = forecast_grain(kpi.grain) if kpi else None
    series = kpis.series(key_result.kpi, grain)
    measure = None
    if kpi is not None and grain is not None and series is not None:
        measure = MeasuredKpi(
            series=series,
            grain=grain,
            running=kpis.running.get((kpi.id, grain)),
            bounds=bounds_of(kpi, series, key_result.target),
            stale_reason=_stale_reason(kpi, kpis, as_of),
            leads=leads,
        )
    check_ins = stated.check_ins.get(key_result.id, ())
    return pending_key_result(key_result, cycle, measure, check_ins, as_of, stated.until or as_of)


def _leads(indicators: Sequence[IndicatorHealth], kpis: KpiData) -> tuple[LeadInput, ...]:
    """The KPIs that were measured to lead, and that nobody said otherwise of, with their data."""
    found = []
    for one in indicators:
        kpi = kpis.kpis.get(one.kpi)
        grain = forecast_grain(kpi.grain) if kpi else None
        series = kpis.series(one.kpi, grain)
        if one.measured_lead is None or grain is None or series is None:
            continue
        verdict = one.verdict
        bounds = bounds_of(kpi, series)
        ranges = (verdict.lead_low, verdict.lead_high)
        found.append(
            LeadInput(
                one.kpi, tidy(series), grain, one.measured_lead, *ranges, verdict.strength, bounds
            )
        )
    return tuple(found)


def _stale_reason(kpi: Kpi, kpis: KpiData, as_of: dt.date) -> Message | None:
    """Why nothing is forecast from values that are older than the source allows; age runs from the period's last day."""
    found = age(kpis.observed_until.get(kpi.id), as_of)
    if found is None or kpi.id not in kpis.stale_after or found <= kpis.stale_after[kpi.id]:
        return None
    return Message("reason-stale", {"kpi": kpi.name, "days": found.days})


def _indicator(
    place: tuple[Attachment, KeyResult, Cycle],
    kpis: KpiData,
    verdicts: Mapping[Pair, Verdict],
    reviews: Mapping[tuple[str, str], VerdictReview],
) -> IndicatorHealth:
    attachment, key_result, cycle = place
    own, outcome = kpis.kpis.get(attachment.kpi), kpis.kpis.get(key_result.kpi or "")
    grain = forecast_grain(own.grain) if own else None
    series = kpis.series(attachment.kpi, grain)
    # a measure compared with itself is coincident by definition: only its periods are counted
    is_own = attachment.kpi == key_result.kpi
    unjudged = too_little(len(tidy(series)) if is_own else 0)
    health = assess_indicator(
        attachment,
        series,
        verdicts.get((attachment.kpi, key_result.kpi or ""), unjudged),
        before=_value_before(series, grain, cycle.starts_on) if attachment.threshold else None,
        grain=forecast_grain(outcome.grain) if outcome else None,
        review=reviews.get((key_result.id, attachment.kpi)),
    )
    if own is None or health.basis != "assumed":
        return health
    return with_assumed_role(
        health, assumed_role(own.name, own.description, own.unit, is_outcome=is_own)
    )


def _value_before(series: pd.Series | None, grain: Grain | None, day: dt.date) -> float | None:
    """The value of the last period that closed before `day`."""
    if series is None or grain is None:
        return None
    closed = up_to(series, grain, day - dt.timedelta(days=1))
    return float(closed.iloc[-1]) if len(closed) else None
