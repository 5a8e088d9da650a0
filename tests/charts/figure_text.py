"""A figure reduced to what a reader sees, as the text of its golden file."""

from __future__ import annotations

import json

import plotly.graph_objects as go


def figure_text(figure: go.Figure) -> str:
    """What a reader sees of a figure: axes, traces, notes and shapes."""
    return json.dumps(reduced(figure), indent=1, ensure_ascii=False) + "\n"


def reduced(figure: go.Figure) -> dict:
    whole = json.loads(figure.to_json())
    layout = whole["layout"]
    axes = {
        name: {
            key: axis[key] for key in ("range", "domain", "tickvals", "ticktext") if key in axis
        }
        for name, axis in sorted(layout.items())
        if name.startswith(("xaxis", "yaxis"))
    }
    return rounded(
        {
            "height": layout["height"],
            "axes": axes,
            "traces": [
                {
                    key: trace[key]
                    for key in ("name", "mode", "x", "y", "customdata")
                    if key in trace
                }
                for trace in whole["data"]
            ],
            "annotations": [
                [
                    note["text"],
                    note.get("x"),
                    note.get("y"),
                    note.get("xshift", 0),
                    note.get("yshift", 0),
                ]
                for note in layout["annotations"]
            ],
            "shapes": [
                [shape["type"], shape.get("x0"), shape.get("x1"), shape.get("y0"), shape.get("y1")]
                for shape in layout["shapes"]
            ],
        }
    )


def rounded(part):
    """Floats to six significant digits: the last bits differ between processors."""
    if isinstance(part, float):
        return float(f"{part:.6g}")
    if isinstance(part, dict):
        return {key: rounded(value) for key, value in part.items()}
    return [rounded(value) for value in part] if isinstance(part, list) else part
