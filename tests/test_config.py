from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.config import Paths, find_workspace, records_place
from dashboard.domain.errors import InvalidInput


def test_the_folder_that_is_given_comes_first_then_the_environments_then_the_current_one_then_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    given, named, here = (tmp_path / name for name in ("given", "named", "here"))
    for folder in (given, named, here):
        folder.mkdir()
    monkeypatch.chdir(here)

    assert find_workspace(given, {"FREMDRIFT_WORKSPACE": str(named)}).root == given
    assert find_workspace(None, {"FREMDRIFT_WORKSPACE": str(named)}).root == named
    assert find_workspace(None, {}).root == here / ".demo"
    (here / "okrs").mkdir()
    assert find_workspace(None, {}).root == here


def test_a_folder_that_is_not_there_is_refused_with_the_next_step(tmp_path: Path):
    with pytest.raises(InvalidInput, match="fremdrift demo"):
        find_workspace(tmp_path / "nowhere", {})


def test_the_records_are_the_workspaces_own_file_unless_a_url_says_otherwise(tmp_path: Path):
    assert records_place(Paths(tmp_path), {}) == tmp_path / "state" / "records.sqlite"
    assert (
        records_place(Paths(tmp_path), {"FREMDRIFT_RECORDS_URL": "postgresql://db/okr"})
        == "postgresql://db/okr"
    )
