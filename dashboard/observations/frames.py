"""Frames in and out of DuckDB, by way of Arrow and with explicit types."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pandas as pd
import pyarrow as pa


def give(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    frame: pd.DataFrame,
    types: Mapping[str, pa.DataType],
) -> None:
    """Register `frame` with the connection as `name`, with these columns and types."""
    schema = pa.schema(list(types.items()))
    connection.register(
        name, pa.Table.from_pandas(frame[list(types)], schema=schema, preserve_index=False)
    )


def take(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object] | None = None
) -> pd.DataFrame:
    """The result as a frame: texts as str, dates as datetime64[s]."""
    table = arrow(connection, sql, values)
    frame: pd.DataFrame = table.to_pandas(date_as_object=False)
    for field in table.schema:
        if pa.types.is_date(field.type):
            frame[field.name] = frame[field.name].astype("datetime64[s]")
        elif pa.types.is_string(field.type):
            frame[field.name] = frame[field.name].astype("str")
    return frame


def arrow(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object] | None = None
) -> pa.Table:
    """The result as an Arrow table."""
    return connection.sql(sql, params=dict(values or {})).to_arrow_table()
