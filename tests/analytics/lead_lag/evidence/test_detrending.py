from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.detrending import (
    SEASONS,
    candidates,
    removal_basis,
    removals,
    season_lengths,
)
from dashboard.analytics.lead_lag.evidence.outliers import standard
from dashboard.analytics.typing import Floats
from dashboard.domain.kpi import Grain
from tests.analytics.lead_lag.evidence.waves import wave

FIRST = 2348
"""The week of 2015-01-05, counted from 1970."""

choices = st.tuples(
    st.integers(8, 120), st.sampled_from(Grain), st.sets(st.integers(2, 12), max_size=4)
)


def chosen(n: int, grain: Grain, more: set[int]) -> tuple[int, ...]:
    most = candidates(n, grain, None).columns.shape[1]
    return (0, 1, *sorted(column for column in more if column < most))


def removed(values: Floats, columns: Floats) -> Floats:
    return np.asarray(values - columns @ (columns.T @ values))


# Candidates


@pytest.mark.parametrize(
    ("n", "grain", "lengths"),
    [
        (12, Grain.WEEK, (4.348,)),
        (16, Grain.WEEK, (6.52, 4.348)),
        (60, Grain.WEEK, (26.09, 17.39, 13.04, 6.52, 4.348)),
        (104, Grain.WEEK, (52.18, 26.09, 17.39, 13.04, 6.52, 4.348)),
        (11, Grain.MONTH, ()),
        (12, Grain.MONTH, (2.4,)),
        (60, Grain.MONTH, (12.0, 6.0, 4.0, 3.0, 2.4)),
        (12, Grain.QUARTER, (4.0,)),
        (365, Grain.DAY, (30.44, 7.0, 3.5, 7 / 3)),
        (730, Grain.DAY, (365.25, 30.44, 7.0, 3.5, 7 / 3)),
    ],
)
def test_a_season_is_looked_for_where_it_came_often_enough(
    n: int, grain: Grain, lengths: tuple[float, ...]
) -> None:
    every = tuple(range(candidates(n, grain, None).columns.shape[1]))

    assert season_lengths(every, n, grain) == lengths
    assert season_lengths((0, 1), n, grain) == ()


@given(n=st.integers(8, 700), grain=st.sampled_from(Grain))
def test_candidates_leave_half_of_the_values_free_but_for_a_bend(n: int, grain: Grain) -> None:
    options = candidates(n, grain, None)
    seasons = season_lengths(tuple(range(options.columns.shape[1])), n, grain)

    assert options.columns.shape[0] == n
    assert options.columns.shape[1] == 2 + 2 * len(seasons) + 1
    assert options.columns.shape[1] <= n // 2 + 1
    assert np.linalg.matrix_rank(options.columns) == options.columns.shape[1]
    assert all(n >= 1.75 * length for length in seasons)


def test_each_season_has_its_own_two_columns() -> None:
    lengths = SEASONS[Grain.MONTH]
    for at, length in enumerate(lengths):
        columns = (0, 1, 2 + 2 * at, 3 + 2 * at)
        assert season_lengths(columns, 60, Grain.MONTH) == (length,)


def test_windows_in_the_year_are_weeks_that_come_back() -> None:
    plain, windowed = (candidates(110, Grain.WEEK, first) for first in (None, FIRST))
    windows = windowed.columns[:, plain.columns.shape[1] :]

    assert windows.shape[1] == windowed.year_windows > 50
    assert set(np.unique(windows)) == {0.0, 1.0}
    assert (windows[:52].sum(axis=0) > 0).all()
    last = (0, 1, windowed.columns.shape[1] - 1)
    assert season_lengths(last, 110, Grain.WEEK) == (52.18,)
    again = [np.diff(np.flatnonzero(window)).max() for window in windows.T]
    assert set(again) <= set(range(44, 54))


# Bases


@given(choice=choices, is_differenced=st.booleans())
def test_a_basis_is_orthonormal_and_leaves_a_share_of_each_frequency(
    choice: tuple[int, Grain, set[int]], is_differenced: bool
) -> None:
    n, grain, more = choice
    columns = chosen(n, grain, more)
    basis = removal_basis(n, grain, None, columns, is_differenced=is_differenced)
    width = len(columns) - is_differenced

    assert basis.columns.shape == (n - is_differenced, width)
    assert basis.columns.T @ basis.columns == pytest.approx(np.eye(width), abs=1e-9)
    assert basis.remaining.shape == (n - is_differenced - 1,)
    assert (basis.remaining >= 0).all()
    assert (basis.remaining <= 1).all()


@given(choice=choices)
def test_differences_of_what_is_taken_from_levels_are_taken_from_differences(
    choice: tuple[int, Grain, set[int]],
) -> None:
    n, grain, more = choice
    columns = chosen(n, grain, more)
    gone = candidates(n, grain, None).columns[:, list(columns)] @ np.arange(1.0, len(columns) + 1)
    levels, moves = (
        removal_basis(n, grain, None, columns, is_differenced=each).columns
        for each in (False, True)
    )

    assert removed(gone, levels) == pytest.approx(np.zeros(n), abs=1e-8)
    assert removed(np.diff(gone), moves) == pytest.approx(np.zeros(n - 1), abs=1e-8)


@pytest.mark.parametrize("columns", [(0, 1), (0, 1, 2)])
@pytest.mark.parametrize("n", [5, 9])
def test_the_jacobian_is_the_determinant_of_the_map_from_levels_to_differences(
    n: int, columns: tuple[int, ...]
) -> None:
    """In any orthonormal bases of the detrended levels and of the detrended differences."""
    basis = removal_basis(n, Grain.QUARTER, None, columns, is_differenced=True)
    levels = removal_basis(n, Grain.QUARTER, None, columns, is_differenced=False)
    free_levels = np.linalg.svd(levels.columns)[0][:, len(columns) :]
    free_moves = np.linalg.svd(basis.columns)[0][:, len(columns) - 1 :]
    determinant = np.linalg.det(free_moves.T @ np.diff(free_levels, axis=0))

    assert basis.jacobian == pytest.approx(np.log(abs(determinant)))
    assert levels.jacobian == 0


def test_what_a_wave_leaves_is_small_at_its_own_frequency_alone() -> None:
    n = 120
    basis = removal_basis(n, Grain.MONTH, None, (0, 1, 2, 3), is_differenced=False)
    year = round(2 * n / 12)

    assert basis.remaining[year - 1] < 0.05
    assert basis.remaining[year + 8 :] == pytest.approx(1, abs=0.05)


# Selection


def test_of_noise_about_a_line_only_the_line_is_taken() -> None:
    alone = 0
    for seed in range(20):
        values = np.column_stack([wave(seed, 104, 0.5), wave(seed + 500, 104, 0.2)])
        calendar, options = removals(standard(values + np.arange(104)[:, None]), Grain.WEEK, FIRST)
        alone += options[0].columns == (0, 1)
        assert calendar in (None, FIRST)
    assert alone >= 18


def test_a_season_that_both_sides_have_is_taken() -> None:
    months = np.arange(96)
    year = 2 * np.sin(2 * np.pi * months / 12 + 1)
    values = np.column_stack([wave(1, 96, 0.3) + year, wave(2, 96, 0.3) + year])
    _, options = removals(standard(values), Grain.MONTH, 0)

    assert 12.0 in season_lengths(options[0].columns, 96, Grain.MONTH)


def test_a_season_is_the_first_choice_from_the_size_on_at_which_it_pays() -> None:
    months, own = np.arange(96), np.column_stack([wave(1, 96, 0.3), wave(2, 96, 0.3)])
    year = np.sin(2 * np.pi * months / 12)[:, None]
    options = [
        removals(standard(own + size * year), Grain.MONTH, 0)[1]
        for size in np.arange(0.0, 1.5, 0.01)
    ]
    is_first = [12.0 in season_lengths(best.columns, 96, Grain.MONTH) for best, *_ in options]

    assert is_first == sorted(is_first)
    assert 0 < sum(is_first) < len(options)
    assert max(len(each) for each in options) >= 2


def holidays(seed: int, n: int = 156) -> Floats:
    """Two unrelated sides, both low for two weeks of every summer and one of every winter."""
    week = (np.arange(n) + 1) % 52
    still = np.isin(week, [28, 29]) * 4.0 + (week == 51) * 3.0
    return np.column_stack([wave(seed, n, 0.3) - still, wave(seed + 500, n, 0.3) - still])


def test_holidays_that_both_sides_share_are_removed() -> None:
    for seed in range(10):
        values = standard(holidays(seed))
        calendar, (best, *_) = removals(values, Grain.WEEK, FIRST)
        basis = removal_basis(156, Grain.WEEK, calendar, best.columns, is_differenced=False)
        summer = np.isin((np.arange(156) + 1) % 52, [28, 29])

        assert calendar == FIRST
        assert 52.18 in season_lengths(best.columns, 156, Grain.WEEK)
        before, after = (
            side[summer].mean(axis=0) for side in (values, removed(values, basis.columns))
        )
        assert (before < -1).all()
        assert (after > before / 2).all()


def test_months_and_short_histories_have_no_holidays_to_look_for() -> None:
    assert removals(standard(holidays(1)), Grain.MONTH, FIRST)[0] is None
    assert removals(standard(holidays(1)[:77]), Grain.WEEK, FIRST)[0] is None


@given(seed=st.integers(0, 2**31), n=st.integers(8, 160), grain=st.sampled_from(Grain))
def test_at_most_three_choices_are_kept_and_each_column_has_a_penalty(
    seed: int, n: int, grain: Grain
) -> None:
    values = standard(np.random.default_rng(seed).standard_normal((n, 2)).cumsum(axis=0))
    _, options = removals(values, grain, FIRST)

    assert 1 <= len(options) <= 3
    for choice in options:
        assert choice.columns[:2] == (0, 1)
        assert len(set(choice.columns)) == len(choice.columns) <= 14
        assert choice.log_weight == pytest.approx(-1.5 * len(choice.columns) * np.log(n))


@given(seed=st.integers(0, 2**31), n=st.integers(8, 120))
def test_swapping_the_sides_and_turning_one_upside_down_choose_the_same(seed: int, n: int) -> None:
    values = standard(np.random.default_rng(seed).standard_normal((n, 2)).cumsum(axis=0))
    _, options = removals(values, Grain.WEEK, FIRST)

    assert removals(np.ascontiguousarray(values[:, ::-1]), Grain.WEEK, FIRST)[1] == options
    assert removals(values * [1, -1], Grain.WEEK, FIRST)[1] == options
