"""What every Plotly figure has in common: tokens, fonts, fixed axes, and texts that cannot be markup."""

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
"""Hand this to `st.plotly_chart(config=…)`."""


@dataclass(frozen=True)
class Drawing:
    """A figure, and the sentence with its numbers that stands for it where it cannot be seen."""

    figure: go.Figure
    alt: str


def empty_figure(tokens: Theme, height: float, margin: tuple[int, int, int, int]) -> go.Figure:
    """A figure without traces in the theme's colours; margin is left, right, top, bottom in pixels."""
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
    """An axis that does not move, without lines of its own."""
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
    """A label without arrow, its left middle at the point; `text` is ready for Plotly (see `safe`)."""
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
    """The text as Plotly shows it letter by letter: no tag, no link and no formula in it."""
    return html.escape(one_line(text), quote=False).replace("$", "&#36;")


def bold(text: str) -> str:
    """The text, made safe, in bold."""
    return f"<b>{safe(text)}</b>"


def coloured(text: str, colour: str) -> str:
    """The text, made safe, in a colour of the theme."""
    return f'<span style="color:{colour}">{safe(text)}</span>'


def written(words: Words, t: Translator) -> str:
    """The words as text; a message is written out in the translator's language."""
    return words if isinstance(words, str) else t.write(words)
