"""The command line: the commands put together, and the output of errors."""

from __future__ import annotations

import sys

import typer

from dashboard import terminal
from dashboard.commands import people, reviews, snapshots, sources, workspace
from dashboard.commands.shared import EXIT_FAILED, exit_code
from dashboard.config import limit_blas_threads
from dashboard.domain.errors import FremdriftError

STOPPED = 130
"""The code of a command that was stopped with Ctrl-C, as shells have it."""

app = typer.Typer(
    name="fremdrift",
    help="An analytics dashboard that links OKRs to leading and lagging KPIs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
import_app = typer.Typer(help="Import data from elsewhere.", no_args_is_help=True)
import_app.command("check-ins")(people.import_check_ins)
for verb in (workspace.demo, workspace.apply, workspace.sync, workspace.status, workspace.serve):
    app.command()(verb)
app.command("check-in")(people.check_in)
app.command("override")(reviews.override)
app.command("accept")(reviews.accept)
app.add_typer(import_app, name="import")
app.command("export")(people.export)
app.add_typer(sources.app, name="sources")
app.add_typer(snapshots.app, name="snapshots")


def main() -> None:
    """Run a command; an error is printed as one readable paragraph and gives an exit code.

    With `--debug` anywhere in the line, the traceback is shown too.
    """
    limit_blas_threads()
    is_debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    try:
        app(arguments)
    except FremdriftError as error:
        if is_debug:
            raise
        terminal.complain(str(error))
        sys.exit(exit_code(error))
    except SystemExit as end:
        if end.code == STOPPED:
            terminal.complain(
                "Stopped. Saved data is unchanged; run the same command again to continue."
            )
        raise
    except Exception as error:
        if is_debug:
            raise
        terminal.complain(
            f"An unexpected error occurred ({error.__class__.__name__}: {error}). "
            "Saved data is unchanged. Run the same command with --debug to see where it happened."
        )
        sys.exit(EXIT_FAILED)


if __name__ == "__main__":
    main()
