"""Progress of long work: a terminal draws a bar, anything else prints lines."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives the progress of long work."""

    def step(self, text: str, total: int | None = None) -> None:
        """Start a step of `total` items, if their number is known."""

    def advance(self, count: int = 1) -> None:
        """Report `count` more items of the current step as done."""


class Silent:
    """Discards all progress."""

    def step(self, text: str, total: int | None = None) -> None:
        """Do nothing."""

    def advance(self, count: int = 1) -> None:
        """Do nothing."""
