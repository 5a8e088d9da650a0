"""Excel workbooks, read without running anything in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from pydantic import Field
from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from kpi_connectors.columns import MixedColumn
from kpi_connectors.connector import ConfigType
from kpi_connectors.errors import BadData
from kpi_connectors.files import FileConfig, FileConnector, Progress, Sheet
from kpi_connectors.suggest import nearest
from kpi_connectors.tables import Table
from kpi_connectors.workbook import Inspection, inspect


class ExcelConfig(FileConfig):
    """An Excel workbook in the workspace; number and date formats apply only to text cells."""

    sheet: str | None = Field(
        None, description="The sheet; may be left out where the workbook has one."
    )


class ExcelFile(FileConnector):
    """Reads .xlsx and .xlsm files; for a formula, its last computed value."""

    type: ClassVar[str] = "excel"
    Config: ClassVar[ConfigType] = ExcelConfig

    @contextmanager
    def opened(self, path: Path, config: FileConfig) -> Iterator[Sheet]:
        """The file, opened as a sheet of named columns; see `FileConnector`."""
        assert isinstance(config, ExcelConfig)  # noqa: S101  # for the type checker: Config says so
        inspection = inspect(path, config.path)
        try:
            workbook = load_workbook(str(path))
            name = _sheet_name(workbook, config)
            yield _ExcelSheet(
                workbook.get_sheet_by_name(name).to_python(skip_empty_area=False),
                inspection,
                name,
                config.path,
            )
        except CalamineError as error:
            raise BadData(
                f"{config.path} cannot be read as a workbook: {error}. Save it again as .xlsx.",
                "not_excel",
            ) from error


class _ExcelSheet:
    def __init__(
        self, rows: list[list[Any]], inspection: Inspection, name: str, path: str
    ) -> None:
        self._path = path
        for (row, column), text in inspection.failed_cells(name).items():
            rows[row][column] = text
        self._header = next(
            (i for i, row in enumerate(rows) if any(cell != "" for cell in row)), None
        )
        if self._header is None:
            raise BadData(
                f"{path}: the sheet {name!r} is empty. Put a header and rows into it.", "empty"
            )
        self._rows = rows
        self.columns: tuple[str, ...] = tuple(str(cell).strip() for cell in rows[self._header])

    def read(self, columns: Sequence[str], limit: int | None, progress: Progress) -> Table:
        """See `Sheet`."""
        assert self._header is not None  # noqa: S101  # the constructor refused a sheet without one
        first = self._header + 1
        numbered = [
            (i + 1, row)
            for i, row in enumerate(self._rows[first:], first)
            if any(cell != "" for cell in row)
        ]
        numbered = numbered[:limit]
        places = {name: self.columns.index(name) for name in columns}
        cells = {
            name: MixedColumn([row[place] for _, row in numbered])
            for name, place in places.items()
        }
        progress(len(numbered), len(numbered))
        return Table(self._path, cells, np.array([line for line, _ in numbered], dtype=np.int64))


def _sheet_name(workbook: CalamineWorkbook, config: ExcelConfig) -> str:
    names: list[str] = workbook.sheet_names
    listed = ", ".join(repr(name) for name in names)
    if config.sheet is None:
        if len(names) != 1:
            raise BadData(
                f"{config.path} has the sheets {listed}. Declare `sheet`.", "which_sheet"
            )
        return names[0]
    if config.sheet not in names:
        hint = nearest(config.sheet, names)
        raise BadData(
            f"{config.path} has no sheet {config.sheet!r}; it has {listed}.{hint} Correct `sheet`.",
            "missing_sheet",
        )
    return config.sheet
