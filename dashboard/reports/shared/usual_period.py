"""KPIs outside their usual range in their last complete period: the only changes reported."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.domain.kpi import Grain
from dashboard.domain.periods import last_complete_period
from dashboard.read_model.state import State


@dataclass(frozen=True)
class UsualPeriod:
    """One period of a KPI compared with its usual range; `side` is above, below or inside."""

    kpi_id: str
    grain: Grain
    period_on: dt.date
    value: float
    low: float
    high: float
    side: str

    @property
    def distance(self) -> float:
        """The distance outside, in widths of the usual range; 0 inside."""
        beyond = max(self.low - self.value, self.value - self.high, 0.0)
        width = self.high - self.low
        return beyond / width if width > 0 else float(beyond > 0)


def judged_period(state: State, kpi_id: str) -> UsualPeriod | None:
    """The KPI's last complete period and its usual range; None if missing or too short a history."""
    rows = state.usual.get(kpi_id, ())
    if not rows:
        return None
    last = rows[-1]
    grain = Grain(last.grain)
    if last.period_on != last_complete_period(state.as_of, grain):
        return None
    return UsualPeriod(
        kpi_id, grain, last.period_on, last.value, last.low, last.high, str(last.side)
    )


def left_usual_range(state: State, kpi_id: str) -> UsualPeriod | None:
    """The last complete period, if it is outside."""
    period = judged_period(state, kpi_id)
    return period if period is not None and period.side != "inside" else None
