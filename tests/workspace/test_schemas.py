from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from dashboard.workspace.schemas import schema_texts, write_schemas
from tests.workspace.conftest import CONFIGS, FILES


def as_an_editor_reads(text: str) -> Any:
    """The file as JSON: an editor's dates are texts."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))


def validator(name: str) -> Draft202012Validator:
    schema = json.loads(schema_texts(CONFIGS)[name])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("okrs.schema.json", "okrs/q4.yaml"),
        ("source.schema.json", "sources/shop.yaml"),
        ("workspace.schema.json", "workspace.yaml"),
    ],
)
def test_a_valid_file_fits_its_schema_and_an_unknown_key_does_not(schema: str, file: str):
    checked = validator(schema)
    value = as_an_editor_reads(FILES[file])

    assert list(checked.iter_errors(value)) == []
    assert list(checked.iter_errors(value | {"unknown": 1}))


def test_the_keys_of_each_kind_of_source_are_known_to_the_editor():
    checked = validator("source.schema.json")
    source = as_an_editor_reads(FILES["sources/shop.yaml"])

    assert list(checked.iter_errors(source | {"decimal": ","})) == []
    assert list(checked.iter_errors(source | {"format": "wild"}))
    assert list(
        checked.iter_errors({key: value for key, value in source.items() if key != "date"})
    )
    rest = {
        "source": "api",
        "type": "rest",
        "url": "https://x",
        "auth": {"value": "${secret:TOKEN}"},
    }
    assert list(checked.iter_errors(rest)) == []
    assert list(checked.iter_errors(rest | {"auth": {"value": "hunter2"}}))


def test_lengths_of_time_have_defaults_as_people_write_them():
    schema = json.loads(schema_texts(CONFIGS)["source.schema.json"])

    (csv,) = (kind for kind in schema["oneOf"] if kind["properties"]["type"]["const"] == "csv")
    assert csv["properties"]["lookback"]["default"] == "28d"


def test_the_default_of_freshness_depends_on_the_grain_and_is_described():
    late = json.loads(schema_texts(CONFIGS)["source.schema.json"])["$defs"]["Freshness"]

    assert "default" not in late["properties"]["late_after"]
    assert (
        "day 3d, week 8d, month 38d, quarter 100d"
        in late["properties"]["late_after"]["description"]
    )


def test_schemas_are_written_to_a_folder(tmp_path: Path):
    written = write_schemas(CONFIGS, tmp_path / "new")

    assert [path.name for path in written] == [
        "okrs.schema.json",
        "source.schema.json",
        "workspace.schema.json",
    ]
    assert all(json.loads(path.read_text("utf-8"))["$schema"] for path in written)
