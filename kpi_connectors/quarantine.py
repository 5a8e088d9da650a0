"""Rejected rows and cells: all counted, the first ones listed, in the order of the file."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kpi_connectors.columns import Rows
from kpi_connectors.observations import BadRow

MOST_LISTED = 10_000
"""A file with a million bad cells is described by its first ones; listing all would take more room
than the data."""

SHOWN_CHARACTERS = 80


class Quarantine:
    """Collects rejected rows cheaply: a `BadRow` is created only if it is listed."""

    def __init__(self) -> None:
        self._parts: list[tuple[Rows, Callable[[Rows], list[BadRow]]]] = []

    def add(self, lines: Rows, describe: Callable[[Rows], list[BadRow]]) -> None:
        """Reject an item on each of `lines`; `describe` makes bad rows of positions in `lines`."""
        if len(lines):
            self._parts.append((lines, describe))

    def listed(self) -> tuple[tuple[BadRow, ...], int]:
        """The first bad rows by line, at most `MOST_LISTED`, and the number of others."""
        if not self._parts:
            return (), 0
        lines = np.concatenate([lines for lines, _ in self._parts])
        part = np.concatenate([np.full(len(lines), i) for i, (lines, _) in enumerate(self._parts)])
        position = np.concatenate([np.arange(len(lines)) for lines, _ in self._parts])
        first = np.argsort(lines, kind="stable")[:MOST_LISTED]
        rows: list[tuple[int, BadRow]] = []
        for i, (_, describe) in enumerate(self._parts):
            places = np.flatnonzero(part[first] == i)
            rows.extend(zip(places.tolist(), describe(position[first[places]]), strict=True))
        rows.sort(key=lambda item: item[0])
        return tuple(row for _, row in rows), len(lines) - len(first)


def shortened(text: str) -> str:
    """The text, shortened if it is too long to show."""
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
