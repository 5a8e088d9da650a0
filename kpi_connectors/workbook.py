"""Checks of a workbook's package before it is opened.

Two things make this necessary. Reading a sheet allocates its bounding rectangle, so one cell in
the far corner asks for half a terabyte. And a failed formula (#REF!) is read as an empty cell,
though it is a mistake and not a missing value.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from kpi_connectors.errors import BadData, SourceRefused

MOST_UNPACKED_BYTES = 512 * 1024 * 1024
MOST_RATIO = 300
SMALL_BYTES = 16 * 1024 * 1024
"""Below this size the ratio does not matter: empty sheets compress very well."""
MOST_CELLS = 20_000_000

Place = tuple[int, int]

_PLACE = re.compile(rb"\sr=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_FAILED = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\bt=[\"']e[\"'])[^>]*\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*>(.*?)</(?:\w+:)?c>",
    re.S,
)
_TEXT = re.compile(rb"<(?:\w+:)?v>(.*?)</")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")


@dataclass(frozen=True)
class Inspection:
    """The failed formulas of each sheet by name: row and column from 0, and the error."""

    failed: Mapping[str, Mapping[Place, str]]

    def failed_cells(self, sheet: str) -> Mapping[Place, str]:
        """Those of one sheet."""
        return self.failed.get(sheet, {})


def inspect(path: Path, shown: str) -> Inspection:
    """Checks the workbook before it is opened; `shown` is the path in messages.

    Raises:
        BadData: it is not an .xlsx or .xlsm file, or it is broken.
        SourceRefused: it unpacks to more than may be read.
    """
    try:
        with zipfile.ZipFile(path) as package:
            _check_size(package, shown)
            names = _sheet_files(package)
            failed = {
                name: _scanned(package.read(file), f"{shown}, sheet {name!r}")
                for name, file in names.items()
            }
    except (
        zipfile.BadZipFile,
        KeyError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        UnicodeError,
    ) as error:
        raise BadData(
            f"{shown} is not an .xlsx or .xlsm file, or it is broken or has a password ({error}). Save it again as .xlsx.",
            "not_excel",
        ) from error
    return Inspection(failed)


def _check_size(package: zipfile.ZipFile, shown: str) -> None:
    infos = package.infolist()
    unpacked = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    if unpacked > MOST_UNPACKED_BYTES or (
        unpacked > SMALL_BYTES and unpacked / packed > MOST_RATIO
    ):
        raise SourceRefused(
            f"{shown} unpacks to {unpacked:,} bytes, {unpacked // packed} times its size; at most {MOST_UNPACKED_BYTES:,} "
            f"and {MOST_RATIO} times are read. Save only the rows that are needed, or write them as CSV or Parquet.",
            "too_large",
        )
    # a package may lie about its sizes: unpacking it once, a little at a time, shows the true one
    if (broken := package.testzip()) is not None:
        raise zipfile.BadZipFile(f"{broken} does not match its checksum")


def _sheet_files(package: zipfile.ZipFile) -> dict[str, str]:
    links = package.read("xl/_rels/workbook.xml.rels").decode()
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in _LINK.findall(links)}
    files = {}
    for tag in _SHEET.findall(package.read("xl/workbook.xml").decode()):
        target = targets.get(_attribute(tag, r"\w+:id"), "")
        file = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if "worksheets/" in file:
            files[_attribute(tag, "name")] = file
    return files


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf"\s{name}=(?:\"([^\"]*)\"|'([^']*)')", tag)
    return unescape(match[1] or match[2] or "") if match else ""


def _scanned(sheet: bytes, shown: str) -> dict[Place, str]:
    places = _PLACE.findall(sheet)
    if places:
        rows = {int(row) for _, row in places}
        columns = {_column(letters) for letters in {letters for letters, _ in places}}
        cells = (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)
        if cells > MOST_CELLS:
            raise SourceRefused(
                f"{shown} reaches over {cells:,} cells; at most {MOST_CELLS:,} are read. Is there a cell far away "
                "from the table? Delete the empty rows and columns around the table.",
                "too_large",
            )
    failed = {}
    for letters, row, content in _FAILED.findall(sheet):
        text = _TEXT.search(content)
        failed[int(row) - 1, _column(letters)] = unescape(text[1].decode()) if text else "#ERROR!"
    return failed


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
