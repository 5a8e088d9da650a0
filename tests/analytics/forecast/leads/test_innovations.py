from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.forecast.leads.innovations import LeadSeries, innovations, lag_shapes
from dashboard.analytics.typing import Floats
from tests.analytics.forecast.leads.lead_pairs import lead_series, paths


def test_the_effect_may_come_at_the_lead_around_it_or_over_the_measured_range():
    lags, shapes = lag_shapes(3, 2, 5, 60)

    assert lags.tolist() == [2, 3, 4, 5]
    assert shapes.tolist() == [[0, 1, 0, 0], [0.25, 0.5, 0.25, 0], [0.25, 0.25, 0.25, 0.25]]


def test_a_lead_of_one_period_has_no_lag_of_none():
    lags, shapes = lag_shapes(1, 1, 1, 60)

    assert lags.tolist() == [1, 2]
    assert shapes.tolist() == [[1, 0], [pytest.approx(2 / 3), pytest.approx(1 / 3)]]


@given(
    lead=st.floats(0.2, 40),
    below=st.floats(0, 10),
    above=st.floats(0, 40),
    count=st.integers(8, 160),
)
def test_every_shape_shares_the_whole_effect_among_lags_that_the_history_allows(
    lead: float, below: float, above: float, count: int
):
    lags, shapes = lag_shapes(lead, max(0.1, lead - below), lead + above, count)

    assert (lags >= 1).all()
    assert lags[-1] <= max(2, count // 3) + 1
    assert shapes.sum(axis=1) == pytest.approx(1)
    assert (shapes >= 0).all()


def test_an_innovation_is_the_known_value_minus_its_own_forecast():
    # A KPI that steps from 0 to 1 at row 5; a member with gain 1 forecasts the last value.
    values = np.array([0.0, 0, 0, 0, 0, 1, 1, 1])
    own = values[:, None, None] * np.ones((1, 1, 3))
    kpi = LeadSeries(values, own, own[:, 0], 0, 1, np.array([2]), np.array([[1.0]]))

    result, first = innovations(kpi, 8)

    assert first == 3
    # At row 4 the step is not known yet; from row 5 on it arrives two periods later.
    assert result[0, :, 0].tolist() == [
        [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 1, 1], [1, 1, 1], [0, 0, 0]
    ]  # fmt: skip


def shifted(values: Floats) -> LeadSeries:
    """A KPI two periods ahead that is expected to stay where it is."""
    own = paths(values, 3)[:, 4]
    return replace(
        lead_series(values, 2, 13, 3), own=own, lags=np.array([2]), shapes=np.array([[1.0]])
    )


def test_a_kpi_known_further_than_the_outcome_has_earlier_innovations():
    values = np.r_[np.zeros(6), 1, 1, 0, 0, 0, 0, 1, 1]
    later, known = shifted(values[:13]), shifted(values)

    assert (later.delay(13), known.delay(13)) == (0, 1)
    assert innovations(later, 13)[0][0, -1, 4].tolist() == [0, 1, 1]
    assert innovations(known, 13)[0][0, -1, 4].tolist() == [0, 1, 1]
    assert innovations(known, 13)[0][0, -2, 4].tolist() == [0, 0, 1]


def test_an_innovation_beyond_all_earlier_ones_is_clipped():
    values = np.r_[np.tile([0.0, 1.0], 20), 1000.0]

    result, _ = innovations(lead_series(values, 3, 41, 4), 41)

    assert np.abs(result[:, -1]).max() <= 1.5 * np.abs(result[:, :-1]).max()


@given(cut=st.integers(12, 39), seed=st.integers(0, 99))
def test_later_values_of_the_kpi_change_no_earlier_innovation(cut: int, seed: int):
    rng = np.random.default_rng(seed)
    values = rng.standard_normal(40)
    changed = np.r_[values[:cut], rng.standard_normal(40 - cut)]

    before = innovations(lead_series(values, 3, 40, 5), 40)[0]
    after = innovations(lead_series(changed, 3, 40, 5), 40)[0]

    assert np.array_equal(before[:, :cut], after[:, :cut])


def test_lags_without_known_future_values_are_left_out():
    lags, shapes = lag_shapes(3, 2, 5, 60, delay=-3)

    assert lags.tolist() == [2, 3, 4, 5]
    assert shapes.tolist() == [[0, 0, 1, 0], [0, 0, 0.5, 0.5]]
    assert len(lag_shapes(3, 3, 3, 60, delay=-4)[1]) == 0
