from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.domain.errors import InvalidFiles
from dashboard.workspace.read import read_workspace
from tests.golden_files import GoldenFiles
from tests.workspace.conftest import CONFIGS, FILES, write_workspace
from tests.workspace.golden_cases import FOLDER, Case, read_cases


def answer(case: Case, root: Path) -> tuple[str, ...]:
    write_workspace(root, case.edit(FILES))
    try:
        read_workspace(root, CONFIGS)
    except InvalidFiles as error:
        return tuple(str(finding) for finding in error.findings)
    return ("nothing",)


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_a_mistake_is_answered_with_its_place_and_the_way_out(
    case: Case, tmp_path: Path, golden: GoldenFiles
):
    found = case.written(answer(case, tmp_path))

    golden.check_part(f"workspace/{case.group}.golden", case.written(case.answer), found)


def test_every_case_stands_in_its_file_as_it_is_written():
    for group in {case.group for case in read_cases()}:
        texts = [case.written(case.answer) for case in read_cases(group)]
        assert (FOLDER / f"{group}.golden").read_text("utf-8") == "\n".join(texts)


def test_messages_stay_on_one_line_of_readable_length():
    for case in read_cases():
        for line in case.answer:
            assert line.isprintable()
            assert len(line) < 420
