"""HTML on a page: the one place where markup of our own goes out, and where everything that people wrote is escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from dashboard.charts.svg import escaped, one_line
from dashboard.i18n import Message, Translator, Value
from dashboard.ui.session import carry_over

__all__ = ["escaped", "evidence_link", "link", "plain", "rich", "show", "show_style"]

_TAG = re.compile(r"<[^>]+>")
_MARK = re.compile("\x00\\d+\x00")
_PLAIN = re.compile(r"(?:[^\W_]|[ .,%+–−\N{NO-BREAK SPACE}]){0,60}")
"""Short values without any sign that means something: they may choose a plural or a variant in the catalogue."""


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
    written, values = _written(t, message)
    return _filled(written, {mask: escaped(value) for mask, value in values.items()})


def plain(t: Translator, message: Message) -> str:
    """The message as bare text, for labels and attributes: the catalogue's tags are left out, values stay as they are."""
    written, values = _written(t, message)
    return _filled(_TAG.sub("", written), values)


def link(key_result_id: str, inner: str) -> str:
    """A link to the key result's page around markup; the week and the meeting are carried over."""
    address = escaped(urlencode(carry_over(kr=key_result_id)))
    return f'<a href="key-result?{address}" target="_self">{inner}</a>'


def evidence_link(key_result_id: str, kpi_id: str, inner: str) -> str:
    """A link to the evidence on a KPI of the key result around markup; the week and the meeting are carried over."""
    address = escaped(urlencode(carry_over(kr=key_result_id, kpi=kpi_id)))
    return f'<a href="leading-lagging?{address}" target="_self">{inner}</a>'


def _written(t: Translator, message: Message) -> tuple[str, dict[str, str]]:
    """The message with marks in place of what people wrote, and what each mark stands for.

    Marks keep values whole while tags are taken out, and long ones away from the catalogue, which takes 1,000 letters.
    """
    values: dict[str, str] = {}
    return t.write(_marked(message, values)), values


def _marked(message: Message, values: dict[str, str]) -> Message:
    def mark(value: Value | Message) -> Value | Message:
        if isinstance(value, Message):
            return _marked(value, values)
        if not isinstance(value, str) or _PLAIN.fullmatch(value):
            return value
        name = f"\x00{len(values)}\x00"
        values[name] = value
        return name

    return Message(message.key, {name: mark(value) for name, value in message.values.items()})


def _filled(written: str, values: Mapping[str, str]) -> str:
    return _MARK.sub(lambda found: values.get(found[0], ""), written)
