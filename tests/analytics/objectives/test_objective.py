from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.analytics.key_results.key_result import (
    KeyResultHealth,
    MeasuredKpi,
    assess_key_result,
)
from dashboard.analytics.key_results.projection import LEVELS
from dashboard.analytics.objectives.factor_model import CORRELATION
from dashboard.analytics.objectives.joint_outcome import chance_of_all
from dashboard.analytics.objectives.objective import assess_objective, weighted_mean
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Cycle, Direction, KeyResult, Objective, Status
from tests.healths import changed

OBJECTIVE = Objective(id="grow", title="Grow")
QUARTER = Cycle(id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31))


def key_result(name: str, weight: float = 1.0) -> KeyResult:
    return KeyResult(
        id=name,
        title=name,
        kpi=name,
        direction=Direction.INCREASE,
        baseline=0,
        target=1,
        weight=weight,
    )


SILENT = assess_key_result(key_result("none"), QUARTER, None, (), dt.date(2026, 10, 18))


def health(name: str, **told: object) -> KeyResultHealth:
    return changed(SILENT, key_result_id=name, **told)


def landing(low: float, high: float) -> pd.DataFrame:
    values = np.linspace(low, high, len(LEVELS))
    return pd.DataFrame({"level": LEVELS, "value": values, "progress": values})


GOOD = (
    key_result("good", 1),
    health(
        "good",
        status=Status.ON_TRACK,
        chance=0.8,
        progress=0.5,
        confidence=0.9,
        landing=landing(0.6, 1.4),
    ),
)
POOR = (
    key_result("poor", 3),
    health(
        "poor",
        status=Status.OFF_TRACK,
        chance=0.2,
        progress=-0.4,
        confidence=0.5,
        landing=landing(-0.2, 0.8),
    ),
)
DONE = (
    key_result("done", 1),
    health("done", status=Status.REACHED, chance=1.0, progress=1.3, is_final=True),
)
DARK = (key_result("dark", 4), SILENT)


def test_progress_is_the_weighted_mean_of_what_is_cut_to_zero_and_one() -> None:
    found = assess_objective(OBJECTIVE, [GOOD, POOR, DONE])
    assert found.progress == pytest.approx((1 * 0.5 + 3 * 0 + 1 * 1) / 5)
    assert found.coverage == 1


def test_the_weakest_key_result_decides() -> None:
    found = assess_objective(OBJECTIVE, [GOOD, POOR, DONE])
    assert (found.status, found.weakest_key_result, found.partial) == (
        Status.OFF_TRACK,
        "poor",
        False,
    )
    assert found.chance == chance_of_all([0.8, 0.2, 1.0])
    assert found.counts == {Status.ON_TRACK: 1, Status.OFF_TRACK: 1, Status.REACHED: 1}


def test_where_one_is_dark_the_others_speak_in_part() -> None:
    found = assess_objective(OBJECTIVE, [GOOD, DARK])
    assert (found.status, found.partial, found.chance) == (Status.ON_TRACK, True, None)
    assert (found.progress, found.coverage) == (0.5, pytest.approx(0.2))
    assert found.progress_median is None


def test_what_is_met_for_now_is_not_weaker_than_what_is_not_met() -> None:
    met = (key_result("met"), health("met", status=Status.REACHED, chance=0.72))
    assert assess_objective(OBJECTIVE, [met, GOOD]).status is Status.ON_TRACK


def test_all_reached_is_reached_and_none_known_is_no_forecast() -> None:
    assert assess_objective(OBJECTIVE, [DONE]).status is Status.REACHED
    nothing = assess_objective(OBJECTIVE, [DARK])
    assert (nothing.status, nothing.progress, nothing.coverage, nothing.chance) == (
        Status.NO_FORECAST,
        None,
        0,
        None,
    )


def test_no_key_result_is_no_forecast() -> None:
    nothing = assess_objective(OBJECTIVE, [])
    assert (nothing.status, nothing.partial, nothing.progress) == (Status.NO_FORECAST, False, None)


def test_before_the_cycle_the_objective_has_not_started() -> None:
    early = (key_result("early"), health("early", status=Status.NOT_STARTED, chance=0.6))
    assert assess_objective(OBJECTIVE, [early]).status is Status.NOT_STARTED


def test_one_missed_key_result_is_a_missed_objective() -> None:
    missed = (
        key_result("missed"),
        health("missed", status=Status.MISSED, chance=0.0, progress=0.9, is_final=True),
    )
    found = assess_objective(OBJECTIVE, [DONE, missed])
    assert (found.status, found.chance) == (Status.MISSED, 0)
    assert found.progress_median == found.progress_low80 == pytest.approx(0.95)


def test_confidence_is_weighed_and_the_lowest_named() -> None:
    found = assess_objective(OBJECTIVE, [GOOD, POOR, DONE])
    assert found.confidence == pytest.approx((0.9 + 3 * 0.5) / 4)
    assert (found.lowest_confidence, found.lowest_confidence_key_result) == (0.5, "poor")


def test_the_ranges_of_progress_are_ordered_and_within_their_parts() -> None:
    found = assess_objective(OBJECTIVE, [GOOD, POOR, DONE])
    ranges = [
        found.progress_low80,
        found.progress_low50,
        found.progress_median,
        found.progress_high50,
        found.progress_high80,
    ]
    assert ranges == sorted(ranges)
    assert (0.6 + 0 + 1) / 5 <= ranges[0] < ranges[-1] <= (1 + 3 * 0.8 + 1) / 5


def test_what_has_no_weight_has_no_say() -> None:
    watched = (key_result("watched", 0), POOR[1])
    with_it, without = (
        assess_objective(OBJECTIVE, [GOOD, watched]),
        assess_objective(OBJECTIVE, [GOOD]),
    )
    assert replace(with_it, counts={}) == replace(without, counts={})


def test_the_order_does_not_matter_to_the_last_bit() -> None:
    measured = [
        (kr, changed(health, residuals=residuals(seed)))
        for seed, (kr, health) in enumerate((GOOD, POOR, DONE, (key_result("third"), GOOD[1])))
    ]
    found = [assess_objective(OBJECTIVE, order) for order in permutations(measured)]
    assert all(one == found[0] for one in found)


def residuals(seed: int, count: int = 80, shared: float = 0.9) -> pd.Series:
    """Weekly residuals of which a part is everybody's."""
    common = np.random.default_rng(0).standard_normal(count)
    own = np.random.default_rng(seed).standard_normal(count)
    stamps = pd.date_range("2025-01-06", periods=count, freq="W-MON")
    return pd.Series(shared * common + (1 - shared**2) ** 0.5 * own, stamps)


def test_how_many_are_reached_sums_to_one_and_speaks_of_all_that_count() -> None:
    found = assess_objective(OBJECTIVE, [GOOD, POOR, DONE])
    assert len(found.reached_counts) == 4
    assert found.reached_counts[0] == 0  # one is done
    assert sum(found.reached_counts) == pytest.approx(1)
    assert sum(k * p for k, p in enumerate(found.reached_counts)) == pytest.approx(0.8 + 0.2 + 1)
    assert found.reached_counts[-1] == pytest.approx(found.chance)
    assert found.correlation == pytest.approx(CORRELATION)
    partial = assess_objective(OBJECTIVE, [GOOD, DARK])
    assert (partial.reached_counts, partial.correlation) == (None, None)
    assert assess_objective(OBJECTIVE, [DONE]).reached_counts == (0, 1)
    assert assess_objective(OBJECTIVE, [GOOD, DONE]).correlation is None


def test_key_results_that_were_surprised_together_are_reached_together() -> None:
    def with_residuals(sign: float) -> list:
        return [
            (GOOD[0], changed(GOOD[1], chance=0.6, residuals=residuals(1))),
            (POOR[0], changed(POOR[1], chance=0.6, residuals=sign * residuals(2))),
        ]

    together, apart, unknown = (
        assess_objective(OBJECTIVE, with_residuals(sign)) for sign in (1, -1, 0)
    )
    assert together.correlation > 0.6 > CORRELATION > 0 > -0.5 > apart.correlation
    assert together.chance > unknown.chance > 0.36 > apart.chance > 0.2
    spread = [one.progress_high80 - one.progress_low80 for one in (together, unknown, apart)]
    assert spread == sorted(spread, reverse=True)


def test_what_is_settled_has_no_say_in_how_the_others_hang_together() -> None:
    open_ones = [
        (GOOD[0], changed(GOOD[1], residuals=residuals(1))),
        (POOR[0], changed(POOR[1], residuals=residuals(2))),
    ]
    settled = (DONE[0], changed(DONE[1], residuals=-residuals(3)))
    alone, beside = (assess_objective(OBJECTIVE, p) for p in (open_ones, [*open_ones, settled]))
    assert (beside.chance, beside.correlation) == (alone.chance, alone.correlation)
    assert beside.reached_counts == (0, *alone.reached_counts)


def test_a_measured_key_result_gives_the_objective_its_range() -> None:
    index = pd.date_range(end="2026-10-12", periods=30, freq="W-MON")
    series = pd.Series(np.linspace(0.0, 0.4, 30) + np.tile([0, 0.02], 15), index)
    rising = key_result("rising")
    judged = assess_key_result(
        rising, QUARTER, MeasuredKpi(grain=Grain.WEEK, series=series), (), dt.date(2026, 10, 18)
    )
    found = assess_objective(OBJECTIVE, [(rising, judged)])
    assert found.chance == judged.projection.chance
    assert found.progress_median == pytest.approx(judged.projection.median)
    assert found.progress_high80 == pytest.approx(judged.projection.high80)


parts = st.lists(st.tuples(st.floats(0.01, 100), st.floats(0, 1)), min_size=1, max_size=6)


def stays_between_its_parts(mean, weighed) -> None:
    values = [value for _, value in weighed]
    assert min(values) <= mean(weighed) <= max(values)


def is_of_no_order(mean, weighed) -> None:
    assert mean(weighed) == mean(weighed[::-1])


def is_of_no_scale(mean, weighed) -> None:
    assert mean([(8 * weight, value) for weight, value in weighed]) == mean(weighed)


def never_falls_when_a_part_rises(mean, weighed) -> None:
    (weight, value), *rest = weighed
    assert mean([(weight, min(1.0, value + 0.1)), *rest]) >= mean(weighed) - 1e-12


def two_halves_are_one(mean, weighed) -> None:
    (weight, value), *rest = weighed
    assert mean([(weight / 2, value), (weight / 2, value), *rest]) == pytest.approx(
        mean(weighed), abs=1e-12
    )


PLANTED = {
    stays_between_its_parts: lambda w: sum(x * v for x, v in w) / sum(x for x, _ in w),
    is_of_no_order: lambda w: sum(x * v for x, v in w) / sum(x for x, _ in w),
    is_of_no_scale: lambda w: sum(x * v for x, v in w) / (1 + sum(x for x, _ in w)),
    never_falls_when_a_part_rises: lambda w: sum(x * (1 - v) for x, v in w),
    two_halves_are_one: lambda w: sum(v for _, v in w) / len(w),
}


@pytest.mark.parametrize("law", PLANTED)
def test_the_mean_keeps_its_laws(law) -> None:
    given(parts)(lambda weighed: law(weighted_mean, weighed))()


@pytest.mark.parametrize(("law", "bug"), PLANTED.items())
def test_the_laws_catch_planted_bugs(law, bug) -> None:
    with pytest.raises(AssertionError):
        settings(phases=[Phase.generate], max_examples=500)(
            given(parts)(lambda weighed: law(bug, weighed))
        )()
