from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.diagnostics import (
    Profile,
    agreeing_sub_periods,
    error_reduction,
    lag_profile,
    strength,
)
from dashboard.analytics.typing import Floats
from dashboard.domain.kpi import Grain
from tests.analytics.lead_lag.evidence.waves import linked, robust_sides, wave

seeds = st.integers(0, 2**31)


def standardised(values: Floats) -> Floats:
    return np.asarray((values - values.mean(axis=0)) / values.std(axis=0))


def noise(seed: int, n: int) -> Floats:
    return standardised(np.random.default_rng(seed).standard_normal((n, 2)))


def copied(seed: int, n: int, lead: int) -> Floats:
    """An outcome that is its KPI again, `lead` periods later."""
    cause = np.random.default_rng(seed).standard_normal(n + 40)
    return standardised(np.column_stack([cause[20 : 20 + n], cause[20 - lead : 20 - lead + n]]))


# The profile


@given(seed=seeds, n=st.integers(20, 120))
def test_without_any_autoregression_the_link_is_the_correlation_at_each_lag(
    seed: int, n: int
) -> None:
    """Of the products that meet, in the scale of all; but for the two frequencies that have no phase."""
    values = noise(seed, n)
    fastest = (-1.0) ** np.arange(n)[:, None]
    values = values - fastest * (fastest * values).mean(axis=0)
    values = values - values.mean(axis=0)
    profile = lag_profile(robust_sides(values), 4)
    kpi, outcome = values.T
    size = np.sqrt((kpi @ kpi) * (outcome @ outcome))
    direct = np.correlate(outcome, kpi, "full")[n - 5 : n + 4]
    met = n - np.abs(np.arange(-4, 5))

    assert profile.lag.tolist() == list(range(-4, 5))
    assert profile.link == pytest.approx(direct / size * n / met, abs=0.02)
    assert profile.chance == pytest.approx(1.96 / np.sqrt(met))


@pytest.mark.parametrize("lead", [-3, 0, 2])
def test_a_copy_has_a_link_of_one_at_its_lead(lead: int) -> None:
    profile = lag_profile(robust_sides(copied(1, 150, lead)), 4)

    assert profile.link[4 + lead] == pytest.approx(1, abs=0.08)
    others = np.delete(profile.link, 4 + lead)
    assert (np.abs(others) < 2 * profile.chance[0]).all()


def test_the_autoregression_of_both_is_removed_and_biases_no_lag() -> None:
    """With autocorrelation the lags near the true one correlate too; prewhitened only that one does."""
    cause = wave(3, 460, 0.85)
    values = standardised(np.column_stack([cause[20:420], cause[18:418]]))
    slow, bare = (lag_profile(robust_sides(values, memory), 4).link for memory in ((), (0.85,)))

    assert slow[[5, 7]] == pytest.approx(0.85, abs=0.08)
    assert bare[6] == pytest.approx(1, abs=0.07)
    assert np.abs(np.delete(bare, 6)).max() < 0.2


def test_what_was_set_aside_does_not_meet_and_shared_volatile_times_widen_chance() -> None:
    clean = robust_sides(noise(1, 40), shared_scale=4.0)
    aside = clean.aside.copy()
    aside[:36, 0] = True
    profile = lag_profile(replace(clean, aside=aside), 2)

    assert lag_profile(clean, 2).chance[2] == pytest.approx(1.96 * 2 / np.sqrt(40))
    assert profile.chance[2] == pytest.approx(min(1, 1.96 * 2 / np.sqrt(4)))
    assert np.isnan(profile.link).tolist() == [False, False, False, True, True]


@given(seed=seeds, n=st.integers(12, 100))
def test_swapping_the_sides_turns_the_profile_round(seed: int, n: int) -> None:
    values = linked(seed, n, 1)
    one, other = (lag_profile(robust_sides(values[:, ::turn], (0.4,)), 3) for turn in (1, -1))

    assert other.link == pytest.approx(one.link[::-1])
    assert (np.abs(one.link) <= 1).all()


# The strength


def test_strength_is_the_root_of_what_the_lags_explain_beyond_chance() -> None:
    """By hand: chance is 1.96 .1; .5^2 + .3^2 - 2 .1^2 = .32 over two lags, and .05^2 is below chance."""
    profile = Profile(
        np.arange(-1.0, 3.0), np.array([0.9, 0.05, -0.5, -0.3]), np.full(4, 1.96 * 0.1)
    )

    assert strength(profile, 1, 2) == (pytest.approx(0.32**0.5), -1)
    assert strength(profile, 0, 2) == (pytest.approx(0.32**0.5), -1)
    assert strength(profile, 0, 0) == (0, 1)
    assert strength(profile, -1, -1) == (pytest.approx(0.8**0.5), 1)


def test_strength_is_unknown_where_no_link_is_and_never_quite_one() -> None:
    profile = Profile(np.arange(2.0), np.array([np.nan, 1.0]), np.zeros(2))

    assert np.isnan(strength(profile, 0, 0)[0])
    assert strength(profile, 0, 0)[1] == 0
    assert strength(profile, 0, 1) == (0.99, 1)


# Parts of the history


@pytest.mark.parametrize("lead", [-3, 0, 1, 5])
@pytest.mark.parametrize("sign", [1, -1])
def test_every_part_of_a_copy_agrees_and_at_most_half_with_the_opposite(
    lead: int, sign: int
) -> None:
    values = copied(2, 156, lead) * [1, sign]

    count, agreeing = agreeing_sub_periods(robust_sides(values), Grain.WEEK, lead, sign)
    assert agreeing == count == 156 // max(13, 2 * abs(lead) + 4)
    assert agreeing_sub_periods(robust_sides(values), Grain.WEEK, lead, -sign)[1] <= count // 2
    if lead:
        assert agreeing_sub_periods(robust_sides(values), Grain.WEEK, -lead, sign)[1] <= count // 2


@pytest.mark.parametrize(
    ("n", "grain", "lag", "count"),
    [
        (25, Grain.WEEK, 1, 0),
        (26, Grain.WEEK, 1, 2),
        (52, Grain.WEEK, 8, 2),
        (36, Grain.MONTH, 0, 3),
        (84, Grain.DAY, 2, 3),
        (24, Grain.QUARTER, 1, 3),
    ],
)
def test_a_part_is_a_quarter_of_weeks_or_a_year_of_months_or_long_enough_for_the_lag(
    n: int, grain: Grain, lag: int, count: int
) -> None:
    assert agreeing_sub_periods(robust_sides(noise(1, n)), grain, lag, 1)[0] == count


def test_of_a_link_in_half_of_the_history_about_half_of_the_parts_agree() -> None:
    values = copied(4, 260, 2)
    values[:130, 0] = np.random.default_rng(9).standard_normal(130)
    count, agreeing = agreeing_sub_periods(robust_sides(values), Grain.WEEK, 2, 1)

    assert count == 20
    assert 10 <= agreeing <= 16


# Periods not seen


def test_what_the_kpi_forecasts_is_taken_off_the_error() -> None:
    assert error_reduction(robust_sides(copied(1, 150, 2)), 2, 2) > 0.9
    assert error_reduction(robust_sides(copied(1, 150, 2)), 3, 3) < 0.1


def test_half_of_the_variance_forecast_takes_about_three_tenths_off_the_error() -> None:
    """By hand: what is left has a standard deviation of .5^.5 of the whole, .29 less."""
    gains = []
    for seed in range(30):
        values = linked(seed, 300, 3, share=0.9999, autocorrelation=0)
        values[:, 1] += values[:, 1].std() * np.random.default_rng(seed).standard_normal(300)
        gains.append(error_reduction(robust_sides(standardised(values)), 3, 3))
    assert np.median(gains) == pytest.approx(1 - 0.5**0.5, abs=0.03)


def test_an_unrelated_kpi_takes_nothing_off_and_does_little_harm() -> None:
    gains = [error_reduction(robust_sides(noise(seed, 104)), 1, 3) for seed in range(60)]

    assert -0.05 < np.mean(gains) < 0.02
    assert min(gains) > -0.25


def test_an_effect_over_several_lags_is_forecast_by_their_mean() -> None:
    cause = np.random.default_rng(7).standard_normal(240)
    effect = np.convolve(cause, [0, 0, 1, 1, 1])[:240]
    values = standardised(np.column_stack([cause, effect])[20:])

    assert error_reduction(robust_sides(values), 2, 4) > 0.9
    assert error_reduction(robust_sides(values), 3, 3) < 0.4


@pytest.mark.parametrize(("n", "is_known"), [(29, False), (30, True), (31, True)])
def test_without_enough_unseen_periods_the_error_reduction_is_unknown(
    n: int, is_known: bool
) -> None:
    """By hand: 20 to fit and 8 to forecast, after the 2 by which the KPI leads."""
    assert np.isfinite(error_reduction(robust_sides(noise(1, n)), 1, 2)) == is_known


@given(seed=seeds, n=st.integers(40, 120), scale=st.floats(1e-3, 1e3), high=st.integers(1, 5))
def test_the_kpis_scale_and_sign_change_nothing_of_the_error_saved(
    seed: int, n: int, scale: float, high: int
) -> None:
    values = linked(seed, n, 2)
    one, other = (
        error_reduction(robust_sides(values * [size, 1]), 1, high) for size in (1.0, -scale)
    )

    assert other == pytest.approx(one)
    assert one < 1
