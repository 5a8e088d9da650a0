from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.analytics.key_results.status import StatusFacts, in_ten, status_of, word_for
from dashboard.domain.okr import Status
from dashboard.i18n.format import MISSING, chance, shown_percent

WORST_FIRST = [Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK]


@pytest.mark.parametrize(
    ("share", "percent"),
    [
        (0.695, 70),
        (0.69499999999995, 69),
        (0.6949, 69),
        (0.005, 1),
        (0.0, 1),
        (1.0, 99),
        (0.9996, 99),
        (0.285, 29),
        (0.5, 50),
    ],
)
def test_halves_are_rounded_up_and_a_forecast_is_never_certain(share: float, percent: int) -> None:
    assert shown_percent(share) == percent


def test_a_fact_may_be_certain() -> None:
    assert shown_percent(1.0, is_fact=True) == 100
    assert shown_percent(0.0, is_fact=True) == 0


@pytest.mark.parametrize(
    ("share", "status"),
    [
        (0.695, Status.ON_TRACK),
        (0.69499999999995, Status.AT_RISK),
        (math.nextafter(0.695, 0), Status.AT_RISK),
        (0.6949, Status.AT_RISK),
        (0.395, Status.AT_RISK),
        (0.3949, Status.OFF_TRACK),
        (0, Status.OFF_TRACK),
    ],
)
def test_the_status_is_cut_on_the_percent_that_is_shown(share: float, status: Status) -> None:
    assert status_of(share, StatusFacts()) is status


def steps_from(share: float, count: int) -> float:
    """The float that lies `count` floats after `share`, before it where `count` is negative."""
    for _ in range(abs(count)):
        share = math.nextafter(share, math.copysign(math.inf, count))
    return share


cuts = st.sampled_from([0.695, 0.395, 0.005, 0.995])
"""Where the percent that is printed changes, and the status or the certainty with it."""
next_to_a_cut = st.builds(steps_from, cuts, st.integers(-40, 40))
near_a_cut = st.builds(lambda cut, off: cut + off, cuts, st.floats(-1e-10, 1e-10))


@given(st.floats() | st.floats(0, 1) | next_to_a_cut | near_a_cut)
def test_the_status_of_any_float_is_the_cut_of_what_is_printed(share: float) -> None:
    printed = chance(share)

    status = status_of(share, StatusFacts())

    if printed == MISSING:
        assert status is Status.NO_FORECAST
        return
    percent = int(printed.removesuffix("\N{NO-BREAK SPACE}%"))
    assert 1 <= percent <= 99
    assert status is (
        Status.ON_TRACK if percent >= 70 else Status.AT_RISK if percent >= 40 else Status.OFF_TRACK
    )


@pytest.mark.parametrize(
    ("share", "standing", "status"),
    [
        (0.9, StatusFacts(has_started=False), Status.NOT_STARTED),
        (0.86, StatusFacts(is_met_now=True), Status.REACHED),
        (0.55, StatusFacts(is_met_now=True), Status.AT_RISK),
        (None, StatusFacts(is_met_now=True), Status.NO_FORECAST),
        (float("nan"), StatusFacts(), Status.NO_FORECAST),
        (1.0, StatusFacts(is_met_now=True, is_final=True, is_past=True), Status.REACHED),
        (0.0, StatusFacts(is_final=True, is_past=True), Status.MISSED),
        (0.0, StatusFacts(is_final=True), Status.OFF_TRACK),
        (0.8, StatusFacts(is_past=True), Status.ON_TRACK),
        (1.0, StatusFacts(is_met_now=True, is_reached_for_good=True), Status.REACHED),
    ],
)
def test_what_is_settled_comes_before_the_chance(share, standing, status) -> None:
    assert status_of(share, standing) is status


def test_words_begin_at_their_bounds() -> None:
    assert [word_for(p) for p in (99, 90, 89, 70, 69, 40, 39, 10, 9, 1)] == [
        "very_likely", "very_likely", "likely", "likely", "could_go_either_way", "could_go_either_way",
        "unlikely", "unlikely", "very_unlikely", "very_unlikely",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("percent", "ten"), [(1, 0), (4, 0), (5, 1), (31, 3), (35, 4), (94, 9), (95, 10), (100, 10)]
)
def test_so_many_in_ten(percent: int, ten: int) -> None:
    assert in_ten(percent) == ten


def status_never_falls_with_chance(
    cut: Callable[[float, StatusFacts], Status], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    assert WORST_FIRST.index(cut(low, StatusFacts())) <= WORST_FIRST.index(
        cut(high, StatusFacts())
    )


shares = st.floats(0, 1)


def test_the_status_never_falls_as_the_chance_rises() -> None:
    given(shares, shares)(lambda a, b: status_never_falls_with_chance(status_of, a, b))()


def test_the_law_catches_swapped_cuts() -> None:
    def swapped(chance: float, _: StatusFacts) -> Status:
        return (
            Status.AT_RISK
            if chance >= 0.7
            else Status.ON_TRACK
            if chance >= 0.4
            else Status.OFF_TRACK
        )

    with pytest.raises(AssertionError):
        settings(phases=[Phase.generate])(
            given(shares, shares)(lambda a, b: status_never_falls_with_chance(swapped, a, b))
        )()
