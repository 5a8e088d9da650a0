"""The calendar quarter of the demo; its weeks count from the one with the first day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Cycle
from dashboard.domain.periods import next_period, period_end, period_start


@dataclass(frozen=True)
class Quarter:
    """A calendar quarter.

    Week 0 is the ISO week that contains its first day; week -1 is the one before it.
    """

    starts_on: dt.date

    @property
    def cycle(self) -> Cycle:
        """The quarter as a cycle, with a name such as 2026-Q4."""
        name = f"{self.starts_on.year}-Q{(self.starts_on.month + 2) // 3}"
        ends_on = period_end(self.starts_on, Grain.QUARTER)
        return Cycle(id=name, starts_on=self.starts_on, ends_on=ends_on)

    @property
    def previous(self) -> Quarter:
        """The previous quarter."""
        return Quarter(next_period(self.starts_on, Grain.QUARTER, -1))

    def monday(self, week: int) -> dt.date:
        """The Monday of a week of the quarter; negative weeks lie before it."""
        return next_period(self.starts_on, Grain.WEEK, week)

    def month(self, month: int) -> dt.date:
        """The first day of a month of the quarter, counted from 0; negative months lie before it."""
        return next_period(self.starts_on, Grain.MONTH, month)


def quarter_of(day: dt.date) -> Quarter:
    """The calendar quarter that contains `day`."""
    return Quarter(period_start(day, Grain.QUARTER))
