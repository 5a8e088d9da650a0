from __future__ import annotations

import os
from pathlib import Path

import pytest

from dashboard.domain.errors import InvalidFiles
from dashboard.workspace.read import read_workspace
from tests.workspace.conftest import CONFIGS, FILES, write_workspace
from tests.workspace.golden import FOLDER, Case, read_cases

GROUPS = sorted(path.stem for path in FOLDER.glob("*.golden"))


def answer(case: Case, root: Path) -> tuple[str, ...]:
    write_workspace(root, case.edit(FILES))
    try:
        read_workspace(root, CONFIGS)
    except InvalidFiles as error:
        return tuple(str(finding) for finding in error.findings)
    return ("nothing",)


if "UPDATE_GOLDEN" in os.environ:

    @pytest.mark.parametrize("group", GROUPS)
    def test_answers_are_written_anew(group: str, tmp_path: Path):
        cases = read_cases(group)
        texts = [case.written(answer(case, tmp_path / str(i))) for i, case in enumerate(cases)]
        (FOLDER / f"{group}.golden").write_text("\n".join(texts), "utf-8")

else:

    @pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
    def test_a_mistake_is_answered_with_its_place_and_the_way_out(case: Case, tmp_path: Path):
        assert answer(case, tmp_path) == case.answer


def test_messages_stay_on_one_line_of_readable_length():
    for case in read_cases():
        for line in case.answer:
            assert line.isprintable()
            assert len(line) < 420
