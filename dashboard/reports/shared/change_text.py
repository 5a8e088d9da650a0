"""The sizes of changes in words, with the same decimals for changes that are compared."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.i18n.format import MINUS, difference, number

CHANGE_DIGITS = 2
"""Digits shown of the largest of the compared changes: more would be noise."""


def sizes(values: Sequence[float], unit: str, locale: str) -> tuple[str, ...]:
    """The changes without their signs, with units: "0.21 points" between percents, else "0.4 h"."""
    return tuple(difference(one, 0.0, unit, locale) for one in _rounded(values))


def signed_sizes(values: Sequence[float], unit: str, locale: str) -> tuple[str, ...]:
    """The changes with their signs, the first one with its unit: ("+0.21 points", "+0.08")."""
    rounded = _rounded(values)
    texts = (
        difference(rounded[0], 0.0, unit, locale),
        *(number(abs(one), "", locale) for one in rounded[1:]),
    )
    return tuple(f"{_sign(one)}{text}" for one, text in zip(rounded, texts, strict=True))


def _rounded(values: Sequence[float]) -> list[float]:
    largest = max((abs(one) for one in values), default=0.0)
    if largest == 0:
        return [0.0 for _ in values]
    places = max(0, CHANGE_DIGITS - 1 - math.floor(math.log10(largest)))
    return [round(one, places) for one in values]


def _sign(value: float) -> str:
    return "+" if value > 0 else MINUS if value < 0 else ""
