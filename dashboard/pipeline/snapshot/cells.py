"""One value as a cell of a snapshot's table, and a cell as the value of a given type."""

from __future__ import annotations

import datetime as dt
import math
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import numpy as np
import pandas as pd

from dashboard.i18n import Message


def to_cell(value: object) -> object:
    """The value as a cell: enumerations by their value, messages as JSON, tuples as lists, NaN as missing."""
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return value.to_json() if isinstance(value, Message) else value


def from_cell(annotation: Any, cell: Any) -> Any:  # noqa: ANN401  # a cell of any column
    """The cell as a value of the annotated type; `None` where the cell is missing.

    Dates come back without a time, moments in UTC, lists as tuples, texts of an enumeration as its
    member.
    """
    if _is_missing(cell):
        return None
    kind, _ = without_none(annotation)
    if isinstance(cell, pd.Timestamp):
        moment = cell.to_pydatetime()
        return moment.astimezone(dt.UTC) if kind is dt.datetime else moment.date()
    if isinstance(cell, np.ndarray):
        return tuple(cell.tolist())
    if isinstance(cell, list):
        return tuple(cell)
    if kind is Message:
        return Message.from_json(cell)
    if isinstance(kind, type) and issubclass(kind, Enum | int | float | bool):
        return kind(cell)
    return cell.item() if hasattr(cell, "item") else cell


def without_none(annotation: Any) -> tuple[Any, bool]:  # noqa: ANN401  # any annotation
    """The annotated type without `None`, and whether `None` was one of its alternatives."""
    if get_origin(annotation) not in (Union, UnionType):
        return annotation, False
    kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
    is_optional = len(kinds) < len(get_args(annotation))
    return (kinds[0] if len(kinds) == 1 else annotation), is_optional


def _is_missing(cell: object) -> bool:
    return (
        cell is None
        or cell is pd.NaT
        or cell is pd.NA
        or (isinstance(cell, float) and math.isnan(cell))
    )
