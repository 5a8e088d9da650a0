"""Errors that a person can cause or meet, one class per kind of remedy.

Every message names the thing, what was given, what is possible and the next step, so that it can
be shown unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class FremdriftError(Exception):
    """An error that a person can fix; its text is all they need to read."""


class InvalidInput(FremdriftError):
    """The input cannot be accepted: change it and try again."""


class NotFound(FremdriftError):
    """The requested item does not exist: ask for an existing one."""


class Busy(FremdriftError):
    """Another process is doing the same: wait and try again."""


class StoreError(FremdriftError):
    """A file or a database of the workspace cannot be read or written."""


class OtherVersion(StoreError):
    """A file was written by a version with another schema, which this version cannot handle."""


@dataclass(frozen=True)
class Finding:
    """One mistake in one file, with its position; lines and columns count from 1."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class InvalidFiles(InvalidInput):
    """The files of a workspace contain mistakes: all of them are listed, nothing was stored."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=lambda f: (f.path, f.line, f.column)))
        count = len(self.findings)
        head = "1 mistake" if count == 1 else f"{count} mistakes"
        super().__init__(
            "\n".join(
                [f"{head} in the workspace's files, nothing was stored:", *map(str, self.findings)]
            )
        )
