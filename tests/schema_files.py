"""The committed JSON Schemas: `make schemas` (`python -m tests.schema_files`) writes all of them anew."""

from __future__ import annotations

from pathlib import Path

from dashboard.reports.status.answer import SCHEMA, status_schema
from dashboard.workspace.schemas import FOLDER, schema_texts
from kpi_connectors.connector import configs

BUILT_IN = ("csv", "excel", "parquet")
"""The kinds of source that come with the program; a plug-in's kinds are not committed."""


def schema_files() -> dict[Path, str]:
    """The text of every committed schema, by its file."""
    built_in = {name: config for name, config in configs().items() if name in BUILT_IN}
    workspace = {FOLDER / name: text for name, text in schema_texts(built_in).items()}
    return {**workspace, SCHEMA: status_schema()}


if __name__ == "__main__":
    for path, text in schema_files().items():
        path.write_text(text, "utf-8")
