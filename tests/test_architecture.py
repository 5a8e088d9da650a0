"""The shape of the code: who imports whom, what is called how, and how long a file may grow."""

from __future__ import annotations

import ast
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

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
        if not path.name.startswith((".", "_"))
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
