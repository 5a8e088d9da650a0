from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.forecast.leads.innovations import LeadSeries
from dashboard.analytics.forecast.leads.regression import (
    MIN_TESTS,
    WARM_UP,
    LeadFit,
    Origins,
    fit,
    origins_of,
)
from dashboard.analytics.forecast.leads.small_smoothing import ALPHAS, PHIS, PRIOR
from dashboard.analytics.typing import Floats
from tests.analytics.forecast.leads.lead_pairs import lead_series, origins, pair, paths

STEPS = 6
LAST_VALUE = 4
"""The member that forecasts the last value."""

seeds = st.integers(0, 10_000)


def taught(outcome: Floats, kpi: LeadSeries) -> tuple[Origins, LeadFit]:
    result = fit(origins(outcome, STEPS), kpi)
    assert result is not None
    return result


def test_an_outcome_that_repeats_the_kpi_is_known_up_to_the_lead():
    kpi, _ = pair(3, 80, lead=3)
    outcome = np.r_[np.zeros(3), kpi][:80]

    after, lead_fit = taught(outcome, lead_series(kpi, 3, 80, STEPS))

    # Its errors are the innovations: the slope is 1, except for the ridge.
    assert (ALPHAS[LAST_VALUE], PHIS[LAST_VALUE]) == (1, 1)
    assert lead_fit.slopes[LAST_VALUE, :, 0].sum() == pytest.approx(1, abs=0.1)
    assert after.paths[-1, LAST_VALUE, :3] == pytest.approx(kpi[-3:], abs=0.25)
    assert lead_fit.share == pytest.approx(1, abs=0.01)
    assert lead_fit.first == 1 + 4 + WARM_UP


def test_forecasts_from_earlier_origins_become_better_one_by_one():
    kpi, outcome = pair(5, 104, lead=4)

    after, lead_fit = taught(outcome, lead_series(kpi, 4, 104, STEPS))

    before, tested = origins(outcome, STEPS), slice(lead_fit.first, -4)
    for step in (0, 3):
        with_it, without = (
            np.abs(each.errors[tested, :, step]).mean(axis=0) for each in (after, before)
        )
        assert (with_it < 0.85 * without).all()


def test_the_errors_are_those_of_the_forecasts():
    kpi, outcome = pair(4, 60, lead=4)

    after, _ = taught(outcome, lead_series(kpi, 4, 60, STEPS))

    assert after.errors[40, 2, 3] == pytest.approx(outcome[44] - after.paths[40, 2, 3])
    assert (after.errors[-1] == 0).all()


def test_a_link_is_followed_only_from_when_it_had_shown():
    kpi, linked = pair(8, 104, lead=3)
    outcome = np.r_[np.random.default_rng(9).standard_normal(52), linked[52:]]

    after, _ = taught(outcome, lead_series(kpi, 3, 104, STEPS))

    by = np.abs(after.paths - paths(outcome, STEPS)).mean(axis=(1, 2))
    assert by[20:52].mean() < 0.5 * by[80:].mean()


@given(
    seed=seeds,
    scale=st.floats(0.01, 100),
    shift=st.floats(-100, 100),
    sign=st.sampled_from([1, -1]),
)
@settings(max_examples=25, deadline=None)
def test_the_unit_and_the_sign_of_the_kpi_change_nothing(
    seed: int, scale: float, shift: float, sign: int
):
    kpi, outcome = pair(seed, 60, lead=3)

    after, lead_fit = taught(outcome, lead_series(kpi, 3, 60, STEPS))
    other, same = taught(outcome, lead_series(sign * scale * kpi + shift, 3, 60, STEPS))

    assert other.paths == pytest.approx(after.paths, rel=1e-4, abs=1e-4)
    assert same.slopes * sign * scale == pytest.approx(lead_fit.slopes, rel=1e-3, abs=1e-4)


def test_unrelated_kpis_hardly_shift_the_forecast():
    moved, share = [], []
    for seed in range(40):
        outcome = pair(seed, 104, lead=3)[1]
        after, lead_fit = taught(
            outcome, lead_series(pair(seed + 500, 104, lead=3)[0], 3, 104, STEPS)
        )
        by = (after.paths - paths(outcome, STEPS))[-1]
        moved.append(np.abs(by).max() / np.abs(np.diff(outcome)).mean())
        share.append(after.weights @ lead_fit.share)

    assert np.median(share) < 0.01
    assert np.mean(share) < 0.2
    assert np.mean(moved) < 0.15


def test_a_history_too_short_to_test_teaches_nothing():
    count = 1 + 4 + WARM_UP + MIN_TESTS
    kpi, outcome = pair(9, count + 1, lead=3)

    assert fit(origins(outcome[:count], STEPS), lead_series(kpi[:count], 3, count, STEPS)) is None
    assert fit(origins(outcome, STEPS), lead_series(kpi, 3, count + 1, STEPS)) is not None


def test_what_is_not_known_of_the_outcome_is_no_error():
    kpi, outcome = pair(10, 60, lead=3)
    is_known = np.ones(60, dtype=bool)
    is_known[30:34] = False
    with_spikes = outcome.copy()
    with_spikes[30:34] = 1e6

    seen = origins_of(with_spikes, paths(outcome, STEPS), is_known, PRIOR)
    same = origins_of(outcome, paths(outcome, STEPS), is_known, PRIOR)

    assert np.array_equal(seen.errors, same.errors)
    assert np.array_equal(seen.weights, same.weights)
    result = fit(seen, lead_series(kpi, 3, 60, STEPS))
    assert result is not None
    assert np.isfinite(result[0].paths).all()


def test_the_members_that_explain_best_weigh_most():
    walk = np.random.default_rng(1).standard_normal(104).cumsum()
    noise = np.random.default_rng(2).standard_normal(104)

    for_walk, for_noise = (origins(x, STEPS).weights for x in (walk, noise))

    assert for_walk.sum() == pytest.approx(1)
    assert ALPHAS[np.argmax(for_walk)] == 1
    assert ALPHAS[np.argmax(for_noise)] == 0


def test_one_unit_more_at_each_lag_moves_the_last_step_by_the_response():
    kpi, outcome = pair(12, 80, lead=3)
    leading = lead_series(kpi, 3, 80, STEPS)

    _, lead_fit = taught(outcome, leading)

    response = lead_fit.response(leading)
    assert response.shape == (len(ALPHAS), len(leading.lags))
    assert response.sum(axis=1) == pytest.approx(lead_fit.slopes[:, :, -1].sum(axis=1))
