"""The events of each KPI of the demo company, from company/stories.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from dashboard.domain.domain_model import DomainModel


class Lead(DomainModel):
    """`kpi` moves `weeks` before; `strength` is the correlation, negative if opposite."""

    kpi: str
    weeks: int
    strength: float


class Shock(NamedTuple):
    """A shock in a week: `size` in standard swings, halved every `half_life` weeks."""

    week: int
    size: float
    half_life: float


class Story(DomainModel):
    """The parameters of one series; stories.toml explains each key."""

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
    """The weekly and monthly series, leading ones before those that they lead."""

    weekly: dict[str, Story]
    monthly: dict[str, Story]


@cache
def stories() -> Stories:
    """The stories of the demo company, as written."""
    text = files("dashboard.demo").joinpath("company", "stories.toml").read_text(encoding="utf-8")
    return Stories.model_validate(tomllib.loads(text))
