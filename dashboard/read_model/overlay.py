"""What people wrote since a snapshot, laid over it: as it is, or judged anew where that changes an answer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.analytics.assessment import assess, only
from dashboard.analytics.lead_lag.families import classify_families, families, outdated_families
from dashboard.analytics.lead_lag.verdict import Verdict
from dashboard.analytics.series.observed import KpiData, Pair, StatedByPeople, kpi_data
from dashboard.domain.check_in import CheckIn
from dashboard.domain.kpi import Grain, Source
from dashboard.domain.okr import OkrSet
from dashboard.domain.periods import today_in
from dashboard.domain.verdict_review import current_reviews
from dashboard.read_model.indicator_rows import review_of, verdicts_in
from dashboard.read_model.rows import (
    CheckInRow,
    DecisionRow,
    RevisionRow,
    SourceState,
    VerdictReviewRow,
)
from dashboard.read_model.state import State
from dashboard.records import read
from dashboard.records import rows as records_rows
from dashboard.records.database import Records
from dashboard.records.history import revision_rows


def with_changes_since(state: State, engine: Records, now: dt.datetime) -> State:
    """The state with what was written since, up to `now`, laid over it.

    What people say counts up to today, what was measured up to the snapshot's day. What the snapshot knew stays known, even
    where it was made for a day to come.
    """
    now = max(now, state.known_at)
    today = max(state.as_of, today_in(state.timezone, now))
    check_ins = _check_ins(engine, today, now)
    reviews = read.verdict_reviews(engine, today, now)
    okrs = read.okrs(engine, today, now)
    known = verdicts_in(state.okrs, state.indicators)
    changed = _changed(state, okrs, check_ins) | _differently_judged(state, okrs, known, reviews)
    state = _with_catalogue(
        replace(
            state,
            okrs=okrs,
            check_ins=check_ins,
            decisions=_decisions(engine, today, now),
            verdict_reviews=tuple(map(_review, reviews)),
            revisions=_revisions(engine, today, now),
        ),
        engine,
    )
    if not changed:
        return state
    spoken = defaultdict(list)
    for row in reversed(check_ins):
        spoken[row.key_result_id].append(_domain(row))
    observed = _observed(state)
    verdicts = classify_families(okrs, observed, known)
    said = StatedByPeople(
        spoken, current_reviews(map(review_of, state.verdict_reviews)), until=today
    )
    judged = assess(
        only(okrs, changed),
        observed,
        verdicts,
        said,
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
    known = {row.check_in_id for row in state.check_ins}
    spoken_of = {row.key_result_id for row in check_ins if row.check_in_id not in known}
    return {
        objective.id
        for okr_set in okrs
        for objective in okr_set.objectives
        if before.get(objective.id) != (okr_set.cycle, objective)
        or any(key_result.id in spoken_of for key_result in objective.key_results)
    }


def _differently_judged(
    state: State,
    okrs: Sequence[OkrSet],
    known: Mapping[Pair, Verdict],
    reviews: Sequence[records_rows.VerdictReviewRow],
) -> set[str]:
    """The objectives with a measure beside which other KPIs are judged now, or with a verdict that was reviewed since.

    A KPI that joins or leaves a measure is weighed with all others there, on whatever key result they are.
    """
    open_measures = outdated_families(families(okrs), known)
    before = {row.review_id for row in state.verdict_reviews}
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


def _check_ins(engine: Records, today: dt.date, now: dt.datetime) -> tuple[CheckInRow, ...]:
    rows = (
        CheckInRow(
            r.id, r.key_result, r.on, r.value, r.done, r.confidence, r.note, r.by, r.recorded_at
        )
        for r in read.check_ins(engine, today, now)
    )
    return tuple(sorted(rows, key=lambda row: (row.checked_in_on, row.recorded_at), reverse=True))


def _decisions(engine: Records, today: dt.date, now: dt.datetime) -> tuple[DecisionRow, ...]:
    rows = (
        DecisionRow(r.id, r.key_result, r.on, r.decision, r.owner, r.due_on, r.by, r.recorded_at)
        for r in read.decisions(engine, today, now)
    )
    return tuple(sorted(rows, key=lambda row: (row.decided_on, row.recorded_at), reverse=True))


def _review(row: records_rows.VerdictReviewRow) -> VerdictReviewRow:
    return VerdictReviewRow(
        review_id=row.id,
        key_result_id=row.key_result,
        kpi_id=row.kpi,
        kind=row.kind,
        role=row.role,
        reason=row.reason,
        decided_on=row.on,
        decided_by=row.by,
        evidence=row.evidence,
        lead_periods=row.lead_periods,
        recorded_at=row.recorded_at,
    )


def _revisions(engine: Records, today: dt.date, now: dt.datetime) -> tuple[RevisionRow, ...]:
    frame = revision_rows(
        r for r in read.revisions(engine) if r.effective_on <= today and r.recorded_at <= now
    )
    rows = (RevisionRow(**row) for row in frame)
    return tuple(sorted(rows, key=lambda row: (row.effective_on, row.recorded_at), reverse=True))


def _domain(row: CheckInRow) -> CheckIn:
    return CheckIn(
        id=row.check_in_id,
        key_result=row.key_result_id,
        on=row.checked_in_on,
        value=row.value,
        done=row.done,
        confidence=row.confidence,
        note=row.note,
        by=row.checked_in_by,
    )
