"""Applies what was written since a snapshot, and judges again where that changes an answer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from dashboard.analytics.assessment import assess, only
from dashboard.analytics.lead_lag.families import classify_families, families, outdated_families
from dashboard.analytics.lead_lag.verdict import Verdict
from dashboard.analytics.series.observed import KpiData, Pair, StatedByPeople, kpi_data
from dashboard.domain.kpi import Grain, Source
from dashboard.domain.okr import OkrSet
from dashboard.domain.periods import today_in
from dashboard.domain.verdict_review import current_reviews
from dashboard.read_model.indicator_rows import verdicts_in
from dashboard.read_model.rows import RevisionRow, SourceState
from dashboard.read_model.state import State
from dashboard.records import read
from dashboard.records.database import Records
from dashboard.records.history import revision_rows
from dashboard.records.rows import CheckInRow, DecisionRow, VerdictReviewRow

Dated = TypeVar("Dated", CheckInRow, DecisionRow)


def with_changes_since(state: State, engine: Records, now: dt.datetime) -> State:
    """The state with what was written since its snapshot, up to `now`.

    Check-ins, decisions and reviews count up to today, measurements up to the snapshot's day. What
    the snapshot knew stays known, even if it was made for a future day.
    """
    now = max(now, state.known_at)
    today = max(state.as_of, today_in(state.timezone, now))
    check_ins = _newest_first(read.check_ins(engine, today, now))
    reviews = read.verdict_reviews(engine, today, now)
    okrs = read.okrs(engine, today, now)
    known = verdicts_in(state.okrs, state.indicators)
    changed = _changed(state, okrs, check_ins) | _differently_judged(state, okrs, known, reviews)
    state = _with_catalogue(
        replace(
            state,
            okrs=okrs,
            check_ins=check_ins,
            decisions=_newest_first(read.decisions(engine, today, now)),
            verdict_reviews=reviews,
            revisions=_revisions(engine, today, now),
        ),
        engine,
    )
    if not changed:
        return state
    check_ins_of = defaultdict(list)
    for row in reversed(check_ins):
        check_ins_of[row.key_result].append(row)
    observed = _observed(state)
    verdicts = classify_families(okrs, observed, known)
    stated = StatedByPeople(check_ins_of, current_reviews(reviews), until=today)
    judged = assess(
        only(okrs, changed),
        observed,
        verdicts,
        stated,
        state.as_of,
        calibration=state.recalibration.map,
    )
    return replace(
        state,
        key_results={**state.key_results, **judged.key_results},
        indicators={**state.indicators, **judged.indicators},
        objectives={**state.objectives, **judged.objectives},
        judged_anew=frozenset(judged.key_results),
    )


def _with_catalogue(state: State, engine: Records) -> State:
    """The state with the KPIs and sources as they are written now; a new one has no data yet."""
    sources = read.sources(engine)
    kpis = {kpi.id: kpi for source in sources for kpi in source.kpis}
    return replace(
        state,
        kpis={**state.kpis, **kpis},
        source_of={**state.source_of, **{kpi.id: s.source for s in sources for kpi in s.kpis}},
        sources={**{s.source: _not_read_yet(s) for s in sources}, **state.sources},
        usual={**dict.fromkeys(kpis, ()), **state.usual},
    )


def _not_read_yet(source: Source) -> SourceState:
    day = dt.timedelta(days=1)
    return SourceState(
        source_id=source.source,
        type=source.type,
        schedule=source.schedule,
        late_after_days=source.freshness.late_after / day,
        stale_after_days=source.freshness.stale_after / day,
        latest_period_ends_on=None,
        age_days=None,
        freshness="none",
        last_run_at=None,
        last_run_status=None,
        last_run_error=None,
    )


def _changed(state: State, okrs: Sequence[OkrSet], check_ins: Sequence[CheckInRow]) -> set[str]:
    """The objectives whose own text, cycle, key results or check-ins are not those of the snapshot."""
    before = {o.id: (s.cycle, o) for s in state.okrs for o in s.objectives}
    known = {row.id for row in state.check_ins}
    checked_in = {row.key_result for row in check_ins if row.id not in known}
    return {
        objective.id
        for okr_set in okrs
        for objective in okr_set.objectives
        if before.get(objective.id) != (okr_set.cycle, objective)
        or any(key_result.id in checked_in for key_result in objective.key_results)
    }


def _differently_judged(
    state: State,
    okrs: Sequence[OkrSet],
    known: Mapping[Pair, Verdict],
    reviews: Sequence[VerdictReviewRow],
) -> set[str]:
    """The objectives whose measure has another family of KPIs now, or a verdict that was reviewed since.

    A KPI that joins or leaves a family changes the verdicts of all its members, on whatever key
    result they are.
    """
    open_measures = outdated_families(families(okrs), known)
    before = {row.id for row in state.verdict_reviews}
    reviewed = {row.key_result for row in reviews if row.id not in before}
    return {
        objective.id
        for okr_set in okrs
        for objective, key_result in okr_set.key_results()
        if key_result.kpi in open_measures or key_result.id in reviewed
    }


def _observed(state: State) -> KpiData:
    """What the snapshot knows of the KPIs; good for key results that were changed after it."""
    series = state.series(state.kpis, [Grain.WEEK, Grain.MONTH, Grain.QUARTER])
    stale = {
        k: dt.timedelta(days=state.sources[s].stale_after_days)
        for k, s in state.source_of.items()
        if s in state.sources
    }
    return kpi_data(state.kpis, stale, series, state.observed_until)


def _newest_first(rows: Iterable[Dated]) -> tuple[Dated, ...]:
    return tuple(sorted(rows, key=lambda row: (row.on, row.recorded_at), reverse=True))


def _revisions(engine: Records, today: dt.date, now: dt.datetime) -> tuple[RevisionRow, ...]:
    frame = revision_rows(
        r for r in read.revisions(engine) if r.effective_on <= today and r.recorded_at <= now
    )
    rows = (RevisionRow(**row) for row in frame)
    return tuple(sorted(rows, key=lambda row: (row.effective_on, row.recorded_at), reverse=True))
