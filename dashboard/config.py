"""The workspace's location and settings, from the command and the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.domain.errors import InvalidInput

WORKSPACE_VARIABLE = "FREMDRIFT_WORKSPACE"
RECORDS_VARIABLE = "FREMDRIFT_RECORDS_URL"
PROCESSES_VARIABLE = "FREMDRIFT_PROCESSES"
DEMO_FOLDER = ".demo"

MOST_PROCESSES = 8
"""The upper limit by default: a container may show more cores than it may use."""

_BLAS_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Paths:
    """The paths of one workspace; `state` is written by the program and never edited by hand."""

    root: Path

    @property
    def okrs(self) -> Path:
        """The OKR files that people edit."""
        return self.root / "okrs"

    @property
    def sources(self) -> Path:
        """The source files that people edit."""
        return self.root / "sources"

    @property
    def check_ins(self) -> Path:
        """Past check-ins to be imported with the workspace."""
        return self.root / "check-ins"

    @property
    def state(self) -> Path:
        """Everything the program writes."""
        return self.root / "state"

    @property
    def records(self) -> Path:
        """The SQLite file of the records, used without a URL."""
        return self.state / "records.sqlite"

    @property
    def observations(self) -> Path:
        """The Parquet files of the observations."""
        return self.state / "observations"

    @property
    def snapshots(self) -> Path:
        """The published DuckDB files."""
        return self.state / "snapshots"


def find_workspace(given: Path | None, environ: Mapping[str, str] = os.environ) -> Paths:
    """The workspace: `given`, else from the environment, else the current folder, else the demo.

    Raises:
        InvalidInput: the named folder does not exist.
    """
    named = given or (
        Path(environ[WORKSPACE_VARIABLE]) if environ.get(WORKSPACE_VARIABLE) else None
    )
    if named is not None:
        if not named.is_dir():
            raise InvalidInput(
                f"There is no workspace at {named}: the folder does not exist. "
                "Give an existing folder with --workspace, or write the demo there with `fremdrift demo "
                f"{named}`."
            )
        return Paths(named.resolve())
    here = Path.cwd()
    if (here / "okrs").is_dir():
        return Paths(here)
    return Paths((here / DEMO_FOLDER).resolve())


def records_place(paths: Paths, environ: Mapping[str, str] = os.environ) -> str | Path:
    """The location of the records: the database URL of the environment, else the SQLite file."""
    return environ.get(RECORDS_VARIABLE) or paths.records


def processes(environ: Mapping[str, str] = os.environ) -> int:
    """The number of processes of a publish: from the environment, else one per core up to eight.

    Raises:
        InvalidInput: the value in the environment is not a number from 1 on.
    """
    value = environ.get(PROCESSES_VARIABLE)
    if not value:
        return min(os.cpu_count() or 1, MOST_PROCESSES)
    if not value.isdecimal() or int(value) < 1:
        raise InvalidInput(
            f"{PROCESSES_VARIABLE} is {value!r}, which is not a number of processes. Set it to 1 or more, or unset it to use one per "
            "core."
        )
    return int(value)


def limit_blas_threads(environ: MutableMapping[str, str] = os.environ) -> None:
    """Limits linear algebra to one thread per process, unless set; call it before numpy loads.

    Our matrices are small: threads would wait for each other, and another number of threads
    changes the last bits of results.
    """
    for name in _BLAS_THREADS:
        environ.setdefault(name, "1")
