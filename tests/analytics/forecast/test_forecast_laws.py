"""The laws of the forecast, each kept by ours and shown to catch a bug that breaks it."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dashboard.analytics.forecast.univariate import MIN_POINTS, TooShort, forecast
from tests.analytics.forecast import forecast_bugs as bugs
from tests.analytics.forecast import forecast_laws as laws
from tests.analytics.forecast.forecast_cases import anything, cases

PLANTED = {
    laws.quantiles_never_cross_and_ranges_nest: [bugs.bug(bugs.TailsOfAnother)],
    laws.every_figure_can_be_meant: [bugs.bug(bugs.Extrapolated)],
    laws.harder_targets_are_never_likelier: [bugs.bug(bugs.Wavering)],
    laws.a_level_is_the_chance_of_staying_below_its_quantile: [
        bugs.bug(bugs.NormalOdds),
        bugs.bug(bugs.OneStepBefore),
    ],
    laws.reaching_and_missing_make_one: [bugs.bug(bugs.BelowForAtMost)],
    laws.inside_and_outside_make_one: [bugs.bug(bugs.TwoOdds)],
    laws.a_wider_band_is_never_less_likely: [bugs.bug(bugs.OddsOfTheEdges)],
    laws.impossible_values_are_not_forecast: [
        bugs.without_bounds,
        bugs.bug(bugs.OnlyTheMiddleClipped),
    ],
    laws.bounds_far_away_change_nothing: [bugs.drawn_to_the_bounds],
    laws.another_unit_and_another_zero_change_it_alike: [
        bugs.bug(bugs.AtLeastOneWide),
        bugs.bug(bugs.ShareOfTheLevel),
    ],
    laws.upside_down_is_the_mirror_image: [bugs.bug(bugs.Hopeful)],
    laws.the_order_of_rows_and_rows_given_twice_change_nothing: [
        bugs.as_the_rows_come,
        bugs.bug(bugs.Recounted),
    ],
    laws.an_empty_row_is_no_row: [bugs.gaps_are_zero],
    laws.unknown_last_periods_are_part_of_the_way: [bugs.gaps_are_closed],
    laws.asking_further_changes_nothing_nearer: [bugs.bug(bugs.WidthOfTheWholeWay)],
    laws.any_week_is_like_another: [bugs.bug(bugs.ByTheDay)],
    laws.a_week_is_like_its_twin_28_years_later: [bugs.bug(bugs.ByTheYear)],
    laws.nothing_is_remembered_and_the_history_left_as_it_is: [
        bugs.with_memory,
        bugs.filling_in_place,
        bugs.bug(bugs.Jittered),
    ],
    laws.a_series_that_never_moved_stays: [bugs.bug(bugs.NeverQuiteStill)],
    laws.a_walk_is_never_surer_at_a_longer_horizon: [
        bugs.bug(bugs.SurerFurtherOn),
        bugs.bug(bugs.OneWidth),
    ],
    laws.a_better_last_value_lowers_no_forecast: [bugs.bug(bugs.Overshooting)],
}


@pytest.mark.parametrize("law", PLANTED, ids=lambda law: law.__name__)
def test_the_forecast_keeps_the_law(law) -> None:
    given(cases())(lambda case: law(forecast, case))()


@pytest.mark.parametrize("law", PLANTED, ids=lambda law: law.__name__)
def test_the_law_sees_no_bug_in_a_forecast_that_is_passed_on(law) -> None:
    settings(max_examples=10)(given(cases())(lambda case: law(bugs.bug(bugs.Bent), case)))()


@pytest.mark.parametrize(
    ("law", "bug"),
    [(law, bug) for law, result in PLANTED.items() for bug in result],
    ids=lambda one: getattr(one, "__name__", type(one).__name__),
)
def test_the_law_catches_the_bug(law, bug) -> None:
    with pytest.raises(AssertionError):
        settings(
            phases=[Phase.generate],
            max_examples=200,
            suppress_health_check=[HealthCheck.filter_too_much],
        )(given(cases())(lambda case: law(bug, case)))()


@settings(max_examples=200)
@given(anything(), st.integers(1, 26))
def test_every_history_is_forecast_or_reported_too_short(history: pd.Series, horizon: int) -> None:
    finite = history[np.isfinite(history.to_numpy(dtype=float))]
    known = finite.index.nunique()
    if known < MIN_POINTS:
        with pytest.raises(TooShort) as short:
            forecast(history, horizon)
        assert short.value.points == known
        return
    result = forecast(history, horizon)
    values = laws.table(result)
    assert values.shape == (len(laws.FINE), horizon)
    assert np.isfinite(values).all()
    assert (np.diff(values, axis=0) >= 0).all()
    for target in (float(finite.min()), 0.0, float(finite.max()) * 2, -1e300, 1e300):
        assert 0 <= result.chance(target) <= 1


ASKED = """
import hashlib
from tests.analytics.forecast.forecast_cases import NO_BOUNDS, Case, periods
from tests.analytics.forecast.forecast_laws import fingerprint
from tests.bench.forecast_regimes import KINDS, make
from hypothesis import strategies as st

from dashboard.analytics.forecast.univariate import MIN_POINTS, TooShort, forecast

digest, jittered = hashlib.sha256(), hashlib.sha256()
for kind in KINDS:
    y = make(kind, 5)["y"][-110:]
    case = Case(periods(y), 13, NO_BOUNDS, (0.1, 0.9), (float(y.min()), float(y.max())), -1, 0)
    found = fingerprint(forecast(case.history, 13), case)
    digest.update(found)
    jittered.update(found + bytes([hash(kind) % 256]))
print(digest.hexdigest(), jittered.hexdigest())
"""


def test_two_processes_say_the_same_to_the_last_bit_and_a_hash_of_the_process_is_seen() -> None:
    asked = [
        subprocess.Popen(
            [sys.executable, "-c", ASKED],
            env=os.environ | {"PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in "12"
    ]
    (digest, jittered), (digest_there, jittered_there) = (
        one.communicate()[0].split() for one in asked
    )
    assert digest == digest_there
    assert jittered != jittered_there
