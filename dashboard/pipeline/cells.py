"""Plain objects as rows of a snapshot's tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from typing import Any

import pandas as pd

from dashboard.i18n import Message


def frame_of(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A frame of rows; without rows it has no columns either."""
    return pd.DataFrame(list(rows))


def plain(row: Any, leave_out: Sequence[str] = ()) -> dict[str, Any]:  # noqa: ANN401  # any of our dataclasses
    """A dataclass as a row of a table: enumerations by their value, messages as JSON, tuples as lists."""
    values = {f.name: getattr(row, f.name) for f in fields(row) if f.name not in leave_out}
    return {name: _cell(value) for name, value in values.items()}


def _cell(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return value.to_json() if isinstance(value, Message) else value
