"""On a thousand simulated cycles the forecast is right as often as it says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from dashboard.analytics.forecast import forecast
from tests.analytics.forecast.forecast_bugs import Bent, bug
from tests.analytics.forecast.forecast_laws import Method
from tests.bench.forecast_cycles import SimulatedCycle, cycles, figures, scored


class HalfAsWide(Bent):
    """Ranges that are half as wide."""

    def quantile(self, q):
        middle = self.true.quantile(0.5)
        return middle + (self.true.quantile(q) - middle) / 2


class TwiceAsWide(Bent):
    """Ranges that are twice as wide: never wrong, and of no use."""

    def quantile(self, q):
        middle = self.true.quantile(0.5)
        return middle + (self.true.quantile(q) - middle) * 2


class Sure(Bent):
    """On track or off track, and nothing between."""

    def chance(self, target, step=-1, direction="increase"):
        return float(self.true.chance(target, step, direction) >= 0.5)


@pytest.fixture(scope="module")
def thousand() -> list[SimulatedCycle]:
    """About a thousand cycles, a sixth of each length."""
    return cycles(seed=33, reps=7)


def assert_is_calibrated(method: Method, asked: Sequence[SimulatedCycle]) -> None:
    result = figures(*scored(method, asked))
    assert 0.75 <= result["cover80"] <= 0.85
    assert result["cover95"] >= 0.90
    assert result["Brier"] <= result["Brier of base rate"]
    assert result["ECE"] <= 0.06


def test_the_forecast_is_calibrated(thousand: list[SimulatedCycle]) -> None:
    assert len(thousand) >= 1_000
    assert_is_calibrated(forecast, thousand)


@pytest.mark.parametrize("bent", [HalfAsWide, TwiceAsWide, Sure], ids=lambda one: one.__name__)
def test_the_law_catches_the_bug(bent: type[Bent], thousand: list[SimulatedCycle]) -> None:
    some = thousand[::3]
    assert np.unique([cycle.kind for cycle in some]).size > 20
    with pytest.raises(AssertionError):
        assert_is_calibrated(bug(bent), some)
