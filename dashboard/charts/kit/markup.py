"""A type for markup: everything inserted that is not markup itself is escaped."""

from __future__ import annotations

import html
import re

import markupsafe

_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]+", re.ASCII)
_MARKDOWN = {ord(char): f"&#{ord(char)};" for char in "*_`~$[]\\"}
_NAME = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


class Markup(markupsafe.Markup):
    """Text that is HTML or SVG; `format`, `join`, `+` and `%` escape everything that is not.

    Unlike its base class it also escapes what Streamlit's Markdown interprets, and trusts no other
    class that calls itself HTML. Only a literal may become markup by calling the class: an
    f-string would bypass the escaping (a test checks it).
    """

    __slots__ = ()

    @classmethod
    def escape(cls, s: object, /) -> Markup:
        """The value as markup: unchanged if it is markup already, else as escaped text."""
        return s if isinstance(s, Markup) else cls(escaped(str(s)))


def escaped(text: str) -> str:
    """The text escaped for SVG, HTML and Markdown alike, on one line."""
    return html.escape(one_line(text), quote=True).translate(_MARKDOWN)


def one_line(text: str) -> str:
    """The text with every run of blanks and control characters as one space; no-break spaces stay."""
    return _BLANKS.sub(" ", text).strip(" ")


def class_name(name: str) -> Markup:
    """One of the program's own names, such as a status, for an attribute; underscores stay.

    Raises:
        ValueError: it contains more than letters, digits, - and _.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a class")
    return Markup(name)
