"""Where the workspace is and how it is set: from the command, the environment and `workspace.yaml`."""

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
"""As many as share a publish where nothing is set: a container may show more cores than it is given."""

_LINEAR_ALGEBRA = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Paths:
    """The places of one workspace; `state` is made by the program and never edited by hand."""

    root: Path

    @property
    def okrs(self) -> Path:
        """The OKR files that people keep."""
        return self.root / "okrs"

    @property
    def sources(self) -> Path:
        """The source files that people keep."""
        return self.root / "sources"

    @property
    def check_ins(self) -> Path:
        """Past check-ins that a workspace brings along."""
        return self.root / "check-ins"

    @property
    def state(self) -> Path:
        """Everything the program writes."""
        return self.root / "state"

    @property
    def records(self) -> Path:
        """The SQLite file of the records, where no URL is set."""
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
    """The workspace to work on: `given`, else the environment's, else the current folder, else the demo.

    Raises:
        InvalidInput: the folder that was named does not exist.
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
    """Where the records are: the database URL of the environment, else the workspace's own SQLite file."""
    return environ.get(RECORDS_VARIABLE) or paths.records


def processes(environ: Mapping[str, str] = os.environ) -> int:
    """How many processes share a publish: as many as the environment says, else one a core, up to eight.

    Raises:
        InvalidInput: what the environment says is no number from 1 on.
    """
    said = environ.get(PROCESSES_VARIABLE)
    if not said:
        return min(os.cpu_count() or 1, MOST_PROCESSES)
    if not said.isdecimal() or int(said) < 1:
        raise InvalidInput(
            f"{PROCESSES_VARIABLE} is {said!r}, which is no number of processes. Set it to 1 or more, or not at all for one a "
            "core."
        )
    return int(said)


def calm_linear_algebra(environ: MutableMapping[str, str] = os.environ) -> None:
    """One thread of linear algebra a process, where nothing else is set; numpy asks when it is loaded.

    Our matrices are small: threads would wait for each other, and another number of them gives other last bits.
    """
    for name in _LINEAR_ALGEBRA:
        environ.setdefault(name, "1")
