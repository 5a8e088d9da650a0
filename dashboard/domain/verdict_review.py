"""A person's review of a verdict: accepted, or overridden with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from dashboard.domain.check_in import new_id
from dashboard.domain.domain_model import DomainModel, Id, Text, without_control_characters
from dashboard.domain.okr import Role

Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=500),
    BeforeValidator(without_control_characters),
]
"""The person's reason; surrounding blanks and invisible characters are removed."""

Author = Annotated[Text, BeforeValidator(without_control_characters)]
"""The author; invisible characters are removed."""


class ReviewKind(StrEnum):
    """What a person does with a verdict; to withdraw returns the role to data and declaration."""

    ACCEPTED = "accepted"
    OVERRIDDEN = "overridden"
    WITHDRAWN = "withdrawn"


class VerdictReview(DomainModel):
    """One person's review of the verdict on one KPI of one key result.

    `role` is the role set by an override. `evidence` and `lead_periods` are the verdict of the
    data when the person decided.
    """

    id: str = Field(default_factory=new_id)
    key_result: Id
    kpi: Id
    kind: ReviewKind
    role: Role | None = None
    reason: Reason = ""
    on: dt.date
    by: Author
    evidence: Literal["leading", "lagging", "coincident", "none", "too_little"]
    lead_periods: float | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.kind is ReviewKind.OVERRIDDEN) != (self.role is not None):
            raise ValueError(
                "an override needs a role, leading or lagging, and other reviews have none"
            )
        if self.kind is ReviewKind.OVERRIDDEN and not self.reason:
            raise ValueError("an override needs a reason")
        return self


def current_reviews(reviews: Iterable[VerdictReview]) -> dict[tuple[str, str], VerdictReview]:
    """The valid review by key result and KPI: the last one, unless it withdraws earlier ones.

    Args:
        reviews: oldest first within a key result and KPI.
    """
    last = {(review.key_result, review.kpi): review for review in reviews}
    return {
        pair: review for pair, review in last.items() if review.kind is not ReviewKind.WITHDRAWN
    }
