from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.forecast.lead_adjusted import LeadAdjusted
from dashboard.analytics.forecast.lead_contributions import with_even_value
from dashboard.analytics.forecast.lead_inputs import LeadInput
from dashboard.analytics.forecast.univariate import TooShort, forecast
from dashboard.analytics.forecast.with_leads import forecast_with_leads
from dashboard.analytics.series.bounds import NO_BOUNDS, Bounds
from dashboard.domain.kpi import Grain

HORIZON = 6
seeds = st.integers(0, 10_000)


def weekly(values: object, start: str = "2024-01-01") -> pd.Series:
    result = np.asarray(values, dtype=float)
    return pd.Series(result, pd.date_range(start, periods=len(result), freq="W-MON"))


def pair(
    seed: int, count: int = 80, lead: int = 4, link: float = 2.0
) -> tuple[pd.Series, LeadInput]:
    """An outcome and the KPI that it follows."""
    rng = np.random.default_rng(seed)
    moves = np.zeros(count + lead)
    for t in range(1, len(moves)):
        moves[t] = 0.8 * moves[t - 1] + rng.standard_normal()
    outcome = weekly(200 + link * moves[:count] + 0.5 * rng.standard_normal(count))
    return outcome, leading(weekly(50 + 5 * moves[lead:]), lead)


def leading(series: pd.Series, lead: float = 4, kpi_id: str = "trials") -> LeadInput:
    return LeadInput(kpi_id, series, Grain.WEEK, lead, lead, lead, strength=0.8)


def unrelated(seed: int, count: int = 80) -> LeadInput:
    return leading(pair(seed + 20_000, count)[1].series, kpi_id="weather")


def middle(history: pd.Series, *leads: LeadInput) -> np.ndarray:
    return forecast_with_leads(history, HORIZON, NO_BOUNDS, leads, Grain.WEEK)[0].quantile(0.5)


def test_a_move_of_the_kpi_moves_the_outcome_by_as_much_and_as_late_as_it_did_before() -> None:
    history, lead = pair(1)
    up = replace(lead, series=lead.series.copy())
    up.series.iloc[-2] += 10  # so it is felt three periods after the last one known

    difference = middle(history, up) - middle(history, lead)

    # Two units of the outcome come with five of the KPI: ten more of it are four more.
    assert difference[2] == pytest.approx(4, rel=0.4)
    assert abs(difference[0]) < 0.2 * difference[2]


def test_the_middle_moves_by_the_effects_and_the_ranges_narrow() -> None:
    history, lead = pair(2)
    second = replace(lead, kpi_id="second", series=unrelated(2).series)

    led, effects = forecast_with_leads(history, HORIZON, NO_BOUNDS, [second, lead], Grain.WEEK)

    bare = forecast(history, HORIZON)
    assert [effect.kpi_id for effect in effects] == ["second", "trials"]
    moved = sum(effect.effect or 0 for effect in effects)
    assert led.quantile(0.5)[-1] - bare.quantile(0.5)[-1] == pytest.approx(moved)
    widths = [f.quantile(0.9) - f.quantile(0.1) for f in (led, bare)]
    assert (widths[0] <= widths[1] * (1 + 1e-12)).all()
    assert widths[0][2] < 0.9 * widths[1][2]
    assert effects[1].is_used
    assert effects[1].share > 0.9
    assert effects[1].error_ratio is not None
    assert effects[1].error_ratio < 0.95
    assert effects[1].tested > 50


def test_what_does_not_help_leaves_the_forecast_as_it_is_bit_by_bit() -> None:
    left = 0
    for seed in range(20):
        history = pair(seed)[0]
        led, (effect,) = forecast_with_leads(
            history, HORIZON, NO_BOUNDS, [unrelated(seed)], Grain.WEEK
        )
        if not effect.is_used:
            left += 1
            assert effect.left_out == "no_help"
            assert effect.effect is None
            assert np.array_equal(led.quantile(0.9), forecast(history, HORIZON).quantile(0.9))

    assert left >= 15


@pytest.mark.parametrize("seed", [0, 1, 9, 13])
def test_a_kpi_that_explains_nearly_everything_has_a_share_of_at_most_one(seed: int) -> None:
    """Rounding makes the weighted share of these pairs exceed 1 by 2e-16 before it is clipped."""
    rng = np.random.default_rng(seed)
    walk = 5 * rng.standard_normal(80).cumsum()
    delayed = np.concatenate([np.zeros(4), 2 * walk[:-4]])
    history = weekly(delayed + 0.01 * rng.standard_normal(80))

    _, (effect,) = forecast_with_leads(history, 4, NO_BOUNDS, [leading(weekly(walk))], Grain.WEEK)

    assert 0.99 < effect.share <= 1


def test_without_leads_there_is_the_forecast_alone() -> None:
    history = pair(3)[0]

    led, effects = forecast_with_leads(history, HORIZON, Bounds(0), [], Grain.WEEK)

    assert effects == ()
    assert np.array_equal(led.quantile(0.2), forecast(history, HORIZON, Bounds(0)).quantile(0.2))


@given(
    seed=seeds,
    scale=st.floats(0.1, 100),
    shift=st.floats(-1000, 1000),
    sign=st.sampled_from([1, -1]),
)
@settings(max_examples=15, deadline=None)
def test_the_unit_and_the_sign_of_the_kpi_change_nothing(
    seed: int, scale: float, shift: float, sign: int
) -> None:
    history, lead = pair(seed)
    other = replace(lead, series=sign * scale * lead.series + shift)

    assert middle(history, other) == pytest.approx(middle(history, lead), rel=1e-4)


@given(seed=seeds, scale=st.floats(0.1, 100), shift=st.floats(-1000, 1000))
@settings(max_examples=15, deadline=None)
def test_the_unit_of_the_outcome_is_that_of_the_answer(
    seed: int, scale: float, shift: float
) -> None:
    history, lead = pair(seed)
    plain = [forecast_with_leads(x, HORIZON, NO_BOUNDS, [lead], Grain.WEEK) for x in (history, scale * history + shift)]  # fmt: skip

    moved = [f.quantile(0.5) - forecast(x, HORIZON).quantile(0.5) for (f, _), x in zip(plain, (history, scale * history + shift), strict=True)]  # fmt: skip
    assert moved[1] == pytest.approx(scale * moved[0], rel=1e-3, abs=1e-3 * scale)
    responses = [effects[0].response or 0 for _, effects in plain]
    assert responses[1] == pytest.approx(scale * responses[0], rel=1e-3, abs=1e-6 * scale)


def test_the_kpi_may_be_known_further_or_less_far_than_the_outcome() -> None:
    history, lead = pair(4)
    behind = replace(lead, series=lead.series.iloc[:-2])
    older = replace(lead, series=lead.series.iloc[:-4])
    further = history.iloc[:-2]

    for outcome, each in ((history, behind), (further, lead)):
        _, (effect,) = forecast_with_leads(outcome, HORIZON, NO_BOUNDS, [each], Grain.WEEK)
        assert effect.is_used
    _, (effect,) = forecast_with_leads(history, HORIZON, NO_BOUNDS, [older], Grain.WEEK)
    assert effect.left_out == "too_old"


def test_a_kpi_that_cannot_be_aligned_is_left_out_with_the_reason() -> None:
    history, lead = pair(5)
    gaps = lead.series.iloc[::2]
    reasons = {
        "other_grain": replace(lead, grain=Grain.MONTH),
        "flat": replace(lead, series=lead.series * 0 + 3),
        "gaps": replace(lead, series=gaps),
        "too_short": replace(lead, series=lead.series.iloc[-9:]),
    }

    for reason, each in reasons.items():
        led, (effect,) = forecast_with_leads(history, HORIZON, NO_BOUNDS, [each], Grain.WEEK)
        assert (effect.left_out, effect.is_used) == (reason, False)
        assert np.array_equal(led.quantile(0.5), forecast(history, HORIZON).quantile(0.5))


def test_gaps_here_and_there_and_a_gross_error_do_little_harm() -> None:
    history, lead = pair(6)
    plain = middle(history, lead)
    known = lead.series.drop(lead.series.index[[10, 30, 31, 50]])
    outcome = history.copy()
    outcome.iloc[[20, 40]] = np.nan
    with_spikes = lead.series.copy()
    with_spikes.iloc[-1] *= 1000
    size = 3 * float(np.abs(np.diff(history)).mean())

    assert middle(outcome, replace(lead, series=known)) == pytest.approx(plain, abs=size)
    assert np.isfinite(middle(history, replace(lead, series=with_spikes))).all()
    assert middle(history, replace(lead, series=with_spikes)) == pytest.approx(plain, abs=3 * size)


def test_a_constant_outcome_stays_and_a_short_one_is_refused() -> None:
    lead = pair(7)[1]
    constant = lead.series * 0 + 5

    led, (effect,) = forecast_with_leads(constant, HORIZON, NO_BOUNDS, [lead], Grain.WEEK)

    assert led.quantile(0.5) == pytest.approx([5] * HORIZON)
    assert effect.left_out == "flat"
    with pytest.raises(TooShort):
        forecast_with_leads(constant.iloc[:5], HORIZON, NO_BOUNDS, [lead], Grain.WEEK)


def test_a_led_forecast_keeps_its_bounds_and_its_laws() -> None:
    history, lead = pair(8)
    high = float(history.max()) + 0.5
    led, _ = forecast_with_leads(history, HORIZON, Bounds(high=high), [lead], Grain.WEEK)

    assert isinstance(led, LeadAdjusted)
    assert led.quantile(0.999).max() <= high
    assert led.chance(high + 1) == 0
    assert led.chance(high, direction="decrease") == 1
    for target in np.linspace(190, high, 9):
        assert led.chance(target) + led.chance(target, direction="decrease") == pytest.approx(1, abs=1e-6) or target == high  # fmt: skip
    chances = [led.chance(target) for target in np.linspace(180, high, 30)]
    assert chances == sorted(chances, reverse=True)
    at = float(led.quantile(0.3)[2])
    assert led.chance(at, step=2) == pytest.approx(0.7, abs=0.01)
    assert led.between(at, high, step=2) == pytest.approx(0.7, abs=0.01)


def test_at_the_even_value_the_middle_is_the_target() -> None:
    history, lead = pair(9, lead=2)
    led, (effect,) = forecast_with_leads(history, HORIZON, NO_BOUNDS, [lead], Grain.WEEK)
    median = float(led.quantile(0.5)[-1])

    result = with_even_value(effect, lead, median + 1, median)

    assert result.response is not None
    assert result.even_value is not None
    assert result.expected is not None
    # Two units of the outcome come with five of the KPI, somewhat less so far ahead.
    assert 0.1 < result.response < 0.5
    assert result.even_value == pytest.approx(result.expected + 1 / result.response)
    assert result.usual_low is not None
    assert result.usual_high is not None
    half = (result.usual_high - result.usual_low) / 2
    assert result.distance == pytest.approx((result.even_value - result.usual_low) / half - 1)


def test_what_lies_too_far_or_beyond_the_possible_is_out_of_reach() -> None:
    history, lead = pair(9, lead=2)
    led, (effect,) = forecast_with_leads(history, HORIZON, NO_BOUNDS, [lead], Grain.WEEK)
    median = float(led.quantile(0.5)[-1])

    far = with_even_value(effect, lead, median + 1000, median)
    never = with_even_value(effect, replace(lead, bounds=Bounds(0, 51)), median + 2, median)

    assert (far.even_value, far.is_out_of_reach) == (None, True)
    assert (never.even_value, never.is_out_of_reach) == (None, True)


def test_nothing_acts_any_more_where_the_deadline_is_nearer_than_the_lead() -> None:
    history, lead = pair(10, lead=6)
    led, (effect,) = forecast_with_leads(history, 3, NO_BOUNDS, [lead], Grain.WEEK)

    result = with_even_value(effect, lead, 300.0, float(led.quantile(0.5)[-1]))

    assert result.is_used
    assert (result.response, result.expected, result.even_value) == (None, None, None)
    assert not result.is_out_of_reach


def test_the_level_of_a_kpi_with_a_season_includes_the_season() -> None:
    history, lead = pair(9, count=156, lead=2)
    lead_series = np.arange(len(lead.series) + HORIZON)
    year = 100 * np.sin(2 * np.pi * (lead_series - len(lead.series)) / 52.18 + np.pi / 2)
    seasonal = replace(lead, series=lead.series + year[: len(lead.series)])

    expected = []
    for each in (lead, seasonal):
        _, (effect,) = forecast_with_leads(history, HORIZON, NO_BOUNDS, [each], Grain.WEEK)
        assert effect.is_used
        assert effect.expected is not None
        expected.append(effect.expected)

    # The season stands near its top, 85 to 100, where what acts by the deadline is still to come.
    assert expected[1] - expected[0] == pytest.approx(96, abs=15)


def test_one_that_is_not_used_still_has_its_usual_range() -> None:
    history = pair(11)[0]
    lead = replace(unrelated(11), grain=Grain.MONTH)
    _, (effect,) = forecast_with_leads(history, HORIZON, NO_BOUNDS, [lead], Grain.WEEK)

    result = with_even_value(effect, lead, 300.0, 200.0)

    assert result.usual_low is not None
    assert result.even_value is None
