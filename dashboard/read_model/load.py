"""The state of a workspace, read from its current snapshot, with what people wrote since laid over it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.analytics.calibration.recalibration import Recalibration
from dashboard.analytics.forecast.distribution import CalibrationMap
from dashboard.analytics.forecast.lead_contributions import LeadContribution
from dashboard.analytics.key_results.key_result import KeyResultHealth
from dashboard.analytics.key_results.projection import empty_landing, empty_path
from dashboard.analytics.objectives.objective import ObjectiveHealth
from dashboard.config import Paths
from dashboard.domain.errors import NotFound, OtherVersion, StoreError
from dashboard.domain.kpi import Kpi
from dashboard.domain.okr import Cycle, Objective, OkrSet, Status
from dashboard.read_model.indicator_rows import read_indicators
from dashboard.read_model.open_records import has_records, shared_records
from dashboard.read_model.overlay import with_changes_since
from dashboard.read_model.rows import (
    CheckInRow,
    DecisionRow,
    RevisionRow,
    SourceState,
    UsualRow,
    VerdictReviewRow,
    plain,
    rows_of,
)
from dashboard.read_model.state import State
from dashboard.records import read
from dashboard.records import rows as records_rows
from dashboard.records import snapshot_files as snapshot_records
from dashboard.records.database import Records
from dashboard.snapshots.read import Snapshot


def current_key(paths: Paths) -> tuple[str, int]:
    """What the current state depends on: the current snapshot's id ("" before the first) and the records' change number."""
    if not has_records(paths):
        return "", 0
    engine = shared_records(paths)
    row = snapshot_records.current_snapshot(engine)
    return (row.id if row else ""), read.change_number(engine)


def load_state(paths: Paths, now: dt.datetime, *, week: str | None = None) -> State | None:
    """The current state, or the one kept for an ISO week such as 2026-W42; `None` where nothing is published yet.

    Over the current snapshot lies what people wrote since: check-ins and decisions as they are; a changed OKR, a
    step that was reported done and a review of a verdict, judged anew. A week gone by is shown as it was.

    Raises:
        NotFound: no snapshot is kept for the week.
        StoreError: the snapshot cannot be read.
        OtherVersion: it was written by a newer version of the program.
    """
    if not has_records(paths):
        return None
    engine = shared_records(paths)
    if week is not None:
        return _state_of_week(paths, _kept(engine, week))
    row = snapshot_records.current_snapshot(engine)
    if row is None:
        return None
    try:
        state = state_of(paths.snapshots / row.file_name)
    except StoreError:
        newer = snapshot_records.current_snapshot(engine)
        if newer is None or newer.file_name == row.file_name:
            raise
        row = newer  # it was replaced between the two looks
        state = state_of(paths.snapshots / row.file_name)
    if not read.written_since(engine, row.change_number):
        return state
    return with_changes_since(state, engine, now)


def state_of(path: Path) -> State:
    """The state that one snapshot file holds."""
    snapshot = Snapshot(path)
    header = snapshot.header()
    kpis = snapshot.table("kpis")
    reviews = rows_of(VerdictReviewRow, snapshot.ask("verdict_reviews"))
    return State(
        snapshot=snapshot,
        okrs=_okrs(snapshot),
        kpis={kpi.id: kpi for kpi in map(Kpi.model_validate_json, kpis["definition"])},
        source_of=dict(zip(kpis["kpi_id"], kpis["source_id"], strict=True)),
        observed_until={
            i: plain("observed_until", day)
            for i, day in zip(kpis["kpi_id"], kpis["observed_until"], strict=True)
            if not pd.isna(day)
        },
        sources={row.source_id: row for row in rows_of(SourceState, snapshot.table("sources"))},
        key_results=_key_results(snapshot),
        indicators=read_indicators(snapshot, reviews),
        objectives=_objectives(snapshot),
        usual=_by_kpi(snapshot, kpis["kpi_id"]),
        check_ins=rows_of(CheckInRow, snapshot.ask("check_ins")),
        decisions=rows_of(DecisionRow, snapshot.ask("decisions")),
        verdict_reviews=reviews,
        revisions=rows_of(RevisionRow, snapshot.ask("revisions")),
        key_result_history=snapshot.ask("key_result_history"),
        objective_history=snapshot.ask("objective_history"),
        verdict_history=snapshot.ask("verdict_history"),
        recalibration=_recalibration(snapshot),
        fingerprints=_fingerprints(snapshot),
        **{f: plain(f, header[f]) for f in _HEADER},
    )


_HEADER = (
    "snapshot_id",
    "as_of",
    "known_at",
    "built_at",
    "workspace",
    "timezone",
    "locale",
    "is_demo",
)


def _kept(engine: Records, week: str) -> records_rows.SnapshotRow:
    kept = {row.week: row for row in snapshot_records.snapshots(engine) if row.is_kept}
    if week not in kept:
        weeks = ", ".join(sorted(kept)[-8:]) or "none yet"
        raise NotFound(f"No snapshot is kept for {week!r}. The last kept weeks are: {weeks}.")
    return kept[week]


def _state_of_week(paths: Paths, row: records_rows.SnapshotRow) -> State:
    try:
        return state_of(paths.snapshots / row.file_name)
    except OtherVersion:
        raise OtherVersion(
            f"The state of {row.week} was kept by a newer version of Fremdrift ({row.code_version}) and cannot be opened "
            "by this one. Update Fremdrift, or look at another week."
        ) from None


def _okrs(snapshot: Snapshot) -> tuple[OkrSet, ...]:
    objectives = defaultdict(list)
    for row in snapshot.ask("objectives").to_dict("records"):
        objectives[row["cycle_id"]].append(Objective.model_validate_json(row["definition"]))
    return tuple(
        OkrSet(
            cycle=Cycle(
                id=row["cycle_id"],
                starts_on=plain("starts_on", row["starts_on"]),
                ends_on=plain("ends_on", row["ends_on"]),
            ),
            objectives=tuple(objectives[row["cycle_id"]]),
        )
        for row in snapshot.ask("cycles").to_dict("records")
    )


def _key_results(snapshot: Snapshot) -> dict[str, KeyResultHealth]:
    paths = dict(iter(snapshot.ask("forecast_paths").groupby("key_result_id")))
    landings = dict(iter(snapshot.ask("landings").groupby("key_result_id")))
    effects = dict(iter(snapshot.ask("lead_effects").groupby("key_result_id")))
    healths = rows_of(
        KeyResultHealth,
        snapshot.table("key_result_health"),
        path=empty_path(),
        landing=empty_landing(),
    )
    return {
        health.key_result_id: replace(
            health,
            **_given("path", paths.get(health.key_result_id)),
            **_given("landing", landings.get(health.key_result_id)),
            lead_effects=rows_of(LeadContribution, effects[health.key_result_id])
            if health.key_result_id in effects
            else (),
        )
        for health in healths
    }


def _given(name: str, frame: pd.DataFrame | None) -> dict[str, Any]:
    return (
        {} if frame is None else {name: frame.drop(columns="key_result_id").reset_index(drop=True)}
    )


def _objectives(snapshot: Snapshot) -> dict[str, ObjectiveHealth]:
    counts: dict[str, dict[Status, int]] = defaultdict(dict)
    for row in snapshot.ask("status_counts").to_dict("records"):
        counts[row["objective_id"]][Status(row["status"])] = row["key_result_count"]
    frame = snapshot.table("objective_health")
    healths = (
        rows_of(ObjectiveHealth, frame[frame["objective_id"] == i], counts=counts.get(i, {}))[0]
        for i in frame["objective_id"]
    )
    return {health.objective_id: health for health in healths}


def _recalibration(snapshot: Snapshot) -> Recalibration:
    frame = snapshot.table("recalibration")
    learnt = rows_of(CalibrationMap, frame)
    return rows_of(Recalibration, frame, learnt=learnt[0])[0] if learnt else Recalibration()


def _fingerprints(snapshot: Snapshot) -> dict[str, str]:
    frame = snapshot.table("key_result_health").dropna(subset=["inputs_fingerprint"])
    return dict(zip(frame["key_result_id"], frame["inputs_fingerprint"], strict=True))


def _by_kpi(snapshot: Snapshot, kpi_ids: Iterable[str]) -> dict[str, tuple[UsualRow, ...]]:
    found: dict[str, tuple[UsualRow, ...]] = dict.fromkeys(kpi_ids, ())
    for row in rows_of(UsualRow, snapshot.ask("usual_ranges")):
        found[row.kpi_id] += (row,)
    return found
