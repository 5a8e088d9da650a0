"""What a person says of a verdict: that they accept it, or that they know better."""

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
"""Why, in the person's own words; blanks at its ends and hidden signs are taken off."""

Author = Annotated[Text, BeforeValidator(without_control_characters)]
"""Who says so; hidden signs are taken off."""


class ReviewKind(StrEnum):
    """What a person does with a verdict; to withdraw is to leave it to the data and the declaration again."""

    ACCEPTED = "accepted"
    OVERRIDDEN = "overridden"
    WITHDRAWN = "withdrawn"


class VerdictReview(DomainModel):
    """One person's word on what the data say of one KPI on one key result.

    `role` is what an override says that the KPI is. `evidence` and `lead_periods` are what the data said when the person
    decided.
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
                "an override names the role, leading or lagging, and nothing else does"
            )
        if self.kind is ReviewKind.OVERRIDDEN and not self.reason:
            raise ValueError("an override needs a reason")
        return self


def standing(reviews: Iterable[VerdictReview]) -> dict[tuple[str, str], VerdictReview]:
    """The word that stands, by key result and KPI: the last one said, unless that took the earlier ones back.

    Args:
        reviews: oldest first within a key result and KPI.
    """
    last = {(review.key_result, review.kpi): review for review in reviews}
    return {
        pair: review for pair, review in last.items() if review.kind is not ReviewKind.WITHDRAWN
    }
