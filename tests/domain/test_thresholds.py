from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.thresholds import ThresholdRule, parse_threshold

OPERATORS = (">", ">=", "<", "<=")
NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("> 1250", ThresholdRule(">", 1250, None, "")),
        ("< 6 %", ThresholdRule("<", 6, None, "%")),
        ("at least 5", ThresholdRule(">=", 5, None, "")),
        ("At most 24 hours", ThresholdRule("<=", 24, None, "hours")),
        ("> +10%", ThresholdRule(">", 10, "percent", "%")),
        ("< -25 %", ThresholdRule("<", -25, "percent", "%")),
        (">= +2 pp", ThresholdRule(">=", 2, "points", "pp")),
        ("> -3", ThresholdRule(">", -3, None, "")),
        ("> 1e3", ThresholdRule(">", 1000, None, "")),
        ("> 1.5E+3 visitors", ThresholdRule(">", 1500, None, "visitors")),
        ("at most 25e-1h", ThresholdRule("<=", 2.5, None, "h")),
        ("< -2e1%", ThresholdRule("<", -20, "percent", "%")),
        ("> 5 e-mails", ThresholdRule(">", 5, None, "e-mails")),
        ("> 5eggs", ThresholdRule(">", 5, None, "eggs")),
    ],
)
def test_a_threshold_is_taken_apart(text: str, bound: ThresholdRule):
    assert parse_threshold(text) == bound


@pytest.mark.parametrize(
    "text",
    [
        *("", "1250", "> ", "more than 3", "> ten", ">> 3", "=> 3", "> 1,250"),
        *("> 1 e3", "> 1e3e4", "> 1e3.5", "> 1 E+3", "> 1 e-3 h", "> 1e999"),
    ],
)
def test_what_is_no_threshold_is_refused_with_an_example(text: str):
    with pytest.raises(ValueError, match="at least 5"):
        parse_threshold(text)


@pytest.mark.parametrize(
    ("text", "value", "before", "is_met"),
    [
        ("> +10%", 111, 100, True),
        ("> +10%", 110, 100, False),
        ("< -25%", 74, 100, True),
        ("> +10%", -89, -100, True),  # ten percent of the absolute value: -100 + 10 = -90
        ("> +10%", -91, -100, False),
        ("> +10%", 5, 0, None),
        ("> +10%", 5, None, None),
        ("< -2 pp", 67.9, 70, True),
        ("< -2 pp", 68.1, 70, False),
        ("> -2 pp", 0, 0, True),
        ("at least 5", None, None, None),
        ("at least 5", 5, None, True),
        ("at least 0.3", 0.1 + 0.1 + 0.1, None, True),  # noise above it
        ("at most 0.3", 0.1 + 0.1 + 0.1, None, True),
        ("> 0.3", 0.1 + 0.1 + 0.1, None, False),
        ("at least 0.8", 0.7 + 0.1, None, True),  # noise below it
        ("< 0.8", 0.7 + 0.1, None, False),
        ("> +10%", 1.1 * 1.1, 1.1, False),
        ("at least 5", 5 * (1 - 2e-9), None, False),
        ("> 0", 1e-300, None, True),
    ],
)
def test_whether_a_threshold_is_met(
    text: str, value: float | None, before: float | None, is_met: bool | None
):
    assert parse_threshold(text).is_met(value, before) is is_met


@given(st.floats(1e-9, 1e300).map(repr), st.sampled_from(["", " %", "h", " e-mails", " points"]))
def test_a_number_is_read_as_python_writes_it(number: str, unit: str):
    bound = parse_threshold(f">= {number}{unit}")

    assert (bound.number, bound.unit) == (float(number), unit.strip())


@given(NUMBERS, st.floats(-9e-10, 9e-10))
def test_values_that_differ_by_noise_are_the_same(limit: float, noise: float):
    value, limit = abs(limit) * (1 + noise), abs(limit)

    met = {op: parse_threshold(f"{op} {limit!r}").is_met(value, None) for op in OPERATORS}

    assert met == {">": False, ">=": True, "<": False, "<=": True}


@given(NUMBERS, NUMBERS)
def test_a_threshold_and_its_opposite_are_never_both_met(value: float, limit: float):
    more = parse_threshold(f"> {abs(limit)}").is_met(value, None)
    at_most = parse_threshold(f"at most {abs(limit)}").is_met(value, None)

    assert more is not at_most
