"""HTML on a page: the one place where markup of our own goes out, and where everything that people wrote is escaped."""

from __future__ import annotations

import re

import streamlit as st

from dashboard.charts.svg import escaped, one_line
from dashboard.i18n import Message, Translator, Value

__all__ = ["escaped", "link", "plain", "rich", "show", "show_style"]

_TAG = re.compile(r"<[^>]+>")


def show(markup: str) -> None:
    """Shows markup as it is; what people wrote must have gone through `escaped` or `rich` before.

    It goes out on one line inside a block, so that Markdown reads none of it (inline SVG survives here, in `st.html` not).
    """
    st.markdown(f"<div>{one_line(markup)}</div>", unsafe_allow_html=True, anchors=False)


def show_style(css: str) -> None:
    """Adds a style sheet to the page; it takes no room."""
    st.html(f"<style>{css}</style>")


def rich(t: Translator, message: Message) -> str:
    """The message as markup: the catalogue's own tags stay, every value is escaped."""
    return t.write(_safe(message))


def plain(t: Translator, message: Message) -> str:
    """The message as bare text, for labels and attributes: the catalogue's tags are left out, values stay as they are."""
    # Values are masked while the tags go, so that a title such as "<b>" is told, not swallowed.
    values: dict[str, Value] = {}
    written = t.write(_masked(message, values))
    bare = _TAG.sub("", written)
    for mask, value in values.items():
        bare = bare.replace(mask, str(value))
    return bare


def link(key_result_id: str, inner: str) -> str:
    """A link to the key result's page around markup."""
    return f'<a href="key-result?kr={escaped(key_result_id)}" target="_self">{inner}</a>'


def _safe(message: Message) -> Message:
    return Message(
        message.key, {name: _safe_value(value) for name, value in message.values.items()}
    )


def _safe_value(value: Value | Message) -> Value | Message:
    if isinstance(value, Message):
        return _safe(value)
    return escaped(value) if isinstance(value, str) else value


def _masked(message: Message, values: dict[str, Value]) -> Message:
    def mask(value: Value | Message) -> Value | Message:
        if isinstance(value, Message):
            return _masked(value, values)
        if not isinstance(value, str) or not _TAG.search(value):
            return value
        name = f"\x00{len(values)}\x00"
        values[name] = value
        return name

    return Message(message.key, {name: mask(value) for name, value in message.values.items()})
