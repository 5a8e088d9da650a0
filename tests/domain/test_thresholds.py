from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.thresholds import Bound, parse_threshold

NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("> 1250", Bound(">", 1250, None, "")),
        ("< 6 %", Bound("<", 6, None, "%")),
        ("at least 5", Bound(">=", 5, None, "")),
        ("At most 24 hours", Bound("<=", 24, None, "hours")),
        ("> +10%", Bound(">", 10, "percent", "%")),
        ("< -25 %", Bound("<", -25, "percent", "%")),
        (">= +2 pp", Bound(">=", 2, "points", "pp")),
        ("> -3", Bound(">", -3, None, "")),
    ],
)
def test_a_threshold_is_taken_apart(text: str, bound: Bound):
    assert parse_threshold(text) == bound


@pytest.mark.parametrize(
    "text", ["", "1250", "> ", "more than 3", "> ten", ">> 3", "=> 3", "> 1,250"]
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
    ],
)
def test_whether_a_threshold_is_met(
    text: str, value: float | None, before: float | None, is_met: bool | None
):
    assert parse_threshold(text).is_met(value, before) is is_met


@given(NUMBERS, NUMBERS)
def test_a_threshold_and_its_opposite_are_never_both_met(value: float, limit: float):
    more = parse_threshold(f"> {abs(limit)}").is_met(value, None)
    at_most = parse_threshold(f"at most {abs(limit)}").is_met(value, None)

    assert more is not at_most
