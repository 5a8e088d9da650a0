"""KPIs and the sources that deliver them."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from dashboard.domain.word import Id, Text, Word


class Better(StrEnum):
    """Which way is better for a KPI; `maintain` is neither."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"


class Grain(StrEnum):
    """How long one period of a KPI is, as delivered or rolled up; ordered from fine to coarse."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class Aggregation(StrEnum):
    """How finer values make a coarser period."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"
    MIN = "min"
    MAX = "max"


_DURATION = re.compile(r"^([0-9]{1,5})([hdw])$")
_HOURS = {"h": 1, "d": 24, "w": 168}


def _duration(value: object) -> object:
    if not isinstance(value, str):
        return value
    match = _DURATION.match(value.strip())
    if match is None:
        raise ValueError(
            f"{value!r} is not a length of time; write a whole number and h, d or w, such as 36h, 8d or 2w"
        )
    return dt.timedelta(hours=int(match[1]) * _HOURS[match[2]])


Duration = Annotated[dt.timedelta, BeforeValidator(_duration, json_schema_input_type=str)]
"""A length of time as people write it in the files: 36h, 8d, 2w."""


class Limits(Word):
    """Values outside are quarantined; a missing bound is none."""

    low: float | None = None
    high: float | None = None


class Freshness(Word):
    """How old the latest period may be, counted from its last day."""

    late_after: Duration = dt.timedelta(days=8)
    stale_after: Duration = dt.timedelta(days=15)


class Kpi(Word):
    """A number that is watched in every cycle."""

    id: Id
    name: Text
    value: str = Field(
        description="The column, or the name in the column `kpi` of a long file; left out: the id.",
        default="",
    )
    unit: str = ""
    direction: Better = Better.INCREASE
    grain: Grain
    aggregation: Aggregation
    owner: str | None = None
    description: str = ""
    limits: Limits = Limits()

    @property
    def delivered_as(self) -> str:
        """The name under which the source delivers it."""
        return self.value or self.id


_SCHEDULES = ("hourly", "daily", "weekly")


def _schedule(value: str) -> str:
    if value in _SCHEDULES or len(value.split()) == 5:
        return value
    raise ValueError(
        f"{value!r} is not a schedule; write hourly, daily, weekly or a cron line of five fields"
    )


class Source(Word):
    """A place that KPIs come from. What its kind needs beyond this is checked by the connector of that kind."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    source: Id
    type: str
    schedule: Annotated[str, AfterValidator(_schedule)] = "daily"
    freshness: Freshness = Freshness()
    lookback: Duration = dt.timedelta(days=28)
    kpis: tuple[Kpi, ...] = ()
    options: dict[str, Any] = Field(
        default_factory=dict, description="What the connector of this kind needs."
    )
