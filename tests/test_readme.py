"""What README shows is what happens: its commands print their outputs, its example runs and is typed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
NOT_RUN = {"make run": "it installs the program, and serves until somebody stops it"}
"""Commands that no test can run, with the reason."""


def steps(block: str) -> list[tuple[str, list[str]]]:
    """The commands of a block, each with the lines that README shows below it."""
    parts = re.split(r"(?m)^\$ ", block)[1:]
    return [(lines[0], lines[1:]) for lines in (part.rstrip("\n").split("\n") for part in parts)]


COMMANDS = [
    step
    for step in chain.from_iterable(steps(block) for block in BLOCKS)
    if step[0] not in NOT_RUN
]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """What all commands print, run one after the other in one shell in an empty folder.

    Of a command that succeeds that is its standard output, of one that fails its errors; progress goes to standard error.
    Non-breaking spaces are spaces: nobody sees the difference in README.
    """
    folder = tmp_path_factory.mktemp("readme")
    kept = tmp_path_factory.mktemp("printed")
    lines = [
        f"{{ {command}\n}} >{kept}/{at}.out 2>{kept}/{at}.err || cp {kept}/{at}.err {kept}/{at}.out"
        for at, (command, _) in enumerate(COMMANDS)
    ]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    own = {key: value for key, value in os.environ.items() if not key.startswith("FREMDRIFT_")}
    environment = {**own, "PATH": path, "PYTHONPATH": str(ROOT)}
    subprocess.run(["sh", "-c", "\n".join(lines)], cwd=folder, env=environment, check=True)
    return [
        [
            line.rstrip().replace("\N{NO-BREAK SPACE}", " ")
            for line in (kept / f"{at}.out").read_text("utf-8").splitlines()
        ]
        for at in range(len(COMMANDS))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("at", range(len(COMMANDS)), ids=[command for command, _ in COMMANDS])
def test_a_command_prints_what_the_readme_shows(at: int, printed: list[list[str]]):
    assert printed[at] == COMMANDS[at][1]


def test_every_console_block_is_run_but_for_the_declared_exceptions():
    shown = {command for block in BLOCKS for command, _ in steps(block)}

    assert set(NOT_RUN) < shown
    assert {"fremdrift apply", "fremdrift sources test billing"} < shown


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """README's Python example as a file, far from the repository."""
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    path = tmp_path_factory.mktemp("example") / "example.py"
    path.write_text(code, "utf-8")
    return path


def run_python(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MYPYPATH": ""}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_example_runs_and_prints_a_probability(example: Path):
    done = run_python(str(example), cwd=example.parent)

    assert done.returncode == 0, done.stderr
    assert 0 <= float(done.stdout.splitlines()[-1]) <= 1


@pytest.mark.slow
def test_the_example_is_typed_for_those_who_install_the_program(example: Path):
    cache = f"--cache-dir={ROOT / '.mypy_cache' / 'example'}"
    done = run_python("-m", "mypy", "--strict", cache, str(example), cwd=example.parent)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_both_packages_are_installed_with_their_marker_of_types(tmp_path: Path):
    build = "from setuptools.build_meta import build_wheel; build_wheel('{}')"
    for name in ("dashboard", "kpi_connectors", "pyproject.toml", "README.md", "LICENSE"):
        (tmp_path / name).symlink_to(ROOT / name)
    done = run_python("-c", build.format(tmp_path / "wheel"), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (wheel,) = (tmp_path / "wheel").glob("*.whl")

    names = zipfile.ZipFile(wheel).namelist()

    assert {"dashboard/py.typed", "kpi_connectors/py.typed"} <= set(names)
