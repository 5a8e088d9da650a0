"""What holds of every verdict, and pairs whose lead is known because they were made with it."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.classification import classify, classify_family
from dashboard.analytics.lead_lag.verdict import CLAIMS, Verdict
from dashboard.analytics.series.series import up_to
from dashboard.analytics.typing import Floats
from dashboard.demo.quarter import quarter_of
from dashboard.demo.series import weekly_series
from dashboard.domain.kpi import Grain

Values = Floats

FREQUENCIES = {"day": "D", "week": "W-MON", "month": "MS", "quarter": "QS"}
MARGIN = 24

seeds = st.integers(0, 2**31)
lengths = st.integers(70, 160)
leads = st.integers(-4, 4)


def on(values: object, grain: str = "week", start: str = "2015-01-05") -> pd.Series:
    values = np.asarray(values, dtype=float)
    return pd.Series(values, pd.date_range(start, periods=len(values), freq=FREQUENCIES[grain]))


def hidden(rng: np.random.Generator, size: int) -> Values:
    """A movement with some memory."""
    x = rng.standard_normal(size)
    for t in range(1, size):
        x[t] += 0.4 * x[t - 1]
    return x


def linked(
    seed: int, n: int, lead: int, sign: int = 1, grain: str = "week", noise: float = 0.4
) -> tuple[pd.Series, pd.Series]:
    """A KPI, and an outcome that follows it by `lead` periods (runs ahead of it where negative), both a bit noisy."""
    rng = np.random.default_rng(seed)
    movement = hidden(rng, n + 2 * MARGIN)
    kpi = movement[MARGIN : MARGIN + n] + noise * rng.standard_normal(n)
    outcome = movement[MARGIN - lead : MARGIN - lead + n] + noise * rng.standard_normal(n)
    return on(50 + 5 * kpi, grain), on(200 + 20 * sign * outcome, grain)


def signed(verdict: Verdict) -> float:
    """The lead, below 0 where the KPI follows; NaN where no link is claimed."""
    return -verdict.lead_periods if verdict.evidence == "lagging" else verdict.lead_periods


def same(one: Verdict, other: Verdict) -> bool:
    """Whether two verdicts are equal to the last bit; NaN equals NaN."""
    return repr(one) == repr(other)


def nearly_same(one: Verdict, other: Verdict) -> None:
    assert (one.evidence, one.points) == (other.evidence, other.points)
    for figure in ("lead_periods", "lead_low", "lead_high", "certainty", "strength"):
        assert getattr(one, figure) == pytest.approx(
            getattr(other, figure), abs=1e-6, nan_ok=True
        ), figure


# What moves the lead


@given(seed=seeds, n=lengths, lead=leads)
def test_the_lead_of_a_close_link_is_estimated(seed: int, n: int, lead: int):
    assert signed(classify(*linked(seed, n, lead))) == lead


@given(seed=seeds, n=lengths, lead=leads, weeks=leads)
def test_moving_the_kpi_back_by_some_weeks_adds_them_to_its_lead(
    seed: int, n: int, lead: int, weeks: int
):
    kpi, outcome = linked(seed, n, lead)
    earlier = kpi.copy()
    earlier.index = earlier.index - pd.Timedelta(weeks=weeks)

    assert signed(classify(earlier, outcome)) == signed(classify(kpi, outcome)) + weeks


@given(seed=seeds, n=lengths, lead=leads)
def test_swapping_the_sides_swaps_leading_and_lagging_with_the_same_lead(
    seed: int, n: int, lead: int
):
    kpi, outcome = linked(seed, n, lead)
    forward, backward = classify(kpi, outcome), classify(outcome, kpi)

    assert signed(backward) == -signed(forward)
    assert backward.certainty == pytest.approx(forward.certainty, abs=0.05)


@given(seed=seeds, lead=st.integers(1, 8), longest=st.integers(1, 8))
def test_no_lead_is_longer_than_the_longest_asked_for(seed: int, lead: int, longest: int):
    verdict = classify(*linked(seed, 120, lead), max_lead=longest)

    assert not verdict.lead_periods > longest


# What changes nothing


@given(
    seed=seeds,
    n=st.integers(20, 120),
    lead=leads,
    noise=st.sampled_from([0.3, 50.0]),
    scales=st.tuples(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3)),
    levels=st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)),
)
def test_another_unit_and_another_zero_change_nothing(
    seed: int,
    n: int,
    lead: int,
    noise: float,
    scales: tuple[float, float],
    levels: tuple[float, float],
):
    kpi, outcome = linked(seed, n, lead, noise=noise)
    other = classify(scales[0] * kpi + levels[0], scales[1] * outcome + levels[1])

    nearly_same(classify(kpi, outcome), other)


@given(seed=seeds, n=lengths, lead=leads, flipped=st.sampled_from(["kpi", "outcome"]))
def test_turning_one_side_upside_down_turns_the_sign_alone(
    seed: int, n: int, lead: int, flipped: str
):
    kpi, outcome = linked(seed, n, lead)
    upright = classify(kpi, outcome)
    turned = classify(-kpi, outcome) if flipped == "kpi" else classify(kpi, -outcome)

    nearly_same(upright, turned)
    assert upright.explanation is not None
    assert turned.explanation is not None
    assert turned.explanation.sign == -upright.explanation.sign
    assert [link.link for link in turned.explanation.profile] == pytest.approx(
        [-link.link for link in upright.explanation.profile], abs=1e-6, nan_ok=True
    )


@given(seed=seeds, n=st.integers(8, 120), lead=leads, order=st.randoms(use_true_random=False))
def test_the_order_of_rows_and_rows_given_twice_change_nothing(
    seed: int, n: int, lead: int, order
):
    sides = linked(seed, n, lead)
    shuffled = []
    for side in sides:
        rows = [*range(n), *order.choices(range(n), k=n // 3)]
        order.shuffle(rows)
        shuffled.append(side.iloc[rows])

    assert same(classify(*sides), classify(shuffled[0], shuffled[1]))


@given(
    seed=seeds, n=st.integers(20, 120), lead=leads, gone=st.sets(st.integers(0, 119), max_size=8)
)
def test_an_empty_row_is_no_row(seed: int, n: int, lead: int, gone: set[int]):
    kpi, outcome = linked(seed, n, lead)
    rows = sorted(row for row in gone if row < n)
    empty = kpi.copy()
    empty.iloc[rows] = math.nan
    beyond = pd.concat([outcome, on([math.nan] * 5, start="2030-01-07")])

    assert same(classify(kpi.drop(kpi.index[rows]), outcome), classify(empty, beyond))


@given(seed=seeds, n=lengths, lead=leads, cut=st.integers(30, 69), future=seeds)
def test_what_came_later_changes_no_earlier_verdict(
    seed: int, n: int, lead: int, cut: int, future: int
):
    kpi, outcome = linked(seed, n, lead)
    rng = np.random.default_rng(future)
    day = (kpi.index[cut] + pd.Timedelta(days=6)).date()
    other = [side.copy() for side in (kpi, outcome)]
    for side in other:
        side.iloc[cut + 1 :] = 1e4 * rng.standard_normal(n - cut - 1)
    before = classify(kpi.iloc[: cut + 1], outcome.iloc[: cut + 1])
    classify(*other)

    assert same(before, classify(*(up_to(side, Grain.WEEK, day) for side in other)))


@given(seed=seeds, n=st.integers(8, 160), lead=leads)
def test_the_same_series_get_the_same_verdict_to_the_last_bit_and_stay_as_they_are(
    seed: int, n: int, lead: int
):
    kpi, outcome = linked(seed, n, lead)
    first = classify(kpi, outcome)
    again = linked(seed, n, lead)

    pd.testing.assert_series_equal(kpi, again[0])
    pd.testing.assert_series_equal(outcome, again[1])
    assert same(first, classify(*again))


@given(seed=seeds, n=st.integers(8, 120), lead=leads)
def test_a_family_of_one_is_judged_as_the_kpi_alone(seed: int, n: int, lead: int):
    kpi, outcome = linked(seed, n, lead)

    assert same(classify_family({"kpi": kpi}, outcome)["kpi"], classify(kpi, outcome))


@given(seed=seeds, turned=st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_a_family_changes_nothing(seed: int, turned: list[str]):
    kpis = {name: linked(seed + at, 80, at)[0] for at, name in enumerate("abcd")}
    outcome = linked(seed, 80, 2)[1]
    straight = classify_family(kpis, outcome)
    other = classify_family({name: kpis[name] for name in turned}, outcome)

    assert all(same(straight[name], other[name]) for name in kpis)


# What every verdict keeps


@st.composite
def anything(draw: st.DrawFn) -> pd.Series:
    """Series of every grain, length and content, in no order and with what is missing."""
    grain = draw(st.sampled_from(sorted(FREQUENCIES)))
    n = draw(st.one_of(st.integers(0, 40), st.sampled_from([52, 104, 156, 365, 600])))
    n = min(n, 160) if grain == "quarter" else n
    rng = np.random.default_rng(draw(seeds))
    kind = draw(st.sampled_from(["noise", "walk", "counts", "constant", "one", "line", "steps"]))
    values = {
        "noise": lambda: rng.standard_normal(n),
        "walk": lambda: rng.standard_normal(n).cumsum(),
        "counts": lambda: rng.poisson(0.4, n).astype(float),
        "constant": lambda: np.full(n, 3.0),
        "one": lambda: np.eye(1, n, n // 2)[0] if n else np.zeros(0),
        "line": lambda: np.arange(n, dtype=float),
        "steps": lambda: np.sign(np.sin(np.arange(n) / 6)),
    }[kind]()
    values = values * draw(st.sampled_from([1e-9, 1.0, 1e12, 1e60]))
    values[rng.random(n) < draw(st.sampled_from([0.0, 0.1, 0.6]))] = draw(
        st.sampled_from([math.nan, math.inf, -math.inf])
    )
    start = draw(st.sampled_from(["2001-01-01", "2010-02-28", "2014-07-01"]))
    series = on(values, grain, start)
    if draw(st.booleans()):
        series.index = series.index + pd.to_timedelta(rng.integers(0, 2, n), unit="D")
    return series.iloc[rng.permutation(n)] if draw(st.booleans()) else series


@settings(max_examples=200)
@given(kpi=anything(), outcome=anything(), max_lead=st.sampled_from([None, 1, 5, 12, 40]))
def test_every_pair_is_answered_and_every_figure_can_be_meant(
    kpi: pd.Series, outcome: pd.Series, max_lead: int | None
):
    verdict = classify(kpi, outcome, max_lead)

    assert math.isnan(verdict.certainty) or 0 <= verdict.certainty <= 1
    assert math.isnan(verdict.strength) or 0 <= verdict.strength <= 1
    assert 0 <= verdict.points <= min(len(kpi), len(outcome))
    if verdict.evidence in CLAIMS:
        assert verdict.lead_low <= verdict.lead_periods <= verdict.lead_high
        assert (verdict.lead_periods == 0) == (verdict.evidence == "coincident")
        assert verdict.explanation is not None
        assert verdict.explanation.sign in (-1, 1)
        assert 0 <= verdict.explanation.agreeing <= verdict.explanation.windows
    else:
        assert math.isnan(verdict.lead_low)
        assert math.isnan(verdict.lead_periods)
        assert math.isnan(verdict.lead_high)
    if why := verdict.explanation:
        odds = (why.leading, why.lagging, why.coincident, why.none)
        assert sum(odds) == pytest.approx(1)
        assert min(odds) >= 0
        lags = [link.lag for link in why.profile]
        assert lags == sorted(lags)


@given(seed=seeds, n=st.integers(0, 7))
def test_below_eight_periods_nothing_is_claimed(seed: int, n: int):
    verdict = classify(*linked(seed, n, 0, noise=0))

    assert (verdict.evidence, verdict.points) == ("too_little", n)


def test_with_a_constant_side_nothing_is_claimed():
    kpi, outcome = linked(1, 100, 2)

    assert classify(kpi * 0 + 7, outcome).evidence == "too_little"
    assert classify(kpi, outcome * 0).evidence == "too_little"


# Unrelated, and alike


def trend(rng: np.random.Generator, n: int) -> Values:
    """Growth of one kind or another, with noise of its own."""
    t = np.arange(n) / n
    noise = 0.4 * hidden(rng, n)
    return (
        rng.uniform(3, 9) * t + noise,
        6 / (1 + np.exp(-rng.uniform(6, 14) * (t - rng.uniform(0.3, 0.8)))) + noise,
        rng.standard_normal(n).cumsum() + rng.uniform(2, 8) * t,
        np.exp(rng.uniform(0.5, 2.5) * t + 0.1 * noise),
    )[rng.integers(4)]


def test_of_unrelated_series_that_grow_hardly_any_are_claimed():
    claimed = 0
    for seed in range(200):
        rng = np.random.default_rng([77, seed])
        n = int(rng.choice([26, 52, 104, 156]))
        claimed += classify(on(trend(rng, n)), on(trend(rng, n))).evidence in CLAIMS

    assert claimed <= 12


@given(n=st.integers(8, 160), slopes=st.tuples(st.integers(-9, 9), st.integers(-9, 9)))
def test_straight_lines_have_nothing_in_common_but_time(n: int, slopes: tuple[int, int]):
    t = np.arange(n)

    assert classify(on(slopes[0] * t / 7), on(slopes[1] * t / 3 + 5)).evidence not in CLAIMS


@given(seed=seeds, n=st.integers(52, 160))
def test_a_series_and_itself_are_coincident(seed: int, n: int):
    kpi, _ = linked(seed, n, 0)
    verdict = classify(kpi, kpi)

    assert (verdict.evidence, verdict.lead_periods) == ("coincident", 0)
    assert verdict.certainty > 0.9


# Leads that are known


def test_months_lead_by_up_to_a_year():
    assert signed(classify(*linked(5, 150, 11, grain="month"))) == 11


def test_quarters_and_days_lead_by_their_own_periods():
    assert signed(classify(*linked(6, 60, 2, grain="quarter", noise=0.2))) == 2
    assert signed(classify(*linked(7, 120, 5, grain="day"))) == 5


@pytest.mark.parametrize("weeks", [1, 3, 6])
def test_days_lead_weeks_by_weeks_and_weeks_follow_days_by_days(weeks: int):
    weekly, outcome = linked(8, 104, weeks)
    days = on(np.repeat(weekly.to_numpy(), 7), "day")

    assert signed(classify(days, outcome)) == weeks
    assert signed(classify(outcome, days)) == -7 * weeks


@pytest.mark.parametrize("weeks", [5, 8])
def test_weeks_lead_months_by_parts_of_a_month_and_months_follow_weeks_by_weeks(weeks: int):
    kpi, outcome = linked(9, 260, weeks, noise=0.2)
    monthly = outcome.resample("MS").mean()

    assert signed(classify(kpi, monthly)) == pytest.approx(weeks * 7 / 30.44, abs=0.4)
    assert signed(classify(monthly, kpi)) == pytest.approx(-weeks, abs=2)


def test_an_effect_that_arrives_over_weeks_has_a_range():
    # The outcome answers evenly in the second to the sixth week after: 8 in 10 of it between the second and the sixth.
    rng = np.random.default_rng(3)
    cause = rng.standard_normal(166)
    effect = sum(cause[10 - lag : 166 - lag] for lag in range(2, 7)) / math.sqrt(5)
    verdict = classify(on(cause[10:]), on(effect + 0.2 * rng.standard_normal(156)))

    assert verdict.evidence == "leading"
    assert 1 <= verdict.lead_low <= 3
    assert 5 <= verdict.lead_high <= 7


def test_gaps_and_outliers_do_not_hide_a_link():
    rng = np.random.default_rng(4)
    kpi, outcome = linked(4, 130, 3)
    kpi.iloc[rng.choice(130, 20, replace=False)] = math.nan
    outcome.iloc[rng.choice(130, 4, replace=False)] += 400

    verdict = classify(kpi, outcome)
    assert signed(verdict) == 3
    assert verdict.explanation is not None
    assert verdict.explanation.set_aside >= 20


WORKED_EXAMPLE = {
    ("website-visitors", "new-paid-subscriptions"): (3, 1),
    ("new-paid-subscriptions", "annual-recurring-revenue"): (1, 1),
    ("customer-satisfaction", "customer-retention-rate"): (4, 1),
    ("customer-satisfaction", "customer-churn-rate"): (4, -1),
    ("customer-churn-rate", "customer-retention-rate"): (0, -1),
    ("test-user-satisfaction", "session-duration"): (2, 1),
    ("survey-completion", "app-store-rating"): (3, 1),
    ("ticket-resolution-time", "support-response-time"): (1, 1),
    ("help-articles-renewed", "self-service-share"): (2, 1),
    ("first-contact-resolution", "repeat-contacts"): (2, -1),
    ("repeat-contacts", "first-contact-resolution"): (-2, -1),
}
"""KPI and outcome of the demo company: the weeks of lead and the sign that its stories were written with."""


@pytest.mark.parametrize("pair", WORKED_EXAMPLE, ids=" before ".join)
@pytest.mark.parametrize("today", [dt.date(2026, 10, 18), dt.date(2027, 5, 10)], ids=str)
def test_the_leads_of_the_worked_example_are_estimated(pair: tuple[str, str], today: dt.date):
    series = weekly_series(quarter_of(today))
    kpi, outcome = (up_to(series[name].dropna(), Grain.WEEK, today) for name in pair)
    verdict = classify(kpi, outcome)
    weeks, sign = WORKED_EXAMPLE[pair]

    assert signed(verdict) == weeks
    assert verdict.lead_low <= abs(weeks) <= verdict.lead_high
    assert verdict.explanation is not None
    assert verdict.explanation.sign == sign


@pytest.mark.parametrize(
    ("kpi", "outcome"),
    [
        ("website-visitors", "gross-margin"),
        ("survey-completion", "support-response-time"),
        ("help-articles-renewed", "test-user-satisfaction"),
    ],
)
def test_what_has_no_link_in_the_worked_example_is_not_claimed(kpi: str, outcome: str):
    series = weekly_series(quarter_of(dt.date(2026, 10, 18))).iloc[:104]

    assert classify(series[kpi], series[outcome]).evidence not in CLAIMS
