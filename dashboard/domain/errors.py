"""The mistakes that a person can make or meet, one class per kind of remedy.

Every message names the thing, what was given, what is possible and the next step, so that it can be shown as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class FremdriftError(Exception):
    """Something a person can mend; its text is all they need to read."""


class InvalidInput(FremdriftError):
    """What was given cannot be accepted: change it and try again."""


class NotFound(FremdriftError):
    """What was asked for does not exist: ask for something that does."""


class Busy(FremdriftError):
    """Somebody else is doing the same: wait and try again."""


class StoreError(FremdriftError):
    """A file or a database of the workspace cannot be read or written."""


class OtherVersion(StoreError):
    """A file of the workspace was written by a version of the program with another schema, which this one cannot handle."""


@dataclass(frozen=True)
class Finding:
    """One mistake in one file, with its place; lines and columns count from 1."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class InvalidFiles(InvalidInput):
    """The files of a workspace hold mistakes: every one of them is listed, nothing was stored."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=lambda f: (f.path, f.line, f.column)))
        count = len(self.findings)
        head = "1 mistake" if count == 1 else f"{count} mistakes"
        super().__init__(
            "\n".join(
                [f"{head} in the workspace's files, nothing was stored:", *map(str, self.findings)]
            )
        )
