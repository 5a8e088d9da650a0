"""Reports cached by state and choice, so that a rerun only draws."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Concatenate, ParamSpec, TypeVar, cast

import streamlit as st

from dashboard.read_model.state import State
from dashboard.ui.session import StateKey, state_at

Choice = ParamSpec("Choice")
Report = TypeVar("Report")


def cached_report(
    make: Callable[Concatenate[State, Choice], Report],
    key: StateKey,
    *choice: Choice.args,
    **named: Choice.kwargs,
) -> Report | None:
    """The report that `make` computes from state and choice; None before the first sync."""
    name = f"{make.__module__}.{make.__qualname__}"
    kept = _kept(name, key, choice, tuple(sorted(named.items())), make)
    return cast("Report | None", kept)


@st.cache_resource(max_entries=168, show_spinner=False)
def _kept(
    name: str,  # noqa: ARG001 - a part of the cache key, in place of `_make`, which is not hashed
    key: StateKey,
    choice: tuple[Hashable, ...],
    named: tuple[tuple[str, Hashable], ...],
    _make: Callable[..., object],
) -> object:
    state = state_at(key)
    return _make(state, *choice, **dict(named)) if state else None
