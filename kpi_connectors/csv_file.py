"""CSV files with the line of every row, in any common quoting, line ends and encoding."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, TextIO

import numpy as np
import pyarrow as pa
from pydantic import Field, field_validator, model_validator

from kpi_connectors.columns import TextColumn
from kpi_connectors.connector import ConfigType
from kpi_connectors.errors import BadData
from kpi_connectors.files import FileConfig, FileConnector, Progress, Sheet
from kpi_connectors.observations import BadRow
from kpi_connectors.quarantine import shortened
from kpi_connectors.tables import Table, refused

BLOCK_ROWS = 50_000


class CsvConfig(FileConfig):
    """A CSV file in the workspace."""

    delimiter: str = Field(",", description="The mark between cells; tab for tabulators.")
    encoding: str = Field(
        "utf-8", description="How characters are stored, such as utf-8, latin-1 or utf-16."
    )

    @field_validator("delimiter")
    @classmethod
    def _delimiter(cls, value: str) -> str:
        value = "\t" if value in ("tab", "\\t") else value
        if len(value) != 1 or value.isalnum() or value in '\r\n"\0':
            raise ValueError(
                f"{value!r} cannot be a delimiter; write one character such as , ; | or the word tab"
            )
        return value

    @field_validator("encoding")
    @classmethod
    def _encoding(cls, value: str) -> str:
        try:
            "a".encode(value)
        except LookupError:
            raise ValueError(
                f"{value!r} is not an encoding; write one such as utf-8, latin-1 or utf-16"
            ) from None
        return value

    @model_validator(mode="after")
    def _delimiter_is_no_decimal_mark(self) -> CsvConfig:
        if self.decimal == self.delimiter:
            raise refused(
                self,
                "decimal",
                f"decimal and delimiter are both {self.decimal!r}, so that a number would be torn in two; declare the "
                "delimiter that the file has, such as ;, or another mark here",
            )
        return self

    @property
    def codec(self) -> str:
        """The encoding, without a byte order mark if there is one."""
        return (
            "utf-8-sig"
            if self.encoding.lower().replace("_", "-") in ("utf-8", "utf8")
            else self.encoding
        )


class CsvFile(FileConnector):
    """Reads CSV files."""

    type: ClassVar[str] = "csv"
    Config: ClassVar[ConfigType] = CsvConfig

    @contextmanager
    def opened(self, path: Path, config: FileConfig) -> Iterator[Sheet]:
        """The file, opened as a sheet of named columns; see `FileConnector`."""
        assert isinstance(config, CsvConfig)  # noqa: S101  # for the type checker: Config says so
        try:
            with path.open(encoding=config.codec, newline="") as file:
                yield _CsvSheet(file, config)
        except UnicodeError as error:
            raise _undecodable(path, config) from error


class _CsvSheet:
    def __init__(self, file: TextIO, config: CsvConfig) -> None:
        self._config = config
        self._width = 0
        # a cell longer than the library's limit is a bad row; its default of 128 KiB is kept on
        # purpose
        self._rows = csv.reader(file, delimiter=config.delimiter, strict=True)
        self.columns: tuple[str, ...] = tuple(name.strip() for name in self._header())
        self._width = len(self.columns)

    def read(self, columns: Sequence[str], limit: int | None, progress: Progress) -> Table:
        """See `Sheet`."""
        places = [self.columns.index(name) for name in columns]
        blocks: list[list[pa.Array]] = []
        lines: list[int] = []
        torn: list[BadRow] = []
        block: list[list[str]] = []
        for line, row, problem in self._numbered():
            if problem:
                text = self._config.delimiter.join(row)
                torn.append(
                    BadRow(self._config.path, line, "", None, None, shortened(text), problem)
                )
            else:
                lines.append(line)
                block.append(row)
            if len(block) == BLOCK_ROWS:
                blocks.append(_transposed(block, places))
                block = []
                progress(len(lines), None)
            if limit is not None and len(lines) + len(torn) >= limit:
                break
        blocks.append(_transposed(block, places))
        progress(len(lines) + len(torn), None)
        cells = {
            name: TextColumn(pa.concat_arrays(parts))
            for name, *parts in zip(columns, *blocks, strict=True)
        }
        return Table(self._config.path, cells, np.array(lines, dtype=np.int64), tuple(torn))

    def _header(self) -> list[str]:
        for _, row, problem in self._numbered():
            if problem:
                raise BadData(
                    f"{self._config.path}:1: the header cannot be read: it {problem}.", "header"
                )
            return row
        raise BadData(f"{self._config.path} is empty. Put a header and rows into it.", "empty")

    def _numbered(self) -> Iterator[tuple[int, list[str], str]]:
        """Every row that is not blank with its first line, and its error ("" if none)."""
        while True:
            line = self._rows.line_num + 1
            try:
                row = next(self._rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, [], _form(str(error), line, self._rows.line_num)
                continue
            if len(row) == self._width or self._width == 0:
                if row and any(row):
                    yield line, row, ""
            elif row and any(cell.strip() for cell in row):
                problem = f"has {len(row)} cells where the header has {self._width}"
                yield line, row, problem + _lost(line, self._rows.line_num)


def _transposed(rows: Sequence[Sequence[str]], places: Sequence[int]) -> list[pa.Array]:
    columns = list(zip(*rows, strict=True))
    return [pa.array(columns[place] if columns else [], pa.string()) for place in places]


def _form(error: str, first: int, last: int) -> str:
    lines = _lost(first, last)
    if "unexpected end" in error:
        return f"opens a quotation mark that never closes{lines}"
    if "field limit" in error:
        return f"has a cell that is too long, over {csv.field_size_limit():,} characters{lines}"
    return f"has a quotation mark in the wrong place{lines}; double the marks inside a quoted cell"


def _lost(first: int, last: int) -> str:
    """Which lines one bad row consumed, with a leading space; empty if only one."""
    count = last - first + 1
    return f" (the {count:,} lines {first} to {last} are lost)" if count > 1 else ""


def _undecodable(path: Path, config: CsvConfig) -> BadData:
    data = path.read_bytes()
    line = 1
    try:
        data.decode(config.codec)
    except UnicodeDecodeError as error:
        line += data[: error.start].decode(config.codec, "ignore").count("\n")
    except UnicodeError:
        pass
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    hint = (
        "It begins like utf-16"
        if wide
        else "Spreadsheets in Western Europe often write latin-1 or cp1252"
    )
    return BadData(
        f"{config.path}:{line}: these bytes are not {config.encoding}. {hint}: declare `encoding`.",
        "encoding",
    )
