"""Past check-ins as CSV, in and out."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from dashboard.domain.check_in import CheckIn
from dashboard.domain.errors import Finding, InvalidFiles
from dashboard.domain.okr import KeyResult
from dashboard.workspace.csv_file import BrokenCsv, Cell, guard_text, read_rows, unguard_text
from dashboard.workspace.nearest import did_you_mean
from dashboard.workspace.node import Place, quote
from dashboard.workspace.text_file import read_text, relative

COLUMNS = ("key_result", "on", "value", "confidence", "note", "by", "done")
"""The columns that `write_check_ins` writes; `done` may be missing in a file that is read."""

MAX_BYTES = 32 * 1024 * 1024
MAX_BY_LENGTH = 500

_NEEDED = COLUMNS[:-1]
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_T = TypeVar("_T")


@dataclass(frozen=True)
class Known:
    """The key results that there are; `None` for one that has a mistake of its own.

    `is_complete` is false where others may exist which could not be read.
    """

    key_results: Mapping[str, KeyResult | None]
    is_complete: bool = True


def read_check_ins(
    path: Path, root: Path, key_results: Mapping[str, KeyResult]
) -> tuple[CheckIn, ...]:
    """The check-ins of the file in its order, equal rows once; `key_results` by id are those that there are.

    The id of each is made of its content, so that reading the same row again gives the same id.

    Raises:
        InvalidFiles: every mistake of the file, with its line and column.
    """
    return read_known_check_ins(path, root, Known(key_results))


def read_known_check_ins(path: Path, root: Path, known: Known) -> tuple[CheckIn, ...]:
    """As `read_check_ins`, where some key results may not be known for sure."""
    name = relative(path, root)
    reader = _Reader(name, known)
    try:
        check_ins = reader.read(read_text(path, root, MAX_BYTES))
    except BrokenCsv as error:
        finding = error.place.finding(
            name, f"not CSV from this line on ({error}); check the quotes"
        )
        raise InvalidFiles([*reader.findings, finding]) from error
    if reader.findings:
        raise InvalidFiles(reader.findings)
    return tuple({check_in.id: check_in for check_in in check_ins}.values())


def write_check_ins(check_ins: Iterable[CheckIn], path: Path) -> None:
    """Writes the check-ins as `read_check_ins` reads them; a text that a spreadsheet would run gets a leading '."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for check_in in check_ins:
        writer.writerow(
            [
                guard_text(check_in.key_result),
                check_in.on.isoformat(),
                _number_text(check_in.value),
                _number_text(check_in.confidence),
                guard_text(check_in.note),
                guard_text(check_in.by),
                guard_text(check_in.done or ""),
            ]
        )
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")


def parse_confidence(text: str) -> float:
    """The confidence that the text says, 0 to 1: "0.7" and "70%" are both 0.7.

    Raises:
        ValueError: it is neither; the text says what to write.
    """
    given = text.strip()
    share = given.removesuffix("%").strip()
    wanted = "write a share from 0 to 1 such as 0.7, or a percentage such as 70%"
    if not _NUMBER.fullmatch(share):
        raise ValueError(f"{quote(given)} is not a confidence; {wanted}")
    value = float(share)
    if given.endswith("%"):
        value = value / 100
    elif 1 < value <= 10:
        raise ValueError(f"{quote(given)} is more than 1; say {value / 10:g}, or {value * 10:g}%")
    elif 10 < value <= 100:
        raise ValueError(f"{quote(given)} is more than 1; say {value / 100:g}, or {value:g}%")
    if not 0 <= value <= 1:
        raise ValueError(f"{quote(given)} is not between 0 and 1; {wanted}")
    return abs(value)


def content_id(check_in: CheckIn) -> str:
    """An id made of what the check-in says, the same wherever and whenever it is made."""
    content = check_in.model_dump(mode="json", exclude={"id"})
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass
class _Reader:
    """Reads one file, goes on after a mistake and keeps them all."""

    path: str
    known: Known
    findings: list[Finding] = field(default_factory=list)

    def read(self, text: str) -> list[CheckIn]:
        rows = read_rows(text)
        header = next(rows, None)
        if header is None:
            self._refuse(Place(1, 1), f"the file is empty; its first line is {','.join(_NEEDED)}")
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
        missing = [name for name in _NEEDED if name not in names]
        if missing:
            self._refuse(
                Place(1, 1),
                f"columns are missing: {', '.join(missing)}; the first line is {','.join(_NEEDED)}",
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
        on = self._take(cells["on"], "on", _day)
        value = self._optional(cells["value"], "value", _number)
        confidence = self._optional(cells["confidence"], "confidence", parse_confidence)
        by = self._take(cells["by"], "by", _by)
        done = self._done(cells.get("done"), key_result)
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
        if word not in self.known.key_results:
            if not self.known.is_complete:
                return None
            hint = (
                did_you_mean(word, self.known.key_results)
                or " Write an id from the files in okrs/."
            )
            self._refuse(cell.place, f"key_result: there is no key result {quote(word)}.{hint}")
            return None
        return word

    def _done(self, cell: Cell | None, key_result: str | None) -> str | None:
        if cell is None or not cell.text:
            return None
        step = unguard_text(cell.text)
        meant = self.known.key_results.get(key_result) if key_result is not None else None
        titles = (
            [milestone.title for milestone in meant.milestones] if meant is not None else [step]
        )
        if step not in titles:
            hint = (
                did_you_mean(step, titles) or " Leave it empty, or write the title of a milestone."
            )
            self._refuse(
                cell.place, f"done: {quote(str(key_result))} has no milestone {quote(step)}.{hint}"
            )
        return step

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


def _day(text: str) -> dt.date:
    given = text.strip()
    if not _DAY.fullmatch(given):
        raise ValueError(f"{quote(given)} is not a date; write year-month-day such as 2026-10-16")
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        raise ValueError(
            f"{quote(given)} is no day of the calendar; write one such as 2026-10-16"
        ) from None


def _number(text: str) -> float:
    given = text.strip()
    value = float(given) if _NUMBER.fullmatch(given) else None
    if value is None or value in (float("inf"), float("-inf")):
        raise ValueError(
            f"{quote(given)} is not a number; write digits with a dot before the decimals and no other marks, such as 1250.5"
        )
    return value


def _by(text: str) -> str:
    given = unguard_text(text)
    if not given.strip():
        raise ValueError("nobody is named; write who checked in, such as ana@example.com")
    if len(given) > MAX_BY_LENGTH:
        raise ValueError(f"the name has {len(given)} characters; write at most {MAX_BY_LENGTH}")
    return given


def _number_text(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
