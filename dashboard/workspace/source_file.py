"""One source file: the keys that every source has, and those of its kind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from dashboard.domain.errors import Finding
from dashboard.domain.kpi import Source
from dashboard.domain.suggest import did_you_mean, listed
from dashboard.workspace.checked_mapping import CheckedMapping
from dashboard.workspace.file_models import SOURCE_KEYS, config_keys
from dashboard.workspace.node import Node, Place, Plain
from dashboard.workspace.schema_words import Shape
from dashboard.workspace.schemas import source_schema
from dashboard.workspace.secret_words import find_literal_secrets
from dashboard.workspace.source_rules import check_file_source, check_source
from dashboard.workspace.validation_messages import explain, unknown_key

Configs = Mapping[str, type[BaseModel]]
"""The options of each kind of source, by the name of the kind."""


def check_source_file(
    root: Node, path: str, folder: Path, configs: Configs, before: list[Finding]
) -> tuple[Source | None, CheckedMapping, list[Finding]]:
    """The source (None if its form is wrong), its draft and the findings.

    `options` of the source are the keys of its kind as written in the file, checked by the
    connector's own configuration, so that `Config.model_validate(options)` restores it. `folder`
    is the root of the workspace.
    """
    kind = root.word("type")
    config = configs.get(kind) if kind is not None else None
    shape = Shape.of(_schema(config, configs))
    source, findings = _check_common(root, path, shape)
    if root.child("type") is not None and config is None:
        findings = [*_check_type(root, path, configs), *findings]
    if config is not None:
        findings += _check_options(root, path, shape, configs)
    findings = _with_secrets(findings, list(find_literal_secrets(root, shape, path)))
    wrong = frozenset(Place(f.line, f.column) for f in [*findings, *before])
    draft = CheckedMapping(path, root, wrong, root)
    findings += check_source(draft)
    if getattr(config, "reads_file", False):  # a kind of file, ours or a plug-in's
        findings += check_file_source(draft, folder)
    return source, draft, findings


def _schema(config: type[BaseModel] | None, configs: Configs) -> dict[str, Any]:
    schema = source_schema(config)
    schema["properties"]["type"] = {"enum": sorted(configs)}
    return schema


def _with_secrets(findings: list[Finding], secrets: list[Finding]) -> list[Finding]:
    """All findings; a place with a written-out secret gets only that finding."""
    secret_places = {(finding.line, finding.column) for finding in secrets}
    return [f for f in findings if (f.line, f.column) not in secret_places] + secrets


def _check_common(root: Node, path: str, shape: Shape) -> tuple[Source | None, list[Finding]]:
    given = _part(root, inside=True)
    try:
        source = Source.model_validate_json(json.dumps(given), strict=True)
    except ValidationError as error:
        return None, explain(error.errors(include_url=False), root, shape, path)
    return source.model_copy(update={"options": _part(root, inside=False)}), []


def _part(root: Node, *, inside: bool) -> dict[str, Plain]:
    """The keys that every source has, or all others."""
    return {
        str(key): node.plain() for key, node in root.children() if (key in SOURCE_KEYS) is inside
    }


def _check_type(root: Node, path: str, configs: Configs) -> Iterator[Finding]:
    node = root.child("type")
    if node is not None and isinstance(node.value, str):
        known = sorted(configs)
        yield node.place.finding(
            path,
            f"type: {node.shown()} is not a kind of source; possible are {listed(known)}."
            + did_you_mean(node.value, known),
        )


def _check_options(root: Node, path: str, shape: Shape, configs: Configs) -> Iterator[Finding]:
    kind = root.word("type") or ""
    config = configs[kind]
    keys = config_keys(config)
    options = _part(root, inside=False)
    if config.model_config.get("extra") != "allow":
        for key in options.keys() - keys:
            owners = [name for name, other in sorted(configs.items()) if key in config_keys(other)]
            yield root.keys[key].finding(path, unknown_key(key, shape.keys, owners))
        options = {key: value for key, value in options.items() if key in keys}
    try:
        config.model_validate_json(json.dumps(options), strict=True)
    except ValidationError as error:
        yield from explain(error.errors(include_url=False), root, shape, path)
    except Exception as error:  # noqa: BLE001  # a plug-in's own check may fail in any way, and must not stop the others
        yield root.place.finding(
            path, f"the connector could not check this source ({type(error).__name__})"
        )
