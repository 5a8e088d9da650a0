"""The laws of a key result's health, each kept by ours and shown to catch a bug that breaks it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from dashboard.analytics.forecast import forecast
from dashboard.analytics.key_results.key_result import assess_key_result
from dashboard.analytics.series.bounds import NO_BOUNDS
from dashboard.domain.okr import Band, Direction
from dashboard.domain.target import is_met
from tests.analytics.key_results import key_result_laws as laws
from tests.analytics.key_results.key_result_cases import WEEK, promises
from tests.healths import changed

UP_AND_DOWN = (Direction.INCREASE, Direction.DECREASE)
MEASURED = (*UP_AND_DOWN, Direction.MAINTAIN)
COUNTED = (Direction.MILESTONE,)


def one_row_ahead(key_result, cycle, measure, check_ins, as_of):
    """Knows the week that is still running."""
    return assess_key_result(key_result, cycle, measure, check_ins, as_of + WEEK)


def last_row_there_is(key_result, cycle, measure, check_ins, as_of):
    """Judges by the newest value, whatever the deadline."""
    found = assess_key_result(key_result, cycle, measure, check_ins, as_of)
    if measure is None or not found.attainment.is_final or key_result.target is None:
        return changed(found, chance=0.5)
    value = float(measure.series.iloc[-1])
    met = is_met(key_result.direction, value, key_result.target)
    return changed(found, value=value, chance=float(met))


def more_than_for_at_least(key_result, cycle, measure, check_ins, as_of):
    """`>` for `>=`: a target that is just met is missed."""
    found = assess_key_result(key_result, cycle, measure, check_ins, as_of)
    return changed(found, chance=0.0) if found.attainment.value == key_result.target else found


def even_where_nothing_is_known(key_result, cycle, measure, check_ins, as_of):
    """Says even where it cannot say."""
    found = assess_key_result(key_result, cycle, measure, check_ins, as_of)
    return changed(found, chance=0.5) if found.projection.chance is None else found


def without_bounds(key_result, cycle, measure, check_ins, as_of):
    """Forgets the bounds of the KPI."""
    free = replace(measure, bounds=NO_BOUNDS)
    return assess_key_result(key_result, cycle, free, check_ins, as_of)


def of_the_next_period(key_result, cycle, measure, check_ins, as_of):
    """The chance is that of the next period, the ranges those of the deadline."""
    found = assess_key_result(key_result, cycle, measure, check_ins, as_of)
    if not len(found.projection.path) or isinstance(key_result.target, Band):
        return found
    counted = measure.series[: str(found.attainment.value_on)]
    way = "decrease" if key_result.direction is Direction.DECREASE else "increase"
    soon = forecast(counted, 1, measure.bounds).chance(key_result.target, 0, way)
    return changed(found, chance=soon)


def always_upward(key_result, cycle, measure, check_ins, as_of):
    """Every target is one to rise to."""
    upward = key_result.model_copy(
        update={"direction": Direction.INCREASE}
        if key_result.direction is Direction.DECREASE
        else {}
    )
    return assess_key_result(upward, cycle, measure, check_ins, as_of)


def share_of_the_way(key_result, cycle, measure, check_ins, as_of):
    """The chance is the distance to the target, whichever side it lies on."""
    found = assess_key_result(key_result, cycle, measure, check_ins, as_of)
    if found.projection.median is None or isinstance(key_result.target, Band):
        return found
    away = abs(found.projection.median - key_result.target) / (abs(key_result.target) + 1e-9)
    return changed(found, chance=min(1.0, away))


def edges_apart(key_result, cycle, measure, check_ins, as_of):
    """The chance of a band is one minus its width."""
    found = assess_key_result(key_result, cycle, measure, check_ins, as_of)
    if found.projection.chance is None or not isinstance(key_result.target, Band):
        return found
    band = key_result.target
    wide = (band.high - band.low) / (
        found.projection.high80 - found.projection.low80 + band.high - band.low
    )
    return changed(found, chance=1 - wide)


def too_much_is_done(key_result, cycle, measure, check_ins, as_of):
    """The more is done, the less likely the rest."""
    found = assess_key_result(key_result, cycle, measure, check_ins, as_of)
    done = sum(s.done_on is not None and s.done_on <= as_of for s in key_result.milestones)
    return changed(found, chance=1 / (2 + done), reason=None)


PLANTED = {
    laws.what_came_later_has_no_say: (tuple(Direction), [one_row_ahead]),
    laws.after_the_last_value_the_chance_is_the_fact: (
        tuple(Direction),
        [last_row_there_is, more_than_for_at_least],
    ),
    laws.a_chance_or_a_reason_and_never_both: (tuple(Direction), [even_where_nothing_is_known]),
    laws.ranges_nest_within_bounds: (MEASURED, [without_bounds]),
    laws.the_landing_says_what_the_chance_says: (MEASURED, [of_the_next_period]),
    laws.a_harder_promise_is_never_likelier: (
        MEASURED,
        [always_upward, share_of_the_way, edges_apart],
    ),
    laws.more_of_it_everywhere_is_never_less_likely: (UP_AND_DOWN, [always_upward]),
    laws.less_is_better_is_more_is_better_upside_down: (UP_AND_DOWN, [always_upward]),
    laws.what_cannot_be_missed_is_certain: ((Direction.INCREASE,), [without_bounds]),
    laws.one_more_step_done_is_never_less_likely: (COUNTED, [too_much_is_done]),
}


ALSO_WHERE_REPORTED = (
    laws.what_came_later_has_no_say,
    laws.after_the_last_value_the_chance_is_the_fact,
    laws.a_chance_or_a_reason_and_never_both,
    laws.ranges_nest_within_bounds,
    laws.the_landing_says_what_the_chance_says,
    laws.a_harder_promise_is_never_likelier,
)


@pytest.mark.parametrize("law", PLANTED, ids=lambda law: law.__name__)
def test_the_health_of_a_key_result_keeps_the_law(law) -> None:
    directions, _ = PLANTED[law]
    settings(suppress_health_check=[HealthCheck.filter_too_much])(
        given(promises(directions, may_be_reported=law in ALSO_WHERE_REPORTED))(
            lambda case: law(assess_key_result, case)
        )
    )()


@pytest.mark.parametrize(
    ("law", "bug"),
    [(law, bug) for law, (_, found) in PLANTED.items() for bug in found],
    ids=lambda one: one.__name__,
)
def test_the_law_catches_the_bug(law, bug) -> None:
    directions, _ = PLANTED[law]
    with pytest.raises(AssertionError):
        settings(
            phases=[Phase.generate],
            max_examples=200,
            suppress_health_check=[HealthCheck.filter_too_much],
        )(given(promises(directions))(lambda case: law(bug, case)))()
