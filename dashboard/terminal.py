"""Output of commands: progress, tables, and errors as one readable paragraph."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from dashboard.pipeline.progress import Progress

if TYPE_CHECKING:
    from dashboard.records.plan import Plan

WIDTH = 400
"""Without a terminal, lines are not wrapped: a program or a file reads them."""

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True)

SIGNS = {"added": "+", "changed": "~", "removed": "-"}


class _Lines:
    """Progress without a terminal: one line per step."""

    def step(self, text: str, total: int | None = None) -> None:
        err.print(f"{text} ({total})" if total is not None else text, markup=False)

    def advance(self, count: int = 1) -> None:
        """Only the start of a step is printed, not each part of it."""


class _Bars:
    """Progress on a terminal: one bar per step."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._task: TaskID | None = None

    def step(self, text: str, total: int | None = None) -> None:
        self._task = self._bar.add_task(text, total=total)

    def advance(self, count: int = 1) -> None:
        if self._task is not None:
            self._bar.advance(self._task, count)


@contextmanager
def progress() -> Iterator[Progress]:
    """The progress display, on standard error, so that standard output stays for results."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=err, transient=False) as bar:
        yield _Bars(bar)


def complain(text: str) -> None:
    """Print an error on standard error, unchanged."""
    err.print(text, markup=False)


def say(text: str) -> None:
    """Print a line on standard output, unchanged."""
    out.print(text, markup=False)


def show_plan(plan: Plan) -> None:
    """Print the plan of an `apply`: what is added, changed from what to what, and removed."""
    if plan.is_empty:
        say("The records match the files: nothing to do.")
        return
    for change in plan.changes:
        say(
            f"{SIGNS[change.kind]} {change.what} {change.id}"
            + (f": {change.title}" if change.title else "")
        )
        if change.kind == "changed":
            for field in change.fields:
                say(f"    {field.name}: {_shown(field.old)} → {_shown(field.new)}")
    counts = {kind: sum(change.kind == kind for change in plan.changes) for kind in SIGNS}
    say(f"{counts['added']} added, {counts['changed']} changed, {counts['removed']} removed.")


def show_table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()
) -> None:
    """Print a table on standard output; the columns numbered in `right` hold numbers."""
    table = Table(
        title=title or None, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0)
    )
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    out.print(table)


def _shown(value: object) -> str:
    return "nothing" if value is None else str(value)
