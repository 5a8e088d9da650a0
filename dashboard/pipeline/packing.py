"""Values as bytes and back, the same bytes for the same value: what is kept of costly work, and what tells two of them apart."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from types import NoneType
from typing import Any

import numpy as np
import pandas as pd
from pydantic import BaseModel

_OURS = "dashboard."
"""Only classes of the program are made again from bytes, whatever the bytes say."""


_PLAIN = (str, float, int, bool, NoneType)


def pack(value: object) -> bytes:
    """The value as bytes; numbers keep every bit, missing ones too, and nothing is executed to read them back.

    Known are plain values, dates, tuples, lists, dicts in their order, numpy's arrays and scalars, pandas' Series and frames
    with the simple indexes that we use, and our own dataclasses, models and enumerations.

    Raises:
        TypeError: the value holds something else.
    """
    names: dict[str, int] = {}
    packed = _packed(value, names)
    return json.dumps([list(names), packed], ensure_ascii=False, separators=(",", ":")).encode()


def unpack(content: bytes) -> Any:  # noqa: ANN401  # whatever was packed
    """The value that was packed; scalars of numpy come back as Python's own."""
    names, packed = json.loads(content)
    return _Reader([_ours(name) for name in names]).read(packed)


def name_of(thing: Any) -> str:  # noqa: ANN401  # a class or a function
    """Where a class or a function at the top of a module stands."""
    return f"{thing.__module__}:{thing.__qualname__}"


def _packed(value: Any, names: dict[str, int]) -> Any:  # noqa: ANN401  # any value
    """The value as JSON has it: what is no plain value is a list whose first member says what it is."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, Enum):
        return ["enum", _number(value, names), value.value]
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return ["date", value.isoformat()]
    if isinstance(value, (tuple, list)):
        return [type(value).__name__, *(_packed(one, names) for one in value)]
    if isinstance(value, Mapping):
        return ["dict", *([_packed(k, names), _packed(v, names)] for k, v in value.items())]
    if isinstance(value, BaseModel):
        return ["model", _number(value, names), value.model_dump_json()]
    if is_dataclass(value):
        parts = (_packed(getattr(value, name), names) for name in _field_names(type(value)))  # type: ignore[arg-type]  # a class is hashable
        return ["new", _number(value, names), *parts]
    return _packed_frame(value, names)


def _packed_frame(value: Any, names: dict[str, int]) -> list[Any]:  # noqa: ANN401  # an array, a series or a frame
    if isinstance(value, pd.DataFrame):
        columns = [[name, _packed_frame(value[name].to_numpy(), names)] for name in value.columns]
        return ["frame", len(value), columns]
    if isinstance(value, pd.Series):
        parts = (value.to_numpy(), value.index.to_numpy())
        return ["series", *(_packed_frame(part, names) for part in parts)]
    if isinstance(value, np.ndarray):
        if value.dtype == object:
            return ["objects", *(_packed(one, names) for one in value)]
        raw = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode()
        return ["array", value.dtype.str, list(value.shape), raw]
    raise TypeError(f"a value of type {type(value).__qualname__} cannot be packed: {value!r}")


def _number(value: object, names: dict[str, int]) -> int:
    return names.setdefault(name_of(type(value)), len(names))


@cache
def _field_names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


@cache
def _ours(name: str) -> type:
    module, _, qualified = name.partition(":")
    if not module.startswith(_OURS) or "." in qualified:
        raise TypeError(f"{name} is no class of the program")
    found = getattr(import_module(module), qualified)
    if not (
        isinstance(found, type) and (is_dataclass(found) or issubclass(found, (Enum, BaseModel)))
    ):
        raise TypeError(f"{name} is no class of plain values")
    return found


class _Reader:
    """Reads packed values back; `classes` are those that the content names, by their number."""

    def __init__(self, classes: list[type[Any]]) -> None:
        self._classes = classes
        self._kinds: dict[str, Callable[..., Any]] = {
            "enum": self._enum,
            "date": dt.date.fromisoformat,
            "tuple": self._tuple,
            "list": self._list,
            "dict": self._dict,
            "model": self._model,
            "new": self._new,
            "frame": self._frame,
            "series": self._series,
            "objects": self._objects,
            "array": self._array,
        }

    def read(self, packed: Any) -> Any:  # noqa: ANN401  # any value
        """The value."""
        if type(packed) is not list:
            return packed
        return self._kinds[packed[0]](*packed[1:])

    def _enum(self, number: int, value: Any) -> Enum:  # noqa: ANN401  # as it was declared
        found: Enum = self._classes[number](value)
        return found

    def _tuple(self, *parts: Any) -> tuple[Any, ...]:  # noqa: ANN401  # any values
        return tuple(map(self.read, parts))

    def _list(self, *parts: Any) -> list[Any]:  # noqa: ANN401  # any values
        return list(map(self.read, parts))

    def _dict(self, *pairs: Any) -> dict[Any, Any]:  # noqa: ANN401  # any values
        return {self.read(key): self.read(value) for key, value in pairs}

    def _model(self, number: int, text: str) -> BaseModel:
        found: BaseModel = self._classes[number].model_validate_json(text)
        return found

    def _new(self, number: int, *parts: Any) -> object:  # noqa: ANN401  # any values
        kind = self._classes[number]
        return kind(**dict(zip(_field_names(kind), map(self.read, parts), strict=True)))  # type: ignore[arg-type]  # a class is hashable

    def _frame(self, length: int, columns: list[Any]) -> pd.DataFrame:
        found = {name: self.read(packed) for name, packed in columns}
        return pd.DataFrame(found, index=range(length), columns=list(found))

    def _series(self, values: Any, index: Any) -> pd.Series:  # noqa: ANN401  # packed arrays
        return pd.Series(self.read(values), index=pd.Index(self.read(index)))

    def _objects(self, *parts: Any) -> np.ndarray[Any, np.dtype[np.object_]]:  # noqa: ANN401  # any values
        found = np.empty(len(parts), dtype=object)
        found[:] = [self.read(one) for one in parts]
        return found

    def _array(self, dtype: str, shape: list[int], raw: str) -> np.ndarray[Any, Any]:
        return np.frombuffer(base64.b64decode(raw), dtype=np.dtype(dtype)).reshape(shape).copy()
