"""The subset of YAML 1.2 that the workspace allows, with a position for every node.

A file has one mapping, without anchors, aliases, merges or tags.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from dashboard.domain.errors import Finding
from dashboard.domain.quoting import quote, shorten
from dashboard.workspace.node import Node, Place

MAX_DEPTH = 20
"""Deeper nesting is refused: our files need at most eight levels, and a YAML bomb thousands."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_HEX_OR_OCTAL = re.compile(r"0x[0-9a-fA-F]+|0o[0-7]+")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_MAX_DIGITS = 310
_SHORT = 20
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


def parse_yaml(text: str, path: str) -> tuple[Node | None, list[Finding]]:
    """The root of the file and its findings; the root is None if nothing can be read.

    An empty file has no root and no finding. Alias nodes come back broken; of two equal keys the
    first is kept.
    """
    builder = _Builder(path)
    try:
        for event in YAML(typ="rt", pure=True).parse(text):
            builder.take(event)
            if builder.is_over:
                break
    except MarkedYAMLError as error:
        builder.refuse(_place(error.problem_mark or error.context_mark), _syntax(error, text))
        return None, builder.findings
    except YAMLError as error:
        builder.refuse(_control_place(text), _unprintable(error))
        return None, builder.findings
    except (ValueError, RecursionError) as error:
        builder.refuse(Place(1, 1), f"this cannot be read as YAML ({error})")
        return None, builder.findings
    return builder.root, builder.findings


def scalar_from(text: str) -> bool | int | float | str | None:
    """The value of an unquoted scalar by YAML 1.2's core schema; everything else stays text."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < _MAX_DIGITS else math.inf
    if _HEX_OR_OCTAL.fullmatch(text):
        return int(text, 0) if len(text) < _MAX_DIGITS else math.inf
    if _FLOAT.fullmatch(text):
        return float(text)
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", ""))
    return text


@dataclass
class _Open:
    """A list or mapping that is being read; `key` is the key whose value comes next."""

    node: Node
    key: Node | None = None


@dataclass
class _Builder:
    """Takes parser events, keeps a stack instead of recursing, and refuses what is not allowed."""

    path: str
    root: Node | None = None
    findings: list[Finding] = field(default_factory=list)
    is_over: bool = False
    _open: list[_Open] = field(default_factory=list)
    _documents: int = 0

    def take(self, event: Event) -> None:
        if isinstance(event, DocumentStartEvent):
            self._start_document(event)
        elif isinstance(event, CollectionEndEvent):
            self._close()
        elif isinstance(event, AliasEvent):
            place = _place(event.start_mark)
            self.refuse(
                place, f"the alias {quote('*' + event.anchor)} is not allowed; write the value out"
            )
            self._add(Node(place, None, is_broken=True))
        elif isinstance(event, ScalarEvent):
            self._check_marks(event)
            self._add(self._scalar(event))
        elif isinstance(event, (SequenceStartEvent, MappingStartEvent)):
            self._check_marks(event)
            self._start_collection(event)

    def refuse(self, place: Place, message: str) -> None:
        self.findings.append(place.finding(self.path, message))

    def _start_document(self, event: Event) -> None:
        self._documents += 1
        if self._documents > 1:
            place = _place(event.start_mark)
            self.refuse(
                place, "a second document starts here; write one document a file, without ---"
            )
            self.is_over = True

    def _start_collection(self, event: Event) -> None:
        place = _place(event.start_mark)
        if len(self._open) == MAX_DEPTH:
            self.refuse(
                place,
                f"nested more than {MAX_DEPTH} levels deep; no file of a workspace needs that",
            )
            self.root = None
            self.is_over = True
            return
        node = Node(place, {} if isinstance(event, MappingStartEvent) else [])
        self._open.append(_Open(node))

    def _close(self) -> None:
        closed = self._open.pop()
        self._add(closed.node)

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent.node.value, list):
            parent.node.value.append(node)
        elif parent.key is None:
            parent.key = node
        else:
            self._add_entry(parent.node, parent.key, node)
            parent.key = None

    def _add_entry(self, mapping: Node, key: Node, value: Node) -> None:
        if key.is_broken or not isinstance(mapping.value, dict):
            return
        if isinstance(key.value, (list, dict)):
            self.refuse(key.place, "a list or mapping cannot be a key; write a plain word")
            return
        name = key.text
        if name == "<<":
            self.refuse(key.place, "the merge key << is not allowed; write the keys out")
        elif name in mapping.value:
            first = mapping.keys[name]
            self.refuse(
                key.place,
                f"the key {quote(name)} is there twice (first in line {first.line}); keep one of them",
            )
        else:
            mapping.value[name] = value
            mapping.keys[name] = key.place

    def _check_marks(self, event: ScalarEvent | CollectionStartEvent) -> None:
        place = _place(event.start_mark)
        if event.anchor is not None:
            self.refuse(
                place,
                f"the anchor {quote('&' + event.anchor)} is not allowed; write the value where it is used",
            )
        if event.tag is not None:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self.refuse(place, f"the tag {quote(tag)} is not allowed; leave it out")

    def _scalar(self, event: ScalarEvent) -> Node:
        place = _place(event.start_mark)
        text: str = event.value
        if _FORBIDDEN.search(text):
            self.refuse(
                place,
                "a text may not hold the character NUL or half of a surrogate pair; leave it out",
            )
            text = _FORBIDDEN.sub("�", text)
        is_plain = bool(event.implicit[0])
        if is_plain and _HEX_OR_OCTAL.fullmatch(text):
            meant = f" ({int(text, 0)})" if len(text) <= _SHORT else ""
            self.refuse(
                place,
                f"{shorten(text)} is not written in decimals; write a decimal number{meant}, or put a text in quotes",
            )
            return Node(place, None, text, is_broken=True)
        return Node(place, scalar_from(text) if is_plain else text, text)


def _place(mark: StreamMark | None) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark is not None else Place(1, 1)


def _syntax(error: MarkedYAMLError, text: str) -> str:
    problem = str(error.problem or "it cannot be read")
    mark = error.problem_mark
    if mark is not None and text[mark.index : mark.index + 1] == "\t":
        return "there is a tab here; indent and separate with spaces"
    if "mapping values are not allowed" in problem:
        return "a second colon in one line is not YAML; put the text in quotes, or start a new line with the same indentation"
    if "cannot start any token" in problem:
        return f"not YAML: {problem}; put the text in quotes"
    where = f" {error.context}" if error.context else ""
    return f"not YAML{where}: {problem}; check quotes, brackets and indentation"


def _control_place(text: str) -> Place:
    for number, line in enumerate(re.split("\r\n|\r|\n", text), start=1):
        for column, char in enumerate(line, start=1):
            if not char.isprintable() and not char.isspace():
                return Place(number, column)
    return Place(1, 1)


def _unprintable(error: YAMLError) -> str:
    code = getattr(error, "character", None)
    name = f" (U+{code:04X})" if isinstance(code, int) else ""
    return f"YAML does not allow this character{name}; remove it, or write it as an escape in double quotes"
