"""A YAML value with its position in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dashboard.domain.errors import Finding
from dashboard.domain.quoting import quote, shorten

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""A JSON value."""

Step = str | int
"""One step down from a node: a key of a mapping, or a position in a list, counted from 0."""


@dataclass(frozen=True, order=True)
class Place:
    """A position in a file; line and column count from 1."""

    line: int
    column: int

    def finding(self, path: str, message: str) -> Finding:
        """A mistake at this position of the file `path`."""
        return Finding(path, self.line, self.column, message)


@dataclass(frozen=True)
class Node:
    """One value of a file: a scalar, a list of nodes or a mapping of keys to nodes.

    `text` is a scalar as written, without its quotes; `keys` has the position of each key of a
    mapping. A broken node replaces something refused (an alias): its value is unknown.
    """

    place: Place
    value: bool | int | float | str | list[Node] | dict[str, Node] | None
    text: str = ""
    keys: dict[str, Place] = field(default_factory=dict)
    is_broken: bool = False

    def child(self, step: Step) -> Node | None:
        """The node one step down; None if there is none."""
        if isinstance(self.value, dict) and isinstance(step, str):
            return self.value.get(step)
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            return self.value[step]
        return None

    def children(self) -> Iterator[tuple[Step, Node]]:
        """Every step down with its node, in the order of the file."""
        if isinstance(self.value, dict):
            yield from self.value.items()
        elif isinstance(self.value, list):
            yield from enumerate(self.value)

    def items(self, key: str) -> list[Node]:
        """The nodes of the list under `key`; empty without such a list."""
        below = self.child(key)
        return below.value if below is not None and isinstance(below.value, list) else []

    def word(self, key: str) -> str | None:
        """The text under `key`; None if there is none, or if it is not a text."""
        below = self.child(key)
        return below.value if below is not None and isinstance(below.value, str) else None

    def places(self) -> Iterator[Place]:
        """Every position in this node: its own, those of its keys and of everything below."""
        yield self.place
        yield from self.keys.values()
        for _, below in self.children():
            yield from below.places()

    def plain(self) -> Plain:
        """The value without positions, as JSON."""
        if isinstance(self.value, dict):
            return {key: below.plain() for key, below in self.value.items()}
        if isinstance(self.value, list):
            return [below.plain() for below in self.value]
        return self.value

    def shown(self) -> str:
        """The value in at most `SHOWN_LENGTH` characters, as a message quotes it."""
        if isinstance(self.value, dict):
            return shorten("{" + ", ".join(self.value) + "}")
        if isinstance(self.value, list):
            count = len(self.value)
            return f"a list of {count}" if count else "an empty list"
        if isinstance(self.value, str):
            return quote(self.value)
        return shorten(self.text) if self.text else "nothing"
