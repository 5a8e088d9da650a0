from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard import cli
from tests.worlds import write_world


@dataclass
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


class Commands:
    """The program as a person runs it: its arguments in, its exit code and what it printed out."""

    def __init__(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.root, self._monkeypatch, self._capsys = root, monkeypatch, capsys

    def __call__(self, *arguments: str, code: int = 0) -> Done:
        self._monkeypatch.setenv("FREMDRIFT_WORKSPACE", str(self.root))
        self._monkeypatch.setattr(sys, "argv", ["fremdrift", *arguments])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        returncode = ended.value.code if isinstance(ended.value.code, int) else 0
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err, err
        assert returncode == code, out + err
        return Done(returncode, out, err)

    def in_own_process(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The same in a process of its own."""
        environ = {**os.environ, "FREMDRIFT_WORKSPACE": str(self.root), "NO_COLOR": "1"}
        command = [sys.executable, "-m", "dashboard.cli", *arguments]
        return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture
def commands_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Makes the program run on a workspace."""
    return lambda root: Commands(root, monkeypatch, capsys)


@pytest.fixture
def fremdrift(commands_on, tmp_path: Path) -> Commands:
    """The program on a small workspace that is only written yet."""
    return commands_on(write_world(tmp_path / "world"))
