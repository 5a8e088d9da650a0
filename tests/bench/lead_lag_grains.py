"""Pairs of days, months and quarters, of two grains at once, and of weeks that are stamped with other weekdays."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.bench.lead_lag_latents import Draw, Pair, cycle, seen, weekly, weeks


def daily(draw: Draw) -> Pair:
    """Both daily with a pattern over the week, half of them on working days only."""
    lead = draw.lead()
    days = pd.date_range("2024-01-01", periods=draw.n, freq="D")
    kpi, outcome = (
        x + draw.rng.normal(0, 1.5, 7)[days.day_of_week.to_numpy()] for x in seen(draw, lead)
    )
    k, o = pd.Series(50 + 5 * kpi, days), pd.Series(200 + 20 * outcome, days)
    if draw.rng.random() < 0.5:
        k, o = k[days.day_of_week < 5], o[days.day_of_week < 5]
    return Pair(k, o, draw.label, lead, lead)


def daily_and_weekly(draw: Draw) -> Pair:
    """A daily KPI beside a weekly outcome."""
    lead = draw.lead()
    kpi, outcome = seen(draw, lead)
    days = pd.date_range("2022-01-03", periods=7 * draw.n, freq="D")
    pattern = draw.rng.normal(0, 1, 7)[days.day_of_week.to_numpy()]
    fine = np.repeat(kpi, 7) + pattern + draw.rng.normal(0, 0.7, 7 * draw.n)
    return Pair(pd.Series(50 + 5 * fine, days), weeks(200 + 20 * outcome), draw.label, lead, lead)


def monthly(draw: Draw) -> Pair:
    """60 to 200 months that swing with the business cycle; leads of up to a year."""
    longer = Draw(draw.rng, {26: 60, 52: 84, 104: 120}.get(draw.n, 200), draw.label)
    lead = longer.lead(12)
    kpi, outcome = seen(longer, lead, make=cycle, loading=(0.75, 0.97))
    months = pd.date_range("2008-01-01", periods=longer.n, freq="MS")
    return Pair(pd.Series(kpi, months), pd.Series(outcome, months), draw.label, lead, lead, 12)


def weekly_and_monthly(draw: Draw) -> Pair:
    """A weekly KPI beside a monthly outcome, over twice as many weeks."""
    lead = draw.lead(8, shortest=4)
    kpi, outcome = seen(draw, lead, size=2 * draw.n)
    pair = weekly(draw, kpi, outcome, lead * 7 / 30.44)
    return Pair(pair.kpi, pair.outcome.resample("MS").mean(), pair.label, pair.low, pair.high)


def monthly_and_weekly(draw: Draw) -> Pair:
    """A monthly KPI beside a weekly outcome, over twice as many weeks."""
    lead = draw.lead(8, shortest=4)
    kpi, outcome = seen(draw, lead, size=2 * draw.n)
    pair = weekly(draw, kpi, outcome, lead)
    return Pair(pair.kpi.resample("MS").mean(), pair.outcome, pair.label, lead, lead)


def quarterly(draw: Draw) -> Pair:
    """26 to 60 quarters."""
    longer = Draw(draw.rng, min(draw.n, 60), draw.label)
    lead = longer.lead(4)
    kpi, outcome = seen(longer, lead, loading=(0.75, 0.97))
    quarters = pd.date_range("2008-01-01", periods=longer.n, freq="QS")
    return Pair(pd.Series(kpi, quarters), pd.Series(outcome, quarters), draw.label, lead, lead)


def other_weekday(draw: Draw) -> Pair:
    """One side is stamped with Mondays, the other with the Fridays or Sundays of the same weeks."""
    lead = draw.lead()
    pair = weekly(draw, *seen(draw, lead), lead)
    late = pair.outcome.copy()
    late.index = late.index + pd.Timedelta(days=int(draw.rng.choice([4, 6])))
    return Pair(pair.kpi, late, pair.label, lead, lead)


def every_other_week(draw: Draw) -> Pair:
    """A weekly side beside one that is told every second week: a sprint, a pay day. Leads are even, and counted in weeks."""
    lead = 2 * draw.lead(4)
    kpi, outcome = seen(draw, lead, loading=(0.75, 0.95), size=2 * draw.n)
    pair = weekly(draw, kpi, outcome, lead)
    if draw.rng.random() < 0.5:
        return Pair(pair.kpi[::2], pair.outcome, pair.label, lead, lead)
    return Pair(pair.kpi, pair.outcome[::2], pair.label, lead, lead)
