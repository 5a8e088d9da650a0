from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.i18n.format import numbers


def test_values_that_would_read_the_same_get_decimals_until_they_differ() -> None:
    assert numbers([101.67, 102.0], "%", is_apart=True) == (
        "101.7\N{NO-BREAK SPACE}%",
        "102.0\N{NO-BREAK SPACE}%",
    )


def test_equal_values_stay_short() -> None:
    assert numbers([102.0, 102.0], is_apart=True) == ("102", "102")


def test_missing_values_do_not_count_as_different() -> None:
    assert numbers([102.0, None, float("nan")], is_apart=True) == ("102", "–", "–")


@given(st.lists(st.integers(-(10**5), 10**5), min_size=1, max_size=4))
def test_different_values_with_up_to_three_decimals_read_differently(
    thousandths: list[int],
) -> None:
    values = [one / 1000 for one in thousandths]
    assert len(set(numbers(values, is_apart=True))) == len(set(values))
