from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
TODAY = "2026-11-15"
ARTEFACTS = Path(__file__).parents[2] / "artefacts"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real Chromium; its tests are skipped where there is none."""
    program = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    if not Path(program).exists():
        pytest.skip(f"no Chromium at {program}; install it or set CHROMIUM")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company, written, applied and published by the command."""
    folder = tmp_path_factory.mktemp("browser") / "demo"
    command(["demo", str(folder), "--today", TODAY, "--ready"])
    return folder


@pytest.fixture(scope="session")
def server(demo_folder: Path, chromium: Any) -> Iterator[str]:
    """The address of the dashboard on the demo company."""
    with serving(demo_folder) as address:
        yield address


@pytest.fixture
def artefacts() -> Path:
    """Where pictures are kept to be looked at."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS


def command(arguments: list[str]) -> None:
    """Runs one command of the program and wants it to succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serves a workspace until the end of the block; the address comes back."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder.parent / f"serve-{port}.log").open("w")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "dashboard.cli",
            "serve",
            "--workspace",
            str(folder),
            "--port",
            str(port),
        ],
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert process.poll() is None, "the server ended before it answered"
        with (
            contextlib.suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(f"{address}/_stcore/health"),
        ):
            return
        time.sleep(0.25)
    raise AssertionError("the server did not answer within a minute")


Visit = Callable[..., Any]


class Looked:
    """A page that was opened, with what its browser complained about and whom it asked."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.strangers: list[str] = []


@pytest.fixture
def look(chromium: Any, server: str) -> Iterator[Visit]:
    """Opens a path at a width in a theme and waits until the page stands."""
    contexts = []

    def opened(
        path: str = "",
        width: int = 1440,
        theme: str = "light",
        address: str = server,
        height: int = 900,
    ) -> Looked:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme
        )
        contexts.append(context)
        looked = Looked(context.new_page())
        page = looked.page
        page.on("pageerror", lambda error: looked.complaints.append(str(error)))
        page.on("console", lambda said: _hear(looked, said))
        page.on("request", lambda asked: _watch(looked, asked.url, address))
        page.goto(f"{address}/{path}")
        page.locator("h1").first.wait_for(timeout=60_000)
        page.wait_for_timeout(1_500)
        return looked

    yield opened
    for context in contexts:
        context.close()


def _hear(looked: Looked, said: Any) -> None:
    # A page below the root first asks for the server's health beside itself, and is answered 404: Streamlit's own way.
    if said.type == "error" and "404" not in said.text:
        looked.complaints.append(said.text)


def _watch(looked: Looked, url: str, address: str) -> None:
    own = (address, address.replace("http", "ws", 1), "data:", "blob:")
    if not url.startswith(own):
        looked.strangers.append(url)


def copied(folder: Path, to: Path) -> Path:
    """A copy of a workspace that a test may change."""
    return Path(shutil.copytree(folder, to))
