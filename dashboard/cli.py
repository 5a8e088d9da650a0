"""The commands: thin, every verb calls one function and says what came of it.

A verb imports what it needs when it is called: pandas and DuckDB take a second that `--help` and a check-in do not owe.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from dashboard import terminal
from dashboard.config import find_workspace
from dashboard.domain.errors import Busy, FremdriftError, InvalidInput

EXIT_FAILED, EXIT_USAGE, EXIT_PARTIAL, EXIT_BUSY = 1, 2, 3, 4

app = typer.Typer(
    name="fremdrift",
    help="An analytics dashboard that links OKRs to leading and lagging KPIs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
snapshots_app = typer.Typer(help="The kept snapshots; go back to one.", no_args_is_help=True)
sources_app = typer.Typer(
    help="The sources: list them, test one, look at what it delivers.", no_args_is_help=True
)
import_app = typer.Typer(help="Take in what was kept elsewhere.", no_args_is_help=True)
app.add_typer(snapshots_app, name="snapshots")
app.add_typer(sources_app, name="sources")
app.add_typer(import_app, name="import")

Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        help="The workspace's folder; else FREMDRIFT_WORKSPACE, else here, else .demo.",
    ),
]
Day = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Answer as of this day, such as 2026-10-18."),
]
Who = Annotated[
    str, typer.Option("--as", metavar="WHO", help="Who does it; kept with the change.")
]


@dataclass
class _Options:
    is_debug: bool = False


_options = _Options()


def main() -> None:
    """Run a command; a mistake or a failure is told in one readable paragraph and an exit code."""
    _options.is_debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    try:
        app(arguments)
    except FremdriftError as error:
        if _options.is_debug:
            raise
        terminal.complain(str(error))
        sys.exit(_code(error))
    except KeyboardInterrupt:
        terminal.complain(
            "Stopped. What was stored before stands; run the same command again to go on."
        )
        sys.exit(130)
    except Exception as error:
        if _options.is_debug:
            raise
        terminal.complain(
            f"Something went wrong that should not have ({error.__class__.__name__}: {error}). "
            "What was stored before stands. Run the same command with --debug to see where it happened."
        )
        sys.exit(EXIT_FAILED)


def _code(error: FremdriftError) -> int:
    if isinstance(error, Busy):
        return EXIT_BUSY
    return EXIT_USAGE if isinstance(error, InvalidInput) else EXIT_FAILED


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            f"{text!r} is not a date; write year, month and day, such as 2026-10-18."
        ) from None


def _me() -> str:
    try:
        return getuser()
    except (OSError, KeyError):
        return "unknown"


@app.command()
def demo(
    path: Annotated[
        Path, typer.Argument(help="The folder to write; a demo that stands there is written anew.")
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
    from dashboard.pipeline import demo as demo_pipeline

    day = _day(today)
    with terminal.progress() as progress:
        said = demo_pipeline.write(path, day, _now(), is_ready=ready, progress=progress)
    terminal.say(said)


@app.command()
def apply(
    workspace: Workspace = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the plan, store nothing.")
    ] = False,
    who: Who = _me(),
) -> None:
    """Read okrs/ and sources/ into the records; the plan is printed first."""
    from dashboard.pipeline import apply as applying

    paths = find_workspace(workspace)
    applied = applying.apply_workspace(
        paths, by=who, now=_now(), is_dry_run=dry_run, announce=terminal.show_plan
    )
    if applied.is_dry_run:
        terminal.say("A dry run: nothing was stored.")
    elif applied.check_ins_new:
        terminal.say(f"{applied.check_ins_new} check-ins taken in from check-ins/.")


@app.command()
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
    with terminal.progress() as progress:
        result = syncing.sync(
            paths,
            names=tuple(sources or ()),
            only_due=due,
            as_of=_day(as_of),
            now=_now(),
            progress=progress,
        )
    for line in result.complaints:
        terminal.complain(line)
    terminal.say(json.dumps(result.as_json(), ensure_ascii=False))
    raise typer.Exit({"ok": 0, "partial": EXIT_PARTIAL, "failed": EXIT_FAILED}[result.status])


@app.command()
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
    """The state of the objectives of the cycles that contain the date."""
    from dashboard.pipeline import looking
    from dashboard.reports import load as loading
    from dashboard.reports import status as status_report

    paths = find_workspace(workspace)
    with looking.state_at(paths, _day(as_of), _now()) as path:
        answer = status_report.status(loading.state_of(path), is_every_cycle=every)
    if as_json:
        print(answer.model_dump_json(indent=2))
        return
    for title, columns, rows in status_report.status_tables(answer):
        terminal.show_table(title, columns, rows, right=(2, 3, 4))


@app.command()
def serve(
    workspace: Workspace = None,
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8501,
    address: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Open the dashboard; Ctrl-C closes it."""
    paths = find_workspace(workspace)
    terminal.say(
        f"The dashboard of {paths.root} is at http://{address}:{port} (Ctrl-C closes it)."
    )
    sys.stdout.flush()
    script = Path(__file__).with_name("app.py")
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    options = [f"--server.port={port}", f"--server.address={address}", "--server.headless=true"]
    # Streamlit reads its settings from the folder that it is started in: the program's, not the person's.
    os.chdir(script.parent)
    os.execve(
        sys.executable, [*command, *options], os.environ | {"FREMDRIFT_WORKSPACE": str(paths.root)}
    )


@app.command(name="check-in")
def check_in(
    key_result: Annotated[str, typer.Argument(help="The key result's id.")],
    confidence: Annotated[
        str, typer.Option(help="How sure the team is: 0 to 1, or a percentage such as 70%.")
    ],
    note: Annotated[str, typer.Option(help="Why, and what is needed.")],
    who: Who,
    value: Annotated[
        float | None, typer.Option(help="The value, where it does not come from data.")
    ] = None,
    done: Annotated[
        str | None, typer.Option(metavar="STEP", help="The milestone that is done.")
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day it speaks of; default today.")
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Record one check-in."""
    from dashboard.pipeline import checking_in

    given = checking_in.Given(key_result, confidence, note, who, value, done, _day(on))
    said = checking_in.check_in(find_workspace(workspace), given, now=_now())
    for line in said.warnings:
        terminal.complain(line)
    terminal.say(said.text)


@import_app.command(name="check-ins")
def import_check_ins(
    file: Annotated[
        Path, typer.Argument(help="A CSV file: key_result, on, value, confidence, note, by.")
    ],
    workspace: Workspace = None,
    who: Who = _me(),
) -> None:
    """Take in past check-ins; twice is once."""
    from dashboard.pipeline import checking_in

    new, known = checking_in.import_file(find_workspace(workspace), file, by=who, now=_now())
    terminal.say(f"{new} check-ins taken in, {known} were there already.")


@snapshots_app.command(name="list")
def list_snapshots(workspace: Workspace = None) -> None:
    """The kept snapshots, newest first."""
    from dashboard.pipeline import going_back

    columns, rows = going_back.listed(find_workspace(workspace))
    terminal.show_table("", columns, rows)


@snapshots_app.command(name="use")
def use_snapshot(
    snapshot: Annotated[
        str, typer.Argument(metavar="ID", help="A snapshot's id, from `fremdrift snapshots list`.")
    ],
    workspace: Workspace = None,
    who: Who = _me(),
) -> None:
    """Go back to a snapshot; the next sync publishes a newer one."""
    from dashboard.pipeline import going_back

    terminal.say(going_back.use(find_workspace(workspace), snapshot, by=who, now=_now()))


@sources_app.command(name="list")
def list_sources(workspace: Workspace = None) -> None:
    """The sources, with their freshness and their last run."""
    from dashboard.pipeline import catalogue

    columns, rows = catalogue.listed(find_workspace(workspace))
    terminal.show_table("", columns, rows)


@sources_app.command(name="test")
def try_source(
    name: Annotated[str, typer.Argument(help="The source's id.")], workspace: Workspace = None
) -> None:
    """Run the real read, limited, step by step."""
    from dashboard.pipeline import catalogue

    is_good = True
    for step in catalogue.tested(find_workspace(workspace), name, now=_now()):
        sign = {True: "ok", False: "failed", None: "look"}[step.ok]
        terminal.say(f"{sign:<7}{step.name}: {step.detail}")
        is_good = is_good and step.ok is not False
    raise typer.Exit(0 if is_good else EXIT_FAILED)


@sources_app.command(name="preview")
def preview_source(
    name: Annotated[str, typer.Argument(help="The source's id.")],
    rows: Annotated[int, typer.Option(help="How many rows.")] = 20,
    workspace: Workspace = None,
) -> None:
    """The first rows as they stand in the source; nothing is stored."""
    from dashboard.pipeline import catalogue

    preview = catalogue.previewed(find_workspace(workspace), name, rows, now=_now())
    terminal.show_table(name, preview.columns, preview.rows)
    for bad in preview.delivery.bad_rows:
        terminal.complain(f"{bad.path}:{bad.line}: {bad.column}: {bad.value!r}: {bad.reason}")


@app.command(name="export")
def export(
    what: Annotated[str, typer.Argument(help="One of: okrs, check-ins, observations.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="PATH", help="The file or folder to write.")
    ],
    workspace: Workspace = None,
) -> None:
    """Write OKRs as YAML, check-ins as CSV, observations as CSV or Parquet."""
    from dashboard.pipeline import exports

    if what not in exports.KINDS:
        raise InvalidInput(
            f"There is no export of {what!r}; there are {', '.join(exports.KINDS)}."
        )
    terminal.say(exports.KINDS[what](find_workspace(workspace), out, _now()))


if __name__ == "__main__":
    main()
