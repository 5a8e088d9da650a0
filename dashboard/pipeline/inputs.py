"""What a snapshot is computed from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.domain.kpi import Source
from dashboard.domain.okr import OkrSet
from dashboard.records.history import Revision
from dashboard.records.rows import CheckInRow, DecisionRow, RunRow, VerdictReviewRow


@dataclass(frozen=True)
class Inputs:
    """What a snapshot is computed from.

    `series` has the columns of the snapshot's table of that name; `observed_until` is the last day of each KPI's latest
    period as delivered.
    """

    snapshot_id: str
    as_of: dt.date
    known_at: dt.datetime
    change_number: int
    okrs: tuple[OkrSet, ...]
    sources: tuple[Source, ...]
    series: pd.DataFrame
    observed_until: Mapping[str, dt.date]
    check_ins: Mapping[str, Sequence[CheckInRow]]
    decisions: Sequence[DecisionRow]
    verdict_reviews: Sequence[VerdictReviewRow]
    revisions: Sequence[Revision]
    last_runs: Mapping[str, RunRow]
    key_result_history: pd.DataFrame
    objective_history: pd.DataFrame
    verdict_history: pd.DataFrame
