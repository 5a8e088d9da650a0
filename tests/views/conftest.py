from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard.actions import demo
from dashboard.actions.apply import apply_workspace
from dashboard.config import WORKSPACE_VARIABLE, Paths
from dashboard.pipeline.progress import Silent
from tests.worlds import write_world

APP = Path(dashboard.__file__).with_name("app.py")
NOW = dt.datetime(2026, 10, 18, 21, tzinfo=dt.UTC)

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demo_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company in the middle of a quarter, with its weeks published."""
    return _demo(tmp_path_factory.mktemp("demo") / "middle", dt.date(2026, 11, 15))


@pytest.fixture(scope="session")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company on the first day of a quarter."""
    return _demo(tmp_path_factory.mktemp("demo") / "first", dt.date(2026, 10, 1))


@pytest.fixture
def empty_world(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


@pytest.fixture
def waiting_world(tmp_path: Path) -> Path:
    """OKRs and a source that were applied and never synced."""
    root = write_world(tmp_path / "waiting")
    apply_workspace(Paths(root), by="ana", now=NOW)
    return root


@pytest.fixture
def own_demo(demo_world: Path, tmp_path: Path) -> Path:
    """A copy of the demo that a test may write to."""
    return Path(shutil.copytree(demo_world, tmp_path / "own"))


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a page of the dashboard on a workspace: `open_page(root, "views/objectives.py", cycle=...)`."""
    st.cache_resource.clear()

    def opened(root: Path, view: str = "", **address: str) -> AppTest:
        monkeypatch.setenv(WORKSPACE_VARIABLE, str(root))
        app = AppTest.from_file(str(APP), default_timeout=300)
        for name, value in address.items():
            app.query_params[name] = value
        if view:
            app.run()
            app.switch_page(view)
            for name, value in address.items():
                app.query_params[name] = value
        app.run()
        assert not app.exception, app.exception
        return app

    yield opened
    st.cache_resource.clear()


def _demo(path: Path, today: dt.date) -> Path:
    now = dt.datetime.combine(today, dt.time(21), dt.UTC)
    demo.write(path, today, now, is_ready=True, progress=Silent())
    return path
