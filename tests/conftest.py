from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests.golden_files import GoldenFiles

# A law is not broken by a busy machine: how long an example takes is no matter of the tests.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


TESTS = Path(__file__).parent
SLOW = (
    "actions/test_demo.py",
    "analytics/forecast/test_forecast_calibration.py",
    "analytics/forecast/test_forecast_laws.py",
    "analytics/lead_lag/evidence/test_mixed_frequency.py",
    "analytics/lead_lag/evidence/test_pair_evidence.py",
    "analytics/lead_lag/evidence/test_same_frequency.py",
    "analytics/lead_lag/test_assumed_role.py",
    "analytics/lead_lag/test_classification.py",
    "analytics/lead_lag/test_classification_laws.py",
    "analytics/key_results/test_key_result_laws.py",
    "analytics/key_results/test_milestone_forecast.py",
    "analytics/test_real_workspace_leads.py",
    "commands",
    "demo/test_company.py",
    "pipeline",
    "records/test_crash.py",
    "records/test_laws.py",
    "records/test_postgresql.py",
    "views",
    "workspace/test_fuzz.py",
    "workspace/test_write.py",
)
"""Files and folders whose tests take seconds each, measured with --durations; `make fast` leaves them out."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declares the one switch that writes the golden files anew."""
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what is slow; with --golden, leaves the tests that compare with golden files."""
    slow = [TESTS / name for name in SLOW]
    for item in items:
        if any(item.path.is_relative_to(place) for place in slow):
            item.add_marker("slow")
    if config.getoption("--golden"):
        items[:] = [item for item in items if "golden" in getattr(item, "fixturenames", ())]


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> GoldenFiles:
    """The golden files."""
    return GoldenFiles(request.config.getoption("--golden"))
