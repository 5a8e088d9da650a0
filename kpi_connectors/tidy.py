"""From a table to observations: every cell is parsed as declared, then kept or rejected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi_connectors.cells import Cells, Deduplicated, deduplicate
from kpi_connectors.columns import Column, Rows
from kpi_connectors.dates import date_reason
from kpi_connectors.numbers import GOOD, MISSING, Codes
from kpi_connectors.observations import (
    BadRow,
    Days,
    Delivery,
    KpiSpec,
    observations_frame,
    period_starts,
)
from kpi_connectors.quarantine import Quarantine, shortened
from kpi_connectors.suggest import nearest
from kpi_connectors.tables import Table, TableConfig

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Scope:
    """The scope of a read: the KPIs, the first day (None: all), and today."""

    kpis: tuple[KpiSpec, ...]
    since: dt.date | None
    today: dt.date


def tidy(table: Table, config: TableConfig, scope: Scope) -> Delivery:
    """The observations in the table for the scope, and the rejected rows.

    Dates are moved to the first day of their KPI's period. Equal values for one period are one;
    different ones are all rejected. Periods that ended before `scope.since` are removed at the
    end, so that they can still clash.
    """
    return _Reading(table, config, scope).delivery()


class _Reading:
    def __init__(self, table: Table, config: TableConfig, scope: Scope) -> None:
        self.table, self.config, self.scope = table, config, scope
        self.bad = Quarantine()

    def delivery(self) -> Delivery:
        torn = self.table.torn
        lines = np.array([row.line or 0 for row in torn], dtype=np.int64)
        self.bad.add(lines, lambda at: [torn[i] for i in at])
        days = self._days()
        wide = self.config.format == "wide"
        cells = self._since(self._deduplicated(self._wide(days) if wide else self._long(days)))
        ids = pd.Series([spec.kpi_id for spec in self.scope.kpis], dtype="str")
        frame = observations_frame(ids.take(cells.kpi), cells.period, cells.value)
        listed, unlisted = self.bad.listed()
        return Delivery(frame, listed, self.table.rows_read, unlisted)

    def _days(self) -> Days:
        column = self.table.columns[self.config.date]
        days = column.days(self.config.date_format)
        future = days > np.datetime64(self.scope.today, "D")
        unread = np.isnat(days)
        if not (future | unread).any():
            return days
        filled = self._any_value()
        wrong = np.flatnonzero((unread & (filled | column.filled())) | (future & filled))
        self.bad.add(
            self.table.lines[wrong],
            lambda at: [self._bad_day(column, days, row) for row in wrong[at]],
        )
        return np.where(future, np.datetime64("NaT", "D"), days)

    def _any_value(self) -> Mask:
        filled = np.zeros(len(self.table.lines), dtype=bool)
        for name, column in self.table.columns.items():
            if name != self.config.date:
                filled |= column.filled()
        return filled

    def _bad_day(self, column: Column, days: Days, row: int) -> BadRow:
        text = column.text_at(np.array([row]))[0]
        day = None if np.isnat(days[row]) else days[row].astype(object)
        if day is not None:
            reason = f"is after today, {self.scope.today.isoformat()}"
        elif not text.strip():
            reason = "is empty, though the row has values; a value needs its date"
        elif text.strip() == self.config.date:
            reason = "is the header again, in the middle of the data"
        else:
            reason = date_reason(self.config.date_format)
        line = int(self.table.lines[row])
        return BadRow(self.table.path, line, self.config.date, None, day, shortened(text), reason)

    def _wide(self, days: Days) -> Cells:
        read: dict[str, tuple[NDArray[np.float64], Codes]] = {}
        rows = np.flatnonzero(~np.isnat(days))
        parts = []
        for place, spec in enumerate(self.scope.kpis):
            name = spec.delivered_as
            if name not in read:
                read[name] = self.table.columns[name].numbers(self.config.numbers)
            values, codes = read[name]
            periods = period_starts(days[rows], spec.grain)
            cells = Cells(rows, np.full(len(rows), place), periods, values[rows])
            parts.append(self._judged(cells, codes[rows]))
        return Cells.joined(parts)

    def _long(self, days: Days) -> Cells:
        names = self.table.columns[self.config.kpi_column].names()
        known = [(name or "").strip() for name in names.dictionary.to_pylist()]
        places: dict[str, list[int]] = {}
        for place, spec in enumerate(self.scope.kpis):
            places.setdefault(spec.delivered_as, []).append(place)
        name_of_row = (
            names.indices.fill_null(len(known)).to_numpy(zero_copy_only=False).astype(np.int64)
        )
        self._unknown_names(known, name_of_row, set(places))
        values, codes = self.table.columns[self.config.value_column].numbers(self.config.numbers)
        grains = [spec.grain for spec in self.scope.kpis]
        parts = []
        for layer in range(
            max(map(len, places.values()), default=0)
        ):  # more than one if KPIs share a name
            lookup = [
                at[layer] if layer < len(at := places.get(name, [])) else -1 for name in known
            ]
            kpi = np.array([*lookup, -1], dtype=np.int64)[name_of_row]
            rows = np.flatnonzero((kpi >= 0) & ~np.isnat(days))
            periods = days[rows]
            for grain in sorted(set(grains)):
                at_grain = np.array([g == grain for g in grains])[kpi[rows]]
                periods = np.where(at_grain, period_starts(periods, grain), periods)
            parts.append(self._judged(Cells(rows, kpi[rows], periods, values[rows]), codes[rows]))
        return Cells.joined(parts)

    def _unknown_names(self, known: Sequence[str], name_of_row: Rows, wanted: set[str]) -> None:
        rows_of, counts = np.unique(name_of_row, return_index=True, return_counts=True)[1:]
        names = [known[i] if i < len(known) else "" for i in name_of_row[rows_of]]
        strange: dict[str, tuple[int, int]] = {}
        filled = self._any_value()
        for name, row, count in zip(names, rows_of.tolist(), counts.tolist(), strict=True):
            if name not in wanted and (name or filled[row]):
                first, so_far = strange.get(name, (row, 0))
                strange[name] = (min(first, row), so_far + count)
        items = list(strange.items())
        lines = self.table.lines[np.array([row for _, (row, _) in items], dtype=np.int64)]
        self.bad.add(
            lines, lambda at: [self._bad_name(items[i][0], items[i][1], wanted) for i in at]
        )

    def _bad_name(self, name: str, row_and_count: tuple[int, int], wanted: set[str]) -> BadRow:
        row, count = row_and_count
        rows = "1 row" if count == 1 else f"{count} rows"
        hint = nearest(name, wanted) or " Name it in the source's kpis to keep it."
        reason = (
            f"is not a KPI of this source ({rows}).{hint}"
            if name
            else f"is empty ({rows}); a value needs its KPI"
        )
        line = int(self.table.lines[row])
        return BadRow(
            self.table.path, line, self.config.kpi_column, None, None, shortened(name), reason
        )

    def _judged(self, cells: Cells, codes: Codes) -> Cells:
        wrong = cells.where((codes != GOOD) & (codes != MISSING))
        wrong_codes = codes[(codes != GOOD) & (codes != MISSING)]
        numbers = self.config.numbers
        self._keep_out(wrong, lambda i: numbers.reason(int(wrong_codes[i])))
        good = cells.where(codes == GOOD)
        low = np.array([-np.inf if spec.low is None else spec.low for spec in self.scope.kpis])[
            good.kpi
        ]
        high = np.array([np.inf if spec.high is None else spec.high for spec in self.scope.kpis])[
            good.kpi
        ]
        inside = (good.value >= low) & (good.value <= high)
        outside = good.where(~inside)
        self._keep_out(outside, lambda i: _limits(self.scope.kpis[outside.kpi[i]]))
        return good.where(inside)

    def _deduplicated(self, cells: Cells) -> Cells:
        cells_by_period = deduplicate(cells, [spec.kpi_id for spec in self.scope.kpis])
        self._keep_out(cells_by_period.clashing, lambda i: self._clash(cells_by_period, i))
        return cells_by_period.kept

    def _clash(self, cells_by_period: Deduplicated, i: int) -> str:
        lines = self.table.lines
        spec = self.scope.kpis[cells_by_period.clashing.kpi[i]]
        one = f"line {lines[cells_by_period.first[i]]} says {cells_by_period.first_value[i]:.15g}"
        two = f"line {lines[cells_by_period.other[i]]} says {cells_by_period.other_value[i]:.15g}"
        period = f"the {spec.grain} of {cells_by_period.clashing.period[i]}"
        return f"is one of two different values for {period}: {one}, {two}; keep one of them"

    def _since(self, cells: Cells) -> Cells:
        if self.scope.since is None:
            return cells
        day = np.array([self.scope.since], "datetime64[D]")
        first = [period_starts(day, spec.grain)[0] for spec in self.scope.kpis]
        return cells.where(cells.period >= np.array(first, "datetime64[D]")[cells.kpi])

    def _keep_out(self, cells: Cells, reason: Callable[[int], str]) -> None:
        self.bad.add(
            self.table.lines[cells.row],
            lambda at: [self._bad_cell(cells, int(i), reason) for i in at],
        )

    def _bad_cell(self, cells: Cells, i: int, reason: Callable[[int], str]) -> BadRow:
        spec = self.scope.kpis[cells.kpi[i]]
        name = spec.delivered_as if self.config.format == "wide" else self.config.value_column
        text = self.table.columns[name].text_at(cells.row[i : i + 1])[0]
        day: dt.date = cells.period[i].astype(object)
        line = int(self.table.lines[cells.row[i]])
        text_of_reason = reason(i) + _lines_inside(text)
        return BadRow(
            self.table.path, line, name, spec.kpi_id, day, shortened(text), text_of_reason
        )


def _lines_inside(text: str) -> str:
    """A note that the cell contains line breaks, with a leading space; empty if not."""
    count = len(text.splitlines())
    return (
        f" (the cell spans {count:,} lines; look for a quotation mark that was not closed)"
        if count > 1
        else ""
    )


def _limits(spec: KpiSpec) -> str:
    if spec.low is None:
        return f"is above the limit {spec.high:g}"
    if spec.high is None:
        return f"is below the limit {spec.low:g}"
    return f"is outside the limits {spec.low:g} to {spec.high:g}"
