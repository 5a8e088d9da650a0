"""The real workspace reads well, and each of its malformed variants is answered at the exact place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.domain.errors import InvalidFiles
from dashboard.domain.okr import Band
from dashboard.workspace.read import read_workspace
from dashboard.workspace.write import okr_yaml
from tests.workspace.conftest import CONFIGS, SHARED

REAL = SHARED / "real" / "us-economy"


@pytest.fixture
def real(tmp_path: Path) -> Path:
    if not REAL.is_dir():
        pytest.skip(
            f"there is no {REAL.name}: the folder `shared` does not stand beside the project"
        )
    return shutil.copytree(REAL, tmp_path / "us-economy")


def test_it_is_read_whole(real: Path):
    files = read_workspace(real, CONFIGS)

    assert [okr_set.cycle.id for okr_set in files.okrs] == ["2019", "2024"]
    payrolls = files.okrs[0].objectives[0].key_results[0]
    assert (payrolls.baseline, payrolls.target) == (149804, 151800)
    assert files.okrs[1].objectives[3].key_results[0].target == Band(low=1.5, high=2.5)
    assert {objective.team for okr_set in files.okrs for objective in okr_set.objectives} == {
        "national"
    }
    assert len(files.sources[0].kpis) == 16
    assert files.settings.name == "us-economy"


def test_it_is_written_and_read_back_equal(real: Path):
    okrs = read_workspace(real, CONFIGS).okrs
    for okr_set in okrs:
        (real / "okrs" / f"{okr_set.cycle.id}.yaml").write_text(okr_yaml(okr_set), "utf-8")

    assert read_workspace(real, CONFIGS).okrs == okrs


AT = "§"
"""Marks, in the new text, where the finding is to stand."""

VARIANTS = {
    "duplicate key": (
        "2024",
        "        unit: thousand a year\n",
        "        unit: a\n        §unit: b\n",
    ),
    "unknown key": ("2024", "        weight: 2\n", "        §wieght: 2\n"),
    "anchor": ("2024", "team: national", "team: §&n national"),
    "alias": ("2024", "team: national", "team: §*n"),
    "merge key": ("2024", "team: national", "§<<: {team: national}"),
    "tag": ("2024", "team: national", "team: §!!str national"),
    "second document": ("2024", "  - id: industry-2024", "§---\n  - id: industry-2024"),
    "tab": ("2024", "team: national", "team:§\tnational"),
    "impossible day": ("2024", "done_on: 2024-02-12", "done_on: §2024-02-30"),
    "impossible month": ("2024", "ends_on: 2024-12-31", "ends_on: §2024-13-31"),
    "cycle ends first": ("2024", "ends_on: 2024-12-31", "ends_on: §2023-12-31"),
    "baseline equals target": ("2024", "target: 1650", "target: §1557"),
    "wrong way": ("2024", "increase\n        baseline: 1557", "§increase\n        baseline: 1657"),
    "circle of support": (
        "2024",
        "    owner: labour@example.com",
        "    supports: §completions-2024",
    ),
    "unknown support": ("2024", "supports: people-at-work-2024", "supports: §people-at-work"),
    "unknown KPI": (
        "2024",
        "        kpi: housing-completions",
        "        kpi: §housing-completion",
    ),
    "KPI attached twice": ("2024", "{kpi: housing-starts,", "{kpi: §building-permits,"),
    "negative weight": ("2024", "weight: 2", "weight: §-2"),
    "bad threshold": ("2024", '"< +10%"', '§"below +10%"'),
    "band upside down": ("2024", "{low: 1.5, high: 2.5}", "{low: §2.5, high: 1.5}"),
    "number as text": ("2024", "baseline: 157304", 'baseline: §"157.304"'),
    "boolean as number": ("2024", "baseline: 157304", "baseline: §true"),
    "not a number": ("2024", "baseline: 157304", "baseline: §.nan"),
    "unquoted year": ("2024", 'id: "2024"', "id: §2024"),
    "id of the other cycle": ("2024", "id: payrolls-2024", "id: §payrolls-2019"),
    "unknown direction": ("2024", "direction: milestone", "direction: §milestones"),
    "milestone with a KPI": (
        "2024",
        "milestone\n",
        "milestone\n        kpi: §unemployment-rate\n",
    ),
    "too deep": ("2024", "team: national", "team: " + "[" * 19 + "§" + "[" * 9 + "]" * 28),
    "unknown kind": ("agencies", "type: csv", "type: §csw"),
    "path that leaves": ("agencies", "path: series.csv", "path: §../series.csv"),
    "literal secret": ("agencies", "format: wide", "§api_key: §abc"),
    "bad length of time": ("agencies", "lookback: 400d", "lookback: §400"),
}


@pytest.mark.parametrize(("name", "old", "new"), VARIANTS.values(), ids=VARIANTS)
def test_a_malformed_variant_is_answered_at_its_place(real: Path, name: str, old: str, new: str):
    file = next(real.rglob(f"{name}.yaml"))
    text = file.read_text("utf-8")
    assert old in text
    marked = text.replace(old, new, 1)
    file.write_text(marked.replace(AT, ""), "utf-8")

    with pytest.raises(InvalidFiles) as caught:
        read_workspace(real, CONFIGS)

    assert [(f.line, f.column) for f in caught.value.findings if f.path.endswith(file.name)] == [
        (number, column + 1)
        for number, line in enumerate(marked.split("\n"), start=1)
        for column in places(line)
    ], caught.value
    assert {finding.path for finding in caught.value.findings} == {
        file.relative_to(real).as_posix()
    }


def places(line: str) -> list[int]:
    """Where the marks stand, as if those before were not there."""
    found = [index for index, char in enumerate(line) if char == AT]
    return [index - before for before, index in enumerate(found)]
