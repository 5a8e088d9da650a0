from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.objectives.factor_model import (
    CORRELATION,
    MOST_SHARED,
    correlation_of,
    factor_loadings,
)
from dashboard.analytics.objectives.residual_correlation import (
    CLIP,
    FEWEST,
    PRIOR_PERIODS,
    residual_correlation,
)


def weekly(values: object, begins: str = "2024-01-01") -> pd.Series:
    found = np.asarray(values, dtype=float)
    return pd.Series(found, pd.date_range(begins, periods=len(found), freq="W-MON"))


def monthly(values: object, begins: str = "2016-01-01") -> pd.Series:
    found = np.asarray(values, dtype=float)
    return pd.Series(found, pd.date_range(begins, periods=len(found), freq="MS"))


def pair_of(correlation: float, count: int, seed: int = 1) -> tuple[pd.Series, pd.Series]:
    draws = np.random.default_rng(seed).multivariate_normal(
        [0, 0], [[1, correlation], [correlation, 1]], count
    )
    return weekly(draws[:, 0], "1990-01-01"), weekly(draws[:, 1], "1990-01-01")


def test_nine_common_periods_move_the_prior_by_their_share_on_fishers_scale():
    one = weekly([1, -1, 1, -1, 1, -1, 1, -1, 0])
    other = weekly([1, -1, 1, -1, 1, -1, -1, 1, 0])  # six together, two against: r = 4 / 8

    found = residual_correlation([one, other])

    z = (PRIOR_PERIODS * math.atanh(CORRELATION) + 6 * math.atanh(0.5)) / (PRIOR_PERIODS + 6)
    assert found.tolist() == [[1, pytest.approx(math.tanh(z))], [pytest.approx(math.tanh(z)), 1]]


def test_without_surprises_or_with_too_few_in_common_the_prior_is_all_there_is():
    one, other = pair_of(0.9, 30)
    late = other.iloc[-FEWEST + 1 :]
    elsewhere = weekly(other.to_numpy(), "2020-01-06")

    for nothing in (None, pd.Series(dtype=float), other.iloc[:1], late, elsewhere, other * 0):
        found = residual_correlation([one, nothing])
        assert found.tolist() == [[1, CORRELATION], [CORRELATION, 1]]
    assert residual_correlation([one, other])[0, 1] > 0.7
    assert residual_correlation([]).shape == (0, 0)


def test_what_is_good_for_the_one_and_bad_for_the_other_pulls_apart():
    one, other = pair_of(-0.7, 80)

    assert residual_correlation([one, other])[0, 1] < -0.4


@pytest.mark.parametrize("truth", [-0.6, 0.0, 0.3, 0.8])
def test_a_long_history_is_believed(truth: float):
    found = [residual_correlation(pair_of(truth, 400, seed))[0, 1] for seed in range(20)]

    assert np.mean(found) == pytest.approx(truth, abs=0.08)


def test_the_fewer_the_common_periods_the_nearer_to_the_prior():
    found = [
        np.std([residual_correlation(pair_of(0.3, count, seed))[0, 1] for seed in range(40)])
        for count in (8, 24, 96, 400)
    ]
    exact = [
        np.std([np.corrcoef(*pair_of(0.3, count, seed))[0, 1] for seed in range(40)])
        for count in (8, 24, 96, 400)
    ]

    assert all(ours < theirs for ours, theirs in zip(found[:2], exact[:2], strict=True))
    assert max(found) < 0.2


def test_what_strikes_two_weeks_later_counts_where_the_history_is_long():
    shocks = np.random.default_rng(3).standard_normal(202)
    one, late = weekly(shocks[2:], "2018-01-01"), weekly(shocks[:-2], "2018-01-01")

    assert residual_correlation([one, late])[0, 1] > 0.4
    assert abs(residual_correlation([one[:20], late[:20]])[0, 1] - CORRELATION) < 0.2


def test_weeks_beside_months_are_summed_to_months():
    month_shocks = np.random.default_rng(5).standard_normal(60)
    months = monthly(month_shocks)
    stamps = pd.date_range("2016-01-04", "2020-12-28", freq="W-MON")
    own = np.random.default_rng(6).standard_normal(len(stamps))
    weeks = pd.Series(
        month_shocks[(stamps.year - 2016) * 12 + stamps.month - 1] * 0.8 + 0.6 * own, stamps
    )

    found = residual_correlation([weeks, months])

    assert found[0, 1] > 0.7
    assert found[0, 1] == residual_correlation([months, weeks])[0, 1]


def test_one_wild_period_does_not_tie_two_key_results_together():
    one, other = pair_of(0.0, 50)
    one.iloc[20], other.iloc[20] = 40.0, 60.0
    held_one, held_other = one.clip(-CLIP, CLIP), other.clip(-CLIP, CLIP)

    found = residual_correlation([one, other])[0, 1]

    assert found == residual_correlation([held_one, held_other])[0, 1]
    assert found < 0.35


def test_a_missing_period_is_no_surprise_of_zero():
    one, other = pair_of(0.8, 60)
    holes = one.copy()
    holes.iloc[5:25] = np.nan

    assert residual_correlation([holes, other])[0, 1] == pytest.approx(
        residual_correlation([holes.dropna(), other])[0, 1]
    )
    assert residual_correlation([holes, other])[0, 1] > 0.55


series = st.lists(st.floats(-4, 4), min_size=0, max_size=40).map(weekly)


@given(st.lists(series, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_order_does_not_matter_to_the_last_bit(some: list[pd.Series], random):
    places = list(range(len(some)))
    random.shuffle(places)

    found = residual_correlation(some)

    assert (residual_correlation([some[i] for i in places]) == found[np.ix_(places, places)]).all()
    assert (found == found.T).all()
    assert (np.abs(found[~np.eye(len(some), dtype=bool)]) < 1).all()


@given(st.lists(series, min_size=1, max_size=6))
def test_what_the_factors_make_of_it_is_a_correlation_matrix(some: list[pd.Series]):
    used = correlation_of(factor_loadings(residual_correlation(some)))

    assert np.linalg.eigvalsh(used).min() >= 1 - MOST_SHARED - 1e-9
    assert np.diag(used).tolist() == [1] * len(some)
