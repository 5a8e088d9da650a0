"""What the charts take: finished numbers, in the order in which they are drawn.

Shares and chances run from 0 to 1. Missing numbers are NaN or None, never 0. A point stands on the last day of its
period, the day from which the value counts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Direction, Status
from dashboard.i18n import Message

Words = str | Message
"""Finished text, or a message that the chart writes out in its reader's language."""

ThemeName = Literal["light", "dark"]


class Point(NamedTuple):
    """One value on the last day of its period; a NaN value is a gap."""

    on: dt.date
    value: float
    is_outside: bool = False


class Span(NamedTuple):
    """A usual range, both ends included."""

    low: float
    high: float


@dataclass(frozen=True)
class StripRow:
    """One key result of the chance strip.

    `now_to_target` reads "12.2 % → 15.0 %"; `reason` says why there is no forecast; a `chance` that
    `is_fact` (reached for good, or missed) may be shown as 0 or 100 %.
    """

    key_result_id: str
    name: str
    status: Status
    now_to_target: Words = ""
    chance: float | None = None
    last_week: float | None = None
    confidence: float | None = None
    reason: Words = ""
    is_fact: bool = False


@dataclass(frozen=True)
class StripGroup:
    """One objective of the chance strip; its status is the weakest key result's, `is_so_far` where a forecast lacks."""

    title: str
    status: Status
    rows: tuple[StripRow, ...]
    is_so_far: bool = False


@dataclass(frozen=True)
class PanelData:
    """One KPI of the six-weeks-and-twelve-months panel (C2).

    `recent` are the last six periods of its grain, oldest first; `months` the last twelve months; `year_before` the
    values of the same months a year earlier (NaN for gaps, empty where there are none). `message` says what is unusual
    ("Below usual range (455–560)"), `role_text` what it leads ("Leads trial-to-paid by 3 weeks").
    """

    kpi_id: str
    name: str
    unit: str
    grain: Grain
    recent: tuple[Point, ...]
    months: tuple[Point, ...]
    year_before: tuple[float, ...] = ()
    usual: Span | None = None
    is_leading: bool = False
    role_text: Words = ""
    message: Words = ""


@dataclass(frozen=True)
class Fan:
    """The forecast over its periods ahead: dates are periods' last days, the rest values of equal length."""

    dates: tuple[dt.date, ...]
    median: tuple[float, ...]
    low50: tuple[float, ...]
    high50: tuple[float, ...]
    low80: tuple[float, ...]
    high80: tuple[float, ...]


@dataclass(frozen=True)
class Landing:
    """The distribution at the deadline: rising levels (0 to 1) and the values at these quantiles."""

    levels: tuple[float, ...]
    values: tuple[float, ...]


@dataclass(frozen=True)
class LeadRow:
    """A KPI under the key result, drawn later by its lead.

    `lead_periods` counts periods of `lead_grain` (left out: of `grain`, the KPI's own), NaN where no lead is known: then
    it is drawn on its own dates. `lead_text` reads "3 weeks", `role_text` "leads by 3 weeks · strong, seen in 8 of 9 quarters"; `points` stand on the KPI's own
    dates.
    """

    kpi_id: str
    name: str
    role_text: Words
    unit: str
    grain: Grain
    points: tuple[Point, ...]
    usual: Span | None = None
    lead_periods: float = float("nan")
    lead_text: Words = ""
    is_leading: bool = True
    lead_grain: Grain | None = None


@dataclass(frozen=True)
class KeyResultChart:
    """Everything that the key result's chart draws (C3, C3s and the lead strips).

    `target` is a number or, to maintain, a band; `target_steps` are earlier and present targets by the day from which
    each was in force, where the target was changed (`value` is NaN for a band). Points before `starts_on` are not
    drawn. Without `fan` the chart has no forecast, and `reason` says why. `pace` is the line of the steady pace, from the first
    day to the last, and `steady_now` its value on the day of the last value; without them the key result has no pace.
    """

    name: str
    direction: Direction
    unit: str
    starts_on: dt.date
    due_on: dt.date
    as_of: dt.date
    baseline: float | None
    target: float | Band | None
    points: tuple[Point, ...]
    fan: Fan | None = None
    landing: Landing | None = None
    chance: float | None = None
    is_fact: bool = False
    pace: tuple[Point, Point] | None = None
    steady_now: float | None = None
    target_steps: tuple[Point, ...] = ()
    leads: tuple[LeadRow, ...] = ()
    reason: Words = ""


@dataclass(frozen=True)
class BeliefChart:
    """What the forecast and what the team said over the cycle, as shares on the days on which they said it (C4)."""

    starts_on: dt.date
    due_on: dt.date
    as_of: dt.date
    forecast: tuple[Point, ...]
    confidence: tuple[Point, ...]


@dataclass(frozen=True)
class LandingStrip:
    """An objective's progress now and at its end, as shares of the way (C6s); no landing where `median` is None."""

    progress: float | None
    pace: float | None = None
    median: float | None = None
    low50: float | None = None
    high50: float | None = None
    low80: float | None = None
    high80: float | None = None

    @property
    def has_landing(self) -> bool:
        """Whether there is a forecast of the progress to draw."""
        return None not in (self.median, self.low50, self.high50, self.low80, self.high80)


class LagStem(NamedTuple):
    """The link at one shift, -1 to 1, positive shifts where the KPI moves first; within ± `chance` it could be chance."""

    lag: float
    link: float
    chance: float


@dataclass(frozen=True)
class LagChart:
    """How a KPI goes together with an outcome at every shift (C5); shifts are in periods of `grain`, the outcome's.

    `peak` is the shift that is claimed, None where no link is; `span` are the shifts between which the effect arrives.
    `claim` reads "Leads by 3 weeks", `span_text` "8 in 10 of the effect: 2 to 4 weeks".
    """

    kpi: str
    outcome: str
    grain: Grain
    stems: tuple[LagStem, ...]
    is_leading: bool = False
    peak: float | None = None
    span: Span | None = None
    claim: Words = ""
    span_text: Words = ""
