from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard.analytics.forecast.ensemble.quantile_table import (
    DF,
    MIN_DF,
    MIN_RELATIVE_WEIGHT,
    SCORES,
    QuantileTable,
    mixture,
    tail_df,
)

CERTAIN = np.array([1.0])
LEVELS = [0.005, 0.025, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.975, 0.995]

parts = st.lists(
    st.tuples(st.floats(-50, 50), st.floats(0.01, 400), st.floats(0.01, 1)),
    min_size=1,
    max_size=6,
)


def mixed(rows: list[tuple[float, float, float]], df: float = DF) -> QuantileTable:
    """The mixture of parts given as (middle, variance, weight), one step ahead."""
    middle, variance, weight = np.array(rows).T
    return QuantileTable(mixture(middle[:, None], variance[:, None], weight / weight.sum(), df))


@pytest.mark.parametrize("df", [2.5, 4.0, 5.0])
def test_a_single_part_is_students_t(df: float) -> None:
    table = QuantileTable(mixture(np.array([[3.0, 4.0]]), np.array([[4.0, 9.0]]), CERTAIN, df))
    for level in LEVELS:
        true = float(stats.t.ppf(level, df))
        result = (table.quantile(level) - [3, 4]) / [2, 3]
        assert result == pytest.approx([true, true], rel=0.02, abs=0.005)


def test_two_parts_far_apart_keep_their_shares() -> None:
    table = mixed([(0, 1, 0.3), (100, 1, 0.7)])
    assert table.share_below(50, 0) == pytest.approx(0.3, abs=0.01)
    assert table.quantile(0.15)[0] == pytest.approx(0, abs=1)
    assert table.quantile(0.65)[0] == pytest.approx(100, abs=1)


def test_parts_that_agree_are_as_wide_as_one() -> None:
    assert mixed([(1, 4, 0.2), (1, 4, 0.8)]).values == pytest.approx(mixed([(1, 4, 1)]).values)


def test_parts_that_weigh_next_to_nothing_are_left_out() -> None:
    kept = mixed([(0, 1, 1)])
    assert (mixed([(0, 1, 1), (1e6, 1, MIN_RELATIVE_WEIGHT / 2)]).values == kept.values).all()
    assert mixed([(0, 1, 1), (1e6, 1, MIN_RELATIVE_WEIGHT * 2)]).values[-1] > kept.values[-1]


def test_short_histories_have_heavier_tails() -> None:
    assert [tail_df(points) for points in (4, 8, 10, 156)] == [MIN_DF, 4, DF, DF]


def test_several_levels_are_read_at_once() -> None:
    table = QuantileTable(mixture(np.array([[3.0, 4.0]]), np.array([[4.0, 9.0]]), CERTAIN, DF))
    assert (
        table.quantile(np.array(LEVELS)) == np.vstack([table.quantile(one) for one in LEVELS])
    ).all()


def test_a_target_far_off_is_not_out_of_reach_and_one_further_is_less_likely() -> None:
    table = mixed([(0, 1, 1)])
    odds = [1 - table.share_below(target, 0) for target in (10.0, 30.0, 100.0, 1000.0)]
    assert 0 < odds[3] < odds[2] < odds[1] < odds[0] < 1e-3


def test_a_stretch_without_width_is_passed_at_once() -> None:
    values = mixed([(0, 1, 1)]).values.clip(-1, 1)
    table = QuantileTable(values)
    assert table.quantile(0.001)[0] == -1
    assert table.share_below(-1.001, 0) < table.share_below(-0.999, 0) < 0.2
    assert 0 <= table.share_below(-5.0, 0) <= table.share_below(5.0, 0) <= 1


def test_no_level_is_carried_past_the_next_row_by_rounding() -> None:
    """Rows that lie one last place apart."""
    scores = np.sort(np.random.default_rng(1).integers(0, 3, len(SCORES)))
    table = QuantileTable((1e6 + scores * np.spacing(1e6))[:, None])
    assert (np.diff(table.quantile(np.linspace(0.001, 0.999, 999)), axis=0) >= 0).all()


@given(parts, st.floats(0.001, 0.999))
def test_a_level_and_its_quantile_are_each_others_inverse(rows, level: float) -> None:
    table = mixed(rows)
    assert table.share_below(float(table.quantile(level)[0]), 0) == pytest.approx(level, abs=1e-6)


@given(parts)
def test_quantiles_rise(rows) -> None:
    table = mixed(rows)
    assert (np.diff(table.values, axis=0) >= 0).all()
    assert (np.diff(table.quantile(np.linspace(0.001, 0.999, 301)), axis=0) >= 0).all()


@given(
    st.lists(
        st.tuples(st.floats(-10, 10), st.floats(4, 100), st.floats(0.1, 1)),
        min_size=1,
        max_size=6,
    )
)
def test_the_share_below_is_the_mean_of_that_of_the_parts(rows) -> None:
    """For similar scales: the table does not resolve a component much narrower than the whole."""
    table, total = mixed(rows), sum(weight for _, _, weight in rows)
    middle = sum(weight * at for at, _, weight in rows) / total
    spread = np.sqrt(sum(w * (v + (at - middle) ** 2) for at, v, w in rows) / total)
    for target in (middle - spread, middle, middle + spread):
        true = sum(w * stats.t.cdf(target, DF, at, v**0.5) for at, v, w in rows) / total
        assert table.share_below(target, 0) == pytest.approx(true, abs=0.01)


@given(parts, st.floats(0.1, 10), st.floats(-100, 100))
def test_a_mixture_follows_the_unit_and_the_zero(rows, unit: float, zero: float) -> None:
    other = mixed(
        [(unit * at + zero, unit**2 * variance, weight) for at, variance, weight in rows]
    )
    assert other.values == pytest.approx(unit * mixed(rows).values + zero, abs=1e-6)


@given(parts)
def test_a_mixture_upside_down_is_the_mirror_image(rows) -> None:
    other = mixed([(-at, variance, weight) for at, variance, weight in rows])
    assert -other.values[::-1] == pytest.approx(mixed(rows).values, abs=1e-6)
