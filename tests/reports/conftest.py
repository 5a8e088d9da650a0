from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from dashboard.read_model.state import State
from tests.reports.states import build_state


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., State]:
    """Builds a state from objectives, and from whatever else a test names."""
    return partial(build_state, tmp_path)
