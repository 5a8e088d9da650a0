"""Values as bytes and back, the same bytes for the same value: for cached results and for hashes of inputs."""

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

_PACKAGE = "dashboard."
"""Only classes of the program are created from bytes, whatever the bytes contain."""

_PLAIN = (str, float, int, bool, NoneType)


def serialize(value: object) -> bytes:
    """The value as bytes; numbers keep every bit, NaN included, and reading them back executes nothing.

    Supports plain values, dates, tuples, lists, dicts in their order, numpy arrays and scalars,
    pandas Series and frames with the simple indexes that the program uses, and the program's
    dataclasses, models and enumerations.

    Raises:
        TypeError: the value contains something else.
    """
    names: dict[str, int] = {}
    encoded = _encode(value, names)
    return json.dumps([list(names), encoded], ensure_ascii=False, separators=(",", ":")).encode()


def deserialize(content: bytes) -> Any:  # noqa: ANN401  # any value
    """The value that was serialized; numpy scalars come back as Python values."""
    names, encoded = json.loads(content)
    return _Reader([_class(name) for name in names]).read(encoded)


def name_of(thing: Any) -> str:  # noqa: ANN401  # a class or a function
    """The module and the name of a class or a function at the top of a module."""
    return f"{thing.__module__}:{thing.__qualname__}"


def _encode(value: Any, names: dict[str, int]) -> Any:  # noqa: ANN401  # any value
    """The value as JSON; anything but a plain value becomes a list whose first member is its kind."""
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
        return [type(value).__name__, *(_encode(one, names) for one in value)]
    if isinstance(value, Mapping):
        return ["dict", *([_encode(k, names), _encode(v, names)] for k, v in value.items())]
    if isinstance(value, BaseModel):
        return ["model", _number(value, names), value.model_dump_json()]
    if is_dataclass(value):
        parts = (_encode(getattr(value, name), names) for name in _field_names(type(value)))  # type: ignore[arg-type]  # a class is hashable
        return ["new", _number(value, names), *parts]
    return _encode_array(value, names)


def _encode_array(value: Any, names: dict[str, int]) -> list[Any]:  # noqa: ANN401  # an array, a series or a frame
    if isinstance(value, pd.DataFrame):
        columns = [[name, _encode_array(value[name].to_numpy(), names)] for name in value.columns]
        return ["frame", len(value), columns]
    if isinstance(value, pd.Series):
        parts = (value.to_numpy(), value.index.to_numpy())
        return ["series", *(_encode_array(part, names) for part in parts)]
    if isinstance(value, np.ndarray):
        if value.dtype == object:
            return ["objects", *(_encode(one, names) for one in value)]
        raw = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode()
        return ["array", value.dtype.str, list(value.shape), raw]
    raise TypeError(f"a value of type {type(value).__qualname__} cannot be serialized: {value!r}")


def _number(value: object, names: dict[str, int]) -> int:
    return names.setdefault(name_of(type(value)), len(names))


@cache
def _field_names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


@cache
def _class(name: str) -> type:
    module, _, qualified = name.partition(":")
    if not module.startswith(_PACKAGE) or "." in qualified:
        raise TypeError(f"{name} is not a class of the program")
    kind = getattr(import_module(module), qualified)
    if not (
        isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, (Enum, BaseModel)))
    ):
        raise TypeError(f"{name} is not a class of plain values")
    return kind


class _Reader:
    """Reads encoded values; `classes` are the classes that the content names, by number."""

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

    def read(self, encoded: Any) -> Any:  # noqa: ANN401  # any value
        """The value."""
        if type(encoded) is not list:
            return encoded
        return self._kinds[encoded[0]](*encoded[1:])

    def _enum(self, number: int, value: Any) -> Enum:  # noqa: ANN401  # the value of a member
        member: Enum = self._classes[number](value)
        return member

    def _tuple(self, *parts: Any) -> tuple[Any, ...]:  # noqa: ANN401  # any values
        return tuple(map(self.read, parts))

    def _list(self, *parts: Any) -> list[Any]:  # noqa: ANN401  # any values
        return list(map(self.read, parts))

    def _dict(self, *pairs: Any) -> dict[Any, Any]:  # noqa: ANN401  # any values
        return {self.read(key): self.read(value) for key, value in pairs}

    def _model(self, number: int, text: str) -> BaseModel:
        model: BaseModel = self._classes[number].model_validate_json(text)
        return model

    def _new(self, number: int, *parts: Any) -> object:  # noqa: ANN401  # any values
        kind = self._classes[number]
        return kind(**dict(zip(_field_names(kind), map(self.read, parts), strict=True)))  # type: ignore[arg-type]  # a class is hashable

    def _frame(self, length: int, columns: list[Any]) -> pd.DataFrame:
        data = {name: self.read(encoded) for name, encoded in columns}
        return pd.DataFrame(data, index=range(length), columns=list(data))

    def _series(self, values: Any, index: Any) -> pd.Series:  # noqa: ANN401  # encoded arrays
        return pd.Series(self.read(values), index=pd.Index(self.read(index)))

    def _objects(self, *parts: Any) -> np.ndarray[Any, np.dtype[np.object_]]:  # noqa: ANN401  # any values
        array = np.empty(len(parts), dtype=object)
        array[:] = [self.read(one) for one in parts]
        return array

    def _array(self, dtype: str, shape: list[int], raw: str) -> np.ndarray[Any, Any]:
        return np.frombuffer(base64.b64decode(raw), dtype=np.dtype(dtype)).reshape(shape).copy()
