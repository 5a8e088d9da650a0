from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.kpi import FRESHNESS_DAYS, Aggregation, Freshness, Grain, Kpi, Source
from dashboard.domain.periods import next_period, period_end

GRAINS = st.lists(st.sampled_from(Grain), max_size=4)


def days(late: int, stale: int) -> Freshness:
    return Freshness(late_after=dt.timedelta(days=late), stale_after=dt.timedelta(days=stale))


def source(*grains: Grain, **given: object) -> Source:
    kpis = tuple(
        Kpi(id=f"k{i}", name="K", grain=grain, aggregation=Aggregation.SUM)
        for i, grain in enumerate(grains)
    )
    return Source(source="s", type="csv", kpis=kpis, **given)


@pytest.mark.parametrize(
    ("grains", "freshness"),
    [
        ((), days(8, 15)),
        ((Grain.DAY,), days(3, 7)),
        ((Grain.DAY, Grain.WEEK), days(8, 15)),
        ((Grain.MONTH, Grain.DAY), days(38, 70)),
        ((Grain.WEEK, Grain.QUARTER, Grain.MONTH), days(100, 190)),
    ],
)
def test_a_source_that_says_nothing_is_as_fresh_as_its_coarsest_grain(grains, freshness):
    assert source(*grains).freshness == freshness


def test_what_is_said_stands_and_only_the_rest_follows_the_grain():
    assert source(Grain.MONTH, freshness={"late_after": "45d"}).freshness == days(45, 70)
    assert source(Grain.MONTH, freshness={"stale_after": "9w"}).freshness == days(38, 63)
    assert source(Grain.DAY, freshness=days(30, 40)).freshness == days(30, 40)


@given(GRAINS, st.none() | st.integers(1, 99), st.none() | st.integers(1, 99))
def test_a_source_reads_back_with_the_freshness_it_had(grains, late, stale):
    said = {"late_after": late, "stale_after": stale}
    given_one = source(
        *grains, freshness={key: f"{number}d" for key, number in said.items() if number}
    )

    assert Source.model_validate(given_one.model_dump()) == given_one


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.sampled_from(Grain))
def test_a_punctual_source_is_never_late_and_one_that_misses_a_period_gets_stale(day, grain):
    first, second, third = (
        period_end(next_period(day, grain, count), grain) for count in range(3)
    )
    late, stale = FRESHNESS_DAYS[grain]

    # The oldest that the value of the first period gets, where the next one comes on the day after its period.
    assert (second - first).days + 1 <= late
    # Stale is only what has missed the value of a second period too, and soon after that period.
    assert late < stale
    assert (third - first).days < stale <= (third - first).days + 14


@pytest.mark.parametrize("name", ["", "   ", "\t", "\u00a0"])
def test_a_name_of_blanks_is_none(name):
    with pytest.raises(ValueError, match="at least 1 character"):
        Kpi(id="k", name=name, grain=Grain.DAY, aggregation=Aggregation.SUM)
