"""Texts that a person reads: a key plus values, in files that translators know (Fluent)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

TEXTS = Path(__file__).with_name("texts")
DEFAULT_LOCALE = "en"

Value = str | int | float
"""What a text may hold: finished words and numbers, or numbers that choose a plural."""


@dataclass(frozen=True)
class Message:
    """A text that is not yet written out: its key and its values; values may be messages themselves."""

    key: str
    values: Mapping[str, Value | Message] = field(default_factory=dict)

    def to_json(self) -> str:
        """The message as JSON, for a store; `from_json` reads it back."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Message:
        """The message that `to_json` wrote."""
        return cls._from_plain(json.loads(text))

    @classmethod
    def _from_plain(cls, plain: Mapping[str, Any]) -> Message:
        values = {
            name: cls._from_plain(value) if isinstance(value, dict) else value
            for name, value in plain["values"].items()
        }
        return cls(plain["key"], values)


class Translator:
    """Writes messages out in one locale."""

    def __init__(self, locale: str, bundle: FluentBundle) -> None:
        self.locale = locale
        self._bundle = bundle

    def __call__(self, key: str, /, **values: Value | Message) -> str:
        """The text of `key` with its values.

        Raises:
            KeyError: no text has this key, or it needs a value that was not given.
        """
        entry = self._bundle.get_message(key)
        if entry.value is None:
            raise KeyError(f"the text {key!r} is empty in {self.locale!r}")
        written = {
            name: self.write(value) if isinstance(value, Message) else value
            for name, value in values.items()
        }
        text, errors = self._bundle.format_pattern(entry.value, written)
        if errors:
            raise KeyError(f"the text {key!r} in {self.locale!r}: {errors[0]}")
        return str(text)

    def write(self, message: Message) -> str:
        """The message, written out."""
        return self(message.key, **message.values)

    def has(self, key: str) -> bool:
        """Whether there is a text of that key."""
        return bool(self._bundle.has_message(key))


@cache
def translator(locale: str = DEFAULT_LOCALE) -> Translator:
    """The translator of `locale`, or of its language, or English where neither is there."""
    for name in (locale, locale.split("_")[0].split("-")[0], DEFAULT_LOCALE):
        files = sorted((TEXTS / name).glob("*.ftl"))
        if files:
            bundle = FluentBundle([name, DEFAULT_LOCALE], use_isolating=False)
            for file in files:
                bundle.add_resource(FluentResource(file.read_text("utf-8")))
            return Translator(name, bundle)
    raise KeyError(f"no texts for {locale!r} in {TEXTS}")
