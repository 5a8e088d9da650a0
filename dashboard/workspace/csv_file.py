"""CSV with the line and column of every cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from dashboard.workspace.node import Place

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Spreadsheets take cells with these first characters as formulas (OWASP, CSV injection)."""


class _State(Enum):
    """The state of the scan within a cell."""

    START = auto()
    PLAIN = auto()
    QUOTED = auto()
    CLOSED = auto()


class BrokenCsv(Exception):
    """The text is not valid CSV from this position on."""

    def __init__(self, place: Place, message: str) -> None:
        self.place = place
        super().__init__(message)


@dataclass(frozen=True)
class Cell:
    """One cell, and where it starts."""

    text: str
    place: Place


def read_rows(text: str) -> Iterator[list[Cell]]:
    """The rows with their cells, without empty lines.

    Raises:
        BrokenCsv: a quote is not closed, or a cell is longer than 131,072 characters.
    """
    lines = io.StringIO(text, newline="")
    taken: list[str] = []

    def following() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line

    reader = csv.reader(following(), strict=True)
    number = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise BrokenCsv(Place(number, 1), str(error)) from error
        if row is None:
            return
        if row:
            places = _cell_places(taken, number)
            yield [Cell(cell, place) for cell, place in zip(row, places, strict=True)]
        number += len(taken)
        taken.clear()


def guard_text(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula; see `unguard_text`."""
    return "'" + text if text.lstrip("'").startswith(_RISKY) else text


def unguard_text(cell: str) -> str:
    """The text from which `guard_text` made this cell."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_RISKY) else cell


def _cell_places(lines: Sequence[str], first_line: int) -> list[Place]:
    """Where the cells of one record start; quotes count only at the start of a cell, as in `csv`."""
    places = [Place(first_line, 1)]
    state = _State.START
    for line, text in enumerate(lines, start=first_line):
        for column, char in enumerate(text, start=1):
            if state is _State.QUOTED:
                state = _State.CLOSED if char == '"' else _State.QUOTED
            elif char == '"' and state is not _State.PLAIN:
                state = _State.QUOTED
            elif char == ",":
                places.append(Place(line, column + 1))
                state = _State.START
            else:
                state = _State.PLAIN
    return places
