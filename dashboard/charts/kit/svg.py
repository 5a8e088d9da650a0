"""A small painter of inline SVG, for everything that must print, shrink or repeat."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dashboard.charts.kit.markup import Markup, escaped, one_line

XY = tuple[float, float]
Style = dict[str, str | float]
Anchor = Literal["start", "middle", "end"]


@dataclass
class Svg:
    """A drawing that grows by one shape per call; `to_text` returns it on one line.

    Attributes:
        width: in pixels, like every length here.
        height: in pixels.
        label: the text for screen readers; empty if the same word is next to it.
    """

    width: float
    height: float
    label: str = ""
    _parts: list[str] = field(default_factory=list)

    def to_text(self) -> Markup:
        """The drawing as one line of SVG that keeps its proportions and fits its container."""
        role = (
            f'role="img" aria-label="{escaped(self.label)}"'
            if self.label
            else 'aria-hidden="true"'
        )
        return Markup(
            f'<svg xmlns="http://www.w3.org/2000/svg" {role} width="{_n(self.width)}" height="{_n(self.height)}" '
            f'viewBox="0 0 {_n(self.width)} {_n(self.height)}" style="max-width:100%;height:auto">'
            f"{''.join(self._parts)}</svg>"
        )

    def rect(
        self, box: tuple[float, float, float, float], fill: str, **style: str | float
    ) -> None:
        """A rectangle: box is left, top, width, height."""
        x, y, width, height = box
        self._add(
            "rect", x=x, y=y, width=max(0.0, width), height=max(0.0, height), fill=fill, **style
        )

    def line(self, points: Sequence[XY], stroke: str, width: float, **style: str | float) -> None:
        """A line through the points, broken where a coordinate is NaN; a lone point becomes a dot."""
        for run in runs(points):
            path = run if len(run) > 1 else [run[0], run[0]]
            shape = {
                "stroke_linejoin": "round",
                "stroke_linecap": "butt" if len(run) > 1 else "round",
            }
            self._add(
                "path",
                d=_path(path),
                fill="none",
                stroke=stroke,
                stroke_width=width,
                **{**shape, **style},
            )

    def area(self, points: Sequence[XY], fill: str, **style: str | float) -> None:
        """A closed shape."""
        if len(points) > 1:
            self._add("path", d=f"{_path(points)}Z", fill=fill, **style)

    def circle(self, centre: XY, radius: float, fill: str, **style: str | float) -> None:
        """A circle."""
        self._add("circle", cx=centre[0], cy=centre[1], r=radius, fill=fill, **style)

    def diamond(self, centre: XY, radius: float, fill: str, **style: str | float) -> None:
        """A diamond, `radius` from the centre to each corner."""
        x, y = centre
        self.area(
            [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], fill, **style
        )

    def square(self, centre: XY, side: float, **style: str | float) -> None:
        """A square round the centre."""
        fill = str(style.pop("fill", "none"))
        self.rect((centre[0] - side / 2, centre[1] - side / 2, side, side), fill, **style)

    def text(self, at: XY, words: str, size: float, fill: str, **style: str | float) -> None:
        """Text with its baseline at `at`, if not empty; style takes anchor, weight and halo."""
        if not one_line(words):
            return
        halo = style.pop("halo", "")
        around: Style = (
            {
                "stroke": halo,
                "stroke_width": 3.5,
                "stroke_linejoin": "round",
                "paint_order": "stroke",
            }
            if halo
            else {}
        )
        placed: Style = {
            "x": at[0],
            "y": at[1],
            "font_size": size,
            "fill": fill,
            "text_anchor": style.pop("anchor", "start"),
            "font_weight": style.pop("weight", 400),
        }
        attributes = _attributes({**placed, **around, **style})
        self._parts.append(
            f'<text style="font-variant-numeric:tabular-nums" {attributes}>{escaped(words)}</text>'
        )

    def clipped(self, inner: Svg, at: XY) -> None:
        """Another drawing at this place, clipped to its own edges."""
        box = _attributes(
            {
                "x": at[0],
                "y": at[1],
                "width": inner.width,
                "height": inner.height,
                "overflow": "hidden",
            }
        )
        self._parts.append(f"<svg {box}>{''.join(inner._parts)}</svg>")

    def _add(self, name: str, **attributes: str | float) -> None:
        self._parts.append(f"<{name} {_attributes(attributes)}/>")


def runs(points: Iterable[XY]) -> list[list[XY]]:
    """The points in runs without a gap; a NaN or infinite coordinate is a gap."""
    parts: list[list[XY]] = [[]]
    for x, y in points:
        if math.isfinite(x) and math.isfinite(y):
            parts[-1].append((x, y))
        elif parts[-1]:
            parts.append([])
    return [run for run in parts if run]


def _path(points: Sequence[XY]) -> str:
    return "M" + "L".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _attributes(values: Style) -> str:
    pairs = (
        (name.replace("_", "-"), v if isinstance(v, str) else _n(v)) for name, v in values.items()
    )
    return " ".join(f'{name}="{html.escape(value, quote=True)}"' for name, value in pairs)


def _n(value: float) -> str:
    """At most two decimals: equal drawings give equal texts, and short ones."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
