"""Parquet files: only the required columns, in their own types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kpi_connectors.columns import TypedColumn
from kpi_connectors.connector import ConfigType
from kpi_connectors.errors import BadData, SourceRefused
from kpi_connectors.files import FileConfig, FileConnector, Progress, Sheet
from kpi_connectors.tables import Table

MOST_ROWS = 100_000_000
"""A few kilobytes of Parquet can claim any number of rows."""


class ParquetConfig(FileConfig):
    """A Parquet file in the workspace; number and date formats apply only to text columns."""


class ParquetFile(FileConnector):
    """Reads Parquet files; the line of a row is its number."""

    type: ClassVar[str] = "parquet"
    Config: ClassVar[ConfigType] = ParquetConfig

    @contextmanager
    def opened(self, path: Path, config: FileConfig) -> Iterator[Sheet]:
        """The file, opened as a sheet of named columns; see `FileConnector`."""
        try:
            names = [config.kpi_column] if config.format == "long" else []
            with pq.ParquetFile(path, read_dictionary=names) as file:
                yield _ParquetSheet(file, config.path)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
            raise BadData(
                f"{config.path} cannot be read as Parquet: {str(error).splitlines()[0]}. Write the file again.",
                "not_parquet",
            ) from error


class _ParquetSheet:
    def __init__(self, file: pq.ParquetFile, path: str) -> None:
        self._file, self._path = file, path
        self.columns: tuple[str, ...] = tuple(file.schema_arrow.names)

    def read(self, columns: Sequence[str], limit: int | None, progress: Progress) -> Table:
        """See `Sheet`."""
        total = self._file.metadata.num_rows
        count = total if limit is None else min(limit, total)
        if count > MOST_ROWS:
            raise SourceRefused(
                f"{self._path} has {total:,} rows; at most {MOST_ROWS:,} are read. Split it over several sources.",
                "too_large",
            )
        if limit is None:
            table = self._file.read(columns=list(columns))
        else:
            batches = self._file.iter_batches(batch_size=max(1, count), columns=list(columns))
            first = next(batches, None)
            schema = pa.schema([self._file.schema_arrow.field(name) for name in columns])
            table = (
                pa.Table.from_batches([first]).slice(0, count)
                if first is not None
                else schema.empty_table()
            )
        progress(table.num_rows, total)
        cells = {name: TypedColumn(_one(table.column(name))) for name in columns}
        return Table(self._path, cells, np.arange(1, table.num_rows + 1))


def _one(cells: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_dictionary(cells.type):
        cells = cells.unify_dictionaries()
    return pa.concat_arrays(cells.chunks) if cells.num_chunks else pa.array([], cells.type)
