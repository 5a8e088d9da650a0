"""The common ground of the domain's models."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
"""A stable name for links and files: letters, digits, dot, dash and underscore, at most 80 characters."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
"""A line that people read; blanks at its ends are taken off, and blanks alone are no text."""

Line = Annotated[str, StringConstraints(strip_whitespace=True)]
"""A line that may be empty; blanks at its ends are taken off."""


class Word(BaseModel):
    """An immutable model that refuses what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
