"""The input of the charts: computed numbers, in drawing order.

Shares and chances run from 0 to 1. Missing numbers are NaN or None, never 0. A point is drawn on
the last day of its period, the day from which the value counts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Direction, Status
from dashboard.i18n import Message

Words = str | Message
"""Formatted text, or a message that the chart translates."""

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

    `now_to_target` reads "12.2 % → 15.0 %"; `reason` says why there is no forecast; a `chance`
    that `is_fact` (reached for good, or missed) may be shown as 0 or 100 %.
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
    """One objective of the strip; `is_so_far` if a key result has no forecast.

    Its status is that of its weakest key result.
    """

    title: str
    status: Status
    rows: tuple[StripRow, ...]
    is_so_far: bool = False


@dataclass(frozen=True)
class PanelData:
    """One KPI of the six-weeks-and-twelve-months panel.

    `recent` are the last six periods of its grain, oldest first; `months` the last twelve months;
    `year_before` the same months a year earlier (NaN for gaps, empty if unknown). `message` says
    what is unusual ("Below usual range (455–560)"), `role_text` what it leads ("Leads
    trial-to-paid by 3 weeks").
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
    """The forecast of the coming periods: last days of the periods, and values of equal length."""

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
    """A KPI below the key result chart, drawn later by its lead.

    `lead_periods` counts periods of `lead_grain` (by default `grain`, the KPI's own); if it is
    NaN, the lead is unknown and the KPI is drawn on its own dates. `lead_text` reads "3 weeks",
    `role_text` "leads by 3 weeks · strong, seen in 8 of 9 quarters"; `points` are on the KPI's own
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
    """The content of the key result chart.

    `target` is a number or, to maintain, a band; `target_steps` are earlier and present targets by
    the day from which each applied, if the target was changed (`value` is NaN for a band). Points
    before `starts_on` are not drawn. Without `fan` the chart has no forecast, and `reason` says
    why. `pace` is the line of the steady pace from the first day to the last, and `steady_now` its
    value on the day of the last value; without them the key result has no pace.
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
    """Forecast chances and stated confidences of the cycle, as shares, by day."""

    starts_on: dt.date
    due_on: dt.date
    as_of: dt.date
    forecast: tuple[Point, ...]
    confidence: tuple[Point, ...]


@dataclass(frozen=True)
class LandingStrip:
    """Progress of an objective now and at its end, as shares; no projection if `median` is None."""

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
    """The correlation at one shift; shifts are positive if the KPI moves first.

    `value` is -1 to 1; within ± `chance` it could be chance.
    """

    lag: float
    link: float
    chance: float


@dataclass(frozen=True)
class LagChart:
    """The correlation of a KPI and an outcome at every shift, in periods of the outcome.

    `peak` is the claimed shift, None without a claim; `span` is the range of shifts over which the
    effect arrives. `claim` reads "Leads by 3 weeks", `span_text` "8 in 10 of the effect: 2 to 4
    weeks".
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
