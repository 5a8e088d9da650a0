"""A key result that does not exist, and those with similar names."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from dashboard.read_model.state import State


@dataclass(frozen=True)
class UnknownKeyResult:
    """What was asked for is not there; `near` are ids and titles that look alike."""

    asked: str
    near: tuple[tuple[str, str], ...]


def unknown_key_result(state: State, asked: str) -> UnknownKeyResult:
    """What looks like the key result that was asked for and is not there."""
    return UnknownKeyResult(asked, _near(state, asked))


def _near(state: State, asked: str) -> tuple[tuple[str, str], ...]:
    titles = {k.id: k.title for one in state.okrs for _, k in one.key_results()}
    return tuple(
        (name, titles[name]) for name in difflib.get_close_matches(asked[:80], titles, n=3)
    )
