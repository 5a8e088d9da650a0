"""Computes the verdicts on all KPIs of all outcomes, one family at a time.

A family is the set of KPIs that were ever attached to key results with the same measure. Its
verdicts share a prior, so they are computed together (see `classify_family`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from dashboard.analytics.lead_lag.classification import classify_family
from dashboard.analytics.lead_lag.verdict import Verdict, too_little
from dashboard.analytics.series.observed import KpiData, Pair
from dashboard.analytics.tasks import Runner, Task, run_here
from dashboard.domain.kpi import Better
from dashboard.domain.okr import KeyResult, OkrSet
from dashboard.domain.periods import forecast_grain

Families = dict[str, tuple[str, ...]]
"""For each outcome measure, the KPIs that were ever attached to a key result with this measure."""


def families(okrs: Sequence[OkrSet]) -> Families:
    """The KPIs attached to each outcome measure in any of the cycles, sorted by id.

    A measure that is attached to its own key result is left out, as is a measure without KPIs.
    """
    members: defaultdict[str, set[str]] = defaultdict(set)
    for key_result in _key_results(okrs):
        if key_result.kpi is not None:
            attached = {attachment.kpi for attachment in key_result.kpis}
            members[key_result.kpi] |= attached - {key_result.kpi}
    return {outcome: tuple(sorted(kpis)) for outcome, kpis in members.items() if kpis}


def outdated_families(current: Families, known: Mapping[Pair, Verdict]) -> Families:
    """The families whose members differ from those of the known verdicts.

    Verdicts within a family depend on each other, so all of them are recomputed.
    """
    classified: defaultdict[str, set[str]] = defaultdict(set)
    for kpi, outcome in known:
        classified[outcome].add(kpi)
    return {
        outcome: members
        for outcome, members in current.items()
        if classified[outcome] != set(members)
    }


def classify_families(
    okrs: Sequence[OkrSet],
    observed: KpiData,
    known: Mapping[Pair, Verdict] | None = None,
    run: Runner = run_here,
) -> dict[Pair, Verdict]:
    """The verdicts on every pair of a KPI and an outcome measure.

    Both series have their own forecast grains; the verdict is `too_little` if either has no data.

    Args:
        okrs: all cycles, including past ones.
        observed: definitions and values of the KPIs.
        known: earlier verdicts from the same data; kept if the family has the same members.
        run: runs the tasks of all families, for example in parallel.
    """
    current, known = families(okrs), known or {}
    outdated = outdated_families(current, known)
    tasks = {
        outcome: task
        for outcome, members in outdated.items()
        if (task := _task(outcome, members, observed)) is not None
    }
    computed = dict(zip(tasks, run(list(tasks.values())), strict=True))
    return {
        (kpi, outcome): _verdict(kpi, outcome, computed.get(outcome, {}), observed)
        if outcome in outdated
        else known[kpi, outcome]
        for outcome, members in current.items()
        for kpi in members
    }


def _task(
    outcome: str, members: Sequence[str], observed: KpiData
) -> Task[dict[str, Verdict]] | None:
    """The task that classifies a family; `None` if the outcome or all of its KPIs have no data.

    KPIs of which the opposite movement is expected are negated, so that every expected link is
    positive.
    """
    measure = _series(outcome, observed)
    series_by_kpi = {kpi: _series(kpi, observed) for kpi in members}
    with_data = {
        kpi: -series if _are_opposed(kpi, outcome, observed) else series
        for kpi, series in series_by_kpi.items()
        if series is not None
    }
    if measure is None or not with_data:
        return None
    return Task(outcome, classify_family, (with_data, measure))


def _verdict(
    kpi: str, outcome: str, computed: Mapping[str, Verdict], observed: KpiData
) -> Verdict:
    if kpi not in computed:
        return too_little(0)
    return _negated(computed[kpi]) if _are_opposed(kpi, outcome, observed) else computed[kpi]


def _are_opposed(kpi_id: str, outcome_id: str, observed: KpiData) -> bool:
    """Whether one should increase and the other decrease, so that opposite signs are expected."""
    directions = {
        kpi.direction for kpi in (observed.kpis.get(kpi_id), observed.kpis.get(outcome_id)) if kpi
    }
    return directions == {Better.INCREASE, Better.DECREASE}


def _negated(verdict: Verdict) -> Verdict:
    """The verdict of a KPI that was classified with negated values, its correlations negated."""
    explanation = verdict.explanation
    if explanation is None:
        return verdict
    profile = tuple(replace(at, link=-at.link) for at in explanation.profile)
    return replace(
        verdict, explanation=replace(explanation, sign=-explanation.sign, profile=profile)
    )


def _series(kpi_id: str, observed: KpiData) -> pd.Series | None:
    kpi = observed.kpis.get(kpi_id)
    series = observed.series(kpi_id, forecast_grain(kpi.grain)) if kpi else None
    return None if series is None or series.empty else series


def _key_results(okrs: Sequence[OkrSet]) -> Iterator[KeyResult]:
    for okr_set in okrs:
        yield from (key_result for _, key_result in okr_set.key_results())
