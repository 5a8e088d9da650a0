"""The tables of a snapshot, computed from what was gathered: no file, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pandas as pd

from dashboard.analytics.assessment import (
    Assessment,
    Observed,
    Said,
    assess,
    key_result_ids,
    observe,
)
from dashboard.analytics.bounds import bounds_of
from dashboard.analytics.freshness import age, freshness
from dashboard.analytics.links import judge_links
from dashboard.analytics.usual_range import usual_ranges
from dashboard.domain.kpi import Source
from dashboard.domain.okr import Band
from dashboard.domain.periods import forecast_grain
from dashboard.domain.verdict_review import standing
from dashboard.pipeline.cells import frame_of, plain
from dashboard.pipeline.indicator_tables import indicator_tables, verdicts_now
from dashboard.pipeline.inputs import Inputs
from dashboard.pipeline.progress import Progress
from dashboard.pipeline.written import written_tables

JUDGED_PERIODS = 6
"""So many of a KPI's last periods are judged against their usual range: as many as a panel draws."""


def compute(inputs: Inputs, progress: Progress) -> dict[str, pd.DataFrame]:
    """Every table of the snapshot but its header, by name."""
    observed = observe(
        {kpi.id: kpi for source in inputs.sources for kpi in source.kpis},
        {kpi.id: source.freshness.stale_after for source in inputs.sources for kpi in source.kpis},
        inputs.series,
        inputs.observed_until,
    )
    progress.step("Judging what leads and what lags")
    verdicts = judge_links(inputs.okrs, observed)
    progress.step("Judging key results", len(key_result_ids(inputs.okrs)))
    said = Said(inputs.check_ins, standing(inputs.verdict_reviews))
    assessment = assess(inputs.okrs, observed, verdicts, said, inputs.as_of)
    progress.step("Judging KPIs", len(observed.kpis))
    tables = written_tables(inputs) | health_tables(assessment)
    tables["series"] = inputs.series
    tables["usual_ranges"] = _usual_ranges(observed, progress)
    tables["sources"] = _sources(inputs)
    tables["key_result_history"] = pd.concat(
        [inputs.key_result_history, _key_results_now(inputs, assessment)]
    )
    tables["objective_history"] = pd.concat(
        [inputs.objective_history, _objectives_now(inputs, assessment)]
    )
    tables["verdict_history"] = pd.concat(
        [inputs.verdict_history, verdicts_now(inputs, assessment)]
    )
    return tables


def health_tables(assessment: Assessment) -> dict[str, pd.DataFrame]:
    """What was judged, as tables."""
    healths = assessment.key_results.values()
    return {
        "key_result_health": frame_of(
            plain(health, leave_out=("path", "landing", "surprises")) for health in healths
        ),
        "forecast_paths": _stacked((h.key_result_id, h.path) for h in healths),
        "landings": _stacked((h.key_result_id, h.landing) for h in healths),
        "objective_health": frame_of(
            plain(health, leave_out=("counts",)) for health in assessment.objectives.values()
        ),
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


def _usual_ranges(observed: Observed, progress: Progress) -> pd.DataFrame:
    frames = []
    for kpi in observed.kpis.values():
        grain = forecast_grain(kpi.grain)
        series = observed.series(kpi.id, grain)
        if series is not None:
            ranges = usual_ranges(series, JUDGED_PERIODS, bounds_of(kpi, series))
            frames += [{"kpi_id": kpi.id, "grain": grain.value, **asdict(row)} for row in ranges]
        progress.advance()
    return frame_of(frames)


def _key_results_now(inputs: Inputs, assessment: Assessment) -> pd.DataFrame:
    targets = {kr.id: kr.target for s in inputs.okrs for o in s.objectives for kr in o.key_results}
    return frame_of(
        {
            "key_result_id": health.key_result_id,
            "as_of": inputs.as_of,
            "snapshot_id": inputs.snapshot_id,
            "value": health.value,
            "value_on": health.value_on,
            "target": None
            if isinstance(targets[health.key_result_id], Band)
            else targets[health.key_result_id],
            "progress": health.progress,
            "chance": health.chance,
            "status": health.status.value,
            "confidence": health.confidence,
        }
        for health in assessment.key_results.values()
    )


def _objectives_now(inputs: Inputs, assessment: Assessment) -> pd.DataFrame:
    return frame_of(
        {
            "objective_id": health.objective_id,
            "as_of": inputs.as_of,
            "snapshot_id": inputs.snapshot_id,
            "progress": health.progress,
            "chance": health.chance,
            "status": health.status.value,
            "confidence": health.confidence,
            "partial": health.partial,
        }
        for health in assessment.objectives.values()
    )


def _stacked(parts: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    frames = [
        part.assign(key_result_id=key_result_id) for key_result_id, part in parts if len(part)
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
