"""Common parts of all Plotly figures: colours, fonts, fixed axes, and escaped texts."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.data import Words
from dashboard.charts.kit.markup import one_line
from dashboard.charts.kit.theme import BODY_PX, FONT, TICK_PX, Theme
from dashboard.i18n import Translator

CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "responsive": True}
"""The `config` for `st.plotly_chart`."""


@dataclass(frozen=True)
class Drawing:
    """A figure and its alternative text."""

    figure: go.Figure
    alt: str


def empty_figure(tokens: Theme, height: float, margin: tuple[int, int, int, int]) -> go.Figure:
    """A figure without traces in the theme's colours; margins in pixels (left, right, top, bottom)."""
    left, right, top, bottom = margin
    return go.Figure(
        layout={
            "template": None,
            "height": round(height),
            "margin": {
                "l": left,
                "r": right,
                "t": top,
                "b": bottom,
                "pad": 0,
                "autoexpand": False,
            },
            "paper_bgcolor": tokens.card,
            "plot_bgcolor": tokens.card,
            "font": {"family": FONT, "size": BODY_PX, "color": tokens.ink},
            "showlegend": False,
            "dragmode": False,
            "hoverlabel": {
                "bgcolor": tokens.ink,
                "bordercolor": tokens.ink,
                "font": {"family": FONT, "size": BODY_PX, "color": tokens.card},
                "align": "left",
            },
        }
    )


def axis(tokens: Theme, **more: object) -> dict[str, Any]:
    """A fixed axis without lines."""
    return {
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "showgrid": False,
        "ticks": "",
        "automargin": False,
        "tickangle": 0,
        "tickfont": {"size": TICK_PX, "color": tokens.muted},
        **more,
    }


def note(text: str, at: tuple[object, object], colour: str, **more: object) -> dict[str, Any]:
    """A label without an arrow, its left middle at the point; `text` must be escaped (see `safe`)."""
    x, y = at
    placed = {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
    }
    font = {"color": colour, "size": more.pop("size", BODY_PX)}
    return {**placed, "font": font, "align": more.pop("align", "left"), **more}


def safe(text: str) -> str:
    """The text escaped for Plotly: no tag, link or formula is interpreted."""
    return html.escape(one_line(text), quote=False).replace("$", "&#36;")


def bold(text: str) -> str:
    """The text, escaped, in bold."""
    return f"<b>{safe(text)}</b>"


def coloured(text: str, colour: str) -> str:
    """The text, escaped, in a colour of the theme."""
    return f'<span style="color:{colour}">{safe(text)}</span>'


def written(words: Words, t: Translator) -> str:
    """The text; a message is translated first."""
    return words if isinstance(words, str) else t.write(words)
