"""Check-ins of people, and exports: check-in, import, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard import terminal
from dashboard.commands.shared import Who, Workspace, day_given, this_moment, this_person
from dashboard.config import find_workspace
from dashboard.domain.errors import InvalidInput


def check_in(
    key_result: Annotated[str, typer.Argument(help="The key result's id.")],
    confidence: Annotated[
        str, typer.Option(help="How sure the team is: 0 to 1, or a percentage such as 70%.")
    ],
    note: Annotated[str, typer.Option(help="Why, and what is needed.")],
    who: Who,
    value: Annotated[
        float | None, typer.Option(help="The value, if it does not come from data.")
    ] = None,
    done: Annotated[
        str | None, typer.Option(metavar="STEP", help="The milestone that is done.")
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day of the report; default today.")
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Record one check-in."""
    from dashboard.actions import check_in as check_in_actions

    given = check_in_actions.CheckInForm(
        key_result, confidence, note, who, value, done, day_given(on)
    )
    result = check_in_actions.check_in(find_workspace(workspace), given, now=this_moment())
    for line in result.warnings:
        terminal.complain(line)
    terminal.say(result.text)


def import_check_ins(
    file: Annotated[
        Path, typer.Argument(help="A CSV file: key_result, on, value, confidence, note, by.")
    ],
    workspace: Workspace = None,
    who: Who = this_person(),
) -> None:
    """Import past check-ins; importing twice adds nothing."""
    from dashboard.actions import check_in as check_in_actions

    new, known = check_in_actions.import_file(
        find_workspace(workspace), file, by=who, now=this_moment()
    )
    terminal.say(f"{new} check-ins imported, {known} were stored already.")


def export(
    what: Annotated[str, typer.Argument(help="One of: okrs, check-ins, observations.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="PATH", help="The file or folder to write.")
    ],
    workspace: Workspace = None,
) -> None:
    """Write OKRs as YAML, check-ins as CSV, observations as CSV or Parquet."""
    from dashboard.actions import export as exports

    if what not in exports.KINDS:
        raise InvalidInput(
            f"There is no export of {what!r}; there are {', '.join(exports.KINDS)}."
        )
    terminal.say(exports.KINDS[what](find_workspace(workspace), out, this_moment()))
