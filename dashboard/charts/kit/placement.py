"""Places each label where it covers least, given candidates, lines and earlier labels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.charts.kit.svg import XY, Anchor, runs

STEP = 3.0
"""Lines are sampled every three pixels."""

OVERLAP_COST, OUTSIDE_COST, DISTANCE_COST = 60.0, 400.0, 0.15


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> Box:
        """The box with a margin around."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def overlap(self, other: Box) -> float:
        """The shared area."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)

    def holds(self, point: XY) -> bool:
        """Whether the point lies in the box."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


@dataclass(frozen=True)
class Candidate:
    """A place for a label: `at` is its anchor, `dx` and `dy` lead to the middle of its text line."""

    at: XY
    dx: float
    dy: float
    anchor: Anchor

    def box(self, width: float, height: float) -> Box:
        """The rectangle that a text of this size covers here."""
        x, y = self.at[0] + self.dx, self.at[1] + self.dy
        left = {"start": x, "middle": x - width / 2, "end": x - width}[self.anchor]
        return Box(left, y - height / 2, left + width, y + height / 2)


class Board:
    """A chart on which labels are placed one after another."""

    def __init__(self, bounds: Box, lines: Sequence[Sequence[XY]]) -> None:
        self.bounds = bounds
        self.taken: list[Box] = []
        self._dots = [dot for line in lines for run in runs(line) for dot in _felt(run)]

    def place(self, candidates: Sequence[Candidate], size: tuple[float, float]) -> Candidate:
        """The candidate that covers least, the first among equals; its place is then taken."""
        best = min(candidates, key=lambda candidate: self._cost(candidate, size))
        self.taken.append(best.box(*size))
        return best

    def _cost(self, candidate: Candidate, size: tuple[float, float]) -> float:
        box = candidate.box(*size)
        covered = sum(map(box.grown(2).holds, self._dots)) * STEP
        overlap = sum(box.grown(1).overlap(other) for other in self.taken)
        outside = (box.right - box.left) * (box.bottom - box.top) - box.overlap(self.bounds)
        distance = math.hypot(candidate.dx, candidate.dy)
        return (
            covered
            + OVERLAP_COST * overlap
            + OUTSIDE_COST * (outside > 1)
            + DISTANCE_COST * distance
        )


def _felt(run: Sequence[XY]) -> list[XY]:
    dots = [run[0]]
    for (x0, y0), (x1, y1) in pairwise(run):
        count = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / STEP))
        dots += [
            (x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count) for i in range(1, count + 1)
        ]
    return dots
