"""Objects as rows of a snapshot's tables, and rows as objects again."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial, reduce
from typing import Any, Generic, TypeVar, get_type_hints

import pandas as pd
from pydantic import BaseModel

from dashboard.i18n import Message
from dashboard.pipeline.snapshot.cells import from_cell, to_cell, without_none

Row = TypeVar("Row")


def frame_of(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A frame of rows; without rows it has no columns either. A row may lack what others have."""
    listed = list(rows)
    names = dict.fromkeys(name for row in listed for name in row)
    return pd.DataFrame({name: [row.get(name) for row in listed] for name in names})


@dataclass(frozen=True)
class RowMapping(Generic[Row]):
    """Which columns of a table hold the fields of a class; the same declaration writes and reads.

    `kind` is a dataclass or a pydantic model. The fields of a dataclass within it are columns of
    the same table: a path such as `verdict.points` names them. A field's column has the field's
    name, unless `names` gives another by path; for a dataclass within, `names` gives the prefix of
    its columns. `elsewhere` has the paths that other tables hold, or none.

    A missing cell is read as `None`, as NaN where the type is `float`, else as the field's
    default. A dataclass within that may be `None` is `None` where a cell that it needs is missing,
    as in files from before its columns existed.
    """

    kind: type[Row]
    names: Mapping[str, str] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()

    def row(self, one: Row) -> dict[str, Any]:
        """The object as a row, cells by column."""
        return {leaf.column: to_cell(leaf.value(one)) for leaf in self._leaves}

    def frame(self, ones: Iterable[Row]) -> pd.DataFrame:
        """The objects as a table, a row each."""
        return frame_of(map(self.row, ones))

    def read(
        self, frame: pd.DataFrame, elsewhere: Mapping[str, Sequence[Any]] | None = None
    ) -> tuple[Row, ...]:
        """The rows as objects, in their order; a column that the frame lacks is missing in every row.

        Args:
            frame: the table.
            elsewhere: values of fields that other tables hold, one a row, by path.

        Raises:
            ValueError: a cell is missing that the object cannot do without.
        """
        values: dict[str, Sequence[Any]] = {
            leaf.path: [from_cell(leaf.annotation, cell) for cell in frame[leaf.column]]
            for leaf in self._leaves
            if leaf.column in frame.columns
        }
        values |= elsewhere or {}
        return tuple(self._whole.build(partial(_value, values, at)) for at in range(len(frame)))

    @property
    def paths(self) -> dict[str, str]:
        """The path of the field that each column holds, by column."""
        return {leaf.column: leaf.path for leaf in self._leaves}

    @cached_property
    def _whole(self) -> _Part:
        return _part(self, self.kind, path="", prefix="", is_optional=False)

    @cached_property
    def _leaves(self) -> tuple[_Leaf, ...]:
        return tuple(leaf for leaf in self._whole.leaves() if leaf.path not in self.elsewhere)


@dataclass(frozen=True)
class _Leaf:
    """A field that is one column."""

    path: str
    column: str
    annotation: Any
    is_optional: bool
    has_default: bool

    def value(self, one: object) -> object:
        """The field's value in an object; `None` if the part that contains the field is `None`."""
        return reduce(_attribute, self.path.split("."), one)


@dataclass(frozen=True)
class _Part:
    """A class whose fields are columns, the row's own or one within it."""

    path: str
    kind: Callable[..., Any]
    is_optional: bool
    fields: dict[str, _Leaf | _Part]

    def leaves(self) -> Iterator[_Leaf]:
        for one in self.fields.values():
            if isinstance(one, _Leaf):
                yield one
            else:
                yield from one.leaves()

    def build(self, value_of: Callable[[str], Any]) -> Any:  # noqa: ANN401  # an object of the kind
        given: dict[str, Any] = {}
        for name, one in self.fields.items():
            value = one.build(value_of) if isinstance(one, _Part) else value_of(one.path)
            if value is not None or one.is_optional:
                given[name] = value
            elif isinstance(one, _Leaf) and one.annotation is float:
                given[name] = math.nan
            elif isinstance(one, _Leaf) and not one.has_default:
                if self.is_optional:
                    return None
                raise ValueError(f"the column {one.column} has no value")
        return self.kind(**given)


def _part(
    mapping: RowMapping[Any], kind: type[Any], *, path: str, prefix: str, is_optional: bool
) -> _Part:
    found: dict[str, _Leaf | _Part] = {}
    for name, annotation, has_default in _fields(kind):
        below = f"{path}{name}"
        inner, may_be_none = without_none(annotation)
        if _has_columns_of_its_own(inner) and below not in mapping.elsewhere:
            begins = prefix + mapping.names.get(below, "")
            found[name] = _part(
                mapping, inner, path=f"{below}.", prefix=begins, is_optional=may_be_none
            )
        else:
            column = mapping.names.get(below, prefix + name)
            found[name] = _Leaf(below, column, annotation, may_be_none, has_default)
    return _Part(path, kind, is_optional, found)


def _has_columns_of_its_own(kind: Any) -> bool:  # noqa: ANN401  # any annotation
    return dataclasses.is_dataclass(kind) and kind is not Message


def _fields(kind: type[Any]) -> Iterator[tuple[str, Any, bool]]:
    """The name and type of each field, and whether it has a default."""
    hints = get_type_hints(kind)
    if issubclass(kind, BaseModel):
        for name, info in kind.model_fields.items():
            yield name, hints[name], not info.is_required()
        return
    for one in dataclasses.fields(kind):
        has_none = (
            one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
        )
        yield one.name, hints[one.name], not has_none


def _attribute(one: object, name: str) -> object:
    return None if one is None else getattr(one, name)


def _value(values: Mapping[str, Sequence[Any]], at: int, path: str) -> Any:  # noqa: ANN401  # of any field
    return values[path][at] if path in values else None
