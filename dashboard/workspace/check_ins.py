"""Past check-ins as CSV, read and written."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from dashboard.domain.check_in import CheckIn
from dashboard.domain.errors import InvalidFiles, InvalidInput
from dashboard.domain.okr import KeyResult
from dashboard.workspace.check_in_rows import COLUMNS, NEEDED, CheckInRows, Known, content_id
from dashboard.workspace.csv_file import BrokenCsv, guard_text
from dashboard.workspace.csv_values import parse_confidence
from dashboard.workspace.text_file import read_text, relative

__all__ = [
    "content_id",
    "parse_confidence",
    "read_check_ins",
    "read_known_check_ins",
    "write_check_ins",
]

MAX_BYTES = 32 * 1024 * 1024
"""Larger files are refused; ten years of check-ins by a hundred teams are smaller."""

_HEADER_BYTES = 1024


def read_check_ins(
    path: Path, root: Path, key_results: Mapping[str, KeyResult], *, today: dt.date | None = None
) -> tuple[CheckIn, ...]:
    """The check-ins of the file in its order, without duplicates.

    `key_results` are the existing ones by id. The id of each check-in is made of its content, so
    that reading the same row again gives the same id. A day after `today` is a mistake (None: no
    check).

    Raises:
        InvalidInput: there is no such file.
        InvalidFiles: every mistake of the file, with its line and column.
    """
    if not path.exists():
        raise InvalidInput(f"There is no file {path}. Name a CSV file of check-ins.")
    if not path.is_file():
        raise InvalidInput(f"{path} is not an ordinary file. Name a CSV file of check-ins.")
    return read_known_check_ins(path, root, Known(key_results, today=today))


def read_known_check_ins(path: Path, root: Path, known: Known) -> tuple[CheckIn, ...]:
    """Like `read_check_ins`, with key results that may not all be known."""
    name = relative(path, root)
    reader = CheckInRows(name, known)
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
    """Writes check-ins for `read_check_ins`; a text that looks like a formula gets a leading '.

    Raises:
        InvalidInput: `path` is not a file name, or an existing file there has no check-ins.
    """
    _refuse_to_overwrite(path)
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


def _refuse_to_overwrite(path: Path) -> None:
    if str(path) == "-":
        raise InvalidInput(
            "- is not a file name here. Name the file to write, such as check-ins.csv."
        )
    if path.is_dir():
        raise InvalidInput(f"{path} is a folder. Name the file to write, such as check-ins.csv.")
    if path.is_file() and path.stat().st_size and not _holds_check_ins(path):
        raise InvalidInput(
            f"{path} is there already and is not a file of check-ins (its first line would be {','.join(COLUMNS)}), so it "
            "is left alone. Name another file, or move this one away."
        )


def _holds_check_ins(path: Path) -> bool:
    with path.open("rb") as file:
        first = file.readline(_HEADER_BYTES).decode("utf-8-sig", "replace")
    names = [name.strip().strip('"') for name in first.split(",")]
    return set(NEEDED) <= set(names) <= set(COLUMNS)


def _number_text(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
