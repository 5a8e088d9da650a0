"""Check-ins and decisions of people."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from uuid import uuid4

from pydantic import Field

from dashboard.domain.domain_model import DomainModel, Id, Text

Confidence = Annotated[float, Field(ge=0, le=1)]
"""The team's stated confidence, 0 (no chance) to 1 (certain); never computed."""


def new_id() -> str:
    """A new id for an entry, made before it is sent, so that sending twice stores it once."""
    return uuid4().hex


class CheckIn(DomainModel):
    """One dated report on a key result."""

    id: str = Field(default_factory=new_id)
    key_result: Id
    on: dt.date
    value: float | None = None
    done: str | None = None
    confidence: Confidence | None = None
    note: str = ""
    by: Text


class Decision(DomainModel):
    """A decision of a review meeting on a key result."""

    id: str = Field(default_factory=new_id)
    key_result: Id
    on: dt.date
    decision: Text
    owner: str = ""
    due_on: dt.date | None = None
    by: Text
