from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dashboard.actions.apply import apply_workspace
from dashboard.config import Paths
from tests.worlds import write_world

NOW = dt.datetime(2026, 10, 18, 21, 0, tzinfo=dt.UTC)


@pytest.fixture
def world(tmp_path: Path) -> Paths:
    """A small workspace, written."""
    return Paths(write_world(tmp_path / "world"))


@pytest.fixture
def applied(world: Paths) -> Paths:
    """A small workspace, applied."""
    apply_workspace(world, by="ana", now=NOW)
    return world
