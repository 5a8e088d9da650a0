from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.config import (
    MOST_PROCESSES,
    Paths,
    find_workspace,
    limit_blas_threads,
    processes,
    records_place,
)
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


def test_a_publish_is_shared_by_as_many_processes_as_the_environment_says():
    assert processes({"FREMDRIFT_PROCESSES": "3"}) == 3
    assert 1 <= processes({}) <= MOST_PROCESSES


@pytest.mark.parametrize("said", ["0", "-1", "two", "1.5"])
def test_what_is_no_number_of_processes_is_refused(said: str):
    with pytest.raises(InvalidInput, match="FREMDRIFT_PROCESSES"):
        processes({"FREMDRIFT_PROCESSES": said})


def test_linear_algebra_has_one_thread_unless_somebody_set_it():
    environ = {"OMP_NUM_THREADS": "4"}

    limit_blas_threads(environ)

    assert environ["OMP_NUM_THREADS"] == "4"
    assert environ["OPENBLAS_NUM_THREADS"] == "1"
