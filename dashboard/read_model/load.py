"""The state of a workspace, read from its current snapshot, with later changes applied."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from dashboard.analytics.calibration.recalibration import Recalibration
from dashboard.analytics.key_results.key_result import KeyResultHealth
from dashboard.analytics.key_results.projection import empty_landing, empty_path
from dashboard.analytics.objectives.objective import ObjectiveHealth
from dashboard.config import Paths
from dashboard.domain.errors import NotFound, OtherVersion, StoreError
from dashboard.domain.kpi import Kpi
from dashboard.domain.okr import Cycle, Objective, OkrSet, Status
from dashboard.pipeline.snapshot.cells import from_cell
from dashboard.pipeline.snapshot.columns import (
    CHECK_INS,
    DECISIONS,
    KEY_RESULT_HEALTH,
    LEAD_EFFECTS,
    OBJECTIVE_HEALTH,
    RECALIBRATION,
    VERDICT_REVIEWS,
)
from dashboard.pipeline.snapshot.rows import RowMapping
from dashboard.pipeline.workspace_records import has_records, shared_records
from dashboard.read_model.indicator_rows import read_indicators
from dashboard.read_model.overlay import with_changes_since
from dashboard.read_model.rows import (
    RevisionRow,
    SourceState,
    UsualRow,
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

    Changes since the current snapshot are applied: check-ins and decisions as they are; a
    changed OKR, a step that was reported done and a review of a verdict, judged anew. A week gone
    by is shown as it was.

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
    reviews = VERDICT_REVIEWS.read(snapshot.ask("verdict_reviews"))
    return State(
        snapshot=snapshot,
        okrs=_okrs(snapshot),
        kpis={kpi.id: kpi for kpi in map(Kpi.model_validate_json, kpis["definition"])},
        source_of=dict(zip(kpis["kpi_id"], kpis["source_id"], strict=True)),
        observed_until={
            i: from_cell(dt.date, day)
            for i, day in zip(kpis["kpi_id"], kpis["observed_until"], strict=True)
            if not pd.isna(day)
        },
        sources={
            row.source_id: row for row in RowMapping(SourceState).read(snapshot.table("sources"))
        },
        key_results=_key_results(snapshot),
        indicators=read_indicators(snapshot, reviews),
        objectives=_objectives(snapshot),
        usual=_by_kpi(snapshot, kpis["kpi_id"]),
        check_ins=CHECK_INS.read(snapshot.ask("check_ins")),
        decisions=DECISIONS.read(snapshot.ask("decisions")),
        verdict_reviews=reviews,
        revisions=RowMapping(RevisionRow).read(snapshot.ask("revisions")),
        key_result_history=snapshot.ask("key_result_history"),
        objective_history=snapshot.ask("objective_history"),
        verdict_history=snapshot.ask("verdict_history"),
        recalibration=_recalibration(snapshot),
        fingerprints=_fingerprints(snapshot),
        **{name: from_cell(kind, header[name]) for name, kind in _HEADER.items()},
    )


_HEADER: Mapping[str, type] = {
    "snapshot_id": str,
    "as_of": dt.date,
    "known_at": dt.datetime,
    "built_at": dt.datetime,
    "workspace": str,
    "timezone": str,
    "locale": str,
    "is_demo": bool,
}


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
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(
            f"The state of {row.week} was kept by an older version of Fremdrift ({row.code_version}) and lacks something "
            f"that this one needs: {str(error).splitlines()[0]}. Look at another week."
        ) from error


def _okrs(snapshot: Snapshot) -> tuple[OkrSet, ...]:
    objectives = defaultdict(list)
    for row in snapshot.ask("objectives").to_dict("records"):
        objectives[row["cycle_id"]].append(Objective.model_validate_json(row["definition"]))
    return tuple(
        OkrSet(
            cycle=Cycle(
                id=row["cycle_id"],
                starts_on=from_cell(dt.date, row["starts_on"]),
                ends_on=from_cell(dt.date, row["ends_on"]),
            ),
            objectives=tuple(objectives[row["cycle_id"]]),
        )
        for row in snapshot.ask("cycles").to_dict("records")
    )


def _key_results(snapshot: Snapshot) -> dict[str, KeyResultHealth]:
    frame = snapshot.table("key_result_health")
    ids = list(frame["key_result_id"])
    paths = _by_key_result(snapshot.ask("forecast_paths"))
    landings = _by_key_result(snapshot.ask("landings"))
    effects = _by_key_result(snapshot.ask("lead_effects"))
    healths = KEY_RESULT_HEALTH.read(
        frame,
        {
            "projection.path": [paths.get(i, empty_path()) for i in ids],
            "projection.landing": [landings.get(i, empty_landing()) for i in ids],
            "projection.lead_effects": [
                LEAD_EFFECTS.read(effects[i]) if i in effects else () for i in ids
            ],
        },
    )
    return {health.key_result_id: health for health in healths}


def _by_key_result(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of each key result without its id, by that id."""
    return {
        str(key_result_id): rows.drop(columns="key_result_id").reset_index(drop=True)
        for key_result_id, rows in frame.groupby("key_result_id")
    }


def _objectives(snapshot: Snapshot) -> dict[str, ObjectiveHealth]:
    counts: dict[str, dict[Status, int]] = defaultdict(dict)
    for row in snapshot.ask("status_counts").to_dict("records"):
        counts[row["objective_id"]][Status(row["status"])] = row["key_result_count"]
    frame = snapshot.table("objective_health")
    healths = OBJECTIVE_HEALTH.read(
        frame, {"counts": [counts.get(i, {}) for i in frame["objective_id"]]}
    )
    return {health.objective_id: health for health in healths}


def _recalibration(snapshot: Snapshot) -> Recalibration:
    rows = RECALIBRATION.read(snapshot.table("recalibration"))
    return rows[0] if rows else Recalibration()


def _fingerprints(snapshot: Snapshot) -> dict[str, str]:
    frame = snapshot.table("key_result_health").dropna(subset=["inputs_fingerprint"])
    return dict(zip(frame["key_result_id"], frame["inputs_fingerprint"], strict=True))


def _by_kpi(snapshot: Snapshot, kpi_ids: Iterable[str]) -> dict[str, tuple[UsualRow, ...]]:
    found: dict[str, tuple[UsualRow, ...]] = dict.fromkeys(kpi_ids, ())
    for row in RowMapping(UsualRow).read(snapshot.ask("usual_ranges")):
        found[row.kpi_id] += (row,)
    return found
