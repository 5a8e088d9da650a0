"""Every key result and objective judged at one date, from what was written and what was observed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.analytics.bounds import bounds_of
from dashboard.analytics.chance_map import CalibrationMap
from dashboard.analytics.freshness import age
from dashboard.analytics.indicator_prior import assumed_role
from dashboard.analytics.indicators import IndicatorHealth, assess_indicator, with_assumed_role
from dashboard.analytics.key_result import (
    KeyResultHealth,
    MeasuredKpi,
    Pending,
    pending_key_result,
)
from dashboard.analytics.leads import LeadInput
from dashboard.analytics.objective import ObjectiveHealth, assess_objective
from dashboard.analytics.series import tidy, up_to
from dashboard.analytics.stand import recalibrated
from dashboard.analytics.tasks import Runner, Task, run_here
from dashboard.analytics.verdict import Verdict, too_little
from dashboard.domain.check_in import CheckIn
from dashboard.domain.kpi import Grain, Kpi
from dashboard.domain.okr import Attachment, Cycle, KeyResult, OkrSet
from dashboard.domain.periods import forecast_grain
from dashboard.domain.verdict_review import VerdictReview
from dashboard.i18n import Message

Pair = tuple[str, str]
"""A KPI and the outcome measure that it is judged beside."""


@dataclass(frozen=True)
class KpiData:
    """What is known of the KPIs at a date: catalogue, complete periods, running periods, and how old is too old.

    `complete` and `running` go by KPI and grain; a series is stamped with the first days of its periods, `running` is
    the stamp and the value so far of the last period where that is not complete. `stale_after` goes by KPI. `chance_map` is
    what became of the forecasts that were settled before that date.
    """

    kpis: Mapping[str, Kpi]
    complete: Mapping[tuple[str, Grain], pd.Series]
    running: Mapping[tuple[str, Grain], tuple[dt.date, float]]
    stale_after: Mapping[str, dt.timedelta]
    observed_until: Mapping[str, dt.date]
    chance_map: CalibrationMap = field(default_factory=CalibrationMap)

    def series(self, kpi_id: str | None, grain: Grain | None) -> pd.Series | None:
        """The complete periods of a KPI at a grain; `None` where there are none."""
        return None if kpi_id is None or grain is None else self.complete.get((kpi_id, grain))


@dataclass(frozen=True)
class StatedByPeople:
    """What people said: check-ins by key result, oldest first, and what stands of their reviews, by key result and KPI.

    `until` is the last day whose check-ins count, where that is not the day asked about.
    """

    check_ins: Mapping[str, Sequence[CheckIn]] = field(default_factory=dict)
    reviews: Mapping[tuple[str, str], VerdictReview] = field(default_factory=dict)
    until: dt.date | None = None


@dataclass(frozen=True)
class Assessment:
    """The health of key results, of the KPIs attached to them, and of objectives, each by id."""

    key_results: dict[str, KeyResultHealth] = field(default_factory=dict)
    indicators: dict[str, tuple[IndicatorHealth, ...]] = field(default_factory=dict)
    objectives: dict[str, ObjectiveHealth] = field(default_factory=dict)


def assess(
    okrs: Sequence[OkrSet],
    observed: KpiData,
    verdicts: Mapping[Pair, Verdict],
    said: StatedByPeople,
    as_of: dt.date,
    run: Runner = run_here,
) -> Assessment:
    """The assessment of every objective in `okrs`.

    Args:
        okrs: the cycles with their objectives, as they stood at `as_of`.
        observed: what is known of the KPIs at `as_of`.
        verdicts: what the data say of the KPIs beside the outcomes; there is too little of a pair that is not there.
        said: what people said.
        as_of: the day that the answer is for.
        run: makes the forecasts, all at once.
    """
    indicators = {
        key_result.id: tuple(
            _indicator((attachment, key_result, okr_set.cycle), observed, verdicts, said.reviews)
            for attachment in key_result.kpis
        )
        for okr_set in okrs
        for objective in okr_set.objectives
        for key_result in objective.key_results
    }
    leads = {i: _leads(of_it, observed) for i, of_it in indicators.items()}
    key_results = _key_results(okrs, observed, said, as_of, leads, run)
    objectives = {
        objective.id: assess_objective(
            objective,
            [(key_result, key_results[key_result.id]) for key_result in objective.key_results],
        )
        for okr_set in okrs
        for objective in okr_set.objectives
    }
    return Assessment(key_results, indicators, objectives)


def kpi_data(
    kpis: Mapping[str, Kpi],
    stale_after: Mapping[str, dt.timedelta],
    series: pd.DataFrame,
    observed_until: Mapping[str, dt.date],
) -> KpiData:
    """What is known of the KPIs, taken apart by KPI and grain.

    Args:
        kpis: the catalogue, by id.
        stale_after: how old the latest period may be, by KPI.
        series: kpi_id, grain, period_on, value, is_complete; a row a period, oldest first within KPI and grain, of which
            at most the last is not complete.
        observed_until: the last day of the latest period as delivered, by KPI.
    """
    complete, running = {}, {}
    values, stamps = series["value"].to_numpy(dtype=float), series["period_on"].to_numpy()
    is_complete = series["is_complete"].to_numpy(dtype=bool)
    for key, rows in _rows_by_key(series):
        last = len(rows) if is_complete[rows[-1]] else len(rows) - 1
        of_key = pd.DatetimeIndex(stamps[rows])
        complete[key] = pd.Series(values[rows[:last]], index=of_key[:last])
        if last < len(rows):
            running[key] = (of_key[last].date(), float(values[rows[last]]))
    return KpiData(kpis, complete, running, stale_after, observed_until)


def _rows_by_key(
    series: pd.DataFrame,
) -> Iterator[tuple[tuple[str, Grain], NDArray[np.intp]]]:
    """The rows of every KPI at every grain, in the order in which they stand; as pandas groups, without its frames."""
    kpi, kpi_ids = pd.factorize(series["kpi_id"])
    grain, grains = pd.factorize(series["grain"])
    code = kpi * max(1, len(grains)) + grain
    order = np.argsort(code, kind="stable")
    edges = np.flatnonzero(np.diff(code[order])) + 1
    for rows in np.split(order, edges) if len(order) else []:
        yield (str(kpi_ids[kpi[rows[0]]]), Grain(str(grains[grain[rows[0]]]))), rows


def key_result_ids(okrs: Sequence[OkrSet]) -> list[str]:
    """The ids of all key results, in the order of the files."""
    return [
        key_result.id
        for s in okrs
        for objective in s.objectives
        for key_result in objective.key_results
    ]


def only(okrs: Sequence[OkrSet], objective_ids: Collection[str]) -> tuple[OkrSet, ...]:
    """The same cycles with only the objectives named."""
    return tuple(
        okr_set.model_copy(
            update={"objectives": tuple(o for o in okr_set.objectives if o.id in objective_ids)}
        )
        for okr_set in okrs
    )


def _key_results(
    okrs: Sequence[OkrSet],
    observed: KpiData,
    said: StatedByPeople,
    as_of: dt.date,
    leads: Mapping[str, tuple[LeadInput, ...]],
    run: Runner,
) -> dict[str, KeyResultHealth]:
    """The health of every key result, in the order of the files."""
    begun = {
        key_result.id: _begin(
            (key_result, okr_set.cycle), observed, said, as_of, leads[key_result.id]
        )
        for okr_set in okrs
        for objective in okr_set.objectives
        for key_result in objective.key_results
    }
    tasks = {i: one.outlook for i, one in begun.items() if isinstance(one.outlook, Task)}
    done = dict(zip(tasks, run(list(tasks.values())), strict=True))
    return {
        i: one.finish(done[i] if isinstance(one.outlook, Task) else one.outlook)
        for i, one in begun.items()
    }


def _begin(
    place: tuple[KeyResult, Cycle],
    observed: KpiData,
    said: StatedByPeople,
    as_of: dt.date,
    leads: tuple[LeadInput, ...],
) -> Pending:
    key_result, cycle = place
    kpi = observed.kpis.get(key_result.kpi) if key_result.kpi else None
    grain = forecast_grain(kpi.grain) if kpi else None
    series = observed.series(key_result.kpi, grain)
    measure = None
    if kpi is not None and grain is not None and series is not None:
        measure = MeasuredKpi(
            series=series,
            grain=grain,
            running=observed.running.get((kpi.id, grain)),
            bounds=bounds_of(kpi, series, key_result.target),
            stale_reason=_stale_reason(kpi, observed, as_of),
            leads=leads,
        )
    check_ins = said.check_ins.get(key_result.id, ())
    begun = pending_key_result(key_result, cycle, measure, check_ins, as_of, said.until or as_of)
    return replace(begun, outlook=recalibrated(begun.outlook, observed.chance_map))


def _leads(indicators: Sequence[IndicatorHealth], observed: KpiData) -> tuple[LeadInput, ...]:
    """The KPIs that were measured to lead, and that nobody said otherwise of, with their data."""
    found = []
    for one in indicators:
        kpi = observed.kpis.get(one.kpi)
        grain = forecast_grain(kpi.grain) if kpi else None
        series = observed.series(one.kpi, grain)
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


def _stale_reason(kpi: Kpi, observed: KpiData, as_of: dt.date) -> Message | None:
    """Why nothing is forecast from values that are older than the source allows; age runs from the period's last day."""
    found = age(observed.observed_until.get(kpi.id), as_of)
    if (
        found is None
        or kpi.id not in observed.stale_after
        or found <= observed.stale_after[kpi.id]
    ):
        return None
    return Message("reason-stale", {"kpi": kpi.name, "days": found.days})


def _indicator(
    place: tuple[Attachment, KeyResult, Cycle],
    observed: KpiData,
    verdicts: Mapping[Pair, Verdict],
    reviews: Mapping[tuple[str, str], VerdictReview],
) -> IndicatorHealth:
    attachment, key_result, cycle = place
    own, outcome = observed.kpis.get(attachment.kpi), observed.kpis.get(key_result.kpi or "")
    grain = forecast_grain(own.grain) if own else None
    series = observed.series(attachment.kpi, grain)
    # a measure beside itself would be the same at the same time, which says nothing: only its periods are counted
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
