"""The shape of the answer of `fremdrift status --json`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Direction, Role, Status

Share = Annotated[float, Field(ge=0, le=1)]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class CycleAnswer(_Answer):
    """A cycle; both ends are inclusive."""

    id: str
    starts_on: dt.date
    ends_on: dt.date


class IndicatorAnswer(_Answer):
    """A KPI linked to a key result; leads are in periods of `grain`, that of the measure.

    For a KPI used by the forecast: `effect` is by how much its known values move the median at the
    deadline, `effect_share` the share of it that is applied, `error_ratio` the size of backtest
    errors with it divided by those without, and `even_value` its level in the coming periods at
    which the chance would be 50 %. Otherwise they are null.
    """

    kpi: str
    declared: Role | None
    evidence: Literal["leading", "lagging", "coincident", "none", "too_little"]
    role: Role
    basis: Literal["overridden", "measured", "declared", "assumed"]
    lead_periods: float | None
    lead_low: float | None
    lead_high: float | None
    grain: str | None
    certainty: Share | None
    points: int
    strength: float | None
    conflict: bool
    threshold: str | None
    threshold_met: bool | None
    value: float | None
    effect: float | None
    effect_share: Share | None
    error_ratio: float | None
    even_value: float | None


class ForecastAnswer(_Answer):
    """Where a key result lands at its deadline; unknown values are null, and `reason` says why.

    `inside_ahead` is the expected share of a band's remaining periods inside it. The needed and
    the usual pace are changes per period of `pace_grain`; of `paces_seen` past stretches of the
    same length, `paces_enough` reached the needed pace.
    """

    method: str | None
    points: int
    median: float | None
    low50: float | None
    high50: float | None
    low80: float | None
    high80: float | None
    inside_ahead: Share | None
    needed_pace: float | None
    usual_pace: float | None
    pace_grain: Grain | None
    paces_enough: int | None
    paces_seen: int | None
    reason: str | None


class BandAnswer(_Answer):
    """The band of a maintain key result, bounds included."""

    low: float
    high: float


class KeyResultAnswer(_Answer):
    """A key result with its health; `value_on` is the period of the value, `due_on` the deadline."""

    id: str
    title: str
    direction: Direction
    unit: str
    baseline: float | None
    target: float | BandAnswer | None
    due_on: dt.date
    value: float | None
    value_on: dt.date | None
    progress: float | None
    pace: float | None
    status: Status
    chance: float | None
    confidence: float | None
    confidence_on: dt.date | None
    reached_on: dt.date | None
    forecast: ForecastAnswer
    indicators: list[IndicatorAnswer]


class ObjectiveForecastAnswer(_Answer):
    """Where the progress of an objective lands; null if a key result has no forecast."""

    progress_median: float | None
    progress_low80: float | None
    progress_high80: float | None


class ObjectiveAnswer(_Answer):
    """An objective; its status is that of its weakest key result with a chance.

    Its chance is that of reaching all key results; `reached_counts` has the chances that exactly
    0, 1, 2 ... are reached.
    """

    id: str
    title: str
    team: str | None
    owner: str | None
    cycle: str
    status: Status
    partial: bool
    progress: float | None
    chance: float | None
    reached_counts: tuple[float, ...] | None
    confidence: float | None
    forecast: ObjectiveForecastAnswer
    key_results: list[KeyResultAnswer]


class StatusAnswer(_Answer):
    """The state of the objectives of some cycles on a date."""

    as_of: dt.date
    snapshot: str | None
    cycles: list[CycleAnswer]
    objectives: list[ObjectiveAnswer]
