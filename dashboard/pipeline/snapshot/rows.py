"""Plain objects as rows of a snapshot's tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from functools import cache
from typing import Any

import pandas as pd

from dashboard.i18n import Message


def frame_of(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A frame of rows; without rows it has no columns either. A row may lack what others have."""
    listed = list(rows)
    names = dict.fromkeys(name for row in listed for name in row)
    return pd.DataFrame({name: [row.get(name) for row in listed] for name in names})


def plain(row: Any, leave_out: Sequence[str] = ()) -> dict[str, Any]:  # noqa: ANN401  # any of our dataclasses
    """A dataclass as a row of a table: enumerations by their value, messages as JSON, tuples as lists."""
    names = _names(type(row))  # type: ignore[arg-type]  # a class is hashable
    return {name: _cell(getattr(row, name)) for name in names if name not in leave_out}


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def _cell(value: object) -> object:
    if value is None or type(value) in (float, str, int, bool):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return value.to_json() if isinstance(value, Message) else value
