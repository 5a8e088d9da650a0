"""Candidate observations, deduplicated, with contradicting ones separated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi_connectors.columns import Rows
from kpi_connectors.observations import Days


@dataclass(frozen=True)
class Cells:
    """Columns of equal length: row in the table, index of the KPI in the scope, period, value."""

    row: Rows
    kpi: Rows
    period: Days
    value: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.row)

    def where(self, keep: NDArray[np.bool_] | Rows) -> Cells:
        """The cells that `keep` selects by mask or index."""
        return Cells(self.row[keep], self.kpi[keep], self.period[keep], self.value[keep])

    @staticmethod
    def joined(parts: Sequence[Cells]) -> Cells:
        """All parts as one, in their order."""
        none = np.array([], dtype=np.int64)
        parts = [Cells(none, none, np.array([], "datetime64[D]"), np.array([], "float64")), *parts]
        return Cells(
            np.concatenate([part.row for part in parts]),
            np.concatenate([part.kpi for part in parts]),
            np.concatenate([part.period for part in parts]),
            np.concatenate([part.value for part in parts]),
        )


@dataclass(frozen=True)
class Deduplicated:
    """Cells by KPI and period: `kept` with one value each, `clashing` with different ones.

    `first` and `other` are, for each clashing cell, the rows of two cells of its period that
    differ; `first_value` and `other_value` are their values.
    """

    kept: Cells
    clashing: Cells
    first: Rows
    other: Rows
    first_value: NDArray[np.float64]
    other_value: NDArray[np.float64]


def deduplicate(cells: Cells, kpi_ids: Sequence[str]) -> Deduplicated:
    """The cells sorted by KPI id, period and row, without duplicates, clashing ones separate."""
    rank = (
        np.unique(np.array(kpi_ids, dtype=object), return_inverse=True)[1]
        if kpi_ids
        else np.array([], int)
    )
    cells = cells.where(np.lexsort((cells.row, cells.period, rank[cells.kpi])))
    if not len(cells):
        return Deduplicated(cells, cells, cells.row, cells.row, cells.value, cells.value)
    starts = np.r_[True, (np.diff(cells.kpi) != 0) | (np.diff(cells.period).astype("int64") != 0)]
    begin = np.flatnonzero(starts)
    group = np.cumsum(starts) - 1
    differs = cells.value != cells.value[begin][group]
    torn = np.logical_or.reduceat(differs, begin)
    other = np.full(len(begin), len(cells))
    np.minimum.at(other, group[differs], np.flatnonzero(differs))
    bad = torn[group]
    one, two = begin[group[bad]], other[group[bad]]
    return Deduplicated(
        cells.where(starts & ~bad), cells.where(bad),
        cells.row[one], cells.row[two], cells.value[one], cells.value[two],
    )  # fmt: skip
