from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dashboard.demo.marker import MARKER
from dashboard.demo.write import demo_written_for, write_demo
from dashboard.domain.errors import InvalidInput, StoreError

TODAY = dt.date(2026, 10, 18)


def test_the_same_day_gives_the_same_bytes(demo, tmp_path):
    write_demo(tmp_path / "again", TODAY)

    again = {
        file.relative_to(tmp_path / "again").as_posix(): file.read_bytes()
        for file in (tmp_path / "again").rglob("*")
        if file.is_file()
    }
    assert again == demo.files()


def test_the_committed_copy_is_what_the_command_writes(demo):
    committed = Path(__file__).parents[2] / "data" / "demo"
    found = {
        file.relative_to(committed).as_posix(): file.read_bytes()
        for file in committed.rglob("*")
        if file.is_file() and file.relative_to(committed).parts[0] != "state"
    }

    assert found == demo.files()
    assert sum(map(len, found.values())) < 1_500_000


def test_a_demo_is_written_anew_and_its_state_cleared(demo):
    (demo.path / "state").mkdir()
    (demo.path / "state" / "records.sqlite").write_text("old")

    write_demo(demo.path, dt.date(2026, 11, 2))

    assert not (demo.path / "state").exists()
    assert demo_written_for(demo.path) == dt.date(2026, 11, 2)
    assert str(demo.table("billing").index[-1].date()) == "2026-10-26"


def test_a_link_named_state_is_removed_without_what_it_points_at(demo, tmp_path):
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_text("keep")
    (demo.path / "state").symlink_to(tmp_path / "precious")

    write_demo(demo.path, TODAY)

    assert not (demo.path / "state").exists()
    assert (tmp_path / "precious" / "file").read_text() == "keep"


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "okrs").mkdir()
    (tmp_path / "okrs" / "ours.yaml").write_text("cycle: {}")

    with pytest.raises(InvalidInput, match=r"okrs/ours\.yaml; nothing was written"):
        write_demo(tmp_path, TODAY)

    assert [file.name for file in tmp_path.rglob("*")] == ["okrs", "ours.yaml"]


def test_a_file_of_somebodys_own_inside_a_demo_is_not_lost(demo):
    (demo.path / "okrs" / "mine.yaml").write_text("mine")
    before = demo.files()

    with pytest.raises(InvalidInput, match=r"also holds okrs/mine\.yaml"):
        write_demo(demo.path, TODAY)

    assert demo.files() == before


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "demo").write_text("a letter")

    with pytest.raises(InvalidInput, match="is a file"):
        write_demo(tmp_path / "demo", TODAY)

    assert (tmp_path / "demo").read_text() == "a letter"


def test_a_folder_that_cannot_be_made_is_said_kindly(tmp_path):
    (tmp_path / "letter").write_text("a letter")

    with pytest.raises(StoreError, match="cannot be written"):
        write_demo(tmp_path / "letter" / "demo", TODAY)


def test_an_empty_folder_becomes_a_demo(tmp_path):
    write_demo(tmp_path, TODAY)

    assert demo_written_for(tmp_path) == TODAY


def test_a_demo_that_was_cut_short_is_unfinished_and_can_be_written_again(demo):
    (demo.path / MARKER).write_text('{"version": 1, "today": null}\n')
    (demo.path / "billing.csv").unlink()

    assert demo_written_for(demo.path) is None
    write_demo(demo.path, TODAY)
    assert demo_written_for(demo.path) == TODAY


@pytest.mark.parametrize(
    "marker",
    ["", "[]", "{}", '{"version": 0, "today": "2026-10-18"}', '{"version": 1, "today": "soon"}'],
)
def test_a_marker_that_says_nothing_is_no_demo_of_ours(tmp_path, marker):
    (tmp_path / MARKER).write_text(marker)

    assert demo_written_for(tmp_path) is None


def test_where_nothing_is_there_is_no_demo(tmp_path):
    assert demo_written_for(tmp_path / "nowhere") is None
