"""What a person wrote, repeated in a message: in quotes, on one line, shortened."""

from __future__ import annotations

SHOWN_LENGTH = 80
"""Messages quote at most this many characters of a value."""


def quote(text: str) -> str:
    """The text in double quotes on one line, shortened; what cannot be printed is escaped."""
    return '"' + shorten(text) + '"'


def shorten(text: str) -> str:
    """At most `SHOWN_LENGTH` printable characters of the text."""
    printable = "".join(
        char if char.isprintable() else char.encode("unicode_escape", "backslashreplace").decode()
        for char in text[: SHOWN_LENGTH + 1]
    )
    return printable if len(printable) <= SHOWN_LENGTH else printable[: SHOWN_LENGTH - 1] + "…"
