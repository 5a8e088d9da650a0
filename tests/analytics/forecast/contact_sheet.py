"""Forecasts of many histories on one page, to be looked at."""

from __future__ import annotations

import numpy as np

from dashboard.charts.kit.svg import XY, Svg
from dashboard.charts.kit.theme import LIGHT
from tests.analytics.forecast.forecast_shapes import Shape

ACROSS = 4
WIDE, HIGH = 330.0, 210.0
TOP, FOOT, LEFT = 30.0, 12.0, 46.0


def contact_sheet(shapes: dict[str, Shape]) -> str:
    """A page of HTML: history, median, 50 % and 80 % ranges, and the true future in grey."""
    rows = -(-len(shapes) // ACROSS)
    sheet = Svg(ACROSS * WIDE, rows * HIGH, "Forecasts of many shapes")
    sheet.rect((0, 0, sheet.width, sheet.height), LIGHT.card)
    for at, (name, shape) in enumerate(shapes.items()):
        sheet.clipped(_panel(name, shape), (at % ACROSS * WIDE, at // ACROSS * HIGH))
    return (
        '<!doctype html><meta charset="utf-8"><title>Forecasts of many shapes</title>'
        f'<body style="margin:0;font-family:sans-serif">{sheet.to_text()}</body>'
    )


def _panel(name: str, shape: Shape) -> Svg:
    panel, result = Svg(WIDE, HIGH), shape.forecast()
    past = shape.history.to_numpy()
    coming = len(past) + np.arange(len(shape.future))
    lines = {level: result.quantile(level) for level in (0.1, 0.25, 0.5, 0.75, 0.9)}
    forecasts = np.concatenate([past, shape.future, *lines.values()])
    low, high = float(np.nanmin(forecasts)), float(np.nanmax(forecasts))
    reach = (high - low) or 1.0

    def points(at: np.ndarray, values: np.ndarray) -> list[XY]:
        x = LEFT + (WIDE - LEFT - 10) * at / (len(past) + len(shape.future) - 1)
        y = TOP + (HIGH - TOP - FOOT) * (1 - (values - low) / reach)
        return list(zip(x.tolist(), y.tolist(), strict=True))

    for lower, upper, fill in ((0.1, 0.9, LIGHT.fan80), (0.25, 0.75, LIGHT.fan50)):
        panel.area(points(coming, lines[lower]) + points(coming, lines[upper])[::-1], fill)
    seen = points(np.arange(len(past)), past)
    panel.line(seen, LIGHT.actual, 1.2)
    for place in seen:
        if len(past) < 45 and np.isfinite(place[1]):
            panel.circle(place, 1.6, LIGHT.actual)
    panel.line(points(coming, shape.future), LIGHT.muted, 1, stroke_dasharray="2 2")
    panel.line(points(coming, lines[0.5]), LIGHT.forecast, 2)
    panel.text((8, 18), name.replace("_", " "), 13, LIGHT.ink, weight=600)
    for value, y in ((high, TOP + 8), (low, HIGH - FOOT)):
        panel.text((LEFT - 6, y), f"{value:.4g}", 11, LIGHT.muted, anchor="end")
    return panel
