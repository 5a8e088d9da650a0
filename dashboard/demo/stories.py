"""What each KPI of the demo company goes through, as company/stories.toml tells it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from dashboard.domain.domain_model import DomainModel


class Lead(DomainModel):
    """`kpi` moves `weeks` before; `strength` is the correlation, below 0 where the outcome moves the other way."""

    kpi: str
    weeks: int
    strength: float


class Shock(NamedTuple):
    """Something happens in a week: `size` in usual swings, halved every `half_life` weeks."""

    week: int
    size: float
    half_life: float


class Story(DomainModel):
    """The making of one series; stories.toml explains each word."""

    course: tuple[tuple[int, float], ...]
    swing: float
    decimals: int
    relative: bool = False
    lead: Lead | None = None
    shocks: tuple[Shock, ...] = ()
    holiday: float = 0.0
    low: float = 0.0
    high: float | None = None
    starts: int | None = None


class Stories(DomainModel):
    """The series that are made by the week and by the month, those that lead before those that they lead."""

    weekly: dict[str, Story]
    monthly: dict[str, Story]


@cache
def stories() -> Stories:
    """The stories of the demo company, as they are written."""
    text = files("dashboard.demo").joinpath("company", "stories.toml").read_text(encoding="utf-8")
    return Stories.model_validate(tomllib.loads(text))
