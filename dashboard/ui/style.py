"""The look: the theme's tokens as CSS variables, and the style sheet that uses them."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path

from dashboard.charts.data import ThemeName
from dashboard.charts.theme import theme_of

SHEET = Path(__file__).with_name("style.css")


@cache
def style_of(theme: ThemeName, *, is_meeting: bool = False) -> str:
    """The whole style sheet in one theme; in a meeting everything is two pixels larger."""
    tokens = theme_of(theme)
    values = [
        f"--{f.name.replace('_', '-')}:{getattr(tokens, f.name)}"
        for f in fields(tokens)
        if f.name != "name"
    ]
    size = "17px" if is_meeting else "15px"
    return (
        f":root{{{';'.join(values)};--body:{size};color-scheme:{theme}}}{SHEET.read_text('utf-8')}"
    )
