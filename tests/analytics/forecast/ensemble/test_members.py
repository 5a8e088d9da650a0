from __future__ import annotations

import numpy as np
import pytest

from dashboard.analytics.forecast.ensemble.members import (
    QUICK_DRIFT,
    SLOW_DRIFT,
    plain_members,
    seasonal_members,
)
from tests.analytics.forecast.ensemble.chosen_members import chosen, drift, level, reverting, trend


@pytest.mark.parametrize("members", [plain_members(), seasonal_members()])
def test_the_weights_before_any_data_sum_to_one_and_none_is_without(members) -> None:
    assert members.prior.sum() == pytest.approx(1)
    assert members.prior.min() > 0
    assert {len(values) for values in vars(members).values()} == {len(members)}


def test_a_slope_reaches_as_far_as_it_is_kept() -> None:
    assert trend(0.3, 0.15, 0.8).reach(3)[0] == pytest.approx([0.8, 1.44, 1.952])
    assert drift(1.0, SLOW_DRIFT).reach(3)[0] == pytest.approx([1, 2, 3])
    assert level(0.3).reach(3)[0] == pytest.approx([0, 0, 0])


def test_what_returns_keeps_a_share_of_its_distance_and_everything_else_all_of_it() -> None:
    assert reverting(0.3, 0.7).kept(3)[0] == pytest.approx([0.7, 0.49, 0.343])
    others = chosen(keep=1.0)
    assert len(others) < len(plain_members())
    assert (others.kept(3) == 1).all()


def test_each_kind_has_what_belongs_to_it_and_nothing_else() -> None:
    members = plain_members()
    is_drift, is_trend, returns = (
        np.isfinite(members.unchanged),
        members.slope_gain > 0,
        members.keep < 1,
    )
    assert (is_drift.sum(), is_trend.sum(), returns.sum()) > (0, 0, 0)
    assert not (is_drift & is_trend).any()
    assert (members.phi[returns] == 0).all()
    assert (members.phi[is_drift] == 1).all()
    assert (members.ridge == 0).all()


def test_what_goes_on_straight_starts_with_little_and_is_there() -> None:
    straight = chosen(phi=1.0)
    quick = straight.prior[(straight.slope_gain > 0) | (straight.unchanged == QUICK_DRIFT)]
    assert 0 < quick.sum() < 0.1
    assert quick.sum() < straight.prior.sum() < 0.5


def test_a_season_is_believed_to_each_degree_by_the_same_members() -> None:
    result, one = seasonal_members((0.5, 2.0)), seasonal_members((1.0,))
    assert len(result) == 2 * len(one)
    assert result.alpha.tolist() == 2 * one.alpha.tolist()
    for ridge in (0.5, 2.0):
        assert result.prior[result.ridge == ridge] == pytest.approx(one.prior / 2)
