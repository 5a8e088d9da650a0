from __future__ import annotations

import csv
import datetime as dt
import json
import math
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.domain.check_in import CheckIn
from dashboard.domain.errors import InvalidFiles, InvalidInput
from dashboard.domain.okr import Direction, KeyResult, Milestone
from dashboard.workspace.check_ins import (
    content_id,
    parse_confidence,
    read_check_ins,
    write_check_ins,
)
from dashboard.workspace.csv_file import guard_text, unguard_text
from tests.workspace.conftest import SHARED

STEPS = ("Region one live", "=SUM(A1)", "'quoted")
KEY_RESULTS = {
    "churn": KeyResult(
        id="churn", title="Churn", direction=Direction.DECREASE, baseline=8, target=6
    ),
    "regions": KeyResult(
        id="regions",
        title="Regions",
        direction=Direction.MILESTONE,
        milestones=tuple(Milestone(title=step) for step in STEPS),
    ),
}

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
risky = st.builds(lambda mark, text: mark + text, st.sampled_from(list("=+-@\t\r\n'")), texts)
check_ins = st.builds(
    CheckIn,
    key_result=st.just("churn"),
    on=st.dates(),
    value=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    confidence=st.none() | st.floats(0, 1),
    note=texts | risky,
    by=(texts | risky).filter(str.strip),
) | st.builds(
    CheckIn,
    key_result=st.just("regions"),
    on=st.dates(),
    done=st.sampled_from(STEPS),
    by=st.just("ana"),
)


def read(path: Path, text: str) -> tuple[CheckIn, ...]:
    path.write_text(text, encoding="utf-8", newline="")
    return read_check_ins(path, path.parent, KEY_RESULTS)


HEADER = "key_result,on,value,confidence,note,by\n"


@given(st.lists(check_ins, max_size=5))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_reads_back_equal_but_for_the_id(
    tmp_path: Path, given_ones: list[CheckIn]
):
    path = tmp_path / "out.csv"
    write_check_ins(given_ones, path)

    back = read_check_ins(path, tmp_path, KEY_RESULTS)

    wanted = {
        content_id(one): one.model_copy(update={"id": content_id(one)}) for one in given_ones
    }
    assert list(back) == list(wanted.values())


@given(texts | risky)
def test_the_guard_against_formulas_comes_off_as_it_went_on(text: str):
    guarded = guard_text(text)

    assert unguard_text(guarded) == text
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_formulas_are_guarded_and_numbers_are_not(tmp_path: Path):
    path = SHARED / "payloads" / "csv_formula.json"
    payloads = json.loads(path.read_text("utf-8")) if path.is_file() else ["=1+1", "@SUM(A1)"]
    out = tmp_path / "out.csv"
    day = dt.date(2026, 10, 16)
    write_check_ins(
        [
            CheckIn(key_result="churn", on=day, value=-5, note=text, by=text[:500])
            for text in payloads
        ],
        out,
    )

    with out.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == len(payloads)
    for row in rows:
        assert row["value"] == "-5"
        assert not row["note"].startswith(("=", "+", "-", "@", "\t", "\r"))
        assert not row["by"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_same_row_has_the_same_id_however_its_numbers_are_written(tmp_path: Path):
    one, two = (
        read(tmp_path / f"{index}.csv", HEADER + row)
        for index, row in enumerate(
            ["churn,2026-10-16,7.50,70%,fine,ana\n", "churn,2026-10-16,7.5,0.7,fine,ana\n"]
        )
    )

    assert one == two


def test_equal_rows_are_one_and_another_note_is_another(tmp_path: Path):
    row = "churn,2026-10-16,7,0.5,fine,ana\n"

    assert len(read(tmp_path / "a.csv", HEADER + row + row)) == 1
    assert len(read(tmp_path / "a.csv", HEADER + row + row.replace("fine", "good"))) == 2


def test_columns_may_stand_in_any_order_and_empty_lines_are_passed_over(tmp_path: Path):
    text = "by,note,done,confidence,value,on,key_result\n\nana,,,,,2026-10-16,churn\n\n"

    (check_in,) = read(tmp_path / "a.csv", text)

    assert (check_in.by, check_in.value, check_in.confidence, check_in.done) == (
        "ana",
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("name", "said"), [("gone.csv", "There is no file"), (".", "not an ordinary file")]
)
def test_a_missing_file_is_told_as_such(tmp_path: Path, name: str, said: str):
    with pytest.raises(InvalidInput, match=said) as caught:
        read_check_ins(tmp_path / name, tmp_path, KEY_RESULTS)
    assert not isinstance(caught.value, InvalidFiles)


def test_a_day_after_today_is_refused_and_today_is_not(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "churn,2026-10-18,7,0.5,,ana\nchurn,2026-10-19,7,0.5,,ana\n")

    with pytest.raises(InvalidFiles) as caught:
        read_check_ins(path, tmp_path, KEY_RESULTS, today=dt.date(2026, 10, 18))

    assert [str(finding) for finding in caught.value.findings] == [
        "a.csv:3:7: on: 2026-10-19 is in the future; a check-in is made on its day or later"
    ]
    assert len(read_check_ins(path, tmp_path, KEY_RESULTS)) == 2


def test_a_value_goes_with_a_number_and_a_step_with_milestones(tmp_path: Path):
    rows = "regions,2026-10-16,3,0.5,,ana,\nchurn,2026-10-16,,0.5,,ana,Region one live\n"
    with pytest.raises(InvalidFiles) as caught:
        read(tmp_path / "a.csv", HEADER.strip() + ",done\n" + rows)

    assert [str(finding) for finding in caught.value.findings] == [
        'a.csv:2:20: value: "regions" is measured by its steps, not by a value; leave it empty, and write the step under done',
        'a.csv:3:28: done: "churn" has no steps, so none can be done; leave it empty',
    ]


def test_blanks_around_a_step_do_not_matter(tmp_path: Path):
    rows = "regions,2026-10-16,,0.5,,ana, Region one live \nregions,2026-10-17,,0.5,,ana,  \n"

    read_back = read(tmp_path / "a.csv", HEADER.strip() + ",done\n" + rows)

    assert [check_in.done for check_in in read_back] == ["Region one live", None]


@pytest.mark.parametrize(
    "text", ["id,amount\n1,2\n", "key_result\n", HEADER.strip() + ",extra\n", "\xff"]
)
def test_a_file_that_holds_something_else_is_not_written_over(tmp_path: Path, text: str):
    path = tmp_path / "accounts.csv"
    path.write_text(text, encoding="latin-1")

    with pytest.raises(InvalidInput, match="is not a file of check-ins"):
        write_check_ins([], path)

    assert path.read_text("latin-1") == text


@pytest.mark.parametrize(
    "text", ["", HEADER, "\ufeff" + HEADER, 'by,"on",note,done,value,confidence,key_result\r\n']
)
def test_an_empty_file_and_one_of_check_ins_is_written_over(tmp_path: Path, text: str):
    path = tmp_path / "past.csv"
    path.write_text(text, encoding="utf-8", newline="")
    write_check_ins([], path)

    assert path.read_text("utf-8").startswith("key_result,on,value,confidence,note,by,done")


@pytest.mark.parametrize(("name", "said"), [("-", "not a file name here"), (".", "is a folder")])
def test_what_is_no_name_of_a_file_is_refused(name: str, said: str):
    with pytest.raises(InvalidInput, match=said):
        write_check_ins([], Path(name))


@given(st.binary(max_size=200) | texts.map(lambda text: (HEADER + text).encode()))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_bytes_nothing_but_findings_is_raised(tmp_path: Path, data: bytes):
    path = tmp_path / "fuzz.csv"
    path.write_bytes(data)
    with suppress(InvalidFiles):
        read_check_ins(path, tmp_path, KEY_RESULTS)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("0.7", 0.7),
        ("70%", 0.7),
        (" 70 % ", 0.7),
        ("1", 1),
        ("0", 0),
        ("100%", 1),
        ("-0", 0),
        (".5", 0.5),
    ],
)
def test_a_confidence_is_a_share_or_a_percentage(text: str, share: float):
    assert parse_confidence(text) == share


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("7", "write 0.7, or 70%"),
        ("10", "write 1, or 100%"),
        ("75", "write 0.75, or 75%"),
        ("101%", "not between 0 and 1"),
        ("-0.1", "not between 0 and 1"),
        ("1000", "not between 0 and 1"),
        ("high", "not a confidence"),
        ("", "not a confidence"),
        ("%", "not a confidence"),
        ("nan", "not a confidence"),
        ("0,7", "not a confidence"),
        ("٧", "not a confidence"),
        ("1e999", "not between 0 and 1"),
    ],
)
def test_another_confidence_is_refused_with_what_to_say(text: str, said: str):
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_confidence(text)


@given(st.floats(0, 1))
def test_a_share_is_parsed_as_itself(share: float):
    assert math.isclose(parse_confidence(repr(share)), share, abs_tol=0)
