"""Shared by all kinds of files: safe paths, and the steps of a check, a preview and a read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import ClassVar, Protocol, cast

import numpy as np
from pydantic import Field, field_validator

from kpi_connectors.columns import Column
from kpi_connectors.connector import ConfigType, Preview, Request, Step
from kpi_connectors.errors import ConnectorError, SourceRefused, SourceUnavailable
from kpi_connectors.observations import Delivery, KpiSpec
from kpi_connectors.suggest import nearest
from kpi_connectors.tables import Table, TableConfig, needed_columns
from kpi_connectors.tidy import Scope, tidy

MOST_BYTES = 512 * 1024 * 1024

Progress = Callable[[int, int | None], None]


class FileConfig(TableConfig):
    """A file in the workspace that holds a table; every kind of file, a plug-in's too, derives its `Config` from this."""

    reads_file: ClassVar[bool] = True
    """Says to the workspace that `path` is a file below its folder, so that it is checked when
    the source is applied."""

    path: str = Field(min_length=1, description="The file, relative to the workspace.")

    @field_validator("path")
    @classmethod
    def _path(cls, value: str) -> str:
        if "\0" in value:
            raise ValueError("a path cannot hold the character NUL")
        return value


class Sheet(Protocol):
    """An opened file: its columns in order, and its rows on demand."""

    columns: tuple[str, ...]

    def read(self, columns: Sequence[str], limit: int | None, progress: Progress) -> Table:
        """The first `limit` rows (None: all) of these columns, each of which occurs once."""
        ...


class FileConnector:
    """A connector for one kind of file; a kind defines how it is opened."""

    type: ClassVar[str]
    Config: ClassVar[ConfigType] = FileConfig

    def opened(self, path: Path, config: FileConfig) -> AbstractContextManager[Sheet]:
        """The file at `path`, opened.

        Raises:
            ConnectorError: it is not a file of this kind, or may not be opened.
        """
        raise NotImplementedError

    def read(self, request: Request) -> Delivery:
        """See `Connector`."""
        config = _config(request)
        with self.opened(locate(request.root, config.path), config) as sheet:
            needed = needed_columns(config, request.kpis, sheet.columns, config.path)
            return _tidied(_rows(sheet, needed, request), request)

    def preview(self, request: Request, rows: int) -> Preview:
        """See `Connector`."""
        config = _config(request)
        with self.opened(locate(request.root, config.path), config) as sheet:
            needed_columns(config, request.kpis, sheet.columns, config.path)
            once = [name for name in sheet.columns if sheet.columns.count(name) == 1]
            table = sheet.read(once, rows, _progress(request))
        texts = [_texts(table.columns[name]) for name in once]
        shown = [list(row) for row in zip(*texts, strict=True)]
        return Preview(tuple(once), shown, _tidied(table, request))

    def check(self, request: Request) -> Iterator[Step]:
        """See `Connector`."""
        config = _config(request)
        name = "file found"
        try:
            path = locate(request.root, config.path)
            yield Step(name, True, f"{config.path}, {path.stat().st_size:,} bytes")
            name = "opened"
            with self.opened(path, config) as sheet:
                yield Step(name, True, f"{len(sheet.columns)} columns")
                name = "columns found"
                needed = needed_columns(config, request.kpis, sheet.columns, config.path)
                yield Step(name, True, ", ".join(needed))
                name = "rows read"
                table = _rows(sheet, needed, request)
                yield Step(name, True, f"{table.rows_read:,} rows")
                yield from _results(_tidied(table, request), config.date, request.kpis)
        except ConnectorError as error:
            yield Step(name, False, str(error))


def _rows(sheet: Sheet, needed: Sequence[str], request: Request) -> Table:
    """The requested rows.

    Raises:
        SourceUnavailable: there are none. An interrupted export looks like this, and must not be
            taken for an update.
    """
    table = sheet.read(needed, request.row_limit, _progress(request))
    if table.rows_read == 0 and request.row_limit != 0:
        raise SourceUnavailable(
            f"{_config(request).path} delivered no rows: it has a header and nothing below it. What was read before "
            "stands; look whether the export that writes it has broken off.",
            "no_rows",
        )
    return table


def locate(root: Path, given: str) -> Path:
    """The file at `given`, with symbolic links followed.

    Raises:
        SourceUnavailable: there is no such file; the message names the nearest ones.
        SourceRefused: it is outside `root`, not a file, too large, or may not be read.
    """
    base = root.resolve()
    path = (base / given).resolve()
    if Path(given).is_absolute() or not path.is_relative_to(base):
        raise SourceRefused(
            f"{given} leaves the workspace. Files must be inside it: copy the file there and name it by a relative path.",
            "outside",
        )
    if not path.exists():
        raise SourceUnavailable(
            f"There is no file {given} in the workspace.{_neighbours(path)} {_MEND}",
            "missing_file",
        )
    if not path.is_file():
        raise SourceRefused(f"{given} is not a file. {_MEND}", "not_a_file")
    if (size := path.stat().st_size) > MOST_BYTES:
        raise SourceRefused(
            f"{given} has {size:,} bytes; at most {MOST_BYTES:,} are read. Split it, or write it as Parquet.",
            "too_large",
        )
    try:
        path.open("rb").close()
    except OSError as error:
        raise SourceRefused(
            f"{given} cannot be read: {error.strerror}. Allow this user to read it.", "denied"
        ) from error
    return path


_MEND = "Correct `path`, or put the file there."


def _neighbours(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f" There is no folder {folder.name} either."
    names = sorted(
        item.name for item in folder.iterdir() if item.is_file() and not item.name.startswith(".")
    )
    hint = nearest(path.name, names)
    listed = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
    return hint or (f" The folder has {listed}." if names else " The folder has no files.")


def _config(request: Request) -> FileConfig:
    return cast("FileConfig", request.config)


def _progress(request: Request) -> Progress:
    return request.progress or (lambda _done, _total: None)


def _tidied(table: Table, request: Request) -> Delivery:
    return tidy(table, _config(request), Scope(request.kpis, request.since, request.today))


def _texts(column: Column) -> list[str]:
    return column.text_at(np.arange(len(column)))


def _results(delivery: Delivery, date: str, kpis: Sequence[KpiSpec]) -> Iterator[Step]:
    frame = delivery.observations
    wrong_days = [row for row in delivery.bad_rows if row.column == date]
    detail = (
        str(wrong_days[0].value) + " " + wrong_days[0].reason if wrong_days else _range(delivery)
    )
    yield Step("dates read", not wrong_days, detail)
    there = set(frame["kpi_id"])
    silent = [spec.kpi_id for spec in kpis if spec.kpi_id not in there]
    yield Step(
        "values read",
        None if silent else True,
        f"no value for {', '.join(silent)}" if silent else "every KPI has values",
    )
    yield Step("good rows", bool(len(frame)), f"{len(frame):,} observations")
    if delivery.bad_count:
        first = delivery.bad_rows[0]
        yield Step(
            "bad rows",
            False,
            f"{delivery.bad_count:,}; the first: {first.path}:{first.line}: {first.column}: {first.value!r} {first.reason}",
        )
    else:
        yield Step("bad rows", True, "none")


def _range(delivery: Delivery) -> str:
    frame = delivery.observations
    return (
        f"{frame['observed_on'].min().date()} to {delivery.latest}" if len(frame) else "no dates"
    )
