"""Decides the role of a KPI on a key result, and reports what the role is based on."""

from __future__ import annotations

from typing import Literal

from dashboard.analytics.lead_lag.verdict import Verdict
from dashboard.domain.okr import Role

Basis = Literal["overridden", "measured", "declared", "assumed"]

_MEASURED = {"leading": Role.LEADING, "lagging": Role.LAGGING, "coincident": Role.LAGGING}
"""A coincident KPI gives no early warning, so it counts as lagging."""


def role_of(
    declared: Role | None, verdict: Verdict | None, overridden: Role | None = None
) -> tuple[Role, Basis]:
    """The role and its basis.

    The first that exists decides: a person's override, a verdict that claims a link, the
    declaration. Without any of them the role is assumed to be lagging.
    """
    if overridden is not None:
        return overridden, "overridden"
    if verdict is not None and verdict.evidence in _MEASURED:
        return _MEASURED[verdict.evidence], "measured"
    if declared is not None:
        return declared, "declared"
    return Role.LAGGING, "assumed"


def is_conflict(declared: Role | None, verdict: Verdict | None) -> bool:
    """Whether the verdict claims the opposite of the declared role."""
    if declared is None or verdict is None:
        return False
    opposite = "lagging" if declared is Role.LEADING else "leading"
    return verdict.evidence == opposite
