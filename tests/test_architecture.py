"""The shape of the code: who imports whom, what is called how, and how long a file may grow."""

from __future__ import annotations

import ast
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SLOW

ROOT = Path(__file__).parents[1]
PACKAGES = ("dashboard", "kpi_connectors")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

LONGEST_FILE = 300
DECLARATIONS = {
    "dashboard/records/tables.py",
    "dashboard/records/migrations/versions/v0001_first_schema.py",
}
"""Lists of tables without a line of logic may be longer."""

LONGEST_FUNCTION = 60


def test_imports_keep_the_architecture():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_no_folder_is_called_pages():
    assert not list(ROOT.glob("dashboard/**/pages"))


def test_no_child_of_the_entry_scripts_folder_shadows_another_module():
    children = {
        path.stem
        for path in (ROOT / "dashboard").iterdir()
        if not path.name.startswith((".", "_")) and path.suffix in ("", ".py")
    }
    installed = set(importlib.metadata.packages_distributions())

    assert not children & (set(sys.stdlib_module_names) | installed - set(PACKAGES) - {"records"})


def test_every_folder_of_code_is_a_package():
    folders = {path.parent for path in FILES}

    assert not [
        folder
        for folder in folders
        if not (folder / "__init__.py").exists() and folder.name not in {"versions", "views"}
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_stays_short_and_imports_absolutely(path: Path):
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    functions = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    bare = {child.stem for child in (ROOT / "dashboard").iterdir()}
    imports = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    is_list = path.relative_to(ROOT).as_posix() in DECLARATIONS
    assert is_list or source.count("\n") <= LONGEST_FILE
    assert is_list or not [
        f.name for f in functions if (f.end_lineno or 0) - f.lineno >= LONGEST_FUNCTION
    ]
    assert not imports & bare


def test_unsafe_html_stands_in_one_place():
    users = [
        path.relative_to(ROOT).as_posix()
        for path in FILES
        if "unsafe_allow_html" in path.read_text("utf-8")
    ]

    assert users == ["dashboard/ui/html.py"]


def test_no_file_names_the_machine_it_was_written_on():
    words = (str(ROOT), "--index-url", "--extra-index-url", "/simple/")
    texts = [
        *FILES,
        ROOT / "README.md",
        ROOT / "pyproject.toml",
        ROOT / "requirements.lock",
        ROOT / "requirements-bench.lock",
        ROOT / "Makefile",
    ]

    assert not [
        (path.name, word)
        for path in texts
        if path.exists()
        for word in words
        if word in path.read_text("utf-8")
    ]


WHOLE = {
    "analytics/forecast/test_forecast_calibration.py": "how often ranges hold, over many series",
    "analytics/forecast/test_forecast_laws.py": "laws of every forecast, tried on planted bugs",
    "analytics/forecast/test_forecast_shapes.py": "forecasts of many shapes of series",
    "analytics/key_results/test_key_result_laws.py": "laws of every key result",
    "analytics/key_results/test_key_result_moments.py": "a key result before, in and after its cycle",
    "analytics/key_results/test_key_result_reported.py": "key results with reported values",
    "analytics/lead_lag/test_classification_laws.py": "laws of every classification",
    "analytics/test_assessment_recalibrated.py": "an assessment with a record of forecasts",
    "analytics/test_assessment_with_leads.py": "an assessment with leading KPIs",
    "analytics/test_real_workspace_leads.py": "a workspace of real size",
    "commands/test_cli.py": "the commands as a person runs them",
    "demo/test_company.py": "the demo company as a whole",
    "i18n/test_apart.py": "texts and numbers of one language are apart from another's",
    "i18n/test_texts.py": "the files of texts",
    "pipeline/test_incremental.py": "an incremental sync equals a complete one",
    "pipeline/test_no_future_leak.py": "no computation knows what came later",
    "pipeline/test_paces.py": "paces from the sync to the snapshot",
    "pipeline/test_recalibration.py": "recalibration from the sync to the snapshot",
    "pipeline/test_verdict_history.py": "verdicts over several publishes",
    "records/test_crash.py": "processes that are killed or write at once",
    "records/test_laws.py": "laws of whatever people write",
    "records/test_postgresql.py": "all records on PostgreSQL",
    "records/test_schema.py": "tables and migrations agree",
    "reports/key_result/test_key_result_unmeasured.py": "the page of a key result without a KPI",
    "snapshots/test_snapshots.py": "writing and reading together",
    "ui/test_markup.py": "the markup of all pages",
    "workspace/test_fuzz.py": "files with anything in them",
    "workspace/test_golden.py": "every mistake with its answer",
    "workspace/test_real_workspace.py": "a workspace of real size",
}
"""Test files of more than one module, with what they are about."""

MIRRORED = [
    path.relative_to(ROOT / "tests")
    for path in sorted((ROOT / "tests").glob("*/**/test_*.py"))
    if path.relative_to(ROOT / "tests").parts[0] not in {"battery", "bench", "browser", "views"}
]


def module_of(path: Path) -> Path:
    """The module that a test file is named after."""
    package = ROOT if path.parts[0] == "kpi_connectors" else ROOT / "dashboard"
    return package / path.with_name(path.name.removeprefix("test_"))


def test_every_test_file_is_named_after_its_module_or_says_why_not():
    assert {path.as_posix() for path in MIRRORED if not module_of(path).exists()} == set(WHOLE)


def test_every_file_that_is_called_slow_is_there():
    assert not [name for name in SLOW if not (ROOT / "tests" / name).exists()]
