"""The tables of a snapshot, computed from what was gathered: no file, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analytics.assessment import Assessment, assess
from dashboard.analytics.calibration.recalibration import recalibration
from dashboard.analytics.calibration.resolved_forecasts import resolved_forecasts
from dashboard.analytics.lead_lag.families import classify_families
from dashboard.analytics.series.bounds import bounds_of
from dashboard.analytics.series.freshness import age, freshness
from dashboard.analytics.series.observed import KpiData, StatedByPeople, kpi_data
from dashboard.analytics.series.usual_range import UsualRange, usual_ranges
from dashboard.analytics.tasks import Task
from dashboard.domain.kpi import Source
from dashboard.domain.periods import forecast_grain
from dashboard.domain.verdict_review import current_reviews
from dashboard.pipeline.snapshot.columns import (
    KEY_RESULT_HEALTH,
    LEAD_EFFECTS,
    OBJECTIVE_HEALTH,
    RECALIBRATION,
)
from dashboard.pipeline.snapshot.history_tables import history_tables
from dashboard.pipeline.snapshot.indicator_tables import indicator_tables
from dashboard.pipeline.snapshot.inputs import Inputs
from dashboard.pipeline.snapshot.record_tables import record_tables
from dashboard.pipeline.snapshot.rows import RowMapping, frame_of
from dashboard.pipeline.tasks.result_cache import ResultCache
from dashboard.snapshots.pieces import pieces_table

_USUAL_RANGE = RowMapping(UsualRange)

JUDGED_PERIODS = 6
"""Number of a KPI's last periods with a usual range: as many as a panel draws."""


FORECASTS, VERDICTS, USUAL = "Forecasting", "Classifying leading and lagging KPIs", "Judging KPIs"
"""The costly steps of a publish, as the progress shows them."""


@dataclass(frozen=True)
class Computed:
    """The tables of a snapshot, and counts of what had to be computed for them."""

    tables: dict[str, pd.DataFrame]
    counts: dict[str, int | float]


def compute(inputs: Inputs, cache: ResultCache) -> Computed:
    """Every table of the snapshot but its header; results that `cache` knows are not computed again."""
    calibration = recalibration(resolved_forecasts(inputs.key_result_history))
    observed = kpi_data(
        {kpi.id: kpi for source in inputs.sources for kpi in source.kpis},
        {kpi.id: source.freshness.stale_after for source in inputs.sources for kpi in source.kpis},
        inputs.series,
        inputs.observed_until,
    )
    verdicts = classify_families(inputs.okrs, observed, run=cache.step(VERDICTS))
    stated = StatedByPeople(inputs.check_ins, current_reviews(inputs.verdict_reviews))
    assessment = assess(
        inputs.okrs,
        observed,
        verdicts,
        stated,
        inputs.as_of,
        calibration=calibration.map,
        run=cache.step(FORECASTS),
    )
    forecasts = cache.fingerprints(FORECASTS)
    tables = record_tables(inputs) | health_tables(assessment, forecasts)
    tables["series"] = inputs.series
    tables["usual_ranges"] = _usual_ranges(observed, cache)
    tables["sources"] = _sources(inputs)
    tables["recalibration"] = RECALIBRATION.frame([calibration])
    tables |= history_tables(inputs, assessment, forecasts)
    tables["pieces"] = pieces_table(cache.pieces)
    return Computed(tables, _counts(inputs, cache))


def _counts(inputs: Inputs, cache: ResultCache) -> dict[str, int | float]:
    forecasts, families = cache.recomputed(FORECASTS), cache.recomputed(VERDICTS)
    measures = {kr.id: kr.kpi for s in inputs.okrs for _, kr in s.key_results()}
    recomputed = (i for i, kpi in measures.items() if i in forecasts or kpi in families)
    return {
        "key_results": len(measures),
        "recomputed_key_results": len(list(recomputed)),
        "recomputed_forecasts": len(forecasts),
        "recomputed_families": len(families),
        "recomputed_usual_ranges": len(cache.recomputed(USUAL)),
        "seconds_computing": round(cache.seconds, 3),
    }


def health_tables(assessment: Assessment, forecasts: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """What was judged, as tables; `forecasts` has the fingerprint of what each key result's forecast was made from."""
    healths = assessment.key_results.values()
    return {
        "key_result_health": frame_of(
            {
                **KEY_RESULT_HEALTH.row(health),
                "inputs_fingerprint": forecasts.get(health.key_result_id),
            }
            for health in healths
        ),
        "forecast_paths": _stacked((h.key_result_id, h.projection.path) for h in healths),
        "lead_effects": frame_of(
            {
                "key_result_id": health.key_result_id,
                "position": position,
                **LEAD_EFFECTS.row(effect),
            }
            for health in healths
            for position, effect in enumerate(health.projection.lead_effects)
        ),
        "landings": _stacked((h.key_result_id, h.projection.landing) for h in healths),
        "objective_health": OBJECTIVE_HEALTH.frame(assessment.objectives.values()),
    } | indicator_tables(assessment)


def _sources(inputs: Inputs) -> pd.DataFrame:
    return frame_of(_source_row(source, inputs) for source in inputs.sources)


def _source_row(source: Source, inputs: Inputs) -> dict[str, Any]:
    # The oldest of its KPIs' latest periods: one fresh KPI must not hide that others stopped.
    ends = [
        inputs.observed_until[kpi.id] for kpi in source.kpis if kpi.id in inputs.observed_until
    ]
    latest = min(ends, default=None)
    found = age(latest, inputs.as_of)
    run = inputs.last_runs.get(source.source)
    return {
        "source_id": source.source,
        "type": source.type,
        "schedule": source.schedule,
        "late_after_days": source.freshness.late_after / dt.timedelta(days=1),
        "stale_after_days": source.freshness.stale_after / dt.timedelta(days=1),
        "latest_period_ends_on": latest,
        "age_days": found.days if found is not None else None,
        "freshness": freshness(latest, inputs.as_of, source.freshness),
        "last_run_at": run.finished_at if run else None,
        "last_run_status": run.status if run else None,
        "last_run_error": run.error if run else None,
    }


def _usual_ranges(observed: KpiData, cache: ResultCache) -> pd.DataFrame:
    grains = {kpi.id: forecast_grain(kpi.grain) for kpi in observed.kpis.values()}
    tasks: list[Task[list[UsualRange]]] = []
    for kpi in observed.kpis.values():
        series = observed.series(kpi.id, grains[kpi.id])
        if series is not None:
            bounds = bounds_of(kpi, series)
            tasks.append(Task(kpi.id, usual_ranges, (series, JUDGED_PERIODS, bounds)))
    judged = zip(tasks, cache.step(USUAL)(tasks), strict=True)
    return frame_of(
        {"kpi_id": task.subject, "grain": grains[task.subject].value, **_USUAL_RANGE.row(row)}
        for task, ranges in judged
        for row in ranges
    )


def _stacked(parts: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    given = [(key_result_id, part) for key_result_id, part in parts if len(part)]
    if not given:
        return pd.DataFrame()
    stacked = pd.concat([part for _, part in given], ignore_index=True)
    ids, lengths = zip(*((i, len(part)) for i, part in given), strict=True)
    stacked["key_result_id"] = np.repeat(np.array(ids, dtype=object), lengths)
    return stacked
