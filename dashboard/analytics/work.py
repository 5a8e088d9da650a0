"""Costly pieces of work as plain data, so that they can be remembered and handed to other processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")
Found = TypeVar("Found", covariant=True)


@dataclass(frozen=True, eq=False)
class Work(Generic[Found]):
    """A piece of work that is still to be done.

    `function` is pure and stands at the top of a module; its answer depends on `given` and on nothing else, so that whoever
    knows the answer to the same need not do it again. `of` is the id of what it is about: a key result, a measure, a KPI.
    """

    of: str
    function: Callable[..., Found]
    given: tuple[Any, ...]

    def do(self) -> Found:
        """The answer."""
        return self.function(*self.given)


class Do(Protocol):
    """Does pieces of work: the answers, in their order."""

    def __call__(self, works: Sequence[Work[T]], /) -> list[T]:
        """The answers, in the order of `works`."""


def do_here(works: Sequence[Work[T]], /) -> list[T]:
    """The answers, one after the other, in this process."""
    return [work.do() for work in works]
