"""The observations of a source in one sorted, immutable Parquet file, replaced on each change."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.domain.errors import InvalidInput, StoreError
from dashboard.domain.kpi import Grain
from dashboard.observations.engine import connection, in_utc, query
from dashboard.observations.frames import give

_DELIVERED = {
    "kpi_id": pa.string(),
    "grain": pa.string(),
    "observed_on": pa.date32(),
    "value": pa.float64(),
}
_KEPT = pa.schema([*_DELIVERED.items(), ("recorded_at", pa.timestamp("us", "UTC"))])


@dataclass(frozen=True)
class Stored:
    """The next file of a source, with `rows` rows in all.

    `new` rows are of new periods and `restated` ones replace a value. `fingerprint` is a number
    computed from the rows, independent of the file's name.
    """

    file_name: str
    rows: int
    new: int
    restated: int
    fingerprint: str


def store(
    folder: Path,
    source_id: str,
    delivered: pd.DataFrame,
    current: Path | None,
    recorded_at: dt.datetime,
    *,
    grains: Mapping[str, Grain],
) -> Stored | None:
    """The file written to replace `current`; None if `delivered` contains nothing new.

    `delivered` has the columns kpi_id, observed_on and value, each pair of the first two once;
    `grains` has the grain of each KPI in it, which is stored with every row. The new file has all
    rows of `current` and the new ones; a restated value is added to the one it replaces, each with
    its recorded_at, and all values of a KPI with a changed grain are added again. A file appears
    as a whole or not at all, is safe on the disk when this returns, and its name was never used.

    Raises:
        InvalidInput: a value is missing or not finite, a pair occurs twice, a KPI has no grain,
            or `recorded_at` has no time zone.
        StoreError: `current` is missing or broken, or the new file cannot be written; nothing has
            changed then.
    """
    moment = in_utc(recorded_at)
    _check(delivered, grains)
    code, kpi_ids = pd.factorize(delivered["kpi_id"])
    of_kpi = np.array([grains[kpi_id].value for kpi_id in kpi_ids], dtype=object)
    rows = delivered.assign(grain=of_kpi[code])
    name = f"{source_id}-{moment:%Y%m%dT%H%M%SZ}-{secrets.token_hex(6)}.parquet"
    written = folder / f".{name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _write(written, folder / name, current, rows, moment)
    except (OSError, duckdb.IOException) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise StoreError(
            f"The observations of {source_id} cannot be written to {folder}: {why}. "
            "Make room there or allow this user to write, and sync again; stored values are unchanged."
        ) from error
    finally:
        with suppress(OSError):
            written.unlink()


def _check(delivered: pd.DataFrame, grains: Mapping[str, Grain]) -> None:
    values = delivered["value"].to_numpy(dtype="float64")
    if not np.isfinite(values).all():
        raise InvalidInput(
            "A delivered value is missing or not finite. Leave such rows out before they are stored."
        )
    if delivered[["kpi_id", "observed_on"]].isna().to_numpy().any():
        raise InvalidInput(
            "A delivered row has no KPI or no date. Leave such rows out before they are stored."
        )
    if delivered.duplicated(["kpi_id", "observed_on"]).any():
        raise InvalidInput(
            "A KPI was delivered with two values for one date. Keep one before they are stored."
        )
    unknown = sorted(set(delivered["kpi_id"].unique()) - set(grains))
    if unknown:
        raise InvalidInput(
            f"{unknown[0]!r} was delivered, but its grain is not known. Declare the KPI, or leave its rows out."
        )


def _write(
    written: Path, final: Path, current: Path | None, delivered: pd.DataFrame, moment: dt.datetime
) -> Stored | None:
    with connection([] if current is None else [current], written) as asking:
        _show_kept(asking, current)
        give(asking, "delivered", delivered, _DELIVERED)
        asking.execute(query("brought"), {"recorded_at": moment})
        counts = (
            "SELECT count(*) FILTER (NOT is_restated), count(*) FILTER (is_restated) FROM brought"
        )
        new, restated = asking.execute(counts).fetchall()[0]
        if new + restated == 0:
            return None
        asking.execute(query("write"), {"path": str(written)})
        rows, fingerprint = asking.execute(
            query("contents"), {"files": [str(written)]}
        ).fetchall()[0]
    _publish(written, final)
    return Stored(final.name, rows, new, restated, fingerprint)


def _show_kept(asking: duckdb.DuckDBPyConnection, current: Path | None) -> None:
    if current is None:
        asking.register("kept", _KEPT.empty_table())
        return
    asking.execute("SET VARIABLE current = $path", {"path": str(current)})
    asking.execute("CREATE TEMP VIEW kept AS SELECT * FROM read_parquet(getvariable('current'))")


def _publish(written: Path, final: Path) -> None:
    """Rename the complete file to its final name; a crash before leaves a part that nobody reads."""
    with written.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(written, final)  # noqa: PTH105  # its guarantee is known by this name
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
