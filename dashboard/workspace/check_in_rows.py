"""The rows of a check-in file, each parsed into a check-in or rejected with its position."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from dashboard.domain.check_in import CheckIn
from dashboard.domain.errors import Finding
from dashboard.domain.okr import Direction, KeyResult
from dashboard.domain.quoting import quote
from dashboard.domain.suggest import did_you_mean
from dashboard.workspace.csv_file import Cell, read_rows, unguard_text
from dashboard.workspace.csv_values import parse_by, parse_confidence, parse_day, parse_number
from dashboard.workspace.node import Place

COLUMNS = ("key_result", "on", "value", "confidence", "note", "by", "done")
"""The columns of a check-in file; the last may be missing."""

NEEDED = COLUMNS[:-1]
"""The required columns."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class Known:
    """The existing key results; None for one that has a mistake of its own.

    `is_complete` is false if others may exist that could not be read. Days after `today` are in
    the future (None: no check).
    """

    key_results: Mapping[str, KeyResult | None]
    is_complete: bool = True
    today: dt.date | None = None


@dataclass
class CheckInRows:
    """Reads one file, continues after a mistake and collects all of them."""

    path: str
    known: Known
    findings: list[Finding] = field(default_factory=list)

    def read(self, text: str) -> list[CheckIn]:
        """The check-ins of the valid rows; the mistakes of the others are in `findings`."""
        rows = read_rows(text)
        header = next(rows, None)
        if header is None:
            self._refuse(Place(1, 1), f"the file is empty; its first line is {','.join(NEEDED)}")
            return []
        columns = self._columns(header)
        if columns is None:
            return []
        check_ins = []
        for row in rows:
            check_in = self._check_in(row, columns)
            if check_in is not None:
                check_ins.append(check_in)
        return check_ins

    def _columns(self, header: Sequence[Cell]) -> list[str] | None:
        names = [cell.text.strip() for cell in header]
        before = len(self.findings)
        for index, (cell, name) in enumerate(zip(header, names, strict=True)):
            if name not in COLUMNS:
                self._refuse(
                    cell.place,
                    f"the column {quote(name)} is not known; possible are {', '.join(COLUMNS)}."
                    + did_you_mean(name, COLUMNS),
                )
            elif name in names[:index]:
                self._refuse(
                    cell.place, f"the column {quote(name)} is there twice; keep one of them"
                )
        missing = [name for name in NEEDED if name not in names]
        if missing:
            self._refuse(
                Place(1, 1),
                f"columns are missing: {', '.join(missing)}; the first line is {','.join(NEEDED)}",
            )
        return names if len(self.findings) == before else None

    def _check_in(self, row: Sequence[Cell], columns: Sequence[str]) -> CheckIn | None:
        if len(row) != len(columns):
            self._refuse(
                row[min(len(row), len(columns) + 1) - 1].place,
                f"this line has {len(row)} cells, the first line has {len(columns)}; put texts with a comma in double quotes",
            )
            return None
        before = len(self.findings)
        cells: dict[str, Cell] = dict(zip(columns, row, strict=True))
        key_result = self._key_result(cells["key_result"])
        meant = self.known.key_results.get(key_result) if key_result is not None else None
        on = self._take(cells["on"], "on", self._past_day)
        value = self._optional(cells["value"], "value", lambda text: _value(text, meant))
        confidence = self._optional(cells["confidence"], "confidence", parse_confidence)
        by = self._take(cells["by"], "by", parse_by)
        done = (
            self._optional(cells["done"], "done", lambda text: _step(text, meant))
            if "done" in cells
            else None
        )
        self._check_texts(row)
        if len(self.findings) > before or key_result is None or on is None or by is None:
            return None
        check_in = CheckIn(
            key_result=key_result,
            on=on,
            value=value,
            done=done,
            confidence=confidence,
            note=unguard_text(cells["note"].text),
            by=by,
        )
        return check_in.model_copy(update={"id": content_id(check_in)})

    def _key_result(self, cell: Cell) -> str | None:
        word = cell.text.strip()
        if not word:
            self._refuse(cell.place, "key_result is empty; write the id of a key result")
            return None
        if word in self.known.key_results:
            return word
        if self.known.is_complete:
            hint = (
                did_you_mean(word, self.known.key_results)
                or " Write an id from the files in okrs/."
            )
            self._refuse(cell.place, f"key_result: there is no key result {quote(word)}.{hint}")
        return None

    def _past_day(self, text: str) -> dt.date:
        day = parse_day(text)
        if self.known.today is not None and day > self.known.today:
            raise ValueError(f"{day} is in the future; a check-in is made on its day or later")
        return day

    def _check_texts(self, row: Iterable[Cell]) -> None:
        for cell in row:
            if "\x00" in cell.text:
                self._refuse(cell.place, "a text may not hold the character NUL; leave it out")

    def _optional(self, cell: Cell, name: str, read: Callable[[str], _T]) -> _T | None:
        return self._take(cell, name, read) if cell.text.strip() else None

    def _take(self, cell: Cell, name: str, read: Callable[[str], _T]) -> _T | None:
        try:
            return read(cell.text)
        except ValueError as error:
            self._refuse(cell.place, f"{name}: {error}")
            return None

    def _refuse(self, place: Place, message: str) -> None:
        self.findings.append(place.finding(self.path, message))


def _value(text: str, meant: KeyResult | None) -> float:
    if meant is not None and meant.direction is Direction.MILESTONE:
        raise ValueError(
            f"{quote(meant.id)} is measured by its steps, not by a value; leave it empty, and write the step under done"
        )
    return parse_number(text)


def _step(text: str, meant: KeyResult | None) -> str:
    step = unguard_text(text).strip()
    if meant is None:
        return step
    titles = [milestone.title for milestone in meant.milestones]
    if not titles:
        raise ValueError(f"{quote(meant.id)} has no steps, so none can be done; leave it empty")
    if step not in titles:
        hint = did_you_mean(step, titles) or " Leave it empty, or write the title of a milestone."
        raise ValueError(f"{quote(meant.id)} has no milestone {quote(step)}.{hint}")
    return step


def content_id(check_in: CheckIn) -> str:
    """An id made of the content of the check-in: the same whenever and wherever it is computed."""
    content = check_in.model_dump(mode="json", exclude={"id"})
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
