from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.analytics.key_results.progress import band_progress, milestone_progress, progress
from dashboard.domain.okr import Band, Direction, Milestone
from dashboard.domain.target import is_met

UP, DOWN = Direction.INCREASE, Direction.DECREASE
Formula = Callable[[Direction, float, float, float], float]

numbers = st.floats(-1e6, 1e6, allow_nan=False)
ways = st.tuples(numbers, st.floats(1, 1e6), st.sampled_from([1.0, -1.0])).map(
    lambda t: (t[0], t[0] + t[1] * t[2])
)


def test_payrolls_are_just_over_half_way() -> None:
    assert progress(UP, 150844, 149804, 151800) == pytest.approx(1040 / 1996)
    assert round(progress(UP, 150844, 149804, 151800), 3) == 0.521


def test_a_decrease_that_went_up_is_below_zero() -> None:
    assert progress(DOWN, 1333, 1306, 1150) == pytest.approx(-27 / 156)


@pytest.mark.parametrize(
    ("direction", "value", "baseline", "target", "expected"),
    [
        (DOWN, 26, 30, 24, 4 / 6),
        (UP, 5, -10, 10, 0.75),
        (UP, -10, -10, 0, 0),
        (DOWN, 0, 4, 0, 1),
        (UP, 7000, 3500, 6000, 1.4),
        (UP, 3000, 3500, 6000, -0.2),
    ],
)
def test_progress_is_neither_cut_nor_turned_by_signs(
    direction, value, baseline, target, expected
) -> None:
    assert progress(direction, value, baseline, target) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "baseline", "target"),
    [
        (None, 1, 2),
        (1, None, 2),
        (1, 1, None),
        (1, 2, 2),
        (math.nan, 1, 2),
        (math.inf, 1, 2),
        (1, 1, Band(low=1, high=2)),
    ],
)
def test_what_cannot_be_known_is_nan_and_never_an_exception(value, baseline, target) -> None:
    assert math.isnan(progress(UP, value, baseline, target))


def test_no_minus_stands_before_a_zero() -> None:
    assert math.copysign(1, progress(DOWN, 1306, 1306, 1150)) == 1


def ends_are_zero_and_one(formula: Formula, way: tuple[float, float], _: float) -> None:
    assert formula(UP, way[0], *way) == 0
    assert formula(UP, way[1], *way) == 1


def both_ways_make_one(formula: Formula, way: tuple[float, float], value: float) -> None:
    there, back = formula(UP, value, *way), formula(UP, value, way[1], way[0])
    assert there + back == pytest.approx(1, abs=1e-9 * (1 + abs(there)))


def units_and_signs_do_not_matter(
    formula: Formula, way: tuple[float, float], value: float
) -> None:
    plain = formula(UP, value, *way)
    for scale, shift in ((-1.0, 0.0), (1000.0, 0.0), (-0.01, 5.0)):
        moved = formula(UP, scale * value + shift, scale * way[0] + shift, scale * way[1] + shift)
        assert moved == pytest.approx(plain, rel=1e-6, abs=1e-6)


def more_is_never_worse(formula: Formula, way: tuple[float, float], value: float) -> None:
    sign = 1 if way[1] > way[0] else -1
    assert formula(UP, value + sign, *way) >= formula(UP, value, *way)


def a_harder_target_never_raises_it(
    formula: Formula, way: tuple[float, float], value: float
) -> None:
    beyond = way[0] + abs(value - way[0])
    target = way[0] + abs(way[1] - way[0])
    assert formula(UP, beyond, way[0], target * 1.0 + 10) <= formula(UP, beyond, way[0], target)


LAWS = [
    ends_are_zero_and_one,
    both_ways_make_one,
    units_and_signs_do_not_matter,
    more_is_never_worse,
    a_harder_target_never_raises_it,
]


@pytest.mark.parametrize("law", LAWS)
def test_progress_keeps_its_laws(law) -> None:
    given(ways, numbers)(lambda way, value: law(progress, way, value))()


PLANTED = [
    (ends_are_zero_and_one, lambda _d, v, b, t: (v - t) / (b - t)),
    (both_ways_make_one, lambda _d, v, b, t: abs(v - b) / abs(t - b)),
    (units_and_signs_do_not_matter, lambda _d, v, b, t: (v - b) / abs(t - b)),
    (more_is_never_worse, lambda _d, v, b, t: (v - b) / abs(t - b)),
    (a_harder_target_never_raises_it, lambda _d, v, b, t: (t - b) / (v - b) if v != b else 0.0),
]


@pytest.mark.parametrize(("law", "bug"), PLANTED)
def test_the_laws_catch_planted_bugs(law, bug) -> None:
    with pytest.raises(AssertionError):
        settings(phases=[Phase.generate])(
            given(ways, numbers)(lambda way, value: law(bug, way, value))
        )()


def test_the_share_of_periods_inside_a_band_counts_its_bounds() -> None:
    band = Band(low=3.5, high=4.2)
    assert band_progress([4.0, 3.5, 4.2, 4.3, math.nan], band) == 0.75


def test_float_noise_on_a_bound_is_inside() -> None:
    assert band_progress([0.1 + 0.2], Band(low=0.0, high=0.3)) == 1


def test_a_band_without_periods_is_unknown() -> None:
    assert math.isnan(band_progress([math.nan], Band(low=0, high=1)))
    assert math.isnan(band_progress([], Band(low=0, high=1)))


def test_milestones_done_later_do_not_count_yet() -> None:
    steps = [
        Milestone(title="a", done_on=dt.date(2019, 2, 12)),
        Milestone(title="b", done_on=dt.date(2019, 7, 1)),
        Milestone(title="c"),
    ]
    assert milestone_progress(steps, dt.date(2019, 6, 30)) == pytest.approx(1 / 3)
    assert milestone_progress(steps, dt.date(2019, 2, 11)) == 0
    assert math.isnan(milestone_progress([], dt.date(2019, 6, 30)))


def test_a_target_is_met_on_its_bound_and_by_float_noise() -> None:
    assert is_met(UP, 6000, 6000)
    assert is_met(DOWN, 24, 24)
    assert is_met(UP, 0.3, 0.1 + 0.2)
    assert is_met(DOWN, 0.1 + 0.2, 0.3)
    assert not is_met(DOWN, 24.1, 24)
    assert not is_met(UP, None, 24)
    assert not is_met(UP, math.nan, 24)
    assert is_met(Direction.MAINTAIN, 4.2, Band(low=3.5, high=4.2))
