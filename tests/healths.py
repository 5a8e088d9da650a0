"""Healths changed in single fields, wherever among their parts the field is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pandas as pd

_BY_COLUMN = {
    "running_value": ("running", "value"),
    "running_on": ("running", "on"),
    "pace": ("pace", "ratio"),
    "confidence": ("confidence", "value"),
    "confidence_on": ("confidence", "on"),
    "confidence_by": ("confidence", "by"),
}


def changed(health: Any, **given: Any) -> Any:
    """The health with these fields, named as in a snapshot's table, in the parts that have them."""
    own = {one.name for one in fields(health)}
    for name, value in given.items():
        if name in own and name not in _BY_COLUMN:
            health = replace(health, **{name: value})
            continue
        part, inner = _BY_COLUMN.get(name) or (_part_with(health, name), name)
        health = replace(health, **{part: replace(getattr(health, part), **{inner: value})})
    return health


def same(one: Any, other: Any) -> bool:
    """Whether two healths are equal to the last bit, with their paths, landings and residuals."""
    if is_dataclass(one):
        return type(one) is type(other) and all(
            same(value, vars(other)[name]) for name, value in vars(one).items()
        )
    if isinstance(one, pd.DataFrame | pd.Series):
        return one.equals(other)
    if isinstance(one, Mapping):
        return one == other  # the order of a message's values says nothing
    return repr(one) == repr(other)


def _part_with(health: Any, name: str) -> str:
    for one in fields(health):
        part = getattr(health, one.name)
        if is_dataclass(part) and name in {inner.name for inner in fields(part)}:
            return one.name
    raise TypeError(f"no part of {type(health).__name__} has a field {name!r}")
