"""What people say of verdicts: override one with a reason, accept it, or take that back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard import terminal
from dashboard.commands.shared import Who, Workspace, this_moment
from dashboard.config import find_workspace
from dashboard.domain.errors import InvalidInput
from dashboard.domain.okr import Role
from dashboard.domain.verdict_review import ReviewKind

KeyResultId = Annotated[str, typer.Argument(metavar="KEY_RESULT", help="The key result's id.")]
KpiId = Annotated[
    str, typer.Argument(metavar="KPI", help="The id of a KPI that is attached to it.")
]


def override(
    key_result: KeyResultId,
    kpi: KpiId,
    who: Who,
    role: Annotated[
        str | None, typer.Option(metavar="ROLE", help="What it is: leading or lagging.")
    ] = None,
    reason: Annotated[str, typer.Option(help="What you know that the data do not show.")] = "",
    is_withdrawn: Annotated[
        bool, typer.Option("--withdraw", help="Take back what was overridden or accepted.")
    ] = False,
    workspace: Workspace = None,
) -> None:
    """Say that a KPI leads or lags a key result, whatever the data say; or take that back."""
    if is_withdrawn:
        if role is not None:
            raise InvalidInput("Give either --role or --withdraw, not both.")
        _record(workspace, (key_result, kpi, who), ReviewKind.WITHDRAWN, reason=reason)
        terminal.say(f"{kpi} on {key_result} is left to the data and the declaration again.")
        return
    if role not in tuple(Role):
        raise InvalidInput(
            f"--role {role} is no role; give leading or lagging."
            if role is not None
            else "Say what it is with --role leading or --role lagging, or take an override back with --withdraw."
        )
    given = Role(role)
    _record(workspace, (key_result, kpi, who), ReviewKind.OVERRIDDEN, role=given, reason=reason)
    terminal.say(f"{kpi} on {key_result} is read as {given.value} from now on.")


def accept(
    key_result: KeyResultId,
    kpi: KpiId,
    who: Who,
    reason: Annotated[str, typer.Option(help="Why, if you like.")] = "",
    workspace: Workspace = None,
) -> None:
    """Accept what the data say of a KPI on a key result; it holds as long as they say the same."""
    _record(workspace, (key_result, kpi, who), ReviewKind.ACCEPTED, reason=reason)
    terminal.say(f"What the data say of {kpi} on {key_result} is accepted.")


def _record(
    workspace: Path | None,
    about: tuple[str, str, str],
    kind: ReviewKind,
    *,
    role: Role | None = None,
    reason: str = "",
) -> None:
    from dashboard.actions.review_verdict import ReviewGiven, record_review

    key_result, kpi, who = about
    given = ReviewGiven(key_result, kpi, kind, who, role, reason)
    record_review(find_workspace(workspace), given, this_moment(), source="cli")
