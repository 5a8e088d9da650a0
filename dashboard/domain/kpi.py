"""KPIs and the sources that deliver them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from dashboard.domain.domain_model import DomainModel, Id, Line, Text


class Better(StrEnum):
    """Which direction is better for a KPI; `maintain` is neither."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"


class Grain(StrEnum):
    """The length of one period of a KPI, as delivered or rolled up; ordered from fine to coarse."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class Aggregation(StrEnum):
    """How finer values are aggregated to a coarser period."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"
    MIN = "min"
    MAX = "max"


_DURATION = re.compile(r"^([0-9]{1,5})([hdw])$")
_HOURS = {"h": 1, "d": 24, "w": 168}


def parse_duration(text: str) -> dt.timedelta:
    """The length of time in `text`: a whole number of hours (h), days (d) or weeks (w).

    Raises:
        ValueError: it is not one; the message says what to write.
    """
    match = _DURATION.match(text.strip())
    if match is None:
        raise ValueError(
            f"{text!r} is not a length of time; write a whole number and h, d or w, such as 36h, 8d or 2w"
        )
    return dt.timedelta(hours=int(match[1]) * _HOURS[match[2]])


def _duration(value: object) -> object:
    return parse_duration(value) if isinstance(value, str) else value


Duration = Annotated[dt.timedelta, BeforeValidator(_duration, json_schema_input_type=str)]
"""A length of time as people write it in the files: 36h, 8d, 2w."""


class Limits(DomainModel):
    """Values outside are rejected; a missing bound means no limit."""

    low: float | None = None
    high: float | None = None


FRESHNESS_DAYS: dict[Grain, tuple[int, int]] = {
    Grain.DAY: (3, 7),
    Grain.WEEK: (8, 15),
    Grain.MONTH: (38, 70),
    Grain.QUARTER: (100, 190),
}
"""Default ages in days at which a source is late and stale, by its coarsest grain.

Age is counted from a period's last day, and the next value can only arrive after the next period
has ended: the latest value of a source that never fails grows a whole period old (1, 7, 31, 92
days) before it is replaced. Late is that and some days to close the books; stale is when a second
period has ended too and its value has not arrived either.
"""

_LEFT_OUT = "left out, it follows the coarsest grain of the source's KPIs: "


def _by_grain(place: int) -> str:
    """The defaults at one place of `FRESHNESS_DAYS`, as text."""
    return ", ".join(f"{grain} {days[place]}d" for grain, days in FRESHNESS_DAYS.items())


class Freshness(DomainModel):
    """How old the latest period may be, counted from its last day; by default as for weeks."""

    late_after: Duration = Field(
        default_factory=lambda: dt.timedelta(days=FRESHNESS_DAYS[Grain.WEEK][0]),
        description=f"Older than this it is late; {_LEFT_OUT}{_by_grain(0)}.",
    )
    stale_after: Duration = Field(
        default_factory=lambda: dt.timedelta(days=FRESHNESS_DAYS[Grain.WEEK][1]),
        description=f"Older than this it is stale; {_LEFT_OUT}{_by_grain(1)}.",
    )


class Kpi(DomainModel):
    """A measured quantity that is monitored in every cycle."""

    id: Id
    name: Text
    value: str = Field(
        description="The column, or the name in the column `kpi` of a long file; left out: the id.",
        default="",
    )
    unit: Line = ""
    direction: Better = Better.INCREASE
    grain: Grain
    aggregation: Aggregation
    owner: Line | None = None
    description: Line = ""
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


class Source(DomainModel):
    """A source of KPIs; the options of its kind are checked by that kind's connector."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    source: Id
    type: str
    schedule: Annotated[str, AfterValidator(_schedule)] = "daily"
    freshness: Freshness = Field(default_factory=Freshness)
    lookback: Duration = dt.timedelta(days=28)
    kpis: tuple[Kpi, ...] = ()
    options: dict[str, Any] = Field(
        default_factory=dict, description="What the connector of this kind needs."
    )

    @model_validator(mode="after")
    def _resolve_freshness(self) -> Source:
        given = self.freshness.model_dump(exclude_unset=True)
        resolved = default_freshness(kpi.grain for kpi in self.kpis).model_copy(update=given)
        # The model is frozen, and a validator may not return another instance than its own.
        object.__setattr__(self, "freshness", resolved)
        return self


def default_freshness(grains: Iterable[Grain]) -> Freshness:
    """The default freshness by the coarsest grain of the KPIs; without any, that of weeks."""
    coarsest = max(grains, key=list(Grain).index, default=Grain.WEEK)
    late, stale = FRESHNESS_DAYS[coarsest]
    return Freshness(late_after=dt.timedelta(days=late), stale_after=dt.timedelta(days=stale))
