"""Errors of sources, one class per kind of remedy.

The text of each names the thing, what was given, what is possible and the next step; `kind` names
the case for programs.
"""

from __future__ import annotations


class ConnectorError(Exception):
    """A source cannot be read; `kind` is a short stable name of the case."""

    def __init__(self, message: str, kind: str = "unknown") -> None:
        super().__init__(message)
        self.kind = kind


class SourceUnavailable(ConnectorError):
    """The source is not available now: trying again later may help."""


class SourceRefused(ConnectorError):
    """The source must not or cannot be read as configured: trying again does not help."""


class BadData(ConnectorError):
    """The source was read, and its content does not match its configuration."""
