"""The sources: list them, test one, preview what it delivers."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard import terminal
from dashboard.commands.shared import EXIT_FAILED, Workspace, this_moment
from dashboard.config import find_workspace

app = typer.Typer(
    help="The sources: list them, test one, preview what it delivers.", no_args_is_help=True
)


@app.command(name="list")
def list_sources(workspace: Workspace = None) -> None:
    """List the sources, with their freshness and their last run."""
    from dashboard.actions import sources as source_actions

    columns, rows = source_actions.listed(find_workspace(workspace))
    terminal.show_table("", columns, rows)


@app.command(name="test")
def try_source(
    name: Annotated[str, typer.Argument(help="The source's id.")], workspace: Workspace = None
) -> None:
    """Test a source: a real read with a row limit, step by step."""
    from dashboard.actions import sources as source_actions

    is_good = True
    for step in source_actions.tested(find_workspace(workspace), name, now=this_moment()):
        sign = {True: "ok", False: "failed", None: "look"}[step.ok]
        terminal.say(f"{sign:<7}{step.name}: {step.detail}")
        is_good = is_good and step.ok is not False
    raise typer.Exit(0 if is_good else EXIT_FAILED)


@app.command(name="preview")
def preview_source(
    name: Annotated[str, typer.Argument(help="The source's id.")],
    rows: Annotated[int, typer.Option(help="How many rows.", min=1)] = 20,
    workspace: Workspace = None,
) -> None:
    """Show the first rows of a source; nothing is stored."""
    from dashboard.actions import sources as source_actions

    preview = source_actions.previewed(find_workspace(workspace), name, rows, now=this_moment())
    terminal.show_table(name, preview.columns, preview.rows)
    for bad in preview.delivery.bad_rows:
        terminal.complain(f"{bad.path}:{bad.line}: {bad.column}: {bad.value!r}: {bad.reason}")


@app.command(name="rejected")
def show_rejected(
    name: Annotated[str, typer.Argument(help="The source's id.")], workspace: Workspace = None
) -> None:
    """List the rows that the last run of a source rejected, with position and reason."""
    from dashboard.actions import sources as source_actions

    for line in source_actions.rejected(find_workspace(workspace), name):
        terminal.say(line)
