"""A plan of changes as printable text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dashboard.records.documents import Document, Fields, Json, What

Kind = Literal["added", "changed", "removed"]

MISSING = "–"
"""The text of a missing value."""

_EXACT = 1e15
"""Whole numbers below this are printed with all digits."""

_NAMES = {
    "late_after_seconds": "freshness.late_after",
    "stale_after_seconds": "freshness.stale_after",
    "lookback_seconds": "lookback",
    "low": "limits.low",
    "high": "limits.high",
}


@dataclass(frozen=True)
class FieldChange:
    """One field of one item, before and after, as text."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One item that is added, changed or removed, with the fields that differ (all if added)."""

    kind: Kind
    what: What
    id: str
    title: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The changes that storing the files would make, in order."""

    changes: tuple[Change, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.changes


@dataclass(frozen=True)
class Step:
    """One change with its raw values; `old` and `new` hold only the fields that differ.

    `is_return` marks an item that had been removed from the files before.
    """

    kind: Kind
    document: Document
    old: Fields
    new: Fields
    is_return: bool = False

    def printable(self) -> Change:
        """The change in words."""
        document = self.document
        fields = tuple(field for field in _field_changes(self) if field.old != field.new)
        return Change(self.kind, document.what, document.id, document.title, fields)


def value_text(name: str, value: Json) -> str:
    """A field's value as people write it: ISO dates, plain numbers, a band as `2 to 4`."""
    if value in (None, "", [], {}):
        return MISSING
    if name.endswith("_seconds"):
        return _length(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dict) and value.keys() == {"low", "high"}:
        return f"{_number(value['low'])} to {_number(value['high'])}"
    if isinstance(value, list):
        return ", ".join(_item(item) for item in value)
    return (
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    )


def _field_changes(step: Step) -> Iterator[FieldChange]:
    for name in step.new | step.old:
        old, new = step.old.get(name), step.new.get(name)
        if name == "options":
            old, new = old or {}, new or {}
            yield from (
                _field_change(option, old.get(option), new.get(option)) for option in new | old
            )
        else:
            yield _field_change(_NAMES.get(name, name), old, new, name)


def _field_change(shown: str, old: Json, new: Json, name: str = "") -> FieldChange:
    return FieldChange(shown, value_text(name, old), value_text(name, new))


def _item(item: Json) -> str:
    if not isinstance(item, dict) or "kpi" not in item:
        return item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)
    details = ", ".join(
        str(item[name]) for name in ("declared", "threshold") if item.get(name) is not None
    )
    return f"{item['kpi']} ({details})" if details else str(item["kpi"])


def _number(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() and abs(value) < _EXACT else repr(value)


def _length(seconds: float) -> str:
    for name, size in (("d", 86_400), ("h", 3_600)):
        if seconds % size == 0:
            return f"{seconds / size:.0f}{name}"
    return f"{_number(seconds)}s"
