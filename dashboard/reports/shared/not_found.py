"""A key result that does not exist, and those with similar names."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from dashboard.read_model.state import State


@dataclass(frozen=True)
class UnknownKeyResult:
    """The requested id does not exist; `near` are similar ids and titles."""

    asked: str
    near: tuple[tuple[str, str], ...]


def unknown_key_result(state: State, asked: str) -> UnknownKeyResult:
    """Key results that are similar to the requested one, which does not exist."""
    return UnknownKeyResult(asked, _near(state, asked))


def _near(state: State, asked: str) -> tuple[tuple[str, str], ...]:
    titles = {k.id: k.title for one in state.okrs for _, k in one.key_results()}
    return tuple(
        (name, titles[name]) for name in difflib.get_close_matches(asked[:80], titles, n=3)
    )
