"""What the analytics' tests share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import settings

from dashboard.domain.check_in import CheckIn

settings.register_profile(
    "analytics", deadline=None, derandomize=True, max_examples=50, report_multiple_bugs=False
)
settings.load_profile("analytics")


@pytest.fixture
def check_in() -> Callable[..., CheckIn]:
    """A check-in of a day, with what was told in it."""

    def build(on: str, **told: object) -> CheckIn:
        return CheckIn.model_validate(
            {"key_result": "paid", "on": dt.date.fromisoformat(on), "by": "ana@example.com"} | told
        )

    return build
