"""The role of a KPI on a key result, and what it rests on."""

from __future__ import annotations

from typing import Literal

from dashboard.analytics.lead_lag.verdict import Verdict
from dashboard.domain.okr import Role

Basis = Literal["overridden", "measured", "declared", "assumed"]

_MEASURED = {"leading": Role.LEADING, "lagging": Role.LAGGING, "coincident": Role.LAGGING}
"""What moves at the same time gives no early warning: it is read as lagging."""


def role_of(
    declared: Role | None, verdict: Verdict | None, overridden: Role | None = None
) -> tuple[Role, Basis]:
    """The role and its basis: what the owner knows better, else what the data show, else what was declared, else lagging is assumed."""
    if overridden is not None:
        return overridden, "overridden"
    if verdict is not None and verdict.evidence in _MEASURED:
        return _MEASURED[verdict.evidence], "measured"
    if declared is not None:
        return declared, "declared"
    return Role.LAGGING, "assumed"


def is_conflict(declared: Role | None, verdict: Verdict | None) -> bool:
    """Whether the data claim the opposite of the declaration."""
    if declared is None or verdict is None:
        return False
    opposite = "lagging" if declared is Role.LEADING else "leading"
    return verdict.evidence == opposite
