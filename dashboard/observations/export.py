"""Observations as one file for other programs."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from dashboard.domain.errors import InvalidInput, StoreError
from dashboard.observations.engine import connection, query
from dashboard.observations.frames import arrow

_EMPTY = pa.schema(
    [
        ("kpi_id", pa.string()),
        ("grain", pa.string()),
        ("observed_on", pa.date32()),
        ("value", pa.float64()),
        ("recorded_at", pa.timestamp("us", "UTC")),
    ]
)


def export_observations(files: Sequence[Path], out: Path) -> int:
    """Write all observations to `out`, restated values included; returns the number of rows.

    The format is Parquet if the name ends in .parquet, CSV if it ends in .csv.

    Raises:
        InvalidInput: the name of `out` ends in neither .csv nor .parquet.
        StoreError: a file is missing or broken, or `out` cannot be written.
    """
    if out.suffix.lower() not in (".csv", ".parquet"):
        raise InvalidInput(
            f"Observations are written as .csv or .parquet, not as {out.name!r}. Give --out such a name."
        )
    table = _EMPTY.empty_table()
    if files:
        with connection(files) as asking:
            paths = [str(path) for path in files]
            table = arrow(asking, query("export"), {"files": paths}).cast(_EMPTY)
    part = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.suffix.lower() == ".parquet":
            pq.write_table(table, part, compression="zstd")
        else:
            pyarrow.csv.write_csv(table, part, pyarrow.csv.WriteOptions(quoting_style="needed"))
        os.replace(part, out)  # noqa: PTH105  # atomic, by that name
    except OSError as error:
        raise StoreError(
            f"The observations cannot be written to {out}: {error.strerror}. Give --out a file in a folder that this "
            "user may write to."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()
    rows: int = table.num_rows
    return rows
