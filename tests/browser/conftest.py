from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.waiting import PATIENCE, wait_until_idle
from tests.servers import CHROMIUM, CHROMIUM_ARGUMENTS, NO_CHROMIUM, serving

TODAY = "2026-11-15"
ARTEFACTS = Path(__file__).parents[2] / "artefacts"

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real Chromium; its tests are skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS, timeout=PATIENCE
        )
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
    with serving(demo_folder, demo_folder.parent / "server.log") as address:
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


Visit = Callable[..., Any]


class Looked:
    """A page that was opened, with what its browser complained about and whom it asked."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.strangers: list[str] = []


@pytest.fixture
def look(chromium: Any, server: str) -> Iterator[Visit]:
    """Opens a path at a width in a theme and waits until the page is idle."""
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
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        looked = Looked(context.new_page())
        page = looked.page
        page.on("pageerror", lambda error: looked.complaints.append(str(error)))
        page.on("console", lambda said: _hear(looked, said))
        page.on("request", lambda asked: _watch(looked, asked.url, address))
        page.goto(f"{address}/{path}")
        wait_until_idle(page)
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
