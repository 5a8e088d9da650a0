"""The committed JSON Schemas are those of the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.schema_files import schema_files

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("path", schema_files(), ids=lambda path: path.name)
def test_a_committed_schema_is_current(path: Path):
    assert path.read_text("utf-8") == schema_files()[path], "write the schemas anew: make schemas"


def test_every_committed_schema_is_written_by_make_schemas():
    assert set(schema_files()) == set((ROOT / "dashboard").rglob("*.schema.json"))
