from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.domain.errors import InvalidInput, StoreError
from dashboard.domain.kpi import Grain
from dashboard.domain.periods import period_end, period_start
from dashboard.observations.read import fingerprints, observed_until, row_counts, series

MORNING = dt.datetime(2027, 6, 1, 5, tzinfo=dt.UTC)
LATER = MORNING + dt.timedelta(days=1000)
ALL = tuple(Grain)
DAILY = pd.DataFrame({"kpi_id": ["a", "b", "c"], "grain": "day"})

many = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=12
)
keys = st.tuples(st.sampled_from("abc"), st.dates(dt.date(2026, 12, 1), dt.date(2027, 2, 28)))
observations = st.dictionaries(keys, st.floats(-1e6, 1e6), min_size=1, max_size=30)


def rows_of(delivery):
    return [(kpi, day, value) for (kpi, day), value in delivery.items()]


def days(first: str, *values: float, kpi: str = "a"):
    start = dt.date.fromisoformat(first)
    return [(kpi, start + dt.timedelta(days=i), value) for i, value in enumerate(values)]


# --- worked by hand ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("aggregation", "first", "second"),
    [
        ("sum", 28.0, 13.0),
        ("mean", 4.0, 6.5),
        ("last", 3.0, 5.0),
        ("min", 1.0, 5.0),
        ("max", 9.0, 8.0),
    ],
)
def test_days_make_weeks_by_the_kpis_aggregation(aggregation, first, second, shelf, plain):
    # Monday 2026-01-05 to Tuesday 2026-01-13
    shelf.add(days("2026-01-05", 5, 1, 9, 2, 6, 2, 3, 8, 5))
    answer = shelf.ask("2026-01-13", aggregation=aggregation)
    assert plain(answer, "week") == [
        ("a", "2026-01-05", first, 7, True),
        ("a", "2026-01-12", second, 2, False),
    ]
    whole = {"sum": 41.0, "mean": 41 / 9, "last": 5.0, "min": 1.0, "max": 9.0}[aggregation]
    assert plain(answer, "month") == [("a", "2026-01-01", whole, 9, False)]
    assert plain(answer, "day") == []


def test_a_week_belongs_to_the_month_of_its_thursday(shelf, plain):
    # 2026-04-27 holds Thursday 2026-04-30; 2026-06-29 holds Thursday 2026-07-02
    weeks = ["2026-04-20", "2026-04-27", "2026-05-04", "2026-06-29"]
    shelf.add([("a", week, 10.0**i) for i, week in enumerate(weeks)], grain="week")
    answer = shelf.ask("2026-12-31", "week", grains=[Grain.MONTH, Grain.QUARTER])
    assert [row[1:4] for row in plain(answer, "month")] == [
        ("2026-04-01", 11.0, 2), ("2026-05-01", 100.0, 1), ("2026-07-01", 1000.0, 1),
    ]  # fmt: skip
    assert [row[1:4] for row in plain(answer, "quarter")] == [
        ("2026-04-01", 111.0, 3),
        ("2026-07-01", 1000.0, 1),
    ]


@pytest.mark.parametrize(
    ("as_of", "count", "complete"),
    [
        (
            "2026-05-02",
            1,
            False,
        ),  # its last week runs until Sunday 2026-05-03, though April is over
        ("2026-05-03", 2, True),
    ],
)
def test_a_month_of_weeks_is_complete_when_its_last_week_has_ended(
    as_of, count, complete, shelf, plain
):
    shelf.add([("a", "2026-04-20", 1), ("a", "2026-04-27", 2)], grain="week")
    ((*_, observed, is_complete),) = plain(shelf.ask(as_of, "week"), "month")
    assert (observed, is_complete) == (count, complete)


def test_a_month_of_weeks_may_be_complete_before_its_last_day(shelf, plain):
    # the last Thursday of March 2026 is the 26th; the week of the 30th belongs to April
    shelf.add([("a", "2026-03-23", 1), ("a", "2026-03-30", 2)], grain="week")
    assert plain(shelf.ask("2026-03-29", "week"), "month") == [("a", "2026-03-01", 1.0, 1, True)]


def test_the_last_value_is_the_one_of_the_latest_date_however_it_came(shelf, plain):
    shelf.add([("a", "2026-01-09", 3)])
    shelf.add([("a", "2026-01-06", 1)], days_later=1)
    assert plain(shelf.ask("2026-01-31", aggregation="last"), "week") == [
        ("a", "2026-01-05", 3.0, 2, False)
    ]


@pytest.mark.parametrize(
    ("aggregation", "so_far"), [("sum", 150.0), ("mean", 30.0), ("last", 30.0), ("min", 30.0)]
)
def test_a_week_whose_last_days_are_missing_is_not_complete(aggregation, so_far, shelf, plain):
    # 30 a day: the week before is whole, this one is delivered up to Friday 2026-01-16 and asked for on Sunday
    shelf.add(days("2026-01-05", *[30] * 12))
    before = 210.0 if aggregation == "sum" else 30.0
    assert plain(shelf.ask("2026-01-18", aggregation=aggregation), "week") == [
        ("a", "2026-01-05", before, 7, True),
        ("a", "2026-01-12", so_far, 5, False),
    ]
    shelf.add(days("2026-01-17", 30, 30), days_later=1)
    late, whole = (
        plain(shelf.ask("2026-01-18", aggregation=aggregation, days_later=day), "week")[1]
        for day in (0.5, 1)
    )
    assert late == ("a", "2026-01-12", so_far, 5, False), "not known yet"
    assert whole == ("a", "2026-01-12", before, 7, True)


def test_a_gap_is_closed_by_what_comes_after_it(shelf, plain):
    # without the weekend of 2026-01-10, and with the Monday after it
    shelf.add([*days("2026-01-05", 1, 1, 1, 1, 1), ("a", "2026-01-12", 1)])
    assert [row[3:] for row in plain(shelf.ask("2026-01-11"), "week")] == [(5, False)]
    assert [row[3:] for row in plain(shelf.ask("2026-01-12"), "week")] == [(5, True), (1, False)]


def test_one_kpi_does_not_complete_the_period_of_another(shelf, plain):
    shelf.add([*days("2026-01-05", 1, 1, 1), ("b", "2026-01-30", 1)])
    assert plain(shelf.ask("2026-02-01"), "week")[0] == ("a", "2026-01-05", 3.0, 3, False)


@pytest.mark.parametrize(("weeks", "is_complete"), [(3, False), (4, True), (5, True)])
def test_a_month_waits_for_the_last_of_its_weeks(weeks, is_complete, shelf, plain):
    # the Thursdays of April 2026 are those of the weeks of 03-30 … 04-27: five, and 05-04 is May's
    mondays = pd.date_range("2026-04-06", periods=weeks, freq="W-MON")
    shelf.add([("a", monday, 1) for monday in mondays], grain="week")
    april = plain(shelf.ask("2026-06-30", "week"), "month")[0]
    assert april == ("a", "2026-04-01", min(weeks, 4), min(weeks, 4), is_complete)


def test_a_kpi_whose_grain_was_changed_has_only_what_came_at_the_new_one(shelf, plain):
    shelf.add(days("2026-01-05", *[30] * 14))
    shelf.add([("a", "2026-01-12", 210)], days_later=1, grain="week")
    assert plain(shelf.ask("2026-02-01", "week"), "week") == [("a", "2026-01-12", 210.0, 1, True)]
    assert [row[2] for row in plain(shelf.ask("2026-02-01", "day"), "week")] == [210.0, 210.0]
    assert shelf.ask("2026-02-01", "month", grains=ALL).empty
    weekly = pd.DataFrame({"kpi_id": ["a"], "grain": ["week"], "aggregation": ["sum"]})
    assert observed_until(shelf.files, weekly, dt.date(2026, 2, 1), LATER) == {
        "a": dt.date(2026, 1, 18)
    }


def test_weeks_over_the_turn_of_a_year_are_iso_weeks(shelf, plain):
    shelf.add(
        days("2026-12-27", 1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
    )
    answer = shelf.ask("2027-01-04")
    assert [row[1:4] for row in plain(answer, "week")] == [
        ("2026-12-21", 1.0, 1), ("2026-12-28", 11_111_110.0, 7), ("2027-01-04", 100_000_000.0, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("grain", "grains", "given"),
    [
        ("day", None, {"week", "month"}),
        ("week", None, {"week", "month"}),
        ("month", None, {"month"}),
        ("quarter", None, {"quarter"}),
        ("day", ALL, {"day", "week", "month", "quarter"}),
        ("week", ALL, {"week", "month", "quarter"}),
        ("month", ALL, {"month", "quarter"}),
        ("day", (Grain.QUARTER,), {"quarter"}),
        ("month", (Grain.WEEK,), {"month"}),
    ],
)
def test_a_kpi_is_given_as_delivered_and_coarser(grain, grains, given, shelf):
    shelf.add([("a", period_start(dt.date(2026, 1, 5), Grain(grain)), 1)], grain=grain)
    assert set(shelf.ask("2026-12-31", grain, grains=grains)["grain"]) == given


@pytest.mark.parametrize(
    ("grain", "last_day"),
    [
        ("day", "2026-10-01"),
        ("week", "2026-10-04"),
        ("month", "2026-10-31"),
        ("quarter", "2026-12-31"),
    ],
)
def test_an_observation_counts_from_the_last_day_of_its_period(grain, last_day, shelf):
    first = period_start(dt.date(2026, 10, 1), Grain(grain))
    shelf.add([("a", first, 1)], grain=grain)
    end = dt.date.fromisoformat(last_day)
    assert shelf.ask(end - dt.timedelta(days=1), grain, grains=ALL).empty
    assert not shelf.ask(end, grain, grains=ALL).empty


def test_a_restatement_shows_from_when_it_was_recorded(shelf, plain):
    shelf.add([("a", "2026-01-05", 1)])
    shelf.add([("a", "2026-01-05", 2)], days_later=10)
    seen = [
        plain(shelf.ask("2026-02-01", days_later=day), "week") for day in (-1, 0, 9.99, 10, 11)
    ]
    assert [[row[2] for row in rows] for rows in seen] == [[], [1.0], [1.0], [2.0], [2.0]]


def test_the_answer_has_the_agreed_types_even_where_it_is_empty(shelf):
    shelf.add([("a", "2026-01-05", 1)])
    kpis = pd.DataFrame({"kpi_id": ["a"], "grain": ["day"], "aggregation": ["sum"]})
    full = series(shelf.files, kpis, dt.date(2026, 2, 1), LATER)
    assert [str(kind) for kind in full.dtypes] == [
        "str",
        "str",
        "datetime64[s]",
        "float64",
        "int64",
        "bool",
    ]
    for empty in (
        series(shelf.files, kpis, dt.date(2025, 2, 1), LATER),
        series([], kpis, dt.date(2026, 2, 1), LATER),
        series(shelf.files, kpis.iloc[:0], dt.date(2026, 2, 1), LATER),
    ):
        assert empty.empty
        assert empty.dtypes.equals(full.dtypes)
    assert observed_until([], kpis, dt.date(2026, 2, 1), LATER) == {}


def test_kpis_that_were_not_asked_for_are_not_given(shelf):
    shelf.add([("a", "2026-01-05", 1), ("stranger", "2026-01-05", 1)])
    assert set(shelf.ask("2026-02-01")["kpi_id"]) == {"a"}


def test_a_kpi_is_observed_until_the_last_day_of_its_latest_period(shelf):
    shelf.add(days("2026-01-05", 1, 2, 3, 4, 5, 6, 7, 8, 9))
    shelf.add([("b", "2026-01-05", 50), ("b", "2026-01-12", 60)], days_later=1, grain="week")
    kpis = pd.DataFrame(
        {"kpi_id": ["a", "b", "c"], "grain": ["day", "week", "day"], "aggregation": "sum"}
    )

    until = observed_until(shelf.files, kpis, dt.date(2026, 1, 13), LATER)

    assert until == {"a": dt.date(2026, 1, 13), "b": dt.date(2026, 1, 11)}


def test_rows_are_counted_with_their_restatements(shelf):
    shelf.add([("a", "2026-01-05", 1), ("b", "2026-01-05", 1)])
    shelf.add([("a", "2026-01-05", 2)], days_later=1)
    assert row_counts(shelf.files) == {"a": 2, "b": 1}
    assert row_counts([]) == {}


def test_a_fingerprint_changes_with_what_is_visible_and_only_then(shelf):
    shelf.add([("a", "2026-01-05", 1), ("b", "2026-01-05", 1)])

    def prints(as_of="2026-02-01", later=1000):
        moment = MORNING + dt.timedelta(days=later)
        return fingerprints(shelf.files, DAILY, dt.date.fromisoformat(as_of), moment)

    before = prints()
    assert set(before) == {"a", "b"}
    shelf.add([("a", "2026-01-05", 2), ("b", "2026-03-05", 1)], days_later=1)
    assert prints()["a"] != before["a"]
    assert prints()["b"] == before["b"]
    assert prints("2026-04-01")["b"] != before["b"]
    assert prints(later=0.5) == before
    assert fingerprints([], DAILY, dt.date(2026, 1, 1), LATER) == {}


def test_a_fingerprint_is_of_the_declared_grain(shelf):
    shelf.add([("a", "2026-01-05", 1)])
    weekly = DAILY.assign(grain="week")
    assert fingerprints(shelf.files, weekly, dt.date(2026, 2, 1), LATER) == {}
    daily = fingerprints(shelf.files, DAILY, dt.date(2026, 2, 1), LATER)
    shelf.add([("a", "2026-01-05", 1)], days_later=1, grain="week")
    assert fingerprints(shelf.files, DAILY, dt.date(2026, 2, 1), LATER) == daily
    assert fingerprints(shelf.files, weekly, dt.date(2026, 2, 1), LATER) != daily


@pytest.mark.parametrize("harm", ["missing", "is broken"])
def test_a_harmed_file_is_named_with_the_next_step(harm, shelf, new_shelf, ask):
    other = new_shelf("other")
    other.add([("b", "2026-01-05", 1)])
    shelf.add([("a", "2026-01-05", 1)])
    if harm == "missing":
        shelf.current.unlink()
    else:
        data = bytearray(shelf.current.read_bytes())
        data[4:60] = b"\0" * 56  # the pages; what describes them is whole
        shelf.current.write_bytes(data)
    with pytest.raises(StoreError, match=harm) as caught:
        ask([*other.files, *shelf.files], "2026-02-01")
    assert shelf.current.name in str(caught.value)
    assert other.current.name not in str(caught.value)
    assert "fremdrift sync" in str(caught.value)


def test_a_moment_needs_a_time_zone(shelf):
    shelf.add([("a", "2026-01-05", 1)])
    with pytest.raises(InvalidInput, match="no time zone"):
        fingerprints(shelf.files, DAILY, dt.date(2026, 1, 1), dt.datetime(2026, 1, 1))  # noqa: DTZ001  # what is tested


# --- laws -------------------------------------------------------------------------------------------------------------


@many
@given(
    observations,
    st.randoms(use_true_random=False),
    st.sampled_from(["sum", "mean", "last", "min", "max"]),
)
def test_how_a_delivery_is_split_ordered_and_overlaps_does_not_matter(
    new_shelf, delivery, random, aggregation
):
    whole, parts = new_shelf(), new_shelf()
    rows = rows_of(delivery)
    whole.add(rows)
    random.shuffle(rows)
    cut = random.randrange(len(rows) + 1)
    overlap = random.randrange(len(rows) - cut + 1)
    for i, part in enumerate((rows[: cut + overlap], rows[cut:])):
        parts.add(part, days_later=i)
    day = dt.date(2027, 3, 31)
    assert whole.ask(day, aggregation=aggregation, grains=ALL).equals(
        parts.ask(day, aggregation=aggregation, grains=ALL)
    )


@many
@given(observations, st.sampled_from(["sum", "mean", "last", "min", "max"]))
def test_in_which_files_observations_are_does_not_matter(new_shelf, ask, delivery, aggregation):
    whole, one, other = new_shelf(), new_shelf("one"), new_shelf("other")
    rows = rows_of(delivery)
    whole.add(rows)
    one.add(rows[::2])
    other.add(rows[1::2])
    day = dt.date(2027, 3, 31)
    expected = whole.ask(day, aggregation=aggregation)
    assert ask([*one.files, *other.files], day, aggregation=aggregation).equals(expected)
    assert ask([*other.files, *one.files], day, aggregation=aggregation).equals(expected)


@many
@given(
    observations,
    observations,
    st.dates(dt.date(2026, 12, 1), dt.date(2027, 3, 7)),
    st.sampled_from(["day", "week", "month"]),
)
def test_what_is_observed_or_recorded_later_changes_no_bit(new_shelf, first, second, as_of, grain):
    shelf = new_shelf()
    to_start = lambda rows: {(k, period_start(d, Grain(grain))): v for (k, d), v in rows.items()}  # noqa: E731
    first, second = to_start(first), to_start(second)
    shelf.add(rows_of(first), grain=grain)
    before = shelf.ask(as_of, grain, "mean", days_later=1, grains=ALL)
    late = {(k, d): v for (k, d), v in second.items() if period_end(d, Grain(grain)) > as_of}
    if late:
        shelf.add(rows_of(late), days_later=0.5, grain=grain)
    assert shelf.ask(as_of, grain, "mean", days_later=1, grains=ALL).equals(before)
    shelf.add(rows_of(second), days_later=2, grain=grain)
    assert shelf.ask(as_of, grain, "mean", days_later=1, grains=ALL).equals(before)


@many
@given(
    st.dates(dt.date(2026, 3, 1), dt.date(2027, 1, 31)),
    st.lists(st.integers(-1000, 1000), min_size=1, max_size=400),
)
def test_what_adds_up_adds_up_in_every_grain(new_shelf, first, values):
    # whole numbers, so that sums are exact; ranges run over both changes of the clock and week 53 of 2026
    shelf = new_shelf()
    shelf.add(days(first.isoformat(), *values))
    answer = shelf.ask(dt.date(2030, 1, 1), grains=ALL)
    assert answer.groupby("grain")["value"].sum().to_dict() == dict.fromkeys(
        map(str, ALL), float(sum(values))
    )
    assert answer.groupby("grain")["observation_count"].sum().to_dict() == dict.fromkeys(
        map(str, ALL), len(values)
    )
    last = first + dt.timedelta(days=len(values) - 1)
    for row in answer.itertuples():
        assert row.is_complete == (period_end(row.period_on.date(), Grain(row.grain)) <= last)


@many
@given(observations, st.dates(dt.date(2026, 12, 1), dt.date(2027, 3, 7)))
def test_a_roll_up_is_what_plain_python_makes_of_it(new_shelf, delivery, as_of):
    shelf = new_shelf()
    shelf.add(rows_of(delivery))
    answer = shelf.ask(as_of, aggregation="mean", grains=ALL)
    expected: dict[tuple[str, str, dt.date], list[float]] = {}
    for (kpi, day), value in sorted(delivery.items()):
        if day <= as_of:
            for grain in ALL:
                expected.setdefault((kpi, grain.value, period_start(day, grain)), []).append(value)
    got = {(row.kpi_id, row.grain, row.period_on.date()): row for row in answer.itertuples()}
    assert set(got) == set(expected)
    newest = {kpi: max(day for k, day in delivery if k == kpi and day <= as_of) for kpi, *_ in got}
    for (kpi, grain, start), values in expected.items():
        row = got[kpi, grain, start]
        assert row.value == pytest.approx(sum(values) / len(values), rel=1e-12, abs=1e-9)
        assert row.observation_count == len(values)
        assert row.is_complete == (period_end(start, Grain(grain)) <= newest[kpi])


@many
@given(
    observations,
    st.dates(dt.date(2026, 12, 1), dt.date(2027, 3, 7)),
    st.sampled_from(["day", "week", "month"]),
)
def test_what_is_complete_has_ended_and_only_the_last_period_is_not(
    new_shelf, delivery, as_of, grain
):
    shelf = new_shelf()
    shelf.add(
        rows_of({(k, period_start(d, Grain(grain))): v for (k, d), v in delivery.items()}),
        grain=grain,
    )
    for (_, given_grain), rows in shelf.ask(as_of, grain, grains=ALL).groupby(["kpi_id", "grain"]):
        complete = rows["is_complete"].to_list()
        assert all(complete[:-1])
        assert complete[-1] or given_grain != grain, "as delivered, what counts is complete"
        for row in rows[rows["is_complete"]].itertuples():
            # the last week of a month may end before the month does, by up to three days
            end = period_end(row.period_on.date(), Grain(given_grain))
            assert end - dt.timedelta(days=3 * (grain == "week")) <= as_of


@many
@given(observations, observations, st.sampled_from(["week", "month"]))
def test_what_was_delivered_at_another_grain_changes_no_bit(new_shelf, former, now, grain):
    changed, plain = new_shelf(), new_shelf()
    now = {(k, period_start(d, Grain(grain))): v for (k, d), v in now.items()}
    changed.add(rows_of(former))
    for shelf in (changed, plain):
        shelf.add(rows_of(now), days_later=1, grain=grain)
    day = dt.date(2027, 3, 31)
    assert changed.ask(day, grain, grains=ALL).equals(plain.ask(day, grain, grains=ALL))


@many
@given(observations, observations)
def test_equal_fingerprints_go_with_equal_observations(new_shelf, first, second):
    one, other = new_shelf(), new_shelf()
    one.add(rows_of(first))
    other.add(rows_of(second))
    day = dt.date(2027, 3, 31)
    prints = [fingerprints(shelf.files, DAILY, day, LATER) for shelf in (one, other)]
    for kpi in "abc":
        mine, theirs = ({k: v for k, v in d.items() if k[0] == kpi} for d in (first, second))
        assert (prints[0].get(kpi) == prints[1].get(kpi)) == (mine == theirs)
