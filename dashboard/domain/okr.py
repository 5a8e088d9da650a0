"""Objectives and key results, as a company writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import StrEnum

from pydantic import Field

from dashboard.domain.domain_model import DomainModel, Id, Line, Text
from dashboard.domain.thresholds import Threshold


class Direction(StrEnum):
    """The intended direction of a key result."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"
    MILESTONE = "milestone"


class Role(StrEnum):
    """Whether a KPI moves before the outcome or after it."""

    LEADING = "leading"
    LAGGING = "lagging"


class Status(StrEnum):
    """The status derived from the chance, with the values of `status --json`."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    REACHED = "reached"
    MISSED = "missed"
    NO_FORECAST = "no_forecast"
    NOT_STARTED = "not_started"

    @property
    def severity(self) -> int:
        """The urgency of the status, 0 the highest; lists, charts and "weakest" follow it."""
        return _MOST_SEVERE_FIRST.index(self)


_MOST_SEVERE_FIRST = (
    Status.MISSED,
    Status.OFF_TRACK,
    Status.AT_RISK,
    Status.NOT_STARTED,
    Status.ON_TRACK,
    Status.REACHED,
    Status.NO_FORECAST,
)


class Cycle(DomainModel):
    """The time box of a set of OKRs, both ends inclusive."""

    id: Id
    starts_on: dt.date
    ends_on: dt.date

    @property
    def days(self) -> int:
        """The number of days of the cycle, including both ends."""
        return (self.ends_on - self.starts_on).days + 1

    def contains(self, day: dt.date) -> bool:
        """Whether the day is in the cycle."""
        return self.starts_on <= day <= self.ends_on


class Band(DomainModel):
    """The target range of a maintain key result, bounds included."""

    low: float
    high: float


DONE_FIELD = "done_on: "
"""Prefix of the name under which a revision keeps the day on which a milestone was done; the
milestone's title follows."""


class Milestone(DomainModel):
    """One step of a milestone key result; not done while `done_on` is missing."""

    title: Text
    done_on: dt.date | None = None


class Attachment(DomainModel):
    """A KPI linked to a key result, with its declared role and threshold."""

    kpi: Id
    declared: Role | None = None
    threshold: Threshold | None = None


class KeyResult(DomainModel):
    """A measurable promise, from a baseline to a target by a day."""

    id: Id
    title: Text
    kpi: Id | None = None
    direction: Direction
    baseline: float | None = None
    target: float | Band | None = None
    unit: Line = ""
    weight: float = Field(default=1.0, ge=0)
    due_on: dt.date | None = None
    owner: Line | None = None
    kpis: tuple[Attachment, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    def deadline(self, cycle: Cycle) -> dt.date:
        """The last day of the key result: its own, else its cycle's."""
        return self.due_on or cycle.ends_on


class Objective(DomainModel):
    """A qualitative goal and its reason, measured by its key results."""

    id: Id
    title: Text
    why: Line = ""
    owner: Line | None = None
    team: Line | None = None
    supports: Id | None = None
    key_results: tuple[KeyResult, ...] = ()


class OkrSet(DomainModel):
    """The objectives of one cycle, in the order in which they were written."""

    cycle: Cycle
    objectives: tuple[Objective, ...] = ()

    def key_results(self) -> Iterator[tuple[Objective, KeyResult]]:
        """Every key result with its objective, in the order in which they were written."""
        return key_results_of(self.objectives)


def key_results_of(objectives: Iterable[Objective]) -> Iterator[tuple[Objective, KeyResult]]:
    """Every key result of the objectives, with its objective, in their order."""
    for objective in objectives:
        for key_result in objective.key_results:
            yield objective, key_result
