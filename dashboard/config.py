"""Where the workspace is and how it is set: from the command, the environment and `workspace.yaml`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.domain.errors import InvalidInput

WORKSPACE_VARIABLE = "FREMDRIFT_WORKSPACE"
RECORDS_VARIABLE = "FREMDRIFT_RECORDS_URL"
DEMO_FOLDER = ".demo"


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
