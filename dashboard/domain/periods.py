"""Periods: a value is stamped with the first day of its period and counts from the last."""

from __future__ import annotations

import calendar
import datetime as dt
from zoneinfo import ZoneInfo

from dashboard.domain.kpi import Grain

DAYS_IN = {
    Grain.DAY: 1.0,
    Grain.WEEK: 7.0,
    Grain.MONTH: 365.25 / 12,
    Grain.QUARTER: 365.25 / 4,
}
"""The mean length of a period, in days of the Julian calendar's year of 365.25 days."""

PERIODS_IN_YEAR = {grain: round(365.25 / days, 2) for grain, days in DAYS_IN.items()}
"""The number of periods in a year, in hundredths: 365.25 days, 52.18 weeks, 12 months, 4
quarters."""


def today_in(timezone: str, now: dt.datetime) -> dt.date:
    """The calendar day at the moment `now` in a time zone such as Europe/Oslo."""
    return now.astimezone(ZoneInfo(timezone)).date()


def week_start(day: dt.date) -> dt.date:
    """The Monday of the ISO week that holds `day`."""
    return day - dt.timedelta(days=day.weekday())


def period_start(day: dt.date, grain: Grain) -> dt.date:
    """The first day of the period that contains `day`; weeks are ISO weeks and start on Monday."""
    match grain:
        case Grain.DAY:
            return day
        case Grain.WEEK:
            return week_start(day)
        case Grain.MONTH:
            return day.replace(day=1)
        case Grain.QUARTER:
            return dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def period_end(day: dt.date, grain: Grain) -> dt.date:
    """The last day of the period that contains `day`."""
    start = period_start(day, grain)
    match grain:
        case Grain.DAY:
            return start
        case Grain.WEEK:
            return start + dt.timedelta(days=6)
        case Grain.MONTH:
            return start.replace(day=calendar.monthrange(start.year, start.month)[1])
        case Grain.QUARTER:
            last = start.month + 2
            return dt.date(start.year, last, calendar.monthrange(start.year, last)[1])


def next_period(day: dt.date, grain: Grain, count: int = 1) -> dt.date:
    """The first day of the period `count` periods after that of `day`; `count` may be negative."""
    start = period_start(day, grain)
    match grain:
        case Grain.DAY:
            return start + dt.timedelta(days=count)
        case Grain.WEEK:
            return start + dt.timedelta(weeks=count)
        case Grain.MONTH | Grain.QUARTER:
            months = start.year * 12 + start.month - 1 + count * (1 if grain is Grain.MONTH else 3)
            return dt.date(months // 12, months % 12 + 1, 1)


def last_complete_period(as_of: dt.date, grain: Grain) -> dt.date:
    """The first day of the last period that has ended on or before `as_of`."""
    start = period_start(as_of, grain)
    return start if period_end(as_of, grain) <= as_of else next_period(start, grain, -1)


def periods_until(last: dt.date, due_on: dt.date, grain: Grain) -> int:
    """The number of periods after that of `last` that end on or before `due_on`."""
    final = last_complete_period(due_on, grain)
    start = period_start(last, grain)
    match grain:
        case Grain.DAY:
            return max(0, (final - start).days)
        case Grain.WEEK:
            return max(0, (final - start).days // 7)
        case Grain.MONTH | Grain.QUARTER:
            months = (final.year - start.year) * 12 + final.month - start.month
            return max(0, months if grain is Grain.MONTH else months // 3)


def forecast_grain(grain: Grain) -> Grain:
    """The grain at which a key result is evaluated: weeks for daily values."""
    return Grain.WEEK if grain is Grain.DAY else grain
