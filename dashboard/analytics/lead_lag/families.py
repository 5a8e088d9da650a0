"""Every KPI beside the outcomes that it was ever linked to, each pair judged once and each family together."""

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
"""The KPIs that were ever attached to a key result with this measure, by the measure."""


def families(okrs: Sequence[OkrSet]) -> Families:
    """The KPIs to judge beside each measure of a key result, over all cycles given, past ones too.

    A measure that is attached to its own key result is not judged against itself.
    """
    members: defaultdict[str, set[str]] = defaultdict(set)
    for key_result in _key_results(okrs):
        if key_result.kpi is not None:
            attached = {attachment.kpi for attachment in key_result.kpis}
            members[key_result.kpi] |= attached - {key_result.kpi}
    return {outcome: tuple(sorted(kpis)) for outcome, kpis in members.items() if kpis}


def outdated_families(found: Families, known: Mapping[Pair, Verdict]) -> Families:
    """The families of which `known` holds other members than these: their verdicts hang together, so all are open."""
    judged: defaultdict[str, set[str]] = defaultdict(set)
    for kpi, outcome in known:
        judged[outcome].add(kpi)
    return {
        outcome: members for outcome, members in found.items() if judged[outcome] != set(members)
    }


def classify_families(
    okrs: Sequence[OkrSet],
    observed: KpiData,
    known: Mapping[Pair, Verdict] | None = None,
    run: Runner = run_here,
) -> dict[Pair, Verdict]:
    """What the data say of every pair of a KPI and an outcome measure.

    Both sides are given at their own forecast grains; where either has no data, there is too little.

    Args:
        okrs: all cycles, past ones too.
        observed: what is known of the KPIs.
        known: verdicts that were found on the same data; a family of the same members keeps them.
        run: judges the families, all at once.
    """
    found, known = families(okrs), known or {}
    again = outdated_families(found, known)
    tasks = {
        outcome: task
        for outcome, members in again.items()
        if (task := _task(outcome, members, observed)) is not None
    }
    judged = dict(zip(tasks, run(list(tasks.values())), strict=True))
    return {
        (kpi, outcome): _verdict(kpi, outcome, judged.get(outcome, {}), observed)
        if outcome in again
        else known[kpi, outcome]
        for outcome, members in found.items()
        for kpi in members
    }


def _task(
    outcome: str, members: Sequence[str], observed: KpiData
) -> Task[dict[str, Verdict]] | None:
    """What judges a family; `None` where the outcome or all of its KPIs have no data."""
    own = _series(outcome, observed)
    given = {kpi: _series(kpi, observed) for kpi in members}
    with_data = {
        kpi: -series if _are_opposed(kpi, outcome, observed) else series
        for kpi, series in given.items()
        if series is not None
    }
    if own is None or not with_data:
        return None
    return Task(outcome, classify_family, (with_data, own))


def _verdict(kpi: str, outcome: str, judged: Mapping[str, Verdict], observed: KpiData) -> Verdict:
    if kpi not in judged:
        return too_little(0)
    return _turned(judged[kpi]) if _are_opposed(kpi, outcome, observed) else judged[kpi]


def _are_opposed(kpi_id: str, outcome_id: str, observed: KpiData) -> bool:
    """Whether less is better for one of the two and more for the other: they are expected to move in opposite ways."""
    ways = {
        kpi.direction for kpi in (observed.kpis.get(kpi_id), observed.kpis.get(outcome_id)) if kpi
    }
    return ways == {Better.INCREASE, Better.DECREASE}


def _turned(verdict: Verdict) -> Verdict:
    """The verdict of a KPI that was judged upside down, so that what was expected of it could be used."""
    told = verdict.explanation
    if told is None:
        return verdict
    profile = tuple(replace(at, link=-at.link) for at in told.profile)
    return replace(verdict, explanation=replace(told, sign=-told.sign, profile=profile))


def _series(kpi_id: str, observed: KpiData) -> pd.Series | None:
    kpi = observed.kpis.get(kpi_id)
    series = observed.series(kpi_id, forecast_grain(kpi.grain)) if kpi else None
    return None if series is None or series.empty else series


def _key_results(okrs: Sequence[OkrSet]) -> Iterator[KeyResult]:
    for okr_set in okrs:
        yield from (key_result for _, key_result in okr_set.key_results())
