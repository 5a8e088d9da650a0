"""Records a decision; the stage of a workspace, from empty to ready."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from dashboard.config import Paths
from dashboard.domain.check_in import Decision
from dashboard.domain.periods import today_in
from dashboard.pipeline.workspace_records import has_records, shared_records
from dashboard.records import read
from dashboard.records import snapshot_files as snapshot_records
from dashboard.records.check_ins import add_decision

Stage = Literal["empty", "no_okrs", "no_sources", "no_data", "ready"]


@dataclass(frozen=True)
class WorkspaceStage:
    """The stage of a workspace: what was applied, and whether anything was published."""

    stage: Stage
    objective_count: int
    source_count: int


def workspace_stage(paths: Paths, now: dt.datetime) -> WorkspaceStage:
    """The stage of the workspace, from which a page says what to do next."""
    if not has_records(paths):
        return WorkspaceStage("empty", 0, 0)
    engine = shared_records(paths)
    objectives = sum(
        len(s.objectives)
        for s in read.okrs(
            engine, today_in(read.settings(engine).get("timezone", "UTC"), now), now
        )
    )
    sources = len(read.sources(engine))
    if not objectives and not sources:
        return WorkspaceStage("empty", 0, 0)
    if snapshot_records.current_snapshot(engine) is None:
        stage: Stage = (
            "no_data" if objectives and sources else "no_okrs" if sources else "no_sources"
        )
        return WorkspaceStage(stage, objectives, sources)
    return WorkspaceStage("ready" if objectives else "no_okrs", objectives, sources)


def record_decision(paths: Paths, decision: Decision, now: dt.datetime) -> bool:
    """Store a decision; False if it was stored already, so that sending twice stores it once."""
    return add_decision(shared_records(paths), decision, now=now)
