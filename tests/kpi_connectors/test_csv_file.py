from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from kpi_connectors.csv_file import CsvConfig
from kpi_connectors.errors import BadData, SourceUnavailable
from kpi_connectors.observations import KpiSpec

A, B = ("visits", "2026-01-05"), ("visits", "2026-01-06")
GOOD = [(*A, 1.0), (*B, 2.0)]
HEAD = "d,v\n"

HOSTILE = {
    "a byte order mark": (b"\xef\xbb\xbfd,v\n2026-01-05,1\n2026-01-06,2\n", {}, GOOD, []),
    "carriage returns": ("d,v\r\n2026-01-05,1\r\n2026-01-06,2\r\n", {}, GOOD, []),
    "old Macintosh line ends": ("d,v\r2026-01-05,1\r2026-01-06,2\r", {}, GOOD, []),
    "no line end at the end": (HEAD + "2026-01-05,1\n2026-01-06,2", {}, GOOD, []),
    "blank lines": ("\n\nd,v\n\n2026-01-05,1\n   \n,\n2026-01-06,2\n\n", {}, GOOD, []),
    "lines count past blank ones": ("\nd,v\n\n2026-01-05,x\n", {}, [], [(4, "v", "x")]),
    "quoted line ends": (
        'd,v,note\n2026-01-05,1,"a\nb\nc"\n2026-01-06,2,"a ""b"""\n2026-01-07,x,"\n"\n2026-01-08,y,\n',
        {}, GOOD, [(6, "v", "x"), (8, "v", "y")],
    ),
    "quoted carriage returns": ('d,v,note\r\n2026-01-05,1,"a\r\nb"\r\n2026-01-06,x,\r\n', {}, [(*A, 1.0)], [(4, "v", "x")]),
    "spaces around": (" d , v \n 2026-01-05 , 1 \n2026-01-06,\t2\n", {}, GOOD, []),
    "too few cells": (HEAD + "2026-01-05,1\n2026-01-06\n2026-01-06,2\n", {}, GOOD, [(3, "", "2026-01-06")]),
    "too many cells": (HEAD + "2026-01-05,1\n2026-01-06,2,3\n2026-01-06,2\n", {}, GOOD, [(3, "", "2026-01-06,2,3")]),
    "a decimal comma splits a cell": (HEAD + "2026-01-05,1,5\n", {}, [], [(2, "", "2026-01-05,1,5")]),
    "the header again": (HEAD + "2026-01-05,1\nd,v\n2026-01-06,2\n", {}, GOOD, [(3, "d", "d")]),
    "text": (HEAD + "2026-01-05,1\n2026-01-06,n/a\n", {}, GOOD[:1], [(3, "v", "n/a")]),
    "an empty cell is missing, not bad": (HEAD + "2026-01-05,1\n2026-01-06,\n", {}, GOOD[:1], []),
    "a quoted empty cell": (HEAD + '2026-01-05,1\n2026-01-06,""\n', {}, GOOD[:1], []),
    "words for no number": (
        HEAD + "2026-01-01,NaN\n2026-01-02,inf\n2026-01-03,-Infinity\n2026-01-04,1e400\n2026-01-05,-1e400\n",
        {}, [], [(2, "v", "NaN"), (3, "v", "inf"), (4, "v", "-Infinity"), (5, "v", "1e400"), (6, "v", "-1e400")],
    ),
    "undeclared forms of numbers": (
        HEAD + '2026-01-01,"1,234"\n2026-01-02,12 %\n2026-01-03,(5)\n2026-01-04,0x10\n2026-01-05,1_000\n2026-01-06,٣\n',
        {}, [], [(2, "v", "1,234"), (3, "v", "12 %"), (4, "v", "(5)"), (5, "v", "0x10"), (6, "v", "1_000"), (7, "v", "٣")],
    ),
    "forms of plain numbers": (
        HEAD + "2026-01-01,1e3\n2026-01-02,-5\n2026-01-03,+5\n2026-01-04,.5\n2026-01-05,-0\n2026-01-06,007\n",
        {},
        [("visits", f"2026-01-0{i}", value) for i, value in enumerate((1000.0, -5.0, 5.0, 0.5, 0.0, 7.0), 1)],
        [],
    ),
    "beyond 2^53": (HEAD + "2026-01-05,9007199254740993\n", {}, [(*A, 9007199254740992.0)], []),
    "other forms of dates": (
        HEAD + "5.1.2026,1\n01/05/2026,1\n20260105,1\n2026-02-30,1\n2026-1-5,1\nMonday,1\n46027,1\n",
        {}, [], [(i, "d", t) for i, t in enumerate(
            ("5.1.2026", "01/05/2026", "20260105", "2026-02-30", "2026-1-5", "Monday", "46027"), 2)],
    ),
    "timestamps": (
        HEAD + "2026-01-05T23:59:59Z,1\n2026-01-06 00:00,2\n2026-01-07T25:00,3\n",
        {}, GOOD, [(4, "d", "2026-01-07T25:00")],
    ),
    "no date": (HEAD + "2026-01-05,1\n,2\n", {}, GOOD[:1], [(3, "d", "")]),
    "after today": (
        HEAD + "2026-10-18,1\n2026-10-19,2\n2026-10-20,\n",
        {}, [("visits", "2026-10-18", 1.0)], [(3, "d", "2026-10-19")],
    ),
    "equal values twice": (HEAD + "2026-01-05,1\n2026-01-05,1.0\n2026-01-06,2\n", {}, GOOD, []),
    "different values for one day": (
        HEAD + "2026-01-05,1\n2026-01-06,2\n2026-01-05,1\n2026-01-05,3\n",
        {}, GOOD[1:], [(2, "v", "1"), (4, "v", "1"), (5, "v", "3")],
    ),
    "a missing value beside a value": (HEAD + "2026-01-05,1\n2026-01-05,\n2026-01-06,2\n", {}, GOOD, []),
    "a quotation mark that never closes": (
        HEAD + '2026-01-05,1\n2026-01-06,"2\n2026-01-07,3\n', {}, GOOD[:1], [(3, "", "")],
    ),
    "a quotation mark in the wrong place": (
        HEAD + '2026-01-05,1\n2026-01-07,"3"x\n2026-01-06,2\n', {}, GOOD, [(3, "", "")],
    ),
    "a cell without end": (HEAD + "2026-01-05,1\n2026-01-07," + "9" * 200_000 + "\n2026-01-06,2\n", {}, GOOD, [(3, "", "")]),
    "a long text is cut": (HEAD + "2026-01-05," + "x" * 100 + "\n", {}, [], [(2, "v", "x" * 79 + "…")]),
    "NUL": (HEAD + "2026-01-05,1\0\n2026-01-06,2\n", {}, GOOD[1:], [(2, "v", "1\0")]),
    "semicolons and decimal commas": ("d;v\n2026-01-05;1,0\n2026-01-06;2\n", {"delimiter": ";", "decimal": ","}, GOOD, []),
    "tabs": ("d\tv\n2026-01-05\t1\n2026-01-06\t2\n", {"delimiter": "tab"}, GOOD, []),
    "thousands": (
        'd;v\n2026-01-05;1,234.5\n2026-01-06;1234\n2026-01-07;"12,34"\n',
        {"thousands": ",", "delimiter": ";"}, [(*A, 1234.5), (*B, 1234.0)], [(4, "v", "12,34")],
    ),
    "thousands apart by a narrow space": (
        "d;v\n2026-01-05;1\u202f234,5\n2026-01-06;2\n",
        {"thousands": "\u202f", "decimal": ",", "delimiter": ";"}, [(*A, 1234.5), (*B, 2.0)], [],
    ),
    "a point where a comma is declared": (
        "d;v\n2026-01-05;1.5\n2026-01-06;2\n", {"decimal": ",", "delimiter": ";"}, GOOD[1:], [(2, "v", "1.5")],
    ),
    "a declared form of dates": (
        HEAD + "05.01.2026,1\n6.1.2026,2\n2026-01-07,3\n31.02.2026,4\n",
        {"date_format": "%d.%m.%Y"}, GOOD, [(4, "d", "2026-01-07"), (5, "d", "31.02.2026")],
    ),
    "latin-1": ("d,v,ø\n2026-01-05,1,å\n2026-01-06,2,\n".encode("latin-1"), {"encoding": "latin-1"}, GOOD, []),
    "utf-16": ("d,v\n2026-01-05,1\n2026-01-06,2\n".encode("utf-16"), {"encoding": "utf-16"}, GOOD, []),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_good_rows_are_kept_and_bad_ones_are_named_with_their_line(case, read_csv, values, bad):
    content, config, good, kept_out = HOSTILE[case]
    delivery = read_csv(content, **config)
    assert values(delivery) == good
    assert bad(delivery) == kept_out


def test_the_reason_says_what_is_possible_and_what_to_do(read_csv):
    rows = read_csv(
        HEAD + '2026-01-05,"1,5"\n5.1.2026,1\n2026-01-06,NaN\n2026-01-07,1,2\n2027-01-01,1\n'
    ).bad_rows
    assert [row.reason for row in rows] == [
        'is not a number in the declared form (decimal ".", no thousands), such as 1234.5; declare decimal and thousands',
        "is not a date such as 2026-01-31; declare date_format",
        "is not a finite number; leave the cell empty where the value is missing",
        "has 3 cells where the header has 2",
        "is after today, 2026-10-18",
    ]


def test_a_contradiction_names_both_lines(read_csv):
    rows = read_csv(HEAD + "2026-01-05,5\n2026-01-07,6\n", KpiSpec("visits", "v", "week")).bad_rows
    assert {row.reason for row in rows} == {
        "is one of two different values for the week of 2026-01-05: line 2 says 5, line 3 says 6; keep one of them"
    }
    assert [row.observed_on for row in rows] == [dt.date(2026, 1, 5)] * 2


def test_lost_lines_are_counted(read_csv):
    (row,) = read_csv(HEAD + '2026-01-05,1\n2026-01-06,"2\n2026-01-07,3\n2026-01-08,4').bad_rows
    assert row.line == 3
    assert row.reason == "opens a quotation mark that never closes (the 3 lines 3 to 5 are lost)"


def test_lines_that_a_cell_or_a_torn_row_took_are_counted(read_csv):
    swallowed = read_csv(HEAD + '2026-01-05,"1\n2026-01-06,2\n2026-01-07,"\n2026-01-08,4\n')
    torn = read_csv(HEAD + '2026-01-05,1,"x\ny"\n')
    assert swallowed.bad_rows[0].reason.endswith(
        "(the cell spans 3 lines; look for a quotation mark that was not closed)"
    )
    assert torn.bad_rows[0].reason.endswith("(the 2 lines 2 to 3 are lost)")


@pytest.mark.parametrize("content", [HEAD, HEAD + "\n \n,\n", "d,v"])
def test_a_file_without_a_row_is_not_taken_for_an_update(content, read_csv):
    with pytest.raises(SourceUnavailable, match=r"data\.csv delivered no rows") as caught:
        read_csv(content)
    assert caught.value.kind == "no_rows"


@pytest.mark.parametrize(
    ("grain", "start"),
    [
        ("day", "2026-11-18"),
        ("week", "2026-11-16"),
        ("month", "2026-11-01"),
        ("quarter", "2026-10-01"),
    ],
)
def test_a_date_becomes_the_first_day_of_its_period(grain, start, tmp_path, ask, values):
    (tmp_path / "x.csv").write_text("d,v\n2026-11-18,1\n")
    connector, request = ask("csv", [KpiSpec("k", "v", grain)], path="x.csv", date="d")
    later = type(request)(**(vars(request) | {"today": dt.date(2026, 12, 31)}))
    assert values(connector.read(later)) == [("k", start, 1.0)]


def test_weeks_of_the_year_can_be_declared(read_csv, values):
    content = HEAD + "2026-W01,1\n2020-W53,2\n2026-W60,3\n"
    delivery = read_csv(content, KpiSpec("k", "v", "week"), date_format="%G-W%V")
    assert values(delivery) == [("k", "2020-12-28", 2.0), ("k", "2025-12-29", 1.0)]
    assert [row.line for row in delivery.bad_rows] == [4]


def test_values_outside_the_limits_are_kept_out(read_csv, values, bad):
    content = HEAD + "2026-01-01,-1\n2026-01-02,0\n2026-01-03,100\n2026-01-04,100.5\n"
    delivery = read_csv(content, KpiSpec("k", "v", "day", 0, 100))
    assert [value for *_, value in values(delivery)] == [0.0, 100.0]
    assert bad(delivery) == [(2, "v", "-1"), (5, "v", "100.5")]
    assert delivery.bad_rows[0].reason == "is outside the limits 0 to 100"


def test_a_bad_cell_leaves_its_neighbours(read_csv, values):
    delivery = read_csv(
        "d,v,w\n2026-01-05,x,2\n", KpiSpec("a", "v", "day"), KpiSpec("b", "w", "day")
    )
    assert values(delivery) == [("b", "2026-01-05", 2.0)]
    assert [(row.kpi_id, row.observed_on) for row in delivery.bad_rows] == [
        ("a", dt.date(2026, 1, 5))
    ]


def test_two_kpis_may_read_one_column(read_csv, values):
    delivery = read_csv(
        HEAD + "2026-01-07,1\n", KpiSpec("b", "v", "week"), KpiSpec("a", "v", "day")
    )
    assert values(delivery) == [("a", "2026-01-07", 1.0), ("b", "2026-01-05", 1.0)]


def test_a_long_file_names_each_unknown_kpi_once(read_csv, values, bad):
    content = "d,kpi,value\n2026-01-05,visits,1\n2026-01-05,vists,2\n2026-01-06,vists,3\n2026-01-06,,4\n2026-01-06,visits,5\n"
    delivery = read_csv(content, KpiSpec("k", "visits", "day"), format="long")
    assert values(delivery) == [("k", "2026-01-05", 1.0), ("k", "2026-01-06", 5.0)]
    assert bad(delivery) == [(3, "kpi", "vists"), (5, "kpi", "")]
    assert (
        delivery.bad_rows[0].reason
        == "is not a KPI of this source (2 rows). Did you mean 'visits'?"
    )


def test_a_long_file_may_name_its_columns_and_mix_grains(read_csv, values, bad):
    content = "d,name,amount\n2026-01-07, a ,1\n2026-01-07,b,2\n2026-01-08,b,3\n2026-01-09,a,x\n"
    delivery = read_csv(
        content, KpiSpec("a", "a", "day"), KpiSpec("b", "b", "week"),
        format="long", kpi_column="name", value_column="amount",
    )  # fmt: skip
    assert values(delivery) == [("a", "2026-01-07", 1.0)]
    assert bad(delivery) == [(3, "amount", "2"), (4, "amount", "3"), (5, "amount", "x")]


def test_two_kpis_may_share_a_name_in_a_long_file(read_csv, values):
    content = "d,kpi,value\n2026-01-07,x,1\n"
    delivery = read_csv(
        content, KpiSpec("a", "x", "day"), KpiSpec("b", "x", "week"), format="long"
    )
    assert values(delivery) == [("a", "2026-01-07", 1.0), ("b", "2026-01-05", 1.0)]


def test_since_keeps_the_period_that_holds_it(read_csv, values):
    content = "d,v\n2026-01-05,1\n2026-01-12,2\n2026-01-19,3\n"
    delivery = read_csv(content, KpiSpec("k", "v", "week"), since=dt.date(2026, 1, 14))
    assert [day for _, day, _ in values(delivery)] == ["2026-01-12", "2026-01-19"]
    assert delivery.rows_read == 3


def test_a_limit_stops_early(read_csv):
    delivery = read_csv(HEAD + "2026-01-05,1\n2026-01-06\n2026-01-07,3\n2026-01-08,4\n", limit=3)
    assert delivery.rows_read == 3
    assert delivery.latest == dt.date(2026, 1, 7)


def test_very_many_bad_rows_are_counted_and_the_first_are_listed(read_csv):
    days = [dt.date(1990, 1, 1) + dt.timedelta(days=i) for i in range(12_000)]
    delivery = read_csv(HEAD + "".join(f"{day},x\n" for day in days))
    assert delivery.bad_count == 12_000
    assert [row.line for row in delivery.bad_rows] == list(range(2, 10_002))


def test_without_kpis_nothing_is_delivered(ask, tmp_path):
    (tmp_path / "x.csv").write_text("d,v\n2026-11-18,1\n")
    connector, request = ask("csv", [], path="x.csv", date="d")
    assert connector.read(request).observations.empty


@pytest.mark.parametrize(
    ("content", "config", "kind", "said"),
    [
        (b"", {}, "empty", "data.csv is empty"),
        (b"\n\n", {}, "empty", "data.csv is empty"),
        (b'"d,v\n1', {}, "header", "data.csv:1: the header cannot be read"),
        (b"day,v\n", {}, "missing_column", "no column 'd'; there are 'day', 'v'."),
        (
            b"d,visitors,V\n",
            {},
            "missing_column",
            "there is no column 'v'; there are 'd', 'visitors', 'V'. Did you mean 'V'?",
        ),
        (b"d;v\n2026-01-05;1\n", {}, "missing_column", "declare the delimiter"),
        (b"d,v,v\n", {}, "double_column", "more than one column named 'v'"),
        (
            "d,v\n2026-01-05,1\n2026-01-06,å\n".encode("latin-1"),
            {},
            "encoding",
            "data.csv:3: these bytes are not utf-8",
        ),
        ("d,v\n2026-01-05,1\n".encode("utf-16"), {}, "encoding", "It begins like utf-16"),
        (
            b"d,v\n1,2\n",
            {"encoding": "utf-16"},
            "encoding",
            "data.csv:1: these bytes are not utf-16",
        ),
    ],
)
def test_a_file_that_is_not_what_was_declared_is_refused_whole(
    content, config, kind, said, read_csv
):
    with pytest.raises(BadData) as caught:
        read_csv(content, **config)
    assert caught.value.kind == kind
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ({"delimiter": ";;"}, "cannot be a delimiter"),
        ({"delimiter": "1"}, "cannot be a delimiter"),
        ({"encoding": "utf8000"}, "is not an encoding"),
        ({"encoding": "rot13"}, "is not an encoding"),
        ({"date_format": "%d.%m."}, "has no year"),
        ({"date_format": "%Y-%Q"}, "is not a form of dates"),
        ({"decimal": ",", "thousands": ",", "delimiter": ";"}, "both ','"),
        ({"decimal": ","}, "decimal and delimiter are both ','"),
        ({"decimal": ".", "delimiter": "."}, "decimal and delimiter are both '.'"),
        ({"thousands": "_"}, "Input should be"),
        ({"path": "a\0b"}, "NUL"),
        ({"date": ""}, "at least 1 character"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
    ],
)
def test_an_impossible_configuration_is_refused(option, said):
    with pytest.raises(ValidationError, match=said):
        CsvConfig(**({"path": "x.csv", "date": "d"} | option))
