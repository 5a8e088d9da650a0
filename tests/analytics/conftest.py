"""Small builders for the analytics' tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

from dashboard.domain.check_in import CheckIn
from dashboard.domain.okr import Cycle, Direction, KeyResult

settings.register_profile(
    "analytics", deadline=None, derandomize=True, max_examples=50, report_multiple_bugs=False
)
settings.load_profile("analytics")


@pytest.fixture
def weeks() -> Callable[..., pd.Series]:
    """A weekly series that ends with the week of `last`."""

    def build(values: Sequence[float], last: str = "2026-10-12") -> pd.Series:
        index = pd.date_range(end=last, periods=len(values), freq="W-MON")
        return pd.Series(np.asarray(values, dtype=float), index=index)

    return build


@pytest.fixture
def quarter() -> Cycle:
    return Cycle(id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31))


@pytest.fixture
def subscriptions() -> KeyResult:
    return KeyResult(
        id="paid",
        title="Paid subscriptions",
        kpi="paid",
        direction=Direction.INCREASE,
        baseline=3500,
        target=6000,
    )


@pytest.fixture
def check_in() -> Callable[..., CheckIn]:
    def build(on: str, **told: object) -> CheckIn:
        return CheckIn.model_validate(
            {"key_result": "paid", "on": dt.date.fromisoformat(on), "by": "ana@example.com"} | told
        )

    return build
