"""The approximate width of text: classes of letters, measured in Source Sans."""

from __future__ import annotations

_BLANK = frozenset(" \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
_THIN = frozenset("iljI.,:;!|'’·")
_NARROW = frozenset("tfr()[]-/")
_WIDE = frozenset("mwMWÆŒæœ@%—→…")
ELLIPSIS = "…"


def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """The estimated width in pixels, rounded up by a few hundredths."""
    return sum(map(_em, text)) * size * (1.06 if is_bold else 1.0)


def fitted(text: str, room: float, size: float, *, is_bold: bool = False) -> str:
    """The text, cut with an ellipsis if it is wider than `room` pixels."""
    if text_width(text, size, is_bold=is_bold) <= room:
        return text
    kept = text
    while kept and text_width(kept + ELLIPSIS, size, is_bold=is_bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def _em(char: str) -> float:
    if char in _BLANK:
        return 0.21
    if char in _THIN:
        return 0.26
    if char in _NARROW:
        return 0.35
    if char in _WIDE:
        return 0.84
    if ord(char) >= 0x2E80:  # Chinese, Japanese, Korean, emoji: square
        return 1.0
    return 0.63 if char.isupper() else 0.53
