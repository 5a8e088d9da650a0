"""The look: the theme's colours as CSS variables, and the style sheet that uses them."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from pathlib import Path

from dashboard.charts.data import ThemeName
from dashboard.charts.kit.theme import theme_of
from dashboard.ui.pages import icon_rules

SHEET = Path(__file__).with_name("style.css")

MEETING_PX = 2
"""Added to every font size in a meeting, where people read from a distance."""

_PIXELS = re.compile(r"(font-size: |--body:)([\d.]+)px")


@cache
def style_of(theme: ThemeName, *, is_meeting: bool = False) -> str:
    """The whole style sheet in one theme; in a meeting every text is two pixels larger."""
    tokens = theme_of(theme)
    values = [
        f"--{f.name.replace('_', '-')}:{getattr(tokens, f.name)}"
        for f in fields(tokens)
        if f.name != "name"
    ]
    sheet = f":root{{{';'.join(values)};--body:15px;color-scheme:{theme}}}{SHEET.read_text('utf-8')}{icon_rules()}"
    return _PIXELS.sub(_larger, sheet) if is_meeting else sheet


def _larger(size: re.Match[str]) -> str:
    return f"{size[1]}{float(size[2]) + MEETING_PX:g}px"
