"""Places the labels of the key result chart, once for both Plotly and SVG."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np

from dashboard.charts.data import KeyResultChart
from dashboard.charts.key_result.model import KeyResultModel, pace_on
from dashboard.charts.key_result.words import stated_numbers, target_text
from dashboard.charts.kit.placement import Board, Box, Candidate
from dashboard.charts.kit.scales import Scale
from dashboard.charts.kit.svg import XY, Anchor
from dashboard.charts.kit.text_width import text_width
from dashboard.domain.okr import Direction
from dashboard.i18n import Translator
from dashboard.i18n.format import day

Kind = Literal["target", "now", "pace", "outcomes80", "outcomes50"]
LINE_PX = 15.0
GLYPH_PX = 13.0
NOW_OFFSETS = (16, 18, 22, 26, 30, 36, 44, 54)
LEADER_FROM = 30
"""From this distance on, in pixels, the label of today's value gets a leader line."""


@dataclass(frozen=True)
class Frame:
    """The scales of the plot in pixels: x takes the ordinal of a day, y takes a value."""

    x: Scale
    y: Scale
    size: float

    def at(self, on: dt.date, value: float) -> XY:
        """The pixel of a value on a day."""
        return self.x(on.toordinal()), self.y(value)

    @property
    def box(self) -> Box:
        """The rectangle of the plot."""
        return Box(self.x.start, self.y.end, self.x.end, self.y.start)


@dataclass(frozen=True)
class Label:
    """A text anchored to a value on a day, moved by pixels (y downwards) to the middle of a line.

    `strong` is the part in bold, `rest` follows it.
    """

    kind: Kind
    strong: str
    rest: str
    on: dt.date
    value: float
    dx: float
    dy: float
    anchor: Anchor

    @property
    def text(self) -> str:
        """All the text of the label."""
        return f"{self.strong} {self.rest}".strip()

    @property
    def needs_leader(self) -> bool:
        """Whether the label is so far away that it needs a leader line."""
        return self.kind == "now" and math.hypot(self.dx, self.dy) > LEADER_FROM


def plan_labels(
    data: KeyResultChart, model: KeyResultModel, frame: Frame, t: Translator, *, is_full: bool
) -> list[Label]:
    """The labels by importance; `is_full` adds those that a small chart has no room for."""
    board = Board(frame.box.grown(2), [*_lines(data, model, frame)])
    planned = [_target(data, model, frame, board, t, is_full), _now(data, model, frame, board, t)]
    if is_full:
        planned += [
            _pace(data, model, frame, board, t),
            _outcomes80(data, model, frame, board, t),
            _outcomes50(model, frame, board, t),
        ]
    return [label for label in planned if label is not None]


def _lines(data: KeyResultChart, model: KeyResultModel, frame: Frame) -> Iterator[list[XY]]:
    yield [frame.at(p.on, p.value) for p in model.points]
    if model.pace:
        yield [frame.at(p.on, p.value) for p in model.pace]
    for start, end, value in model.targets:
        yield [frame.at(start, value), frame.at(end, value)]
    yield [(frame.x(data.as_of.toordinal()), edge) for edge in (frame.y.start, frame.y.end)]
    if model.band:
        for edge in (model.band.low, model.band.high):
            yield [(frame.x.start, frame.y(edge)), (frame.x.end, frame.y(edge))]
    if model.fan:
        for values in (model.fan.median, model.fan.low80, model.fan.high80):
            yield [frame.at(on, v) for on, v in zip(model.fan.dates, values, strict=True)]


def _target(
    data: KeyResultChart,
    model: KeyResultModel,
    frame: Frame,
    board: Board,
    t: Translator,
    is_full: bool,
) -> Label | None:
    if not model.targets and model.band is None:
        return None
    strong = f"{t('charts-target')} {target_text(data, t)}"
    rest = t("charts-by", day=day(data.due_on, "short", t.locale)) if is_full else ""
    # On the far side of the target, seen from the series.
    away = 1 if data.direction is Direction.DECREASE else -1
    value = model.band.high if model.band else model.targets[-1][2]
    start = model.targets[-1][0] if model.targets else data.starts_on
    days = (data.due_on - start).days
    starts = [
        start + dt.timedelta(days=round(days * share)) for share in (0, 0.15, 0.3, 0.45, 0.6, 0.72)
    ]
    places = [
        Candidate(frame.at(on, value), 4, side * 10, "start")
        for on, side in product(starts, (away, -away))
    ]
    best = board.place(places, _size(f"{strong} {rest}", frame))
    return Label(
        "target",
        strong,
        rest,
        starts[places.index(best) // 2],
        value,
        best.dx,
        best.dy,
        best.anchor,
    )


def _now(
    data: KeyResultChart, model: KeyResultModel, frame: Frame, board: Board, t: Translator
) -> Label | None:
    last = model.last
    if last is None:
        return None
    strong, rest = stated_numbers(data, [last.value], t)[0], t("charts-now")
    pace = pace_on(model, last.on)
    # Away from the pace: below it if the value is below it; without a pace, above.
    away = 1 if math.isfinite(pace) and last.value < pace else -1
    sides: tuple[tuple[float, Anchor], ...] = ((-4, "end"), (0, "middle"), (6, "start"))
    places = [
        Candidate(frame.at(*last[:2]), dx, side * offset, anchor)
        for offset, side, (dx, anchor) in product(NOW_OFFSETS, (away, -away), sides)
    ]
    best = board.place(places, _size(f"{strong} {rest}", frame))
    return Label("now", strong, rest, last.on, last.value, best.dx, best.dy, best.anchor)


def _pace(
    data: KeyResultChart, model: KeyResultModel, frame: Frame, board: Board, t: Translator
) -> Label | None:
    if model.pace is None:
        return None
    last = model.last
    is_above_pace = last is not None and last.value > pace_on(model, last.on)
    away = 1 if is_above_pace else -1  # away from the series
    days = (data.due_on - data.starts_on).days
    dates = [
        data.starts_on + dt.timedelta(days=round(days * share))
        for share in (0.36, 0.28, 0.44, 0.2, 0.6, 0.72, 0.12)
    ]
    places = [
        Candidate(frame.at(on, pace_on(model, on)), 0, side * offset, "middle")
        for on, side, offset in product(dates, (away, -away), (14, 19, 25))
    ]
    words = t("charts-steady-pace")
    best = board.place(places, _size(words, frame))
    on = dates[places.index(best) // 6]
    return Label("pace", "", words, on, pace_on(model, on), best.dx, best.dy, best.anchor)


def _outcomes80(
    data: KeyResultChart, model: KeyResultModel, frame: Frame, board: Board, t: Translator
) -> Label | None:
    if model.fan is None or _height(model, frame) < LINE_PX:
        return None
    fan = model.fan
    shares = (0.7, 0.55, 0.85, 0.4)
    spots = [_between(fan.dates, share, data) for share in shares]
    edges = [
        (on, _at(fan.dates, values, on)) for on in spots for values in (fan.low80, fan.high80)
    ]
    places = [
        Candidate(frame.at(on, value), 0, (1 if i % 2 == 0 else -1) * offset, "middle")
        for i, (on, value) in enumerate(edges)
        for offset in (13, 18, 24)
    ]
    words = t("charts-outcomes-80")
    best = board.place(places, _size(words, frame))
    on, value = edges[places.index(best) // 3]
    return Label("outcomes80", "", words, on, value, best.dx, best.dy, best.anchor)


def _outcomes50(model: KeyResultModel, frame: Frame, board: Board, t: Translator) -> Label | None:
    """Inside the 50 % band, if it is high enough for a line of text; else nowhere."""
    if model.fan is None:
        return None
    fan, on = model.fan, model.fan.dates[-1]
    halves = [(fan.median[-1] + edge) / 2 for edge in (fan.low50[-1], fan.high50[-1])]
    room = abs(frame.y(fan.median[-1]) - frame.y(fan.low50[-1]))
    if room < LINE_PX or (on - fan.dates[0]).days < 28:
        return None
    words = t("charts-outcomes-50")
    places = [Candidate(frame.at(on, value), -14, 0, "end") for value in halves]
    best = board.place(places, _size(words, frame))
    value = halves[places.index(best)]
    return Label("outcomes50", "", words, on, value, best.dx, best.dy, best.anchor)


def _height(model: KeyResultModel, frame: Frame) -> float:
    """The height of the 80 % band at its end, in pixels."""
    return frame.y(model.fan.low80[-1]) - frame.y(model.fan.high80[-1]) if model.fan else 0.0


def _between(dates: Sequence[dt.date], share: float, data: KeyResultChart) -> dt.date:
    start = max(dates[0], data.starts_on)
    return start + dt.timedelta(days=round((dates[-1] - start).days * share))


def _at(dates: Sequence[dt.date], values: Sequence[float], on: dt.date) -> float:
    return float(np.interp(on.toordinal(), [d.toordinal() for d in dates], values))


def _size(text: str, frame: Frame) -> tuple[float, float]:
    return text_width(text, frame.size, is_bold=True), GLYPH_PX
