"""A file with a checked form, in which values with known mistakes are skipped by further rules."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from dashboard.domain.domain_model import Line
from dashboard.domain.errors import Finding
from dashboard.workspace.node import Node, Place, Step
from dashboard.workspace.validation_messages import label

_LINE: TypeAdapter[str] = TypeAdapter(Line)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class CheckedMapping:
    """One mapping of a file, reached from its root by `steps`.

    `wrong` are the places that have a finding already. A rule that asks for a missing or wrong
    value gets None, so that no mistake is reported twice and every other one is still reported.
    """

    path: str
    root: Node
    wrong: frozenset[Place]
    node: Node
    steps: tuple[Step, ...] = ()

    def each(self, key: str) -> Iterator[CheckedMapping]:
        """The mappings of the list under `key`, in the order of the file."""
        for index, node in enumerate(self.node.items(key)):
            if isinstance(node.value, dict):
                yield CheckedMapping(
                    self.path, self.root, self.wrong, node, (*self.steps, key, index)
                )

    def inner(self, key: str) -> CheckedMapping | None:
        """The mapping under `key`; None if there is none."""
        node = self.node.child(key)
        if node is None or not isinstance(node.value, dict):
            return None
        return CheckedMapping(self.path, self.root, self.wrong, node, (*self.steps, key))

    def has(self, key: str) -> bool:
        """Whether there is a value under `key`, right or wrong."""
        node = self.node.child(key)
        return node is not None and (node.value is not None or node.is_broken)

    def word(self, key: str) -> str | None:
        """The text under `key`."""
        node = self._sound(key)
        return node.value if node is not None and isinstance(node.value, str) else None

    def number(self, key: str) -> float | None:
        """The number under `key`."""
        node = self._sound(key)
        if (
            node is None
            or isinstance(node.value, bool)
            or not isinstance(node.value, (int, float))
        ):
            return None
        return float(node.value)

    def day(self, key: str) -> dt.date | None:
        """The date under `key`."""
        word = self.word(key)
        return dt.date.fromisoformat(word) if word is not None and _DAY.fullmatch(word) else None

    def is_list(self, key: str) -> bool:
        """Whether there is a list under `key` whose elements are valid enough to be counted."""
        node = self.node.child(key)
        return node is not None and isinstance(node.value, list) and not node.is_broken

    def finding(self, key: str | None, message: str) -> Finding:
        """A mistake in the value under `key`, or in the mapping itself if there is no such value."""
        node = self.node.child(key) if key is not None else None
        place = self.node.place if node is None else node.place
        steps: Sequence[Step] = self.steps if key is None else (*self.steps, key)
        return place.finding(self.path, label(self.root, steps) + message)

    def misdated(self, key: str) -> Finding | None:
        """The finding on a date in the wrong form, where pydantic took digits for a timestamp."""
        word = self.word(key)
        if word is None or _DAY.fullmatch(word):
            return None
        return self.finding(key, f'"{word[:40]}" is not a date such as 2026-12-31')

    def blank(self, key: str) -> Finding | None:
        """The finding on a text of blanks only, if the text is optional."""
        word = self.word(key)
        if not word or _LINE.validate_python(word):
            return None
        return self.finding(key, "the text is blank; write something, or leave the key out")

    def _sound(self, key: str) -> Node | None:
        node = self.node.child(key)
        if node is None or node.is_broken or not self.wrong.isdisjoint(node.places()):
            return None
        return node
