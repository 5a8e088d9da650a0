"""The state that every report is made from: one snapshot, with later changes applied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from dashboard.analytics.calibration.recalibration import Recalibration
from dashboard.analytics.key_results.key_result import KeyResultHealth
from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.analytics.objectives.objective import ObjectiveHealth
from dashboard.domain.kpi import Grain, Kpi
from dashboard.domain.okr import Cycle, KeyResult, Objective, OkrSet
from dashboard.domain.periods import week_start
from dashboard.read_model.rows import (
    RevisionRow,
    SourceState,
    UsualRow,
)
from dashboard.records.rows import CheckInRow, DecisionRow, VerdictReviewRow
from dashboard.snapshots.read import Snapshot


@dataclass(frozen=True)
class State:
    """A workspace at `as_of`, as it was known at `known_at`.

    `key_results`, `indicators` and `objectives` go by id, `usual` by KPI with the newest period
    last, `observed_until` is the last day of each KPI's latest period as delivered. Check-ins,
    decisions and revisions come newest first, reviews of verdicts oldest first; the histories are
    frames with the snapshot's columns, oldest first. `recalibration` is what past forecasts had
    taught when the snapshot was made. `fingerprints` are those of the inputs of each key result's
    forecast in the snapshot; key results that were `judged_anew` rest on what was written after
    it.
    """

    snapshot: Snapshot
    snapshot_id: str
    as_of: dt.date
    known_at: dt.datetime
    built_at: dt.datetime
    workspace: str
    timezone: str
    locale: str
    is_demo: bool
    okrs: tuple[OkrSet, ...]
    kpis: Mapping[str, Kpi]
    source_of: Mapping[str, str]
    sources: Mapping[str, SourceState]
    key_results: Mapping[str, KeyResultHealth]
    indicators: Mapping[str, tuple[IndicatorHealth, ...]]
    objectives: Mapping[str, ObjectiveHealth]
    usual: Mapping[str, tuple[UsualRow, ...]]
    check_ins: tuple[CheckInRow, ...]
    decisions: tuple[DecisionRow, ...]
    revisions: tuple[RevisionRow, ...]
    key_result_history: pd.DataFrame
    objective_history: pd.DataFrame
    observed_until: Mapping[str, dt.date] = field(default_factory=dict)
    verdict_reviews: tuple[VerdictReviewRow, ...] = ()
    verdict_history: pd.DataFrame = field(default_factory=pd.DataFrame)
    recalibration: Recalibration = field(default_factory=Recalibration)
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    judged_anew: frozenset[str] = frozenset()

    def series(self, kpi_ids: Collection[str], grains: Collection[Grain]) -> pd.DataFrame:
        """The periods of the KPIs at the grains: kpi_id, grain, period_on, value, observation_count, is_complete."""
        return self.snapshot.ask(
            "series", {"kpi_ids": sorted(kpi_ids), "grains": sorted(g.value for g in grains)}
        )

    def cycles_at(self, day: dt.date) -> tuple[OkrSet, ...]:
        """The cycles that contain the day, with their objectives."""
        return tuple(okr_set for okr_set in self.okrs if okr_set.cycle.contains(day))

    def key_result(self, key_result_id: str) -> KeyResult:
        """The key result of that id; KeyError where there is none."""
        return self._places[key_result_id][2]

    def objective_of(self, key_result_id: str) -> Objective:
        """The objective that the key result proves; KeyError where there is none."""
        return self._places[key_result_id][1]

    def cycle_of(self, key_result_id: str) -> Cycle:
        """The cycle of the key result; KeyError where there is none."""
        return self._places[key_result_id][0]

    def due_on(self, key_result: KeyResult) -> dt.date:
        """The last day of the key result: its own, else its cycle's."""
        return key_result.deadline(self.cycle_of(key_result.id))

    def last_week_of_objective(self, objective_id: str) -> pd.Series | None:
        """The objective's row in the newest kept snapshot of an earlier ISO week; `None` where there is none."""
        return self._last_objectives.get(objective_id)

    def last_week(self, key_result_id: str) -> pd.Series | None:
        """What the newest kept snapshot of an earlier ISO week said of the key result; `None` where there is none."""
        return self._last_week.get(key_result_id)

    def change(self, key_result_id: str) -> float | None:
        """The chance now minus the chance in the kept week before; `None` where either is unknown."""
        before, now = (
            self.last_week(key_result_id),
            self.key_results[key_result_id].projection.chance,
        )
        if before is None or now is None or pd.isna(before["chance"]):
            return None
        return now - float(before["chance"])

    def last_week_chance(self, key_result_id: str) -> float | None:
        """The chance in the kept week before; `None` where either week has none."""
        now, change = self.key_results[key_result_id].projection.chance, self.change(key_result_id)
        return None if now is None or change is None else now - change

    def last_verdict(self, key_result_id: str, kpi_id: str) -> pd.Series | None:
        """What the newest kept snapshot of an earlier ISO week said of the KPI there; `None` where there is none."""
        return self._last_verdicts.get((key_result_id, kpi_id))

    @cached_property
    def _places(self) -> dict[str, tuple[Cycle, Objective, KeyResult]]:
        return {
            kr.id: (s.cycle, objective, kr) for s in self.okrs for objective, kr in s.key_results()
        }

    @cached_property
    def _last_week(self) -> dict[str, pd.Series]:
        newest = self._before_this_week(self.key_result_history, ["key_result_id"])
        return {str(row["key_result_id"]): row for row in newest}

    @cached_property
    def _last_objectives(self) -> dict[str, pd.Series]:
        newest = self._before_this_week(self.objective_history, ["objective_id"])
        return {str(row["objective_id"]): row for row in newest}

    @cached_property
    def _last_verdicts(self) -> dict[tuple[str, str], pd.Series]:
        newest = self._before_this_week(self.verdict_history, ["key_result_id", "kpi_id"])
        return {(str(row["key_result_id"]), str(row["kpi_id"])): row for row in newest}

    def _before_this_week(self, history: pd.DataFrame, names: list[str]) -> list[pd.Series]:
        """The newest row of each thing from before this ISO week."""
        if history.empty:
            return []
        monday = pd.Timestamp(week_start(self.as_of))
        before = history[pd.to_datetime(history["as_of"]) < monday]
        newest = before.sort_values("as_of").groupby(names).tail(1)
        return [row for _, row in newest.iterrows()]
