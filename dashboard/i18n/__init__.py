"""Texts for people: a key and values, in Fluent files that translators know."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import AbstractResourceLoader, FluentBundle, FluentLocalization, FluentResource
from fluent.runtime.resolver import Pattern
from fluent.syntax.ast import Resource

TEXTS = Path(__file__).with_name("texts")
DEFAULT_LOCALE = "en"

Value = str | int | float
"""The values of a text: formatted words and numbers, or numbers that choose a plural."""


@dataclass(frozen=True)
class Message:
    """A text before translation: its key and values; values may be messages themselves."""

    key: str
    values: Mapping[str, Value | Message] = field(default_factory=dict)

    def to_json(self) -> str:
        """The message as JSON, for a store; `from_json` reads it."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Message:
        """The message written by `to_json`."""
        return cls._from_plain(json.loads(text))

    @classmethod
    def _from_plain(cls, plain: Mapping[str, Any]) -> Message:
        values = {
            name: cls._from_plain(value) if isinstance(value, dict) else value
            for name, value in plain["values"].items()
        }
        return cls(plain["key"], values)


class _CheckedBundle(FluentBundle):
    """A bundle that raises if a value is missing; Fluent alone writes the text without it."""

    def format_pattern(
        self, pattern: Pattern, args: dict[str, Any] | None = None
    ) -> tuple[str, list[Exception]]:
        text, errors = super().format_pattern(pattern, args)
        if errors:
            raise KeyError(f"a text in {self.locales[0]!r}: {errors[0]}")
        return str(text), errors


class _Files(AbstractResourceLoader):
    """The texts of one language from its folder; Fluent's own loader leaves the files open."""

    def __init__(self, texts: Path) -> None:
        self._texts = texts

    def resources(
        self, locale: str, resource_ids: list[str]
    ) -> Generator[list[Resource], None, None]:
        there = [path for name in resource_ids if (path := self._texts / locale / name).is_file()]
        if there:
            yield [FluentResource(path.read_text("utf-8")) for path in there]


class Translator:
    """Translates messages into one locale; a text missing in its language is written in English."""

    def __init__(self, locale: str, texts: Path) -> None:
        self.locale = locale
        files = sorted({file.name for file in texts.glob("*/*.ftl")})
        self._texts = FluentLocalization(
            list(dict.fromkeys((locale, DEFAULT_LOCALE))),
            files,
            _Files(texts),
            bundle_class=_CheckedBundle,
        )
        self._bundles = list(
            self._texts._bundles()
        )  # all loaded at once: threads share a translator

    def __call__(self, key: str, /, **values: Value | Message) -> str:
        """The text of `key` with its values, in English if the language has no such text.

        Raises:
            KeyError: no language has this key, or a value of its text is missing.
        """
        if not self.has(key):
            raise KeyError(f"there is no text {key!r}, in {self.locale!r} or in English")
        written = {
            name: self.write(value) if isinstance(value, Message) else value
            for name, value in values.items()
        }
        return str(self._texts.format_value(key, written))

    def write(self, message: Message) -> str:
        """The message, translated."""
        return self(message.key, **message.values)

    def has_own(self, key: str) -> bool:
        """Whether the language itself has a text of that key."""
        own = (bundle for bundle in self._bundles if bundle.locales[0] == self.locale)
        return any(bundle.has_message(key) for bundle in own)

    def has(self, key: str) -> bool:
        """Whether there is a text of that key, in the language or in English."""
        return any(
            bundle.has_message(key) and bundle.get_message(key).value is not None
            for bundle in self._bundles
        )


def translator(locale: str = DEFAULT_LOCALE) -> Translator:
    """The translator of `locale`, or of its language, or else of English."""
    return _translator(locale, TEXTS)


@cache
def _translator(locale: str, texts: Path) -> Translator:
    names = (locale, locale.replace("-", "_").split("_")[0], DEFAULT_LOCALE)
    there = (name for name in names if name and any((texts / name).glob("*.ftl")))
    return Translator(next(there, DEFAULT_LOCALE), texts)
