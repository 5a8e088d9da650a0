"""The form of each kind of file, as people write it; the JSON Schemas are generated from these."""

from __future__ import annotations

import zoneinfo
from typing import Annotated

from babel.localedata import locale_identifiers
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from dashboard.domain.domain_model import DomainModel, Text
from dashboard.domain.kpi import Source
from dashboard.domain.okr import Cycle, Objective
from dashboard.domain.quoting import quote
from dashboard.domain.suggest import did_you_mean


def _timezone(name: str) -> str:
    known = zoneinfo.available_timezones()
    if name in known:
        return name
    raise ValueError(
        f"{quote(name)} is not a time zone; write a name such as UTC or Europe/Oslo."
        + did_you_mean(name, sorted(known))
    )


def _locale(name: str) -> str:
    known = locale_identifiers()
    if name.replace("-", "_") in known:
        return name
    raise ValueError(f"{quote(name)} is not a language; write a code such as en, nb or en-GB")


class Settings(DomainModel):
    """What `workspace.yaml` says; every key may be left out."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] = Field(
        default_factory=str,
        max_length=200,
        description="The name on every page; left out: the folder's.",
    )
    timezone: Annotated[str, AfterValidator(_timezone)] = Field(
        default="UTC", description="The time zone that says which day it is, such as Europe/Oslo."
    )
    locale: Annotated[str, AfterValidator(_locale)] = Field(
        default="en", description="The language of the pages, such as en or nb."
    )


class OkrFile(DomainModel):
    """Objectives and key results of one cycle."""

    cycle: Cycle
    team: Text | None = Field(
        default=None, description="The team of every objective below that names none."
    )
    objectives: tuple[Objective, ...]


SOURCE_KEYS = frozenset(Source.model_fields) - {"options"}
"""The keys that source files of every kind have; the others belong to the kind's connector."""


def config_keys(config: type[BaseModel]) -> frozenset[str]:
    """The keys of a connector's own configuration, as written in a file."""
    return frozenset(info.alias or name for name, info in config.model_fields.items())
