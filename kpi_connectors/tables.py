"""A table as read from a file, before its cells are interpreted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails

from kpi_connectors.columns import Column, Rows
from kpi_connectors.dates import check_date_format
from kpi_connectors.errors import BadData
from kpi_connectors.numbers import NumberForm
from kpi_connectors.observations import BadRow, KpiSpec
from kpi_connectors.suggest import nearest


class TableConfig(BaseModel):
    """The layout of observations in a table: date column, KPI columns or key column, and formats."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    date: str = Field(min_length=1, description="The column with the date.")
    format: Literal["wide", "long"] = Field(
        "wide", description="wide: a column a KPI; long: a row a value."
    )
    kpi_column: str = Field(
        "kpi", min_length=1, description="long: the column with the KPI's name."
    )
    value_column: str = Field(
        "value", min_length=1, description="long: the column with the value."
    )
    date_format: str | None = Field(
        None, description="How dates are written, such as %d.%m.%Y; left out: 2026-01-31."
    )
    decimal: Literal[".", ","] = Field(".", description="The mark before the decimals.")
    thousands: Literal[",", ".", " ", "'", "’", "\u00a0", "\u202f"] | None = Field(
        None, description="The mark between thousands; left out: none is allowed."
    )

    @field_validator("date_format")
    @classmethod
    def _date_format(cls, value: str | None) -> str | None:
        return None if value is None else check_date_format(value)

    @model_validator(mode="after")
    def _marks_differ(self) -> TableConfig:
        if self.decimal == self.thousands:
            raise refused(
                self,
                "thousands",
                f"decimal and thousands are both {self.decimal!r}; one of them must be another mark",
            )
        return self

    @property
    def numbers(self) -> NumberForm:
        """The number format."""
        return NumberForm(self.decimal, self.thousands)


def refused(config: BaseModel, field: str, message: str) -> ValidationError:
    """The error of a validator of a whole model, placed at the one field that it is about."""
    error = InitErrorDetails(
        type="value_error",
        loc=(field,),
        input=getattr(config, field),
        ctx={"error": ValueError(message)},
    )
    return ValidationError.from_exception_data(type(config).__name__, [error])


@dataclass(frozen=True)
class Table:
    """Cells by column, the line of each row, and malformed rows."""

    path: str
    columns: Mapping[str, Column]
    lines: Rows
    torn: tuple[BadRow, ...] = field(default=())

    @property
    def rows_read(self) -> int:
        """The number of rows of the source, including malformed ones."""
        return len(self.lines) + len(self.torn)


def needed_columns(
    config: TableConfig, kpis: Sequence[KpiSpec], there: Sequence[str], path: str
) -> tuple[str, ...]:
    """The columns that a read needs, each once.

    Raises:
        BadData: one is missing or occurs twice; the message names the existing ones, and the
            nearest.
    """
    delivered = (spec.delivered_as for spec in kpis)
    values = (
        delivered if config.format == "wide" else iter((config.kpi_column, config.value_column))
    )
    needed = tuple(dict.fromkeys((config.date, *values)))
    missing = [name for name in needed if name not in there]
    if missing:
        raise BadData(f"{path}: {_missing(missing, there)}", "missing_column")
    twice = [name for name in needed if list(there).count(name) > 1]
    if twice:
        raise BadData(
            f"{path}: there is more than one column named {_listed(twice)}. Give each column its own name.",
            "double_column",
        )
    return needed


def _missing(missing: Sequence[str], there: Sequence[str]) -> str:
    head = "there is no column" if len(missing) == 1 else "there are no columns"
    hints = "".join(nearest(name, there) for name in missing)
    merged = any(mark in name for name in there for mark in ";\t|") and len(there) == 1
    hint = " The header looks like one column: declare the delimiter." if merged else hints
    return f"{head} {_listed(missing)}; there are {_listed(there)}.{hint} Correct the source's names or the file."


def _listed(names: Sequence[str], most: int = 30) -> str:
    shown = ", ".join(repr(name) for name in names[:most])
    return (
        shown + (f" and {len(names) - most} more" if len(names) > most else "")
        if names
        else "none"
    )
