from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.forecast import forecast
from dashboard.demo.quarter import Quarter, quarter_of
from dashboard.demo.series import daily_series, monthly_series, weekly_series
from dashboard.demo.stories import stories

QUARTERS = [dt.date(2026, 10, 1), dt.date(2027, 1, 1), dt.date(2027, 4, 1), dt.date(2027, 7, 1)]
LEADS = {
    ("website-visitors", "new-paid-subscriptions"): (3, 1),
    ("customer-satisfaction", "customer-churn-rate"): (4, -1),
    ("customer-satisfaction", "customer-retention-rate"): (4, 1),
    ("test-user-satisfaction", "session-duration"): (2, 1),
    ("survey-completion", "app-store-rating"): (3, 1),
    ("ticket-resolution-time", "support-response-time"): (1, 1),
    ("help-articles-renewed", "self-service-share"): (2, 1),
    ("first-contact-resolution", "repeat-contacts"): (2, -1),
}


def test_values_of_past_weeks_stay_when_the_day_moves_on(demo_for):
    early = demo_for(dt.date(2026, 10, 18)).series()
    late = demo_for(dt.date(2026, 12, 20)).series()

    for kpi, series in early.items():
        pd.testing.assert_series_equal(late[kpi].loc[series.index], series, check_freq=False)


def test_check_ins_of_past_weeks_stay_when_the_day_moves_on(demo_for):
    early, late = (
        demo_for(dt.date(2026, 10, 18)).check_ins(),
        demo_for(dt.date(2026, 12, 20)).check_ins(),
    )

    pd.testing.assert_frame_equal(late.iloc[: len(early)], early)


@pytest.mark.parametrize("first", QUARTERS, ids=str)
def test_known_leads_are_found_where_they_were_put(first):
    series = _by_week(Quarter(first)).iloc[:104]

    found = {pair: _strongest_lag(series[pair[0]], series[pair[1]]) for pair in LEADS}
    right = [pair for pair, (lag, sign) in LEADS.items() if found[pair] == (lag, sign)]
    assert len(right) >= len(LEADS) - 1, found


@pytest.mark.parametrize("first", QUARTERS, ids=str)
def test_each_key_result_starts_about_where_its_baseline_says(first, demo_for):
    quarter = Quarter(first)
    weekly, monthly = _by_week(quarter), monthly_series(quarter)
    for name, key_result in demo_for(first).key_results().items():
        kpi, baseline, target = (key_result.get(word) for word in ("kpi", "baseline", "target"))
        if baseline is None:
            continue
        of = quarter.previous if name.endswith(quarter.previous.cycle.id.lower()) else quarter
        table, stamp = (weekly, of.monday(-1)) if kpi in weekly else (monthly, of.month(-1))
        assert abs(table[kpi].loc[pd.Timestamp(stamp)] - baseline) < 0.5 * abs(
            target - baseline
        ), name


@pytest.mark.parametrize("first", QUARTERS, ids=str)
def test_by_the_middle_of_the_quarter_the_mix_is_believable(first):
    chances = _chances(Quarter(first), week=6)

    assert chances["new-paid-subscriptions"] < 0.1
    assert sum(chance >= 0.7 for chance in chances.values()) >= 3
    assert sum(0.1 <= chance < 0.7 for chance in chances.values()) >= 2


@pytest.mark.parametrize("first", QUARTERS, ids=str)
def test_visitors_fall_out_of_their_usual_range_three_weeks_before_subscriptions_do(first):
    quarter = Quarter(first)
    series = _by_week(quarter)
    visitors, subscriptions = series["website-visitors"], series["new-paid-subscriptions"]
    at = {week: pd.Timestamp(quarter.monday(week)) for week in range(-12, 8)}

    assert visitors[at[2]] < 1250
    assert visitors[at[2]] < 0.95 * visitors[at[-4] : at[1]].mean()
    assert subscriptions[at[5]] < 0.95 * subscriptions[at[4]]


def test_counts_are_whole_and_visitors_dip_at_christmas():
    weekly = weekly_series(Quarter(dt.date(2026, 10, 1)))

    for kpi in (
        "new-paid-subscriptions",
        "help-articles-renewed",
        "potential-regions",
        "new-region-customers",
    ):
        values = weekly[kpi].dropna()
        assert (values == values.round()).all()
    visitors = weekly["website-visitors"]
    assert visitors["2025-12-22"] < 0.93 * visitors["2025-11-24":"2025-12-15"].mean()


def test_the_weekly_mean_of_the_days_is_the_week():
    quarter = Quarter(dt.date(2026, 10, 1))
    weekly, rolled = weekly_series(quarter), _by_week(quarter)

    for kpi in daily_series(quarter):
        assert (rolled[kpi] / weekly[kpi] - 1).abs().max() < 0.05


def test_a_lead_stands_before_what_it_leads():
    told: list[str] = []
    for kpi, story in stories().weekly.items():
        assert story.lead is None or story.lead.kpi in told
        told.append(kpi)


@settings(max_examples=40, deadline=None)
@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31)))
def test_any_quarter_has_its_whole_story(day):
    quarter = quarter_of(day)
    weekly = weekly_series(quarter)

    assert quarter.cycle.contains(day)
    assert weekly.index[104].date() == quarter.monday(0) <= quarter.starts_on
    assert weekly.index[-1].date() + dt.timedelta(days=6) >= quarter.cycle.ends_on
    assert (
        monthly_series(quarter).index[-1].date() + dt.timedelta(days=30) >= quarter.cycle.ends_on
    )
    assert np.isfinite(weekly.iloc[-20:].to_numpy()).all()


def _by_week(quarter: Quarter) -> pd.DataFrame:
    """All weekly series as the program sees them: those by the day as means of their weeks."""
    days = daily_series(quarter)
    return weekly_series(quarter).assign(
        **days.resample("W-MON", closed="left", label="left").mean()
    )


def _strongest_lag(lead: pd.Series, outcome: pd.Series) -> tuple[int, int]:
    """Lag and sign of the largest cross-correlation of the differences, both filtered by the lead's own AR(2)."""
    x, y = (np.diff(np.log(series.to_numpy())) for series in (lead, outcome))
    past = np.column_stack([x[1:-1], x[:-2]])
    filter_ = np.linalg.lstsq(past, x[2:], rcond=None)[0]
    x, y = (z[2:] - filter_[0] * z[1:-1] - filter_[1] * z[:-2] for z in (x, y))
    by_lag = {
        lag: np.corrcoef(
            x[max(0, -lag) : len(x) - max(0, lag)], y[max(0, lag) : len(y) - max(0, -lag)]
        )[0, 1]
        for lag in range(-8, 9)
    }
    best = max(by_lag, key=lambda lag: abs(by_lag[lag]))
    return best, int(np.sign(by_lag[best]))


def _chances(quarter: Quarter, week: int) -> dict[str, float]:
    """The chance of each weekly target of the running quarter, as seen after `week`."""
    series = _by_week(quarter).loc[: pd.Timestamp(quarter.monday(week))]
    targets = {
        "annual-recurring-revenue": (44.5, "increase"),
        "new-paid-subscriptions": (6000, "increase"),
        "customer-retention-rate": (75, "increase"),
        "session-duration": (5, "increase"),
        "support-response-time": (24, "decrease"),
        "first-contact-resolution": (70, "increase"),
        "self-service-share": (38.5, "increase"),
    }
    return {
        kpi: forecast(series[kpi], 6).chance(target, direction=way)
        for kpi, (target, way) in targets.items()
    }
