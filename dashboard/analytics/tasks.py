"""Expensive computations as plain data.

Their results can be cached, and other processes can run them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")
Result = TypeVar("Result", covariant=True)


@dataclass(frozen=True, eq=False)
class Task(Generic[Result]):
    """A computation that has not run yet.

    `function` is pure and defined at the top of a module. Its result depends on `arguments` alone,
    so the result for equal arguments can be reused. `subject` is the id of the key result, measure
    or KPI that it is about.
    """

    subject: str
    function: Callable[..., Result]
    arguments: tuple[Any, ...]

    def run(self) -> Result:
        """The result."""
        return self.function(*self.arguments)


class Runner(Protocol):
    """Runs tasks, in this process or elsewhere."""

    def __call__(self, tasks: Sequence[Task[T]], /) -> list[T]:
        """The results, in the order of `tasks`."""


def run_here(tasks: Sequence[Task[T]], /) -> list[T]:
    """The results, computed one after the other in this process."""
    return [task.run() for task in tasks]
