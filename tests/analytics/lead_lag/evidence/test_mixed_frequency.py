from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.mixed_frequency import (
    MixedFrequencyEvidence,
    mixed_frequency_evidence,
)
from dashboard.analytics.lead_lag.evidence.mixed_frequency_data import (
    MixedPair,
    cleaned,
    without_steps,
)
from dashboard.analytics.lead_lag.evidence.mixed_frequency_models import (
    MODELS,
    SHARED_AUTOCORRELATIONS,
    model_table,
    restricted,
)
from dashboard.analytics.typing import Floats

WEEKS = 52.18
MONTHS = np.arange(156) * 12 // 52


def wave(seed: int, n: int = 196, autocorrelation: float = 0.4) -> Floats:
    noise = np.random.default_rng(seed).standard_normal(n)
    out = noise.copy()
    for at in range(1, n):
        out[at] += autocorrelation * out[at - 1]
    return out / out.std()


def monthly(weekly: Floats) -> Floats:
    return np.array([weekly[month == MONTHS].mean() for month in range(MONTHS[-1] + 1)])


def weekly_outcome(seed: int, lead: int, share: float = 0.8) -> MixedPair:
    """A monthly KPI whose weeks the weekly outcome follows `lead` weeks later."""
    shared, own, other = wave(seed), wave(seed + 1000), wave(seed + 2000)
    at = np.arange(20, 176)
    kpi = share * shared[at] + (1 - share) * own[at]
    outcome = share * shared[at - lead] + (1 - share) * other[at]
    return MixedPair(outcome, monthly(kpi), MONTHS, WEEKS, kpi_is_fine=False)


def unrelated(fine: Floats, coarse: Floats) -> MixedPair:
    return MixedPair(fine, monthly(coarse), MONTHS, WEEKS, kpi_is_fine=False)


def evidence_of(
    pair: MixedPair, longest: int = 8, same_sign: float = 0.8
) -> MixedFrequencyEvidence:
    evidence = mixed_frequency_evidence(pair, longest, same_sign)
    assert evidence is not None
    return evidence


def test_the_restricted_likelihood_of_white_noise_about_a_mean_is_that_of_its_contrasts() -> None:
    """By hand: I - 11'/3 for the precision, and -log(3) / 2 from |F'S^-1 F| = 3."""
    one = restricted(np.eye(3), np.ones((3, 1)))
    assert one.precision == pytest.approx(np.eye(3) - 1 / 3, abs=1e-6)
    assert float(one.log_scale) == pytest.approx(-np.log(3) / 2)


@pytest.mark.parametrize("lag", [-3, 0, 2])
@pytest.mark.parametrize("which", [1, 7, 18, 35])
def test_the_fine_series_and_the_coarse_one_given_it_make_the_joint_likelihood(
    lag: int, which: int
) -> None:
    member, longest = tuple(MONTHS[:44].tolist()), 3
    table, model = model_table(member, longest, WEEKS), MODELS[which]
    k, n = longest + lag, len(member)
    rng = np.random.default_rng(which)
    fine, coarse = rng.standard_normal(n), rng.standard_normal(len(table.means))
    time = np.arange(n)
    trend = np.column_stack([np.ones(n), 2 * time / n - 1])
    own = np.linalg.inv(_unrestricted(table.fine.precision[which].astype(float), trend))
    cross = model.share * table.means @ (model.autocorrelation ** abs(time[:, None] - time + lag))
    joint = restricted(
        np.block([[table.means @ own @ table.means.T, cross], [cross.T, own]]),
        np.block([[table.means @ trend, np.zeros((len(coarse), 2))], [0 * trend, trend]]),
    )
    both = np.concatenate([coarse, fine])
    residual = coarse - cross @ table.fine.precision[which] @ fine
    expected = fine @ table.fine.precision[which] @ fine
    expected += residual @ table.linked.precision[which, k] @ residual
    assert expected == pytest.approx(both @ joint.precision @ both, rel=2e-3)


def _unrestricted(precision: Floats, trend: Floats) -> Floats:
    """A full precision with the same restricted one: the trend has a very wide prior."""
    basis = np.linalg.qr(trend)[0]
    return np.asarray(precision + 1e-4 * basis @ basis.T)


def test_the_shared_covariance_decays_with_the_distance() -> None:
    table = model_table(tuple(MONTHS[:44].tolist()), 3, WEEKS)
    far = len(table.far_lags) // 2
    for autocorrelation in SHARED_AUTOCORRELATIONS:
        assert table.shared_covariances[autocorrelation][far + 10, 10] == 1
        assert table.shared_covariances[autocorrelation][far + 12, 10] == pytest.approx(
            autocorrelation**2
        )


@pytest.mark.parametrize("lead", [-7, -5, 0, 5, 7])
def test_the_lag_of_a_linked_pair_is_the_likeliest(lead: int) -> None:
    evidence = evidence_of(weekly_outcome(3, lead))
    assert abs(evidence.lag[evidence.log_evidence.argmax()] - lead) <= 1
    assert evidence.log_evidence.max() > 5
    at = int(np.flatnonzero(evidence.lag == lead)[0])
    assert evidence.correlation[at] > evidence.chance[at]


def test_swapping_kpi_and_outcome_reverses_the_lags() -> None:
    pair = weekly_outcome(3, 6)
    turned = MixedPair(pair.fine, pair.coarse, pair.member, pair.year, kpi_is_fine=True)
    forward, swapped = evidence_of(pair), evidence_of(turned)
    weeks_a_month = 156 / 36
    assert swapped.lag == pytest.approx(-forward.lag[::-1] / weeks_a_month)
    assert swapped.log_evidence == pytest.approx(forward.log_evidence[::-1])
    assert swapped.correlation == pytest.approx(forward.correlation[::-1])


def test_unrelated_wandering_pairs_are_hardly_ever_taken_for_linked() -> None:
    strong = 0
    for seed in range(40):
        fine, coarse = np.cumsum(wave(seed, 156)), np.cumsum(wave(seed + 500, 156))
        strong += bool(evidence_of(unrelated(fine, coarse)).log_evidence.max() > 4)
    assert strong <= 2


def test_two_unrelated_level_shifts_are_no_link() -> None:
    strong = 0
    for seed in range(20):
        time = np.arange(156)
        fine = wave(seed, 156, 0) + 4 * (time > 60)
        coarse = wave(seed + 500, 156, 0) + 4 * (time > 60 + seed)
        strong += bool(evidence_of(unrelated(fine, coarse)).log_evidence.max() > 4)
    assert strong <= 1


def test_a_season_that_both_have_is_no_link() -> None:
    season = 2 * np.sin(2 * np.pi * np.arange(156) / WEEKS)
    strong = 0
    for seed in range(20):
        pair = unrelated(wave(seed, 156) + season, wave(seed + 500, 156) + season)
        strong += bool(evidence_of(pair).log_evidence.max() > 4)
    assert strong <= 1


def test_gaps_and_outliers_do_not_hide_a_link() -> None:
    pair = weekly_outcome(3, 6)
    fine, coarse = pair.fine.copy(), pair.coarse.copy()
    fine[[10, 40, 41, 90]] = np.nan
    fine[70] += 9
    coarse[[5, 20]] = np.nan
    evidence = evidence_of(MixedPair(fine, coarse, MONTHS, WEEKS, kpi_is_fine=False))
    assert abs(evidence.lag[evidence.log_evidence.argmax()] - 6) <= 1
    assert evidence.log_evidence.max() > 3
    assert evidence.periods == 34


def test_fine_periods_before_and_after_the_coarse_ones_are_used_but_not_needed() -> None:
    pair = weekly_outcome(3, 6)
    shorter = MixedPair(pair.fine, pair.coarse[:-2], MONTHS, WEEKS, kpi_is_fine=False)
    evidence = evidence_of(shorter)
    assert abs(evidence.lag[evidence.log_evidence.argmax()] - 6) <= 1
    assert evidence.periods == 34


def test_only_the_newest_four_years_of_coarse_periods_count() -> None:
    member = np.arange(312) // 4
    fine, coarse = wave(1, 312), wave(2, 78)
    older = coarse.copy()
    older[:10] += 100
    first, second = (
        evidence_of(MixedPair(fine, each, member, 48, kpi_is_fine=False))
        for each in (coarse, older)
    )
    assert (first.log_evidence == second.log_evidence).all()
    assert first.periods == 48


@pytest.mark.parametrize(
    ("fine", "coarse"),
    [
        (wave(1, 156)[:30], monthly(wave(2, 156))[:7]),
        (np.full(156, 3.0), monthly(wave(2, 156))),
        (wave(1, 156), np.full(36, 3.0)),
        (np.where(np.arange(156) < 100, np.nan, wave(1, 156)), monthly(wave(2, 156))),
    ],
    ids=["short", "constant outcome", "constant kpi", "mostly missing"],
)
def test_too_few_values_give_no_evidence(fine: Floats, coarse: Floats) -> None:
    pair = MixedPair(fine, coarse, MONTHS[: len(fine)], WEEKS, kpi_is_fine=False)
    assert mixed_frequency_evidence(pair, 8) is None


@settings(max_examples=20, deadline=None)
@given(
    scale=st.floats(1e-3, 1e3),
    level=st.floats(-1e3, 1e3),
    slope=st.floats(-1, 1),
    seed=st.integers(0, 5),
)
def test_scale_level_and_trend_change_nothing(
    scale: float, level: float, slope: float, seed: int
) -> None:
    pair = weekly_outcome(seed, 5)
    fine = scale * (pair.fine + level + slope * np.arange(156))
    moved = MixedPair(fine, pair.coarse, MONTHS, WEEKS, kpi_is_fine=False)
    assert evidence_of(moved).log_evidence == pytest.approx(
        evidence_of(pair).log_evidence, abs=1e-2
    )


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 50))
def test_where_either_way_is_as_likely_a_flipped_sign_changes_nothing(seed: int) -> None:
    pair = weekly_outcome(seed, 5)
    flipped = MixedPair(-pair.fine, pair.coarse, MONTHS, WEEKS, kpi_is_fine=False)
    assert evidence_of(flipped, same_sign=0.5).log_evidence == pytest.approx(
        evidence_of(pair, same_sign=0.5).log_evidence, abs=1e-4
    )
    assert evidence_of(flipped).correlation == pytest.approx(
        -evidence_of(pair).correlation, abs=1e-6
    )


def test_a_spike_and_a_gap_are_filled_between_their_neighbours() -> None:
    values = np.tile([0.0, 1.0], 12)
    values[7], values[15] = 30.0, np.nan
    straight, aside = cleaned(values)
    assert np.flatnonzero(aside).tolist() == [7, 15]
    assert straight[7] == pytest.approx((straight[6] + straight[8]) / 2, abs=1e-2)


def test_a_level_shift_is_removed_from_a_stationary_series_and_kept_in_a_random_walk() -> None:
    time = np.arange(100)
    stationary, _ = cleaned(wave(1, 100, 0) + 5 * (time >= 40))
    flat = without_steps(stationary)
    assert abs(flat[40:60].mean() - flat[20:40].mean()) < 0.5
    wandering, _ = cleaned(np.cumsum(wave(1, 100, 0)) + 5 * (time >= 40))
    assert (without_steps(wandering) == wandering / np.sqrt(np.mean(wandering**2))).all()
