"""The shape of what `fremdrift status --json` answers."""

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
    """A KPI attached to a key result; leads are in periods of `grain`, that of the key result's own measure.

    Of one that the forecast follows: `effect` is by how much its known values move the middle at the deadline, `effect_share`
    how far it is followed, `error_ratio` the size of earlier errors with it divided by that without, and `even_value` the level in
    the periods to come at which the chance would be a half. Else they are null.
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
    """Where a key result lands at its deadline; what is unknown is null, and `reason` says why.

    `inside_ahead` is the expected share of a band's periods to come inside it. The needed and the usual pace are changes a
    period of `pace_grain`; of `paces_seen` past stretches as long `paces_enough` brought what is needed.
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
    """A key result with its health; `value_on` is the stamp of the value's period, `due_on` its deadline."""

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
    """Where an objective's progress lands; null where a key result has no forecast."""

    progress_median: float | None
    progress_low80: float | None
    progress_high80: float | None


class ObjectiveAnswer(_Answer):
    """An objective; its status is that of its weakest key result with a chance, its chance that all are reached.

    `reached_counts` has the chances that exactly 0, 1, 2 ... of its key results are reached.
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
    """The state of the objectives of some cycles at a date."""

    as_of: dt.date
    snapshot: str | None
    cycles: list[CycleAnswer]
    objectives: list[ObjectiveAnswer]
