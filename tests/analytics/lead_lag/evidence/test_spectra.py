from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.spectra import (
    at_lags,
    either_sign,
    inflation,
    near_and_far_lags,
    spectra,
)

seeds = st.integers(0, 2**31)


def impulse(n: int, at: int) -> np.ndarray:
    return np.eye(n)[at]


@pytest.mark.parametrize("lead", [-3, 0, 2])
def test_two_impulses_have_flat_powers_and_a_phase_of_their_distance(lead: int) -> None:
    """By hand: powers of 1 / n at every frequency, and e^(-i w k) / n between them."""
    n = 8
    pair = spectra(np.column_stack([impulse(n, 4), impulse(n, 4 + lead)]), np.ones(n - 1), 4)
    frequency = np.pi * np.arange(1, n) / n

    assert pair.kpi == pytest.approx(np.full(n - 1, 1 / n))
    assert pair.outcome == pytest.approx(np.full(n - 1, 1 / n))
    assert pair.cross == pytest.approx(np.exp(-1j * frequency * lead) / n)
    row = at_lags(np.ones((1, n - 1)), pair.cross, 5)[0]
    assert row.argmax() - 5 == lead


@given(seed=seeds, n=st.integers(4, 80), farthest=st.integers(1, 20))
def test_the_row_of_all_lags_is_the_direct_sum(seed: int, n: int, farthest: int) -> None:
    rng = np.random.default_rng(seed)
    cross, coherence = (
        rng.standard_normal((t, n - 1)) + 1j * rng.standard_normal((t, n - 1)) for t in (1, 3)
    )
    frequency = np.pi * np.arange(1, n) / n
    turn = np.exp(1j * np.outer(frequency, np.arange(-farthest, farthest + 1)))
    direct = ((np.conj(coherence) * cross[0]) @ turn).real

    assert at_lags(coherence, cross[0], farthest) == pytest.approx(direct, abs=1e-9)


@given(seed=seeds, n=st.integers(4, 60))
def test_the_cross_spectrum_is_the_transform_of_the_cross_products(seed: int, n: int) -> None:
    """Lags do not wrap around: with the real frequencies, the row is the cross-products."""
    values = np.random.default_rng(seed).standard_normal((n, 2))
    pair = spectra(values, np.ones(n - 1), n / 2)
    lags = np.arange(-(n - 1), n)
    slowest = values.sum(axis=0).prod()
    fastest = (values * (-1.0) ** np.arange(n)[:, None]).sum(axis=0).prod() * (-1.0) ** lags
    row = at_lags(np.ones((1, n - 1)), pair.cross, n - 1)[0] + (slowest + fastest) / (2 * n)

    assert row == pytest.approx(np.correlate(values[:, 1], values[:, 0], "full"), abs=1e-9)


def test_frequencies_of_the_season_have_no_weight_and_others_are_scaled_up() -> None:
    remaining = np.array([0.1, 0.5, 1.0])
    values = np.random.default_rng(1).standard_normal((4, 2))
    whole, part = spectra(values, np.ones(3), 2), spectra(values, remaining, 1.5)

    assert part.weight == pytest.approx([0, 1 / 3, 2 / 3])
    assert part.kpi == pytest.approx(whole.kpi / remaining)
    assert part.cross == pytest.approx(whole.cross / remaining)


def test_far_lags_begin_three_beyond_the_longest_and_end_at_half_the_history() -> None:
    lag_set = near_and_far_lags(np.zeros((30, 2), dtype=bool), 5)
    lags = np.arange(-lag_set.farthest, lag_set.farthest + 1)

    assert lag_set.farthest == 15
    assert lags[lag_set.near].tolist() == list(range(-5, 6))
    assert np.abs(lags[lag_set.far]).min() == 8
    assert lag_set.overlap == pytest.approx(1 - np.abs(lags) / 30)
    assert lag_set.known_weight == pytest.approx(np.ones(11))


def test_filled_values_reduce_the_weight_of_the_lags_where_they_overlap() -> None:
    """By hand: of 10 KPI values the last 5 are filled; 5 of 10 overlap at lag 0, 4 of 9 at -1."""
    aside = np.zeros((10, 2), dtype=bool)
    aside[5:, 0] = True
    lag_set = near_and_far_lags(aside, 1)

    assert lag_set.known_weight == pytest.approx(np.array([4 / 9, 5 / 10, 5 / 9]) ** 0.35)


@given(seed=seeds, n=st.integers(8, 200), longest=st.integers(1, 12))
def test_the_known_weight_is_a_share_and_swapping_the_sides_reverses_it(
    seed: int, n: int, longest: int
) -> None:
    longest = min(longest, n // 4)
    aside = np.random.default_rng(seed).random((n, 2)) < 0.3
    lag_set, swapped = (
        near_and_far_lags(aside, longest),
        near_and_far_lags(aside[:, ::-1], longest),
    )

    assert (lag_set.known_weight >= 0).all()
    assert (lag_set.known_weight <= 1 + 1e-12).all()
    assert swapped.known_weight == pytest.approx(lag_set.known_weight[::-1])


def test_far_lags_with_twice_the_expected_variance_inflate_by_nearly_two() -> None:
    """By hand: 20 far lags, each with twice its variance: (10 + 40) / (10 + 20)."""
    lag_set = near_and_far_lags(np.zeros((40, 2), dtype=bool), 8)
    far = int(lag_set.far.sum())
    assert far == 20
    link = np.sqrt(2 * 3 * np.broadcast_to(lag_set.overlap, (1, len(lag_set.overlap))))

    assert inflation(link, np.array([3.0]), lag_set, 1.0) == pytest.approx(50 / 30)
    assert inflation(link, np.array([3.0]), lag_set, 2.5) == pytest.approx(2.5)
    assert inflation(0 * link, np.array([3.0]), lag_set, 1.0) == pytest.approx(1)


def test_without_far_lags_the_inflation_is_the_minimum() -> None:
    lag_set = near_and_far_lags(np.zeros((8, 2), dtype=bool), 2)

    assert inflation(np.full((2, 9), 99.0), np.ones(2), lag_set, 1.2) == pytest.approx(1.2)


def test_a_near_link_does_not_inflate_the_variance() -> None:
    lag_set = near_and_far_lags(np.zeros((60, 2), dtype=bool), 8)
    link = np.zeros((1, 2 * lag_set.farthest + 1))
    link[:, lag_set.near] = 1e3

    assert inflation(link, np.ones(1), lag_set, 1.0) == pytest.approx(1)


@given(link=st.floats(-500, 500))
def test_a_link_of_either_sign_counts_alike_and_none_counts_nothing(link: float) -> None:
    log_mean = either_sign(np.array([link, -link, 0.0]))

    assert log_mean[0] == log_mean[1]
    assert log_mean[2] == pytest.approx(0)
    assert max(0, abs(link) - np.log(2)) - 1e-9 <= log_mean[0] <= abs(link)
