"""Exports OKRs, check-ins and observations as files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from dashboard.config import Paths
from dashboard.domain.check_in import CheckIn
from dashboard.domain.errors import InvalidInput, StoreError
from dashboard.observations.export import export_observations
from dashboard.pipeline.workspace_records import applied_records, workspace_day
from dashboard.records import observation_files as file_records
from dashboard.records import read
from dashboard.records.rows import CheckInRow
from dashboard.workspace.check_ins import write_check_ins
from dashboard.workspace.write import okr_yaml


def export_okrs(paths: Paths, out: Path, now: dt.datetime) -> str:
    """Write one YAML file per cycle to the folder `out`, in the form that `apply` reads."""
    engine = applied_records(paths)
    today = workspace_day(engine, now)
    okrs = read.okrs(engine, today, now)
    current = [path for path in (out / f"{s.cycle.id}.yaml" for s in okrs) if path.exists()]
    if current:
        raise InvalidInput(
            f"{current[0]} is there already, and an export overwrites no OKR file. Name an empty folder."
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        for okr_set in okrs:
            (out / f"{okr_set.cycle.id}.yaml").write_text(okr_yaml(okr_set), "utf-8")
    except OSError as error:
        raise _cannot_write(out, error) from error
    return f"{len(okrs)} cycles written to {out}."


def export_check_ins(paths: Paths, out: Path, now: dt.datetime) -> str:
    """All check-ins as CSV, in the columns that `import check-ins` reads."""
    rows = read.check_ins(applied_records(paths), dt.date.max, now)
    try:
        write_check_ins([CheckIn.model_validate(_plain(row)) for row in rows], out)
    except OSError as error:
        raise _cannot_write(out, error) from error
    return f"{len(rows)} check-ins written to {out}."


def export_all_observations(paths: Paths, out: Path, _now: dt.datetime) -> str:
    """Write all observations, restated values included, as CSV or Parquet by the ending of `out`."""
    current = file_records.observation_files(applied_records(paths))
    count = export_observations(
        [paths.observations / row.file_name for row in current.values()], out
    )
    return f"{count} observations written to {out}."


KINDS: dict[str, Callable[[Paths, Path, dt.datetime], str]] = {
    "okrs": export_okrs,
    "check-ins": export_check_ins,
    "observations": export_all_observations,
}
"""The exports by the name that the command takes."""


def _plain(row: CheckInRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in CheckIn.model_fields}


def _cannot_write(out: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{out} cannot be written ({error.strerror}). Name a folder that you may write to."
    )
