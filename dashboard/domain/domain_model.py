"""Common types of the domain's models."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
"""A stable name for links and files: letters, digits, dot, dash and underscore, at most 80
characters."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
"""A line for people; surrounding blanks are removed, and a blank line is no text."""

Line = Annotated[str, StringConstraints(strip_whitespace=True)]
"""A line that may be empty; surrounding blanks are removed."""


def without_control_characters(text: object) -> object:
    """The text without control and bidirectional characters; other types are returned unchanged.

    Removed are control characters except line ends and tabs, lone surrogates, and the embeddings,
    overrides and isolates of the bidirectional algorithm (Unicode annex 9).
    """
    if not isinstance(text, str):
        return text
    return "".join(one for one in text if one in "\n\t" or not _is_hidden(one))


def _is_hidden(sign: str) -> bool:
    is_turning = "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069"
    return is_turning or unicodedata.category(sign) in ("Cc", "Cs")


class DomainModel(BaseModel):
    """An immutable model that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
