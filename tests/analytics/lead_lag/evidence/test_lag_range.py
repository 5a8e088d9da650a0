from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.lag_range import lag_range
from dashboard.analytics.typing import Floats


def wave(seed: int, n: int, memory: float = 0.5) -> Floats:
    noise = np.random.default_rng(seed).standard_normal(n)
    out = noise.copy()
    for at in range(1, n):
        out[at] += memory * out[at - 1]
    return out / out.std()


def linked(
    response: Floats, seed: int = 1, n: int = 156, share: float = 0.7
) -> tuple[Floats, Floats]:
    """A cause and what follows it by the response (from lag 0 on), with noise of its own."""
    cause = wave(seed, n + 40)
    effect = np.convolve(cause, response)[: n + 40]
    effect = share * effect / effect.std() + (1 - share) * wave(seed + 1000, n + 40)
    return cause[40:], effect[40:]


def even(first: int, last: int) -> Floats:
    return (np.arange(last + 1) >= first).astype(float)


def test_the_range_of_an_effect_without_noise_is_exact() -> None:
    """By hand: evenly over lags 3 to 6, a quarter at each, a tenth has come at 3 and nine tenths at 6."""
    cause = wave(2, 240, memory=0)
    effect = np.convolve(cause, even(3, 6))[:240]
    arrival = lag_range(cause[40:], effect[40:], lead=4, longest=8)
    assert arrival[:2] == (3, 6)
    assert arrival.spread == pytest.approx(1)


def test_of_ten_even_lags_a_tenth_has_come_at_the_first_and_nine_at_the_ninth() -> None:
    cause = wave(2, 340, memory=0)
    effect = np.convolve(cause, even(1, 10))[:340]
    assert lag_range(cause[40:], effect[40:], lead=5, longest=8)[:2] == (1, 9)


@pytest.mark.parametrize("lead", [1, 3, 7])
def test_an_effect_at_one_lag_has_a_range_of_that_lag(lead: int) -> None:
    arrival = [lag_range(*linked(even(lead, lead), seed), lead, 8) for seed in range(10)]
    assert sum(each.high - each.low <= 1 for each in arrival) >= 9


@pytest.mark.parametrize(("first", "last"), [(1, 5), (3, 9), (2, 11)])
def test_a_spread_effect_has_a_wide_range(first: int, last: int) -> None:
    arrival = [lag_range(*linked(even(first, last), seed), first, 8) for seed in range(10)]
    assert np.median([abs(each.low - first) for each in arrival]) <= 1
    assert np.median([abs(each.high - last) for each in arrival]) <= 2


def test_an_effect_that_fades_is_followed_until_nine_tenths_have_come() -> None:
    """By hand: of .7^k from lag 1 on, nine tenths have come where .7^k <= .1, at lag 7."""
    response = np.append(0, 0.7 ** np.arange(30))
    arrival = [lag_range(*linked(response, seed, 300), 1, 8) for seed in range(10)]
    assert np.median([each.high for each in arrival]) == pytest.approx(7, abs=1)


def test_an_effect_of_opposite_sign_arrives_as_the_same_one_does() -> None:
    cause, effect = linked(even(2, 6))
    assert lag_range(cause, -effect, 3, 8) == lag_range(cause, effect, 3, 8)


def test_on_a_short_history_the_range_stays_within_a_quarter_of_it_and_takes_in_the_lead() -> None:
    cause, effect = linked(even(1, 9), n=20)
    arrival = lag_range(cause, effect, 2, 8)
    assert arrival.low <= 2 <= arrival.high <= 5


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    n=st.integers(12, 120),
    lead=st.integers(1, 8),
    scale=st.floats(1e-3, 1e3),
)
def test_the_lead_lies_in_the_range_whatever_the_data_and_scale_changes_nothing(
    seed: int, n: int, lead: int, scale: float
) -> None:
    cause, effect = wave(seed, n), wave(seed + 1, n)
    arrival = lag_range(cause, effect, lead, 8)
    assert 1 <= arrival.low <= lead <= arrival.high <= 12
    assert 0 <= arrival.spread <= 1
    assert lag_range(scale * cause, effect, lead, 8)[:2] == arrival[:2]


def test_where_a_side_never_moves_the_range_stays_close_around_the_lead() -> None:
    still, moving = np.zeros(60), wave(1, 60)
    for pair in ((still, moving), (moving, still), (still, still)):
        arrival = lag_range(*pair, 3, 8)
        assert arrival.low <= 3 <= arrival.high
        assert arrival.high - arrival.low <= 2
        assert np.isfinite(arrival.spread)
