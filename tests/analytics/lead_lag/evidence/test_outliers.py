from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.autoregression import residuals
from dashboard.analytics.lead_lag.evidence.outliers import (
    filled,
    interpolated,
    robustified,
    standard,
)
from dashboard.analytics.typing import Flags, Floats
from tests.analytics.lead_lag.evidence.waves import wave

seeds = st.integers(0, 2**31)


def all_known(values: Floats) -> Flags:
    return np.zeros(values.shape, dtype=bool)


def noise(seed: int, n: int) -> Floats:
    """Two unrelated sides of white noise."""
    return np.random.default_rng(seed).standard_normal((n, 2))


# Standardisation


def test_values_are_standardised() -> None:
    """By hand: about 3, with a variance of (4 + 4) / 2."""
    assert standard(np.array([1.0, 5.0])).tolist() == [-1, 1]
    assert standard(np.array([[1.0, 7.0], [5.0, 7.0]])).tolist() == [[-1, 0], [1, 0]]


# Gaps and gross outliers


def test_gaps_are_filled_between_their_neighbours_and_at_the_ends_by_the_nearest() -> None:
    values, aside = filled(np.array([np.nan, 2.0, np.nan, np.nan, 8.0, np.nan]))
    straight = np.array([2.0, 2.0, 4.0, 6.0, 8.0, 8.0])

    assert aside.tolist() == [True, False, True, True, False, True]
    assert values == pytest.approx(standard(straight))


def test_a_gross_outlier_is_filled_between_its_neighbours() -> None:
    raw = np.tile([0.0, 1.0], 12)
    raw[7] = 30
    values, aside = filled(raw)

    assert np.flatnonzero(aside).tolist() == [7]
    assert values[7] == pytest.approx((values[6] + values[8]) / 2)


def test_below_twelve_values_none_is_called_an_outlier() -> None:
    assert not filled(np.array([0.0, 1, 0, 1, 0, 99, 0, 1, 0, 1, 0]))[1].any()


def test_of_values_that_hardly_ever_move_a_move_is_no_outlier_where_there_are_several() -> None:
    """The typical deviation is 0 here; the limit from the standard deviation keeps the moves."""
    values, aside = filled(np.repeat([0.0, 1.0, 0.0, 1.0], 8))

    assert not aside.any()
    assert np.ptp(values) > 0


@given(seed=seeds, n=st.integers(12, 80), scale=st.floats(1e-6, 1e6), level=st.floats(-1e3, 1e3))
def test_unit_and_zero_change_nothing_of_what_is_filled(
    seed: int, n: int, scale: float, level: float
) -> None:
    rng = np.random.default_rng(seed)
    raw = np.where(rng.random(n) < 0.1, np.nan, rng.standard_t(2, n))
    raw[[0, n - 1]] = 0, 1
    values, aside = filled(raw)
    others, others_aside = filled(scale * (raw + level))

    assert (aside == others_aside).all()
    assert others == pytest.approx(values, abs=1e-5)
    assert np.isfinite(values).all()
    assert aside[np.isnan(raw)].all()


# Interpolation


def autocorrelation_of(values: Floats, missing: Flags) -> float:
    present = ~missing
    both = present[1:] & present[:-1]
    product = (values[1:] * values[:-1])[both].mean() / (values[present] ** 2).mean()
    return float(np.clip(product + 1.5 / len(values), 0, 0.98))


def expected(values: Floats, missing: Flags, memory: float) -> Floats:
    """The conditional mean of the missing values of a Gaussian autoregression."""
    time = np.arange(len(values))
    square = memory ** np.abs(time[:, None] - time)
    weights = np.linalg.solve(square[np.ix_(~missing, ~missing)], values[~missing])
    return np.asarray(square[np.ix_(missing, ~missing)] @ weights)


@pytest.mark.parametrize("memory", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("at", [[0], [17], [59], [5, 20, 22, 40]])
def test_a_gap_is_what_an_autoregression_expects_there(memory: float, at: list[int]) -> None:
    values = np.clip(wave(3, 60, memory), -2, 2)[:, None]
    aside = all_known(values)
    aside[at] = True
    values[at] = 0.0
    refilled, missing = interpolated(values, aside)
    phi = autocorrelation_of(values[:, 0], missing[:, 0])

    assert np.flatnonzero(missing[:, 0]).tolist() == at
    assert refilled[at, 0] == pytest.approx(expected(values[:, 0], missing[:, 0], phi), abs=0.05)
    assert (refilled[~missing] == values[~missing]).all()


def test_a_value_between_two_known_ones_is_expected_at_their_share() -> None:
    values = wave(3, 60, 0.6)[:, None]
    aside = all_known(values)
    aside[30] = True
    refilled, missing = interpolated(values, aside)
    phi = autocorrelation_of(values[:, 0], missing[:, 0])

    assert refilled[30, 0] == pytest.approx(phi / (1 + phi**2) * (values[29, 0] + values[31, 0]))


def test_an_outlier_goes_and_its_neighbours_stay() -> None:
    """In a slow series both neighbours of an outlier deviate from their interpolation as well."""
    values = wave(4, 80, 0.95)[:, None]
    values[40] += 4

    refilled, missing = interpolated(values, all_known(values))
    assert np.flatnonzero(missing).tolist() == [40]
    assert abs(refilled[40, 0]) < 3


def test_gaps_stay_where_no_two_neighbours_are_known() -> None:
    values = noise(1, 20)
    aside = all_known(values)
    aside[::2] = True
    refilled, missing = interpolated(values, aside)

    assert (refilled == values).all()
    assert (missing == aside).all()


@given(seed=seeds, n=st.integers(8, 100), scale=st.floats(1e-3, 1e3))
def test_interpolation_keeps_the_scale_and_the_known(seed: int, n: int, scale: float) -> None:
    values = noise(seed, n)
    aside = np.random.default_rng(seed).random((n, 2)) < 0.2
    refilled, missing = interpolated(values, aside)
    larger, gone_too = interpolated(scale * values, aside)

    assert (missing == gone_too).all()
    assert larger == pytest.approx(scale * refilled, rel=1e-6, abs=1e-6 * scale)
    assert (refilled[~missing] == values[~missing]).all()
    assert (missing | ~aside).all()


# Volatile periods


def test_values_without_large_residuals_stay_as_they_are() -> None:
    values = np.random.default_rng(6).choice([-1.0, 1.0], (60, 2))
    robust = robustified(values, all_known(values), 12)

    assert robust.values == pytest.approx(values)
    assert robust.shared_scale == pytest.approx(1, abs=0.05)


def test_a_residual_is_clipped_at_three_standard_deviations() -> None:
    values = noise(2, 100)
    values[50] = 8.0
    robust = robustified(values, all_known(values), 12)
    for side, memory in enumerate(robust.coefficients):
        residual = residuals(robust.values[:, side], memory)
        others = np.delete(residual, 50)
        assert residual[50] == residual.max()
        assert residual[50] == pytest.approx(3 * others.std(), rel=0.3)


def test_a_changing_scale_is_evened_out_in_a_long_history_and_left_in_a_short_one() -> None:
    for n, least, most in ((120, 1.0, 3.0), (20, 3.5, 20.0)):
        scale = np.where(np.arange(n) < n // 2, 1.0, 6.0)[:, None]
        ratios = []
        for seed in range(20):
            values = np.clip(noise(seed, n), -1.5, 1.5) * scale
            robust = robustified(values, all_known(values), 4).values
            ratios.append(robust[n // 2 :].std() / robust[: n // 2].std())
        assert least < np.median(ratios) < most


@given(seed=seeds, n=st.integers(24, 150), scale=st.floats(1e-3, 1e3))
def test_robust_cleaning_is_equivariant_to_scale(seed: int, n: int, scale: float) -> None:
    values = noise(seed, n) * np.exp(np.sin(np.arange(n) / 9))[:, None]
    one, other = (robustified(size * values, all_known(values), 8) for size in (1.0, scale))

    assert other.values == pytest.approx(scale * one.values, rel=1e-6, abs=1e-6 * scale)
    assert other.shared_scale == pytest.approx(one.shared_scale)


def test_only_shared_volatility_gives_a_shared_scale() -> None:
    constant, volatile = [], []
    for seed in range(30):
        values, volatility = noise(seed, 150), np.exp(0.8 * wave(seed, 150, 0.95))[:, None]
        constant.append(robustified(values, all_known(values), 4).shared_scale)
        volatile.append(robustified(values * volatility, all_known(values), 4).shared_scale)
    assert np.median(constant) == 1
    assert max(constant) < 1.1
    assert np.median(volatile) > 1.25


def test_volatility_of_one_side_alone_is_not_shared() -> None:
    scales = []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        values = rng.standard_normal((150, 2))
        values[60:90, 0] *= 5
        scales.append(robustified(values, all_known(values), 12).shared_scale)
    assert np.median(scales) < 1.05


@given(seed=seeds, n=st.integers(8, 150), reach=st.integers(1, 14))
def test_the_shared_scale_is_1_or_more_whichever_side_comes_first(
    seed: int, n: int, reach: int
) -> None:
    values = np.random.default_rng(seed).standard_t(2, (n, 2))
    aside = np.random.default_rng(seed).random((n, 2)) < 0.1
    one, other = (robustified(values[:, ::turn], aside[:, ::turn], reach) for turn in (1, -1))

    assert 1 <= one.shared_scale < np.inf
    assert other.shared_scale == pytest.approx(one.shared_scale)
    assert other.values == pytest.approx(one.values[:, ::-1])
