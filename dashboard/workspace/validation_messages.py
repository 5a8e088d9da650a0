"""Messages for pydantic's errors, at the position in the file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic_core import ErrorDetails

from dashboard.domain.errors import Finding
from dashboard.domain.quoting import quote
from dashboard.domain.suggest import did_you_mean, listed
from dashboard.workspace.node import Node, Place, Step
from dashboard.workspace.schema_words import Shape
from dashboard.workspace.secret_words import is_secret

_LIST_NAMES = {
    "objectives": "objective",
    "key_results": "key result",
    "milestones": "milestone",
    "kpis": "KPI",
}
_IDENTITIES = ("id", "kpi", "title")
_ID_PATTERN = "[A-Za-z0-9._-]"
_WRONG_KIND = re.compile(
    r"_type$|^(date|time_delta|datetime|time|int|bool|float)_(parsing|from_.*)$|^int_from_float$"
)
_BOUNDS = {
    "greater_than_equal": ("ge", "or more"),
    "less_than_equal": ("le", "or less"),
    "greater_than": ("gt", "at least, and not that itself"),
    "less_than": ("lt", "at most, and not that itself"),
}


MAX_EXPLAINED = 1000
"""Errors examined in one file: a file full of them must not keep people waiting."""


def explain(errors: Sequence[ErrorDetails], root: Node, shape: Shape, path: str) -> list[Finding]:
    """One finding per mistake: the branches of a union count as one, at the invalid value."""
    met = [_Met.of(error, root, shape) for error in errors[:MAX_EXPLAINED]]
    findings = []
    for mistake in _without_rival_branches(met):
        if not mistake.node.is_broken:
            message = label(root, mistake.owner) + mistake.message(shape)
            findings.append(mistake.place.finding(path, message))
    return list(dict.fromkeys(findings))


def label(root: Node, steps: Sequence[Step]) -> str:
    """The owner of a field, as a prefix: "key result regions, milestone 2: done_on: "."""
    owners: list[str] = []
    fields: list[str] = []
    node: Node | None = root
    for index, step in enumerate(steps):
        node = node.child(step) if node is not None else None
        if isinstance(step, int):
            group = str(steps[index - 1]) if index else "items"
            named = f"{_LIST_NAMES.get(group, group)} {_identity(node, step)}"
            # The id of a key result is enough; its objective would only lengthen the line.
            owners, fields = [named] if group == "key_results" else [*owners, named], []
        else:
            fields.append(step)
    return "".join(f"{part}: " for part in (", ".join(owners), ".".join(fields)) if part)


def unknown_key(key: str, known: Sequence[str], owners: Sequence[str] = ()) -> str:
    """The message for an unknown key; `owners` are the kinds of source that know it."""
    possible = f"possible are {listed(known)}."
    if owners:
        return f"the key {quote(key)} is not known here, it belongs to {' and '.join(owners)}; {possible}"
    return f"the key {quote(key)} is not known; {possible}{did_you_mean(key, known)}"


@dataclass(frozen=True)
class _Met:
    """One error of pydantic, with its node and the branch of the union that it came from."""

    error: ErrorDetails
    node: Node
    parent: Node
    steps: tuple[Step, ...]
    shape: Shape
    union: tuple[Step, ...] | None

    @classmethod
    def of(cls, error: ErrorDetails, root: Node, shape: Shape) -> _Met:
        node, parent, steps = root, root, list[Step]()
        union: tuple[Step, ...] | None = None
        location = error["loc"]
        for index, step in enumerate(location):
            below = node.child(step)
            if below is not None:
                node, parent = below, node
                steps.append(step)
            elif not (error["type"] == "missing" and index == len(location) - 1):
                # The name of a union's branch is not a key of the file.
                union = tuple(steps) if union is None else union
        return cls(error, node, parent, tuple(steps), shape.at(steps), union)

    @property
    def is_wrong_kind_of_union(self) -> bool:
        return self.union == self.steps and bool(_WRONG_KIND.search(self.error["type"]))

    @property
    def is_secret(self) -> bool:
        return bool(self.steps) and is_secret(str(self.steps[-1]), self.shape)

    @property
    def place(self) -> Place:
        if self.error["type"] == "extra_forbidden" and self.steps:
            return self.parent.keys.get(str(self.steps[-1]), self.node.place)
        return self.node.place

    @property
    def owner(self) -> tuple[Step, ...]:
        """The steps to the place of the message; for an unknown key, the mapping that contains it."""
        return self.steps[:-1] if self.error["type"] == "extra_forbidden" else self.steps

    def message(self, root: Shape) -> str:
        kind = self.error["type"]
        key = str(self.error["loc"][-1]) if self.error["loc"] else ""
        if kind == "missing":
            return f"{key} is missing; write {self.shape.down(key).words()}"
        if kind == "extra_forbidden":
            return unknown_key(key, root.at(self.owner).keys)
        if self.node.value is None:
            return f"nothing is given; write {self.shape.words()}{self._or_leave(root)}"
        if self.is_secret:
            return f"what is given (not shown here) is not possible; write {self.shape.words()}"
        if kind in ("enum", "literal_error"):
            return self._choice()
        return self._value(kind, root)

    def _choice(self) -> str:
        names = re.findall(r"'([^']*)'", str(self.error.get("ctx", {}).get("expected", "")))
        given = self.node.shown()
        return f"{given} is not possible; write one of {listed(names)}.{did_you_mean(self.node.text, names)}"

    def _value(self, kind: str, root: Shape) -> str:
        given = self.node.shown()
        context = self.error.get("ctx", {})
        if kind in ("value_error", "assertion_error"):
            return _own_words(str(context.get("error", self.error["msg"])))
        if _WRONG_KIND.search(kind):
            return f"{given} is not {self.shape.words()}{self._hint()}"
        if kind == "string_pattern_mismatch":
            return f"{given} is not possible; write {_pattern(str(context.get('pattern')))}"
        if kind == "string_too_short":
            return f"the text is empty; write something{self._or_leave(root)}"
        if kind == "string_too_long":
            length = len(str(self.node.value))
            return f"the text has {length} characters; write at most {context.get('max_length')}"
        if kind == "finite_number":
            return f"{given} is not a finite number; write a number such as 12 or 3.5"
        if kind in _BOUNDS:
            bound, words = _BOUNDS[kind]
            return f"{given} is not possible; write {_number(context.get(bound))} {words}"
        return f"{given} is not possible: {self.error['msg']}"

    def _hint(self) -> str:
        value = self.node.value
        if self.shape.wants_date:
            return f": {_date_reason(str(self.error.get('ctx', {}).get('error', '')))}"
        if self.error["type"].startswith("time_delta"):
            return "; write a whole number and h, d or w, such as 36h, 8d or 2w"
        if self.shape.wants_text and isinstance(value, (bool, int, float)):
            return f'; put it in quotes: "{self.node.text[:40]}"'
        if self.shape.wants_number and isinstance(value, str):
            return (
                "; write digits without quotes, with a dot before the decimals and no other marks"
            )
        return ""

    def _or_leave(self, root: Shape) -> str:
        needed = root.at(self.steps[:-1]).required
        return "" if self.steps and self.steps[-1] in needed else ", or leave the key out"


def _without_rival_branches(met: Sequence[_Met]) -> Iterator[_Met]:
    """For each union, the errors of the intended branch; if unclear, one error for the union."""
    groups: dict[tuple[Step, ...], list[_Met]] = defaultdict(list)
    for mistake in met:
        if mistake.union is None:
            yield mistake
        else:
            groups[mistake.union].append(mistake)
    for group in groups.values():
        intended = [mistake for mistake in group if not mistake.is_wrong_kind_of_union]
        yield from intended or group[:1]


def _identity(node: Node | None, index: int) -> str:
    for key in _IDENTITIES:
        word = node.word(key) if node is not None else None
        if word:
            return word if re.fullmatch(_ID_PATTERN + "{1,80}", word) else quote(word)
    return str(index + 1)


def _own_words(text: str) -> str:
    """A message of the domain, with the quoted value shortened."""
    return re.sub(r"'[^']{80,}'", lambda match: f"'{match[0][1:78]}…'", text)


def _pattern(pattern: str) -> str:
    if _ID_PATTERN in pattern:
        return "letters, digits, dots, dashes and underscores, starting with a letter or digit, at most 80"
    return f"something that matches {pattern}"


def _date_reason(reason: str) -> str:
    if "day value" in reason:
        return "that month has no such day"
    if "month value" in reason:
        return "there are months 01 to 12"
    return "write year-month-day, with four, two and two digits"


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
