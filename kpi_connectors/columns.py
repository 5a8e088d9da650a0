"""Columns of cells from any kind of file: as text, typed, or mixed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kpi_connectors.dates import parse_dates
from kpi_connectors.numbers import (
    GOOD,
    MISSING,
    NOT_FINITE,
    Codes,
    NumberForm,
    judge,
    parse_numbers,
)
from kpi_connectors.observations import Days

Rows = NDArray[np.int64]


class Column(Protocol):
    """The cells of one column; every method works on all of them at once, except `text_at`."""

    def __len__(self) -> int: ...

    def numbers(self, form: NumberForm) -> tuple[NDArray[np.float64], Codes]:
        """Values (NaN for none) and a code of `numbers` for each cell."""
        ...

    def days(self, date_format: str | None) -> Days:
        """Days, NaT for none."""
        ...

    def names(self) -> pa.DictionaryArray:
        """The texts, equal ones shared; null if empty."""
        ...

    def filled(self) -> NDArray[np.bool_]:
        """Which cells have content."""
        ...

    def text_at(self, rows: Rows) -> list[str]:
        """The text of these cells, as given."""
        ...


class TextColumn:
    """Cells that are text, as in a CSV file."""

    def __init__(self, text: pa.Array) -> None:
        self.text = text

    def __len__(self) -> int:
        return len(self.text)

    def numbers(self, form: NumberForm) -> tuple[NDArray[np.float64], Codes]:
        """See `Column`."""
        return parse_numbers(self.text, form)

    def days(self, date_format: str | None) -> Days:
        """See `Column`."""
        return parse_dates(self.text, date_format)

    def names(self) -> pa.DictionaryArray:
        """See `Column`."""
        trimmed = pc.ascii_trim_whitespace(self.text)
        return pc.dictionary_encode(
            pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
        )

    def filled(self) -> NDArray[np.bool_]:
        """See `Column`."""
        filled = pc.fill_null(pc.not_equal(pc.ascii_trim_whitespace(self.text), ""), False)
        return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=bool)

    def text_at(self, rows: Rows) -> list[str]:
        """See `Column`."""
        return [item or "" for item in self.text.take(pa.array(rows)).to_pylist()]


class TypedColumn(TextColumn):
    """Cells of one type, as in a Parquet file; they are converted to text only on demand."""

    def __init__(self, cells: pa.Array) -> None:
        self.cells = cells

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def text(self) -> pa.Array:  # computed on demand
        """The cells as text."""
        return pc.cast(self.cells, pa.string())

    def numbers(self, form: NumberForm) -> tuple[NDArray[np.float64], Codes]:
        """See `Column`."""
        kind = self.cells.type
        if not (
            pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        ):
            return super().numbers(form)
        values = (
            pc.cast(self.cells, pa.float64(), safe=False)
            .to_numpy(zero_copy_only=False)
            .astype("float64")
        )
        codes = np.where(np.isfinite(values), GOOD, NOT_FINITE).astype(np.int8)
        codes[~self.filled()] = MISSING
        return judge(values, codes)

    def days(self, date_format: str | None) -> Days:
        """See `Column`; for a timestamp with a time zone, its date in that zone."""
        kind = self.cells.type
        if not (pa.types.is_date(kind) or pa.types.is_timestamp(kind)):
            return super().days(date_format)
        cells = self.cells
        if pa.types.is_timestamp(kind) and kind.tz is not None:
            cells = pc.local_timestamp(cells)
        # date32 after rounding down: a cast alone refuses a timestamp that is not midnight
        if pa.types.is_timestamp(cells.type):
            cells = pc.floor_temporal(cells, unit="day")
        return np.asarray(pc.cast(cells, pa.date32()).to_numpy(zero_copy_only=False)).astype(
            "datetime64[D]"
        )

    def names(self) -> pa.DictionaryArray:
        """See `Column`."""
        if not pa.types.is_dictionary(self.cells.type):
            return super().names()
        return self.cells

    def filled(self) -> NDArray[np.bool_]:
        """See `Column`."""
        if pa.types.is_string(self.cells.type) or pa.types.is_large_string(self.cells.type):
            return super().filled()
        return np.asarray(self.cells.is_valid().to_numpy(zero_copy_only=False), dtype=bool)

    def text_at(self, rows: Rows) -> list[str]:
        """See `Column`."""
        return [_shown(item) for item in self.cells.take(pa.array(rows)).to_pylist()]


class MixedColumn(TextColumn):
    """Cells of mixed types, as in a spreadsheet."""

    def __init__(self, cells: Sequence[Any]) -> None:
        self.cells = cells
        super().__init__(pa.array([_shown(cell) for cell in cells], pa.string()))

    def numbers(self, form: NumberForm) -> tuple[NDArray[np.float64], Codes]:
        """See `Column`; a number is taken as it is, a text is parsed as declared."""
        values, codes = super().numbers(form)
        typed = np.array([type(cell) in (int, float) for cell in self.cells], dtype=bool)
        plain = np.array(
            [cell if type(cell) in (int, float) else np.nan for cell in self.cells],
            dtype="float64",
        )
        codes = np.where(typed, np.where(np.isfinite(plain), GOOD, NOT_FINITE), codes).astype(
            np.int8
        )
        return judge(np.where(typed, plain, values), codes)

    def days(self, date_format: str | None) -> Days:
        """See `Column`; a real date is taken as it is, everything else is parsed as declared."""
        days = super().days(date_format)
        for row, cell in enumerate(self.cells):
            if isinstance(cell, dt.date):
                days[row] = np.datetime64(
                    cell.date() if isinstance(cell, dt.datetime) else cell, "D"
                )
        return days


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    return str(cell)
