"""The kept snapshots: list them, make an earlier one current."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard import terminal
from dashboard.commands.shared import Who, Workspace, this_moment, this_person
from dashboard.config import find_workspace

app = typer.Typer(help="The kept snapshots; make one current.", no_args_is_help=True)


@app.command(name="list")
def list_snapshots(workspace: Workspace = None) -> None:
    """List the kept snapshots, newest first."""
    from dashboard.actions import use_snapshot

    columns, rows = use_snapshot.listed(find_workspace(workspace))
    terminal.show_table("", columns, rows)


@app.command(name="use")
def use_snapshot(
    snapshot: Annotated[
        str, typer.Argument(metavar="ID", help="A snapshot's id, from `fremdrift snapshots list`.")
    ],
    workspace: Workspace = None,
    who: Who = this_person(),
) -> None:
    """Make an earlier snapshot current; the next sync publishes a newer one."""
    from dashboard.actions import use_snapshot

    terminal.say(use_snapshot.use(find_workspace(workspace), snapshot, by=who, now=this_moment()))
