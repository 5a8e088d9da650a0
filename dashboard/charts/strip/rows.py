"""The rows of the chance strip, and whether its marks are close to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.data import StripGroup, StripRow
from dashboard.domain.thresholds import GAP_POINTS
from dashboard.i18n.format import whole_percent

CLOSE_POINTS = 4
"""Below this many points the marks would overlap: the square then frames the status mark."""

HEADER_ROWS = 0.82
GAP_ROWS = 0.22


@dataclass(frozen=True)
class PlacedRow:
    """A row and its height from the top, in rows."""

    row: StripRow
    y: float


@dataclass(frozen=True)
class StripLayout:
    """Headers and rows with their heights from the top, and the total height, in rows."""

    headers: tuple[tuple[StripGroup, float], ...]
    rows: tuple[PlacedRow, ...]
    height: float


def lay_out(groups: Sequence[StripGroup]) -> StripLayout:
    """The places of all headers and rows; a group without a title has no header."""
    headers: list[tuple[StripGroup, float]] = []
    rows: list[PlacedRow] = []
    y = 0.12
    for group in groups:
        if group.title:
            headers.append((group, y + HEADER_ROWS / 2))
            y += HEADER_ROWS
        for row in group.rows:
            rows.append(PlacedRow(row, y + 0.5))
            y += 1
        y += GAP_ROWS
    return StripLayout(tuple(headers), tuple(rows), max(y, 1.0))


def points(share: float | None) -> int:
    """The share on the scale: the displayed whole percent, so that mark and number agree."""
    return 0 if share is None else min(100, max(0, whole_percent(share)))


def has_gap(row: StripRow) -> bool:
    """Whether forecast and team are at least `GAP_POINTS` apart."""
    return row.chance is not None and row.confidence is not None and _apart(row) >= GAP_POINTS


def is_close(row: StripRow) -> bool:
    """Whether the marks of forecast and team would overlap."""
    return row.chance is not None and row.confidence is not None and _apart(row) < CLOSE_POINTS


def _apart(row: StripRow) -> int:
    return abs(points(row.chance) - points(row.confidence))
