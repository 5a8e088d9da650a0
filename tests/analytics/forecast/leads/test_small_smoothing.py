from __future__ import annotations

import numpy as np
import pytest

from dashboard.analytics.forecast.leads.small_smoothing import ALPHAS, PHIS, PRIOR, smoothed


def test_levels_follow_by_their_gain_and_forecast_where_they_are():
    (result,) = smoothed([np.array([0.0, 10.0, 10.0])], 2)

    # Alpha 0 gives the mean of all values, alpha 0.6 a level in between, alpha 1 the last value.
    assert result[:, 0, 0] == pytest.approx([0, 5, 20 / 3])
    assert result[:, 3, 0] == pytest.approx([0, 6, 8.4])
    assert result[:, 4, 0] == pytest.approx([0, 10, 10])
    assert result[:, :5, 0] == pytest.approx(result[:, :5, 1])


def test_members_that_return_keep_a_share_of_their_distance_to_the_mean():
    (result,) = smoothed([np.array([0.0, 0.0, 9.0])], 3)

    at = int(np.flatnonzero((ALPHAS == 1) & (PHIS == 0.7))[0])
    # The level is 9, the mean 3: 6 of distance, of which .7, .49 and .343 stay.
    assert result[2, at] == pytest.approx([3 + 6 * 0.7, 3 + 6 * 0.49, 3 + 6 * 0.343])


def test_the_weights_before_the_data_are_asked_sum_to_one():
    assert PRIOR.sum() == pytest.approx(1)
    assert len(PRIOR) == len(ALPHAS) == len(PHIS)


def test_series_of_other_lengths_are_smoothed_side_by_side_as_they_are_alone():
    rng = np.random.default_rng(1)
    series = [rng.standard_normal(size) for size in (40, 25, 33)]

    together = smoothed(series, 4)

    for values, result in zip(series, together, strict=True):
        assert result == pytest.approx(smoothed([values], 4)[0], abs=1e-12)
