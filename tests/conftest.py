from __future__ import annotations

import pytest
from hypothesis import settings

from tests.golden_files import GoldenFiles

# A law is not broken by a busy machine: how long an example takes is no matter of the tests.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declares the one switch that writes the golden files anew."""
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --golden, leaves the tests that compare with golden files."""
    if config.getoption("--golden"):
        items[:] = [item for item in items if "golden" in getattr(item, "fixturenames", ())]


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> GoldenFiles:
    """The golden files."""
    return GoldenFiles(request.config.getoption("--golden"))
