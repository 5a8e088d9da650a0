"""What is known of the KPIs at a date, and what people reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.check_in import CheckIn
from dashboard.domain.kpi import Grain, Kpi
from dashboard.domain.verdict_review import VerdictReview

Pair = tuple[str, str]
"""A KPI and the outcome measure with which it is compared."""


@dataclass(frozen=True)
class KpiData:
    """What is known of the KPIs at a date: catalogue, complete and running periods, allowed age.

    `complete` and `running` are keyed by KPI and grain. A series is stamped with the first days of
    its periods; `running` is the stamp and the value so far of the last period where that is
    incomplete. `stale_after` is keyed by KPI.
    """

    kpis: Mapping[str, Kpi]
    complete: Mapping[tuple[str, Grain], pd.Series]
    running: Mapping[tuple[str, Grain], tuple[dt.date, float]]
    stale_after: Mapping[str, dt.timedelta]
    observed_until: Mapping[str, dt.date]

    def series(self, kpi_id: str | None, grain: Grain | None) -> pd.Series | None:
        """The complete periods of a KPI at a grain; `None` where there are none."""
        return None if kpi_id is None or grain is None else self.complete.get((kpi_id, grain))


@dataclass(frozen=True)
class StatedByPeople:
    """What people reported: check-ins by key result, oldest first, and valid verdict reviews.

    Reviews are keyed by key result and KPI. `until` is the last day whose check-ins count, where
    that is not the date of the evaluation.
    """

    check_ins: Mapping[str, Sequence[CheckIn]] = field(default_factory=dict)
    reviews: Mapping[tuple[str, str], VerdictReview] = field(default_factory=dict)
    until: dt.date | None = None


def kpi_data(
    kpis: Mapping[str, Kpi],
    stale_after: Mapping[str, dt.timedelta],
    series: pd.DataFrame,
    observed_until: Mapping[str, dt.date],
) -> KpiData:
    """What is known of the KPIs, split by KPI and grain.

    Args:
        kpis: the catalogue, by id.
        stale_after: the largest allowed age of the latest period, by KPI.
        series: kpi_id, grain, period_on, value, is_complete; a row per period, oldest first within
            KPI and grain, of which at most the last is incomplete.
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
    """The row numbers of every KPI at every grain, in their order.

    The same as a pandas `groupby`, without building its frames.
    """
    kpi, kpi_ids = pd.factorize(series["kpi_id"])
    grain, grains = pd.factorize(series["grain"])
    code = kpi * max(1, len(grains)) + grain
    order = np.argsort(code, kind="stable")
    edges = np.flatnonzero(np.diff(code[order])) + 1
    for rows in np.split(order, edges) if len(order) else []:
        yield (str(kpi_ids[kpi[rows[0]]]), Grain(str(grains[grain[rows[0]]]))), rows
