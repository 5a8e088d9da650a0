"""Reviews of verdicts: override one with a reason, accept it, or withdraw that."""

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
    reason: Annotated[str, typer.Option(help="Your reason: what the data do not show.")] = "",
    is_withdrawn: Annotated[
        bool, typer.Option("--withdraw", help="Withdraw an override or acceptance.")
    ] = False,
    workspace: Workspace = None,
) -> None:
    """Set a KPI to leading or lagging for a key result, whatever the data say; or withdraw that."""
    if is_withdrawn:
        if role is not None:
            raise InvalidInput("Give either --role or --withdraw, not both.")
        _record(workspace, (key_result, kpi, who), ReviewKind.WITHDRAWN, reason=reason)
        terminal.say(f"{kpi} on {key_result} follows data and declaration again.")
        return
    if role not in tuple(Role):
        raise InvalidInput(
            f"--role {role} is not a role; give leading or lagging."
            if role is not None
            else "Set the role with --role leading or --role lagging, or withdraw an override with --withdraw."
        )
    given = Role(role)
    _record(workspace, (key_result, kpi, who), ReviewKind.OVERRIDDEN, role=given, reason=reason)
    terminal.say(f"{kpi} on {key_result} counts as {given.value} from now on.")


def accept(
    key_result: KeyResultId,
    kpi: KpiId,
    who: Who,
    reason: Annotated[str, typer.Option(help="Why, if you like.")] = "",
    workspace: Workspace = None,
) -> None:
    """Accept the verdict on a KPI of a key result; it holds as long as the verdict stays the same."""
    _record(workspace, (key_result, kpi, who), ReviewKind.ACCEPTED, reason=reason)
    terminal.say(f"Accepted the verdict on {kpi} for {key_result}.")


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
