"""From the files to the page: demo, apply, sync, status, serve."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from dashboard import terminal
from dashboard.commands.shared import (
    EXIT_FAILED,
    EXIT_PARTIAL,
    Day,
    Who,
    Workspace,
    day_given,
    exit_code,
    this_moment,
    this_person,
)
from dashboard.config import find_workspace, processes
from dashboard.domain.errors import Busy, FremdriftError


def demo(
    path: Annotated[
        Path, typer.Argument(help="The folder to write; an existing demo is overwritten.")
    ],
    today: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day it is written for; default today.")
    ] = None,
    ready: Annotated[
        bool,
        typer.Option(
            "--ready", help="Also apply it and publish its weeks; keep it if it is of this week."
        ),
    ] = False,
) -> None:
    """Write the demo workspace: a company of three teams with two years of history."""
    from dashboard.actions import demo as demo_pipeline

    day = day_given(today)
    with terminal.progress() as progress:
        message = demo_pipeline.write(
            path, day, this_moment(), is_ready=ready, progress=progress, processes=processes()
        )
    terminal.say(message)


def apply(
    workspace: Workspace = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the plan, store nothing.")
    ] = False,
    remove_all: Annotated[
        bool, typer.Option("--remove-all", help="Archive everything if the files are gone.")
    ] = False,
    who: Who = this_person(),
) -> None:
    """Read okrs/ and sources/ into the records; the plan is printed first."""
    from dashboard.actions import apply as applying

    paths = find_workspace(workspace)
    applied = applying.apply_workspace(
        paths,
        by=who,
        now=this_moment(),
        is_dry_run=dry_run,
        may_remove_all=remove_all,
        announce=terminal.show_plan,
    )
    if applied.is_dry_run:
        terminal.say("Dry run: nothing was stored.")
    elif applied.check_ins_new:
        terminal.say(f"{applied.check_ins_new} check-ins imported from check-ins/.")


def sync(
    sources: Annotated[
        list[str] | None, typer.Argument(help="The sources to read; default all.")
    ] = None,
    workspace: Workspace = None,
    due: Annotated[
        bool, typer.Option("--due", help="Only the sources whose schedule is due.")
    ] = False,
    as_of: Day = None,
) -> None:
    """Pull the sources, check, store, compute and publish. Exit 0 ok, 3 partial, 4 busy, 1 failed."""
    from dashboard.pipeline import sync as syncing

    paths = find_workspace(workspace)
    try:
        with terminal.progress() as progress:
            result = syncing.sync(
                paths,
                names=tuple(sources or ()),
                only_due=due,
                as_of=day_given(as_of),
                now=this_moment(),
                progress=progress,
                processes=processes(),
            )
    except FremdriftError as error:
        terminal.complain(str(error))
        ending = "busy" if isinstance(error, Busy) else "failed"
        terminal.say(json.dumps({"status": ending, "error": str(error)}, ensure_ascii=False))
        raise typer.Exit(exit_code(error)) from None
    for line in result.complaints:
        terminal.complain(line)
    terminal.say(json.dumps(result.as_json(), ensure_ascii=False))
    raise typer.Exit({"ok": 0, "partial": EXIT_PARTIAL, "failed": EXIT_FAILED}[result.status])


def status(
    workspace: Workspace = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="As JSON; its schema comes with the program.")
    ] = False,
    as_of: Day = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every cycle, not only those that contain the date.")
    ] = False,
) -> None:
    """Print the state of the objectives of the cycles that contain the date."""
    from dashboard.pipeline.snapshot_for_day import snapshot_for_day
    from dashboard.read_model import load as loading
    from dashboard.reports.status import answer as status_report

    paths = find_workspace(workspace)
    with snapshot_for_day(paths, day_given(as_of), this_moment()) as (path, is_published):
        state = loading.state_of(path)
        answer = status_report.status(state, is_every_cycle=every, is_published=is_published)
    if as_json:
        print(answer.model_dump_json(indent=2))
        return
    for title, columns, rows in status_report.status_tables(answer, state):
        terminal.show_table(title, columns, rows, right=(3, 4, 5, 6, 7))
        terminal.say("")
    terminal.say(status_report.status_summary(answer, state))


def serve(
    workspace: Workspace = None,
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8501,
    address: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Open the dashboard; Ctrl-C closes it."""
    paths = find_workspace(workspace)
    terminal.say(
        f"The dashboard of {os.path.relpath(paths.root)} is at http://{address}:{port} (Ctrl-C closes it)."
    )
    sys.stdout.flush()
    script = Path(__file__).parents[1] / "app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    options = [f"--server.port={port}", f"--server.address={address}", "--server.headless=true"]
    # Streamlit reads its settings from its working folder: the program's, not the user's.
    os.chdir(script.parent)
    os.execve(
        sys.executable, [*command, *options], os.environ | {"FREMDRIFT_WORKSPACE": str(paths.root)}
    )
