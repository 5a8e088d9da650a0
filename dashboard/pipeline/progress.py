"""How long work says where it is; a terminal draws a bar of it, anything else prints lines."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told of each step of long work; never asked anything."""

    def step(self, text: str, total: int | None = None) -> None:
        """A new step begins; `total` is how many pieces it has, where that is known."""

    def advance(self, count: int = 1) -> None:
        """`count` pieces of the present step are done."""


class Silent:
    """Says nothing."""

    def step(self, text: str, total: int | None = None) -> None:
        """Say nothing."""

    def advance(self, count: int = 1) -> None:
        """Say nothing."""
