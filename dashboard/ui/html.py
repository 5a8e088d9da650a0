"""The only place that writes markup to a page, and catalogue texts as markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from dashboard.charts.kit.markup import Markup, class_name, one_line
from dashboard.i18n import Message, Translator, Value
from dashboard.ui.session import carry_over

__all__ = [
    "Markup",
    "class_name",
    "evidence_link",
    "link",
    "plain",
    "rich",
    "show",
    "show_style",
    "words",
]

_TAG = re.compile(r"<[^>]+>")
_MARK = re.compile("\x00\\d+\x00")
_PLAIN = re.compile(r"(?:[^\W_]|[ .,%+–−\N{NO-BREAK SPACE}]){0,60}")
"""Short values of letters and digits: they may choose a plural or a variant in the catalogue."""


def show(markup: Markup) -> None:
    """Shows markup as it is.

    It is written on one line inside a block, so that Markdown leaves it alone (inline SVG works
    here, but not in `st.html`).

    Raises:
        TypeError: a plain text, which may contain unescaped input of people.
    """
    if not isinstance(markup, Markup):
        raise TypeError(f"only markup can be shown, not {type(markup).__name__}")
    st.markdown(f"<div>{one_line(markup)}</div>", unsafe_allow_html=True, anchors=False)


def show_style(css: str) -> None:
    """Adds a style sheet to the page; it takes no room."""
    st.html(f"<style>{css}</style>")


def words(t: Translator, key: str, /, **values: Value | Message) -> Markup:
    """The text of a key as markup: `rich` of the message."""
    return rich(t, Message(key, values))


def rich(t: Translator, message: Message) -> Markup:
    """The message as markup: the catalogue's own tags stay, every value is escaped."""
    written, values = _written(t, message)
    safe = {mask: Markup.escape(value) for mask, value in values.items()}
    return Markup(_filled(written, safe))


def plain(t: Translator, message: Message) -> str:
    """The message as plain text for labels and attributes: tags are removed, values stay."""
    written, values = _written(t, message)
    return _filled(_TAG.sub("", written), values)


def link(key_result_id: str, inner: str) -> Markup:
    """A link to the key result page around a text or markup; keeps week and meeting mode."""
    return _link("key-result", inner, kr=key_result_id)


def evidence_link(key_result_id: str, kpi_id: str, inner: str) -> Markup:
    """A link to the evidence on a KPI of the key result; keeps week and meeting mode."""
    return _link("leading-lagging", inner, kr=key_result_id, kpi=kpi_id)


def _link(page: str, inner: str, **parts: str) -> Markup:
    address = urlencode(carry_over(**parts))
    return Markup('<a href="{}?{}" target="_self">{}</a>').format(page, address, inner)


def _written(t: Translator, message: Message) -> tuple[str, dict[str, str]]:
    """The message with placeholders for values, and the value of each placeholder.

    Placeholders protect values while tags are removed, and keep long ones away from the catalogue,
    which takes 1,000 characters.
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
    return _MARK.sub(lambda match: values.get(match[0], ""), written)
