from __future__ import annotations

import datetime as dt
import json
import math
import struct
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.key_results.projection import Projection, ProjectionInput, projection
from dashboard.analytics.lead_lag import classify
from dashboard.analytics.series.bounds import Bounds
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Direction, KeyResult
from dashboard.i18n import Message
from dashboard.pipeline.tasks.serialization import deserialize, serialize

PLAIN = st.none() | st.booleans() | st.integers() | st.text() | st.floats() | st.dates()
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def a_series(values) -> pd.Series:
    index = pd.date_range("2026-01-05", periods=len(values), freq="W-MON")
    return pd.Series(np.array(values, dtype=float), index=index)


@given(VALUES)
def test_a_value_read_back_serializes_to_the_same_bytes(value):
    assert serialize(deserialize(serialize(value))) == serialize(value)


@given(st.floats())
def test_a_number_keeps_every_bit(number: float):
    back = deserialize(serialize(number))

    if math.isnan(number):
        assert math.isnan(back)
    else:
        assert struct.pack("d", back) == struct.pack("d", number)


@given(st.lists(st.floats(), max_size=30))
def test_a_series_keeps_its_bits_and_its_stamps(values):
    series = a_series(values)

    back = deserialize(serialize(series))

    assert back.to_numpy().tobytes() == series.to_numpy().tobytes()
    assert list(back.index) == list(series.index)
    assert back.index.dtype == series.index.dtype


def test_a_frame_comes_back_with_its_kinds_of_columns():
    frame = pd.DataFrame(
        {
            "period_on": [dt.date(2026, 1, 5), dt.date(2026, 1, 12)],
            "median": [0.1 + 0.2, math.nan],
            "count": [1, 2],
        }
    )

    back = deserialize(serialize(frame))

    pd.testing.assert_frame_equal(back, frame)
    assert isinstance(back["period_on"][0], dt.date)


def test_an_outlook_comes_back_whole():
    key_result = KeyResult(
        id="k", title="t", kpi="m", direction=Direction.INCREASE, baseline=1, target=9
    )
    history = a_series(np.sin(np.arange(40)) + np.arange(40) / 10)
    found = projection(
        key_result, 9.0, ProjectionInput(history, Grain.WEEK, 6, Bounds(0.0), dt.date(2026, 7, 1))
    )

    back = deserialize(serialize(found))

    assert isinstance(back, Projection)
    assert (back.chance, back.median, back.method) == (found.chance, found.median, found.method)
    pd.testing.assert_frame_equal(back.path, found.path)
    pd.testing.assert_frame_equal(back.landing, found.landing)


def test_a_verdict_and_a_message_come_back_equal():
    wave = np.sin(np.arange(60) * 1.3) + np.cos(np.arange(60) * 0.7)
    verdict = classify(a_series(wave), a_series(np.roll(wave, 2)))
    message = Message("reason-stale", {"kpi": "Visitors", "days": 3})

    assert deserialize(serialize(verdict)) == verdict
    assert deserialize(serialize(message)) == message


def test_models_and_words_of_the_domain_come_back_equal():
    value = (Band(low=2, high=4), Grain.WEEK, Direction.MAINTAIN)

    back = deserialize(serialize(value))

    assert back == value
    assert isinstance(back[1], Grain)


@pytest.mark.parametrize(
    "odd", [object(), {1, 2}, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), b"bytes"]
)
def test_an_unsupported_type_is_refused(odd):
    with pytest.raises(TypeError, match="cannot be serialized"):
        serialize(odd)


@dataclass
class Foreign:
    x: int


@pytest.mark.parametrize("name", ["os:system", "dashboard.cli:main", "dashboard.i18n:Translator"])
def test_bytes_that_name_anything_but_a_class_of_plain_values_make_nothing(name: str):
    content = json.dumps([[name], ["new", 0, "echo"]]).encode()

    with pytest.raises(TypeError, match="is not a class"):
        deserialize(content)


def test_a_class_of_another_program_is_not_made_again():
    with pytest.raises(TypeError, match="not a class of the program"):
        deserialize(serialize(Foreign(1)))
