"""Whether a value meets a target: one rule for progress, status and pictures."""

from __future__ import annotations

import math

from dashboard.domain.okr import Band, Direction
from dashboard.domain.thresholds import TOLERANCE


def is_met(direction: Direction, value: float | None, target: float | Band | None) -> bool:
    """Whether the value is what the key result asks for, its bounds included; never for an unknown value."""
    if value is None or target is None or not math.isfinite(value):
        return False
    if isinstance(target, Band):
        return is_inside(value, target)
    if math.isclose(value, target, rel_tol=TOLERANCE):
        return True
    return value <= target if direction is Direction.DECREASE else value >= target


def is_inside(value: float, band: Band) -> bool:
    """Whether the value lies in the band, its bounds included."""
    on_edge = any(math.isclose(value, edge, rel_tol=TOLERANCE) for edge in (band.low, band.high))
    return on_edge or band.low <= value <= band.high
