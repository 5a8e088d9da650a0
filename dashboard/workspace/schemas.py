"""JSON Schemas of the files, so that an editor completes and checks them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, JsonValue

from dashboard.domain.kpi import Source
from dashboard.workspace.file_models import OkrFile, Settings
from dashboard.workspace.secret_words import REFERENCE

FOLDER = Path(__file__).parent / "schemas"
"""The folder of the committed schemas."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DAYS = re.compile(r"^P(\d+)D$")

Json = dict[str, Any]


def write_schemas(configs: Mapping[str, type[BaseModel]], folder: Path = FOLDER) -> list[Path]:
    """The written schemas: OKRs, settings and sources, the latter with the kinds in `configs`."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schema_texts(configs).items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def schema_texts(configs: Mapping[str, type[BaseModel]]) -> dict[str, str]:
    """The text of each schema, by its file name."""
    documents = {
        "okrs.schema.json": OkrFile.model_json_schema(),
        "source.schema.json": _sources_schema(configs),
        "workspace.schema.json": Settings.model_json_schema(),
    }
    return {
        name: json.dumps(_tidy({"$schema": _DIALECT, **document}), indent=2, ensure_ascii=False)
        + "\n"
        for name, document in documents.items()
    }


def source_schema(config: type[BaseModel] | None, kind: str | None = None) -> Json:
    """The allowed keys of one kind of source file; without a `config`, those common to all."""
    schema = Source.model_json_schema()
    del schema["properties"]["options"]
    if kind is not None:
        schema["properties"]["type"] = {"const": kind, "description": "The kind of source."}
    if config is not None:
        own = config.model_json_schema()
        # A key common to all sources keeps its meaning, even if the kind uses the same name.
        schema["properties"] = own.get("properties", {}) | schema["properties"]
        schema["$defs"] = own.get("$defs", {}) | schema.get("$defs", {})
        schema["required"] = [*schema["required"], *own.get("required", [])]
        if "additionalProperties" in own:
            schema["additionalProperties"] = own["additionalProperties"]
    return schema


def _sources_schema(configs: Mapping[str, type[BaseModel]]) -> Json:
    kinds = [source_schema(config, kind) for kind, config in sorted(configs.items())]
    definitions: Json = {}
    for kind in kinds:
        definitions |= kind.pop("$defs", {})
    return {
        "title": "Source",
        "description": "A source of KPIs, one file each.",
        "$defs": definitions,
        "oneOf": kinds,
    }


def _tidy(value: JsonValue) -> JsonValue:
    """The schema as editors offer it: lengths of time and secrets as people write them."""
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if not isinstance(value, dict):
        return value
    tidy = {key: _tidy(item) for key, item in value.items()}
    default = tidy.get("default")
    if isinstance(default, str) and (days := _DAYS.match(default)):
        tidy["default"] = f"{days[1]}d"
    if tidy.get("format") == "password":
        tidy["pattern"] = f"^{REFERENCE}$"
    return tidy
