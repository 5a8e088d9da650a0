"""Describes in words what a JSON Schema expects at a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.workspace.node import Step

Schema = Mapping[str, Any]

_SIMPLE = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "nothing",
}
_FORMATS = {"date": "a date such as 2026-12-31", "duration": "a length of time such as 8d"}


@dataclass(frozen=True)
class Shape:
    """What is expected at one place of a file: one schema, or several alternatives."""

    root: Schema
    options: tuple[Schema, ...]

    @classmethod
    def of(cls, schema: Schema) -> Shape:
        """The shape of a whole file."""
        return cls(schema, tuple(_options(schema, schema)))

    def down(self, step: Step) -> Shape:
        """What is expected one step down; for an unknown step a shape without expectations."""
        schemas: list[Schema] = []
        for option in self.options:
            below = _below(option, step)
            if isinstance(below, Mapping):
                schemas.extend(_options(self.root, below))
        return Shape(self.root, tuple(schemas))

    def at(self, steps: Iterable[Step]) -> Shape:
        """What is expected some steps down."""
        shape = self
        for step in steps:
            shape = shape.down(step)
        return shape

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that a mapping may have here, required ones first."""
        required = [key for option in self.options for key in option.get("required", ())]
        known = [key for option in self.options for key in option.get("properties", {})]
        return tuple(dict.fromkeys([*(key for key in required if key in known), *known]))

    @property
    def required(self) -> frozenset[str]:
        """The keys that a mapping must have here."""
        return frozenset(key for option in self.options for key in option.get("required", ()))

    @property
    def wants_date(self) -> bool:
        """Whether a date is expected here."""
        return any(option.get("format") == "date" for option in self.options)

    @property
    def is_secret(self) -> bool:
        """Whether a secret is expected here, such as a password."""
        return any(option.get("format") == "password" for option in self.options)

    @property
    def wants_text(self) -> bool:
        """Whether a text is possible here."""
        return any(option.get("type") == "string" for option in self.options)

    @property
    def wants_number(self) -> bool:
        """Whether a number is possible here."""
        return any(option.get("type") in ("number", "integer") for option in self.options)

    def words(self) -> str:
        """What is expected, in words: "a number, or a mapping with low, high"."""
        texts = [_words(option) for option in self.options]
        named = list(dict.fromkeys(text for text in texts if text and text != _SIMPLE["null"]))
        return ", or ".join(named) or "something else"


def _options(root: Schema, schema: Schema, depth: int = 0) -> Sequence[Schema]:
    reference = schema.get("$ref")
    if isinstance(reference, str) and depth < 20:
        return _options(root, _referred(root, reference), depth + 1)
    for union in ("anyOf", "oneOf", "allOf"):
        if union in schema:
            return [option for part in schema[union] for option in _options(root, part, depth + 1)]
    return [schema]


def _referred(root: Schema, reference: str) -> Schema:
    schema: Any = root
    for part in reference.removeprefix("#/").split("/"):
        schema = schema.get(part, {})
    return schema if isinstance(schema, Mapping) else {}


def _below(schema: Schema, step: Step) -> object:
    if isinstance(step, int):
        return schema.get("items")
    properties = schema.get("properties", {})
    return properties.get(step, schema.get("additionalProperties"))


def _words(schema: Schema) -> str:
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    if schema.get("type") == "array":
        return "a list, each item starting with -"
    if schema.get("type") == "object":
        keys = list(schema.get("properties", {}))
        return "a mapping with " + ", ".join(keys) if keys else "a mapping"
    return _SIMPLE.get(str(schema.get("type")), "")
