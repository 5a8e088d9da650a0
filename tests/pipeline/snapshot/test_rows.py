"""What a row mapping writes, it reads as the same object; what an older file lacks is missing."""

from __future__ import annotations

import datetime as dt
import string
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.forecast.method import Method
from dashboard.analytics.key_results.attainment import Attainment
from dashboard.analytics.key_results.key_result import (
    KeyResultHealth,
    RunningPeriod,
    StatedConfidence,
)
from dashboard.analytics.key_results.pace import Pace
from dashboard.analytics.key_results.projection import Projection
from dashboard.analytics.key_results.required_pace import RequiredPace
from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.analytics.lead_lag.verdict import Explanation, Verdict
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Role, Status
from dashboard.i18n import Message
from dashboard.pipeline.snapshot.columns import INDICATORS, KEY_RESULT_HEALTH
from tests.healths import same

numbers = st.floats(allow_nan=False, allow_infinity=False)
maybe = st.none() | numbers
days = st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
counts = st.integers(0, 10_000)
words = st.text(string.ascii_letters, min_size=1)
grains = st.none() | st.sampled_from(Grain)
nan_or_number = numbers | st.just(float("nan"))

key_result_healths = st.builds(
    KeyResultHealth,
    key_result_id=words,
    grain=grains,
    status=st.sampled_from(Status),
    attainment=st.builds(
        Attainment, maybe, days, days, maybe, maybe, days, is_final=st.booleans()
    ),
    running=st.builds(RunningPeriod, maybe, days),
    pace=st.builds(Pace, maybe, maybe, maybe),
    confidence=st.builds(StatedConfidence, maybe, days, st.none() | words),
    projection=st.builds(
        Projection,
        chance=maybe,
        method=st.none() | st.sampled_from(Method),
        points=counts,
        reason=st.none() | st.builds(Message, words, st.dictionaries(words, words)),
        median=maybe,
        low80=maybe,
        high80=maybe,
        inside_ahead=maybe,
        raw_chance=maybe,
        path=st.builds(lambda: Projection().path),
        landing=st.builds(lambda: Projection().landing),
        residuals=st.builds(lambda: Projection().residuals),
        lead_effects=st.just(()),
    ),
    required_pace=st.builds(
        RequiredPace, maybe, maybe, grains, st.none() | counts, st.none() | counts
    ),
)

explanations = st.builds(
    Explanation,
    sign=st.sampled_from([-1, 0, 1]),
    profile=st.just(()),
    leading=numbers,
    lagging=numbers,
    coincident=numbers,
    none=numbers,
    windows=counts,
    agreeing=counts,
    error_reduction=nan_or_number,
    has_trend_removed=st.booleans(),
    season_periods=st.lists(numbers, max_size=3).map(tuple),
    set_aside=counts,
)
verdicts = st.builds(
    Verdict,
    st.sampled_from(["leading", "lagging", "coincident", "none", "too_little"]),
    nan_or_number,
    nan_or_number,
    nan_or_number,
    nan_or_number,
    counts,
    nan_or_number,
    st.none() | explanations,
)
indicators = st.builds(
    IndicatorHealth,
    kpi=words,
    declared=st.none() | st.sampled_from(Role),
    verdict=verdicts,
    role=st.sampled_from(Role),
    basis=st.sampled_from(["measured", "declared", "assumed"]),
    grain=grains,
    conflict=st.booleans(),
    threshold=st.none() | words,
    threshold_met=st.none() | st.booleans(),
    value=maybe,
    value_on=days,
    previous_value=maybe,
    review=st.none(),
)


@given(st.lists(key_result_healths, min_size=1, max_size=4))
def test_a_key_result_reads_as_it_was_written(healths):
    read = KEY_RESULT_HEALTH.read(KEY_RESULT_HEALTH.frame(healths))
    assert all(same(one, other) for one, other in zip(read, healths, strict=True))


@given(st.lists(indicators, min_size=1, max_size=4))
def test_an_indicator_reads_as_it_was_written(healths):
    profiles = {"verdict.explanation.profile": [()] * len(healths)}
    read = INDICATORS.read(INDICATORS.frame(healths), profiles)
    assert all(same(one, other) for one, other in zip(read, healths, strict=True))


EXPLAINED = IndicatorHealth(
    kpi="trials",
    declared=None,
    verdict=Verdict(
        "leading",
        3.0,
        2.0,
        4.0,
        0.9,
        80,
        0.6,
        Explanation(1, (), 0.9, 0.02, 0.05, 0.03, 9, 8, 0.1, True, (52.0,), 3),
    ),
    role=Role.LEADING,
    basis="measured",
    grain=Grain.WEEK,
    conflict=False,
    threshold=None,
    threshold_met=None,
    value=None,
    value_on=None,
    previous_value=None,
)


@pytest.mark.parametrize("column", ["sign", "windows", "agreeing", "season_periods", "set_aside"])
@pytest.mark.parametrize("is_there", [True, False])
def test_an_older_file_without_part_of_an_explanation_has_none(column, is_there):
    frame = INDICATORS.frame([EXPLAINED]).drop(columns=column)
    if is_there:
        frame[column] = None

    (read,) = INDICATORS.read(frame, {"verdict.explanation.profile": [()]})

    assert same(read, replace(EXPLAINED, verdict=replace(EXPLAINED.verdict, explanation=None)))


def test_a_number_that_an_older_file_lacks_is_unknown():
    frame = INDICATORS.frame([EXPLAINED]).drop(columns=["lead_periods", "value"])
    (read,) = INDICATORS.read(frame, {"verdict.explanation.profile": [()]})
    assert (read.lead_periods, read.value) == (None, None)


def test_an_object_without_its_name_is_refused_by_the_column():
    frame = pd.DataFrame({"kpi_id": [None]})
    with pytest.raises(ValueError, match="the column kpi_id has no value"):
        INDICATORS.read(frame)
